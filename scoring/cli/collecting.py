"""Commands of strategy and collections: strategy, worklist, letters."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoring.cli.options import AsJson, AsOf, Currency, Lang, StorePath, choice, opened
from scoring.cli.output import show, show_json, table
from scoring.cli.tables import header_text
from scoring.errors import ScoringError
from scoring.terms import View
from scoring.text import numbers, say

if TYPE_CHECKING:
    from scoring.desk.collections.debtors import Standing, StrategyReport
    from scoring.desk.collections.letters import Written
    from scoring.desk.collections.today import Item, Today

FORMS = ("docx", "pdf", "eml")
Hours = Annotated[float | None, typer.Option("--hours", help="cli.option.hours", metavar="HOURS", min=0)]
People = Annotated[int | None, typer.Option("--people", help="cli.option.people", metavar="N", min=0)]
NATURE = "nature=government"
Segment = Annotated[list[str] | None, typer.Option("--segment", help="cli.option.letter_segment", metavar=NATURE)]
Folder = Annotated[Path, typer.Option("--out", help="cli.option.letters_folder", metavar="DIR")]
LetterForm = Annotated[
    str,
    typer.Option("--format", help="cli.option.letter_form", metavar="|".join(FORMS), parser=choice("--format", FORMS)),
]


def strategy(
    store: StorePath = None, as_of: AsOf = None, currency: Currency = None, as_json: AsJson = False, lang: Lang = "en"
) -> int:
    """How each class of debtor is handled on a date, and which step is due for whom."""
    from scoring.desk.collections.debtors import strategy_report
    from scoring.desk.parameters import default_as_of
    from scoring.desk.views import default_currency

    with opened(store) as ledger:
        view = View(as_of or default_as_of(ledger), currency=currency or default_currency(ledger))
        report = strategy_report(ledger, view)
    if as_json:
        show_json(_strategy_json(report))
    else:
        show(header_text(report.header, lang))
        for code in report.standings:
            show("\n" + _grid(report, code, lang))
    return 0


def worklist(
    store: StorePath = None,
    as_of: AsOf = None,
    hours: Hours = None,
    people: People = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """What to do today, the most worth first, within the day's hours."""
    from scoring.desk.collections.today import capacity_of
    from scoring.desk.collections.today import worklist as plan
    from scoring.desk.parameters import default_as_of

    with opened(store) as ledger:
        view = View(as_of or default_as_of(ledger), currency=currency)
        today = plan(ledger, view, capacity_of(ledger, hours, people))
    if as_json:
        show_json(_today_json(today, lang))
    else:
        show(_today_table(today, lang))
    return 0


