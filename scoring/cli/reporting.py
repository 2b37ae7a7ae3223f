"""Commands about what comes out: aging, figures, customer, statement, export."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoring.cli.options import AsJson, AsOf, BasisOf, By, Currency, Lang, Period, Scheme, StorePath, day, opened
from scoring.cli.output import figure_text, show, show_json, table
from scoring.terms import Basis, ReportHeader, View
from scoring.text import knows, say

if TYPE_CHECKING:
    from scoring.desk.aging import AgingReport
    from scoring.desk.figures import FigureLine
    from scoring.metrics.aging import AgingRow
    from scoring.metrics.dso_bridge import DsoChange

Earlier = Annotated[
    date | None, typer.Option("--compare-to", help="cli.option.compare_to", metavar="YYYY-MM-DD", parser=day)
]


def aging(
    store: StorePath = None,
    as_of: AsOf = None,
    by: By = "customer",
    scheme: Scheme = "default",
    basis: BasisOf = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """The aged balance on a date."""
    from scoring.desk.aging import aging_report
    from scoring.desk.views import default_as_of

    with opened(store) as ledger:
        view = View(as_of or default_as_of(ledger), scheme, _basis(basis), by, currency)
        report = aging_report(ledger, view)
    if as_json:
        show_json(report.as_json())
    else:
        show(header_lines(report.header, lang))
        for code, total in report.totals.items():
            show("\n" + _aging_table(report, code, total, lang))
    return 0


def figures(
    store: StorePath = None,
    as_of: AsOf = None,
    period_days: Period = None,
    compare_to: Earlier = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """The portfolio figures on a date against an earlier one, and the parts of the change of DSO."""
    from scoring.desk.figures import dso_change, figures_report
    from scoring.desk.views import default_as_of, number_of

    with opened(store) as ledger:
        period = period_days or int(number_of(ledger, "period_days"))
        view = View(as_of or default_as_of(ledger), currency=currency, period_days=period)
        report = figures_report(ledger, view, compare_to, series=as_json)
        changes = dso_change(ledger, view, report.compared_to)
    if as_json:
        show_json(report.as_json() | {"dso_change": {code: _parts(change) for code, change in changes.items()}})
        return 0
    show(header_lines(report.header, lang))
    show(say("cli.header_period", lang, days=period, earlier=report.compared_to))
    for code, lines in report.lines.items():
        show("\n" + _figures_table(code, lines, lang))
        change = changes[code]
        if change is not None:
            show("\n" + _dso_table(change, lang))
    return 0


def header_lines(header: ReportHeader, lang: str) -> str:
    """What every report states before its first figure."""
    rates = ", ".join(f"{code} {day.isoformat()}" for code, day in header.rate_dates.items())
    lines = [
        say("cli.header", lang, entity=header.entity, as_of=header.as_of, currency=header.currency),
        say(
            "cli.header_aging",
            lang,
            basis=say(f"basis.{header.basis}", lang),
            scheme=say(f"scheme.{header.scheme}", lang),
        ),
        say("cli.header_rates", lang, rates=rates) if rates else "",
        say("cli.header_loaded", lang, moment=header.data_loaded_at) if header.data_loaded_at else "",
    ]
    return "\n".join(line for line in lines if line)


def _aging_table(report: AgingReport, currency: str, total: AgingRow, lang: str) -> str:
    rows = [row for row in report.rows if row.currency == currency]
    headings = [
        f"{say(f'grouping.{report.grouping}', lang)} ({currency})",
        *(say(f"bucket.{key}", lang) for key in report.keys),
        *(say(f"columns.{name}", lang) for name in ("open_amount", "on_account", "net", "documents")),
    ]
    last = [say("common.total", lang), *_amounts(total)]
    return table(headings, [[_label(report.grouping, row, lang), *_amounts(row)] for row in rows], lang, last)


def _amounts(row: AgingRow) -> list[object]:
    return [*row.buckets.values(), row.open, row.on_account, row.net, row.documents]


def _label(grouping: str, row: AgingRow, lang: str) -> str:
    """A group as a person reads it: number and name of a customer, the word for a nature, or that nothing is known."""
    if not row.key:
        return say("grouping.none", lang)
    if knows(f"{grouping}.{row.key}"):
        return say(f"{grouping}.{row.key}", lang)
    return row.key if row.name in ("", row.key) else f"{row.key} {row.name}"


def _basis(text: str | None) -> Basis | None:
    return "due" if text == "due" else "issue" if text == "issue" else None


def _parts(change: DsoChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {"earlier": change.earlier, "later": change.later, "change": change.change, "parts": change.parts}


def _figures_table(currency: str, lines: tuple[FigureLine, ...], lang: str) -> str:
    headings = [currency, *(say(f"cli.column.{name}", lang) for name in ("now", "before", "change"))]
    rows = []
    for line in lines:
        unit = line.figure.unit
        values = [figure_text(value, unit, lang) for value in (line.figure.value, line.before, line.change)]
        rows.append([say(f"figure.{line.figure.name}.name", lang), *values])
    return table(headings, rows, lang, right=(1, 2, 3))


def _dso_table(change: DsoChange, lang: str) -> str:
    rows = [
        [say(f"dso_part.{name}.name", lang), figure_text(days, "days", lang)] for name, days in change.parts.items()
    ]
    headings = [say("cli.column.dso_change", lang), say("cli.column.days", lang)]
    return table(
        headings, rows, lang, [say("common.total", lang), figure_text(change.change, "days", lang)], right=(1,)
    )
