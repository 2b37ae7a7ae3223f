"""Commands about what may be lost: loss, portfolio, stress."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoring.cli.options import AsJson, AsOf, Currency, Lang, StorePath, choice, opened
from scoring.cli.output import show, show_json, table
from scoring.cli.risk_provision import Since, report_table, views_of
from scoring.cli.tables import header_text
from scoring.errors import ScoringError
from scoring.terms import GROUPINGS, View
from scoring.text import numbers, say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scoring.desk.risk.loss import LossBook
    from scoring.desk.risk.portfolio import PortfolioReport
    from scoring.desk.risk.stress import StressReport
    from scoring.metrics.risk.loss import Contribution
    from scoring.store import Store

BY = (*GROUPINGS, "severity")
ByOf = Annotated[str, typer.Option("--by", help="cli.option.by_loss", metavar="|".join(BY), parser=choice("--by", BY))]
CaseName = Annotated[list[str] | None, typer.Option("--case", help="cli.option.stress_case", metavar="NAME")]
CaseFile = Annotated[Path | None, typer.Option("--file", help="cli.option.stress_file", metavar="FILE.toml")]
Multiple = Annotated[float, typer.Option("--pd-multiple", help="cli.option.stress_pd", metavar="X")]
Later = Annotated[int, typer.Option("--delay-days", help="cli.option.stress_days", metavar="N")]
Industry = Annotated[list[str] | None, typer.Option("--industry", help="cli.option.stress_industry", metavar="NAME")]
Top = Annotated[int, typer.Option("--top", help="cli.option.stress_top", metavar="N")]
Move = Annotated[list[str] | None, typer.Option("--move", help="cli.option.stress_move", metavar="CODE=PERCENT")]


def loss(
    store: StorePath = None,
    as_of: AsOf = None,
    by: ByOf = "rating",
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Expected loss within a year, by segment."""
    from scoring.desk.parameters import currency_of
    from scoring.desk.risk.loss import lacks_rate, loss_report

    with opened(store) as ledger:
        view = _view(ledger, as_of, currency)
        report, home = loss_report(ledger, view), currency_of(ledger)
        unrated = [book.currency for book in report.books.values() if lacks_rate(ledger, view, book.currency)]
    if as_json:
        show_json(report.as_json(by))
        return 0
    show(header_text(report.header, lang) + "\n")
    show("\n\n".join(_loss_table(book, by, lang) for book in report.books.values()))
    for code in unrated:
        show("\n" + say("portfolio.loss.no_rate", lang, currency=code, home=home, as_of=view.as_of))
    return 0


