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
    from scoring.desk.collections.letters import Written
    from scoring.desk.worklist.items import Item, Today

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
    """How each class of debtor is handled on a date, what it should bring, and which step is due for whom."""
    from scoring.cli.strategy_tables import segments_table, strategy_json
    from scoring.desk.parameters import default_as_of
    from scoring.desk.strategy.debtors import strategy_report
    from scoring.desk.views import default_currency
    from scoring.desk.worklist.advice import advised
    from scoring.desk.worklist.segments import segment_reports

    with opened(store) as ledger:
        view = View(as_of or default_as_of(ledger), currency=currency or default_currency(ledger))
        report, segments = strategy_report(ledger, view), segment_reports(ledger, view)
        tried = {code: advised(ledger, view, one) for code, one in segments.items()} if as_json else {}
    if as_json:
        show_json(strategy_json(report, segments, tried))
    else:
        show(header_text(report.header, lang))
        for one in segments.values():
            show("\n" + segments_table(one, lang))
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
    from scoring.desk.parameters import default_as_of
    from scoring.desk.worklist.today import capacity_of
    from scoring.desk.worklist.today import worklist as plan

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
    from scoring.desk.parameters import default_as_of
    from scoring.desk.worklist.batch import write_all

    with opened(store) as ledger:
        view = View(as_of or default_as_of(ledger))
        written = write_all(ledger, view, _segment(segment or []), lang, form, out)
    if as_json:
        show_json([_letter_json(one, file) for one, file in written])
    else:
        show(say("cli.letters_written", lang, count=len(written), path=str(out)))
    return 0


def _segment(asked: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in asked]
    for name, equals, value in pairs:
        if not (name and equals and value):
            raise ScoringError("segment_not_a_pair", value=name)
    return {name: value for name, _, value in pairs}


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
        "rank": item.rank,
        "customer": item.standing.customer_id,
        "name": item.standing.name,
        "why": item.why,
        "waiting": item.waiting,
        "urgent": item.urgent,
        "owner": step.owner if step else None,
        "channel": step.channel if step else None,
        "day": step.day if step else None,
        "what": step.told[lang] if step else None,
        "rule": item.standing.rule.id,
        "level": item.standing.level.id,
        "amount": item.amount,
        "paid_anyway": round(item.paid_anyway, 4),
        "gain": round(item.gain, 2),
        "value": round(item.value, 2),
        "minutes": item.minutes,
    }


def _today_table(today: Today, lang: str) -> str:
    names = ("rank", "customer", "owner", "channel", "amount", "gain", "minutes", "what")
    headings = [say(f"worklist.column.{name}", lang) for name in names]
    rows = [
        [
            item.rank,
            item.standing.name,
            say(f"strategy.owner.{item.step.owner}", lang),
            say(f"strategy.channel.{item.step.channel}", lang),
            item.amount,
            numbers.money(item.gain, lang),
            int(item.minutes),
            item.step.told[lang],
        ]
        for item in today.chosen
        if item.step is not None
    ]
    left = len(today.items) - len(rows)
    value = f"{today.currency} {numbers.money(today.worklist.value, lang)}"
    most = f"{today.currency} {numbers.money(today.worklist.value_at_most, lang)}"
    told = say("worklist.told", lang, tasks=len(rows), value=value, most=most, others=left, days=today.horizon_days)
    return told + ("\n\n" + table(headings, rows, lang, right=(5,)) if rows else "")


def _letter_json(written: Written, file: str) -> dict[str, Any]:
    kept = ("customer_id", "name", "template", "currency", "amount", "documents")
    facts = asdict(written)
    return {key: facts[key] for key in kept} | {"file": file}