def letters(
    out: Folder,
    store: StorePath = None,
    as_of: AsOf = None,
    segment: Segment = None,
    form: LetterForm = "docx",
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Write the letters that are due by the playbook into a folder; nothing is sent."""
    from scoring.desk.collections.letters import write_all
    from scoring.desk.parameters import default_as_of

    with opened(store) as ledger:
        view = View(as_of or default_as_of(ledger))
        written = write_all(ledger, view, _segment(segment or []), lang, form, out)
    if as_json:
        show_json([_letter_json(one, form) for one in written])
    else:
        show(say("cli.letters_written", lang, count=len(written), path=str(out)))
    return 0


def _segment(asked: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in asked]
    for name, equals, value in pairs:
        if not (name and equals and value):
            raise ScoringError("segment_not_a_pair", value=name)
    return {name: value for name, _, value in pairs}


def _strategy_json(report: StrategyReport) -> dict[str, Any]:
    return {
        "as_of": report.header.as_of,
        "currencies": {
            code: {
                "grid": [
                    {
                        **cell.cell._asdict(),
                        "customers": cell.customers,
                        "open": cell.open,
                        "overdue": cell.overdue,
                        "levels": cell.levels,
                    }
                    for cell in report.grid(code)
                ],
                "customers": [_standing_json(one) for one in standings],
            }
            for code, standings in report.standings.items()
        },
    }


def _standing_json(one: Standing) -> dict[str, Any]:
    from scoring.strategy.playbook.choose import asked_of

    return {
        "customer": one.customer_id,
        "name": one.name,
        **one.cell._asdict(),
        "open": one.open,
        "overdue": one.overdue,
        "disputed": one.disputed,
        "oldest_days": one.oldest_days,
        "rule": one.rule.id,
        "conditions": asked_of(one.rule, one.debtor),
        "reason": asdict(one.why),
        "persistence": asdict(one.lasting) if one.lasting else None,
        "rule_if_recorded": one.held.id if one.held else None,
        "level": one.level.id,
        "due_day": one.due.day if one.due else None,
        "channel": one.due.channel if one.due else None,
        "next_day": one.later.day if one.later else None,
    }


def _grid(report: StrategyReport, code: str, lang: str) -> str:
    names = ("nature", "severity", "rating", "customers", "open", "overdue", "level")
    headings = [say(f"strategy.column.{name}", lang) for name in names]
    cells = report.grid(code)
    rows = [
        [
            say(f"nature.{cell.cell.nature}", lang),
            say(f"bucket.{cell.cell.severity}", lang),
            say(f"rating.{cell.cell.rating}", lang),
            cell.customers,
            cell.open,
            cell.overdue,
            ", ".join(report.playbook.levels[level].name[lang] for level in cell.levels),
        ]
        for cell in cells
    ]
    open_, overdue = sum(cell.open for cell in cells), sum(cell.overdue for cell in cells)
    return table(headings, rows, lang, [code, "", "", sum(cell.customers for cell in cells), open_, overdue, ""])


def _today_json(today: Today, lang: str) -> dict[str, Any]:
    return {
        "as_of": today.as_of,
        "currency": today.currency,
        "horizon_days": today.horizon_days,
        "value": round(today.worklist.value, 2),
        "value_at_most": round(today.worklist.value_at_most, 2),
        "minutes_used": dict(today.worklist.minutes_used),
        "measured": today.measured,
        "items": [_item_json(item, lang) for item in today.items],
    }


def _item_json(item: Item, lang: str) -> dict[str, Any]:
    step = item.step
    return {
        "rank": item.placed.rank,
        "customer": item.standing.customer_id,
        "name": item.standing.name,
        "why": item.placed.why,
        "waiting": item.placed.task.waiting,
        "urgent": item.placed.task.urgent,
        "owner": step.owner if step else None,
        "channel": step.channel if step else None,
        "day": step.day if step else None,
        "what": step.told[lang] if step else None,
        "rule": item.standing.rule.id,
        "level": item.standing.level.id,
        "amount": item.amount,
        "paid_anyway": round(item.paid_anyway, 4),
        "gain": round(item.gain, 2),
        "value": round(item.placed.task.value, 2),
        "minutes": item.placed.task.minutes,
    }


def _today_table(today: Today, lang: str) -> str:
    names = ("rank", "customer", "owner", "channel", "amount", "gain", "minutes", "what")
    headings = [say(f"worklist.column.{name}", lang) for name in names]
    rows = [
        [
            item.placed.rank,
            item.standing.name,
            say(f"strategy.owner.{item.step.owner}", lang),
            say(f"strategy.channel.{item.step.channel}", lang),
            item.amount,
            numbers.money(item.gain, lang),
            int(item.placed.task.minutes),
            item.step.told[lang],
        ]
        for item in today.items
        if item.placed.rank is not None and item.step is not None
    ]
    left = len(today.items) - len(rows)
    value = f"{today.currency} {numbers.money(today.worklist.value, lang)}"
    most = f"{today.currency} {numbers.money(today.worklist.value_at_most, lang)}"
    told = say("worklist.told", lang, tasks=len(rows), value=value, most=most, others=left, days=today.horizon_days)
    return told + ("\n\n" + table(headings, rows, lang, right=(5,)) if rows else "")


def _letter_json(written: Written, form: str) -> dict[str, Any]:
    from scoring.desk.collections.letters import name_of

    kept = ("customer_id", "name", "template", "currency", "amount", "documents")
    facts = asdict(written)
    return {key: facts[key] for key in kept} | {"file": name_of(written, form)}