def portfolio(
    store: StorePath = None,
    as_of: AsOf = None,
    since: Since = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """The headline figures of the portfolio's risk, its shape and how it moved."""
    from scoring.desk.risk.portfolio import portfolio_report
    from scoring.desk.risk.shape import shape
    from scoring.desk.risk.shape_tables import shape_tables

    with opened(store) as ledger:
        view = _view(ledger, as_of, currency)
        report = portfolio_report(ledger, view)
        shapes = {code: shape(ledger, one, since) for code, one in views_of(ledger, view).items()}
    if as_json:
        told = report.as_json()
        for code, found in shapes.items():
            told["currencies"][code]["shape"] = found.as_json(lang)
        show_json(told)
        return 0
    show(header_text(report.header, lang) + "\n")
    show(_headlines(report, lang))
    for code, found in shapes.items():
        shown = "\n\n".join(report_table(each, lang) for each in shape_tables(found, lang))
        show(f"\n{code}\n\n{shown}")
    return 0


def stress(
    store: StorePath = None,
    as_of: AsOf = None,
    case: CaseName = None,
    file: CaseFile = None,
    pd_multiple: Multiple = 1.0,
    delay_days: Later = 0,
    industry: Industry = None,
    top: Top = 0,
    move: Move = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Stress cases side by side with today: those named, those of a file, the one described; else all that are kept."""
    from scoring.desk.risk.stress import case_named, kept_cases, stress_report
    from scoring.desk.views import default_currency
    from scoring.scenario.stress import Case
    from scoring.scenario.stressfile import from_toml

    moves = dict(_move(one) for one in move or ())
    described = Case(say("stress.described", lang), pd_multiple, delay_days, tuple(industry or ()), top, moves)
    plain = described == Case(described.name)
    with opened(store) as ledger:
        _in_ledger(ledger, industry or (), moves)
        currency = currency or (default_currency(ledger) if moves else None)  # by itself, no currency moves
        cases = [case_named(ledger, name) for name in case or ()]
        cases += from_toml(file.read_text(encoding="utf-8")) if file else ()
        cases += [] if plain else [described]
        report = stress_report(
            ledger, _view(ledger, as_of, currency), cases or [one.case for one in kept_cases(ledger)]
        )
    if as_json:
        show_json(report.as_json())
    else:
        show(header_text(report.of_loss.header, lang) + "\n")
        show("\n\n".join(_stress_table(report, shown, lang) for shown in report.outcomes))
    return 0


def _view(ledger: Store, as_of: date | None, currency: str | None) -> View:
    from scoring.desk.parameters import default_as_of, number_of

    period = int(number_of(ledger, "period_days"))
    return View(as_of or default_as_of(ledger), currency=currency, period_days=period)


def _in_ledger(ledger: Store, industries: Iterable[str], moves: Iterable[str]) -> None:
    """A case that names what the ledger does not hold would change nothing without a word. Raises ScoringError
    "not_a_choice"."""
    last = (ledger.one("extent", {}) or {}).get("last_date")
    known = {
        "--industry": {str(row["industry"]) for row in ledger.rows("customer") if row["industry"]},
        "--move": {"*", *(row["currency"] for row in ledger.rows("currencies_in", {"as_of": last}) if last)},
    }
    for option, named in (("--industry", industries), ("--move", moves)):
        for one in named:
            if one not in known[option]:
                raise ScoringError("not_a_choice", option=option, value=one, allowed=", ".join(sorted(known[option])))


def _move(text: str) -> tuple[str, float]:
    """A move as EUR=-10. Raises ScoringError "stress_move_unreadable"."""
    currency, _, percent = text.partition("=")
    try:
        return currency.strip().upper() or "*", float(percent)
    except ValueError:
        raise ScoringError("stress_move_unreadable", value=text) from None


def _loss_table(book: LossBook, by: str, lang: str) -> str:
    from scoring.desk.risk.wording import segment_label

    names = [one.group for one in book.by(by)]
    labels = [segment_label(by, group, book.names.get(group, group), lang) for group in names]
    words = ("exposure", "covered", "pd", "lgd", "expected_loss")
    headings = [
        f"{say(f'grouping.{by}', lang)} ({book.currency})",
        say("columns.customers", lang),
        say("columns.open_amount", lang),
        *(say(f"portfolio.loss.{name}", lang) for name in words),
        say("columns.share", lang),
    ]
    rows = [[label, *_cells(one, lang)] for label, one in zip(labels, book.by(by), strict=True)]
    total = [say("common.total", lang), *_cells(book.total, lang)]
    return table(headings, rows, lang, total, right=(5, 6, 8))


def _cells(one: Contribution, lang: str) -> list[object]:
    shares = ["" if value is None else numbers.percent(value, lang) for value in (one.pd, one.lgd, one.share)]
    return [one.customers, one.open, one.exposure, one.covered, shares[0], shares[1], one.expected_loss, shares[2]]


def _headlines(report: PortfolioReport, lang: str) -> str:
    headings = [say("stress.figure", lang), *report.lines]
    told = [line.headlines() for line in report.lines.values()]
    rows = [
        [say(f"portfolio.headline.{name}", lang), *(_text(name, one[name], lang) for one in told)] for name in told[0]
    ]
    return table(headings, rows, lang, right=tuple(range(1, len(headings))))


def _text(name: str, value: object, lang: str) -> str:
    if value is None:
        return say("figure_none", lang)
    if name.endswith("share") or name in ("pd", "lgd"):
        return numbers.percent(float(str(value)), lang)
    return numbers.whole(value, lang) if isinstance(value, int) else numbers.money(float(str(value)), lang)


def _stress_table(report: StressReport, currency: str, lang: str) -> str:
    from scoring.desk.risk.stress import FIGURES, case_label

    headings = [f"{say('stress.case_heading', lang)} ({currency})", *(say(f"stress.{name}", lang) for name in FIGURES)]
    rows = [
        [case_label(one.case, lang), *(_text(name, getattr(one, name), lang) for name in FIGURES)]
        for one in report.outcomes[currency]
    ]
    return table(headings, rows, lang, right=tuple(range(1, len(headings))))
