"""The management report: one printed page or two, in either language, as HTML and PDF of the same parts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from scoring.desk.figures.figures import dso_change
from scoring.desk.figures.overview import Overview, dso_sentence, overview, sentence
from scoring.desk.reports.document_parts import Bars, Grid, Heading, Items, Pairs, Part, Sentence, Stack, as_html
from scoring.desk.reports.management_risk import cash_parts, loss_parts, warning_parts
from scoring.desk.reports.pdf import as_pdf
from scoring.desk.reports.workbook import REPORT, fill, sheets, ties_lines
from scoring.desk.reports.workbook_ahead import AHEAD, fill_ahead
from scoring.desk.risk.forecast import forecast_report
from scoring.desk.risk.loss import loss_report
from scoring.desk.views import header_of
from scoring.desk.wording import bucket_label, figure_text, header_lines
from scoring.metrics.aging import AgingRow
from scoring.metrics.dso_bridge import DsoChange
from scoring.store import Store
from scoring.terms import View
from scoring.text import numbers, say

RAMP = ("#4575B4", "#91BFDB", "#FEE090", "#FC8D59", "#D73027")
"""Aging ramp from calm to hot, safe for colour-blind readers; one colour a bucket of the default scheme."""


def management_html(store: Store, view: View, lang: str) -> str:
    """The report of a view by customer as one HTML file for A4: figures, what changed, aging, exposures, trend.

    Raises ScoringError as `scope_of`.
    """
    return as_html(say("export.report_title", lang), management_parts(store, view, lang), lang)


def management_pdf(store: Store, view: View, lang: str) -> bytes:
    """The same report as PDF. Raises ScoringError as `scope_of`, and "pdf_failed"."""
    return as_pdf(say("export.report_title", lang), management_parts(store, view, lang), lang)


FORMS = ("pdf", "html", "xlsx")
PRINTED = (
    "receivables", "overdue", "overdue_ratio", "credit_sales", "dso_simple", "dso_countback", "dso_best_possible", "add",
    "cei", "weighted_days_to_pay", "days_beyond_terms", "recovery_rate", "top_10_share", "customers_over_limit",
    "cost_of_overdue", "new_sales_needed",
)  # fmt: skip
"""The figures of the printed page; the Excel file holds all of them."""


def management_report(store: Store, view: View, lang: str, form: str) -> bytes:
    """The report in one of FORMS; Excel holds its tables in full. Raises ScoringError as the function of each form."""
    if form == "xlsx":
        return _workbook(store, view, lang)
    return management_pdf(store, view, lang) if form == "pdf" else management_html(store, view, lang).encode()


def _workbook(store: Store, view: View, lang: str) -> bytes:
    out = io.BytesIO()
    with sheets(out, (*REPORT, *AHEAD), lang) as pages:
        fill(pages, store, view)
        fill_ahead(pages, store, view)
    return out.getvalue()


def management_parts(store: Store, view: View, lang: str) -> tuple[Part, ...]:
    """What the report says, whoever prints it. Raises ScoringError as `scope_of`."""
    by_customer = replace(view, grouping="customer")
    found = overview(store, by_customer)
    why = dso_change(store, by_customer, found.figures.compared_to)
    return tuple(_parts(store, by_customer, found, why, lang))


def _parts(store: Store, view: View, found: Overview, why: dict[str, DsoChange | None], lang: str) -> Iterator[Part]:
    figures = found.figures
    period = say("export.period_days", lang, period_days=figures.period_days, as_of=figures.header.as_of)
    header = header_of(store, replace(view, grouping="rating"))
    yield Pairs((*header_lines(header, lang), (say("export.period", lang), period)))
    losses = loss_report(store, view)
    cash = forecast_report(store, view, losses=losses)
    for currency in figures.lines:
        yield _title("changes", currency, lang, date=figures.compared_to)
        yield _changes(found, why[currency], currency, lang)
        yield _title("figures", currency, lang)
        yield _figures(found, currency, lang)
        yield _title("aging", currency, lang)
        yield _aging(found, currency, lang)
        yield _title("exposures", currency, lang)
        yield _exposures(found, currency, lang)
        if found.trend.points[currency]:
            yield _title("trend", currency, lang)
            yield _bars(found, currency, lang)
        yield from _ahead("loss", loss_parts(losses.books[currency], lang), currency, lang)
        yield from _ahead("cash", cash_parts(cash.books[currency], lang), currency, lang)
    warned = tuple(warning_parts(store, view, lang))
    yield from (Heading(say("report.title_warnings", lang)), *warned) if warned else ()
    yield from (Sentence(text, note=True) for text in ties_lines(found.aging, lang))


def _ahead(section: str, parts: Iterator[Part], currency: str, lang: str) -> Iterator[Part]:
    """Parts under their title; nothing where there are none."""
    told = tuple(parts)
    if told:
        title = say(f"report.title_{section}", lang)
        yield Heading(say("export.in_currency", lang, title=title, currency=currency))
        yield from told


def _title(section: str, currency: str, lang: str, **facts: object) -> Heading:
    title = say(f"export.report_{section}", lang, **facts)
    return Heading(say("export.in_currency", lang, title=title, currency=currency))


def _changes(found: Overview, why: DsoChange | None, currency: str, lang: str) -> Items:
    told = [sentence(change, lang) for change in found.changes[currency]]
    told += [dso_sentence(why, lang)] if why and why.change else []
    return Items(tuple(told) or (say("export.report_no_changes", lang, date=found.figures.compared_to),))


def _figures(found: Overview, currency: str, lang: str) -> Grid:
    headings = [say("export.figure", lang), say("export.value", lang)]
    headings += [say("export.before", lang, date=found.figures.compared_to), say("export.change", lang)]
    rows = [
        (
            say(f"figure.{line.figure.name}.name", lang),
            *(figure_text(value, line.figure.unit, lang) for value in (line.figure.value, line.before, line.change)),
        )
        for line in found.figures.lines[currency]
        if line.figure.name in PRINTED
    ]
    return Grid(tuple(headings), tuple(rows))


def _aging(found: Overview, currency: str, lang: str) -> Grid:
    total, basis = found.aging.totals[currency], found.aging.header.basis
    headings = (say("export.bucket", lang), say("export.open", lang), say("export.share", lang))
    rows = [
        (bucket_label(key, basis, lang), numbers.money(amount, lang), _share(amount, total.open, lang))
        for key, amount in total.buckets.items()
    ]
    rows.append((say("export.open", lang), numbers.money(total.open, lang), ""))
    rows.append((say("export.credits", lang), numbers.money(-total.on_account, lang), ""))
    return Grid(headings, tuple(rows), total=(say("export.net", lang), numbers.money(total.net, lang), ""))


def _exposures(found: Overview, currency: str, lang: str) -> Grid:
    owed = found.aging.totals[currency].open
    headings = (say("grouping.customer", lang), *(say(f"export.{name}", lang) for name in ("open", "share", "overdue")))
    return Grid(headings, tuple(_exposure(row, owed, found, lang) for row in found.exposures[currency]))


def _exposure(row: AgingRow, owed: Decimal, found: Overview, lang: str) -> tuple[str, ...]:
    overdue = numbers.money(row.overdue, lang) if found.aging.header.basis == "due" else say("figure_none", lang)
    name = row.name if row.name == row.key else f"{row.name} ({row.key})"
    return name, numbers.money(row.open, lang), _share(row.open, owed, lang), overdue


def _share(part: Decimal, whole: Decimal, lang: str) -> str:
    return numbers.percent(part / whole, lang) if whole else ""


def _bars(found: Overview, currency: str, lang: str) -> Bars:
    """Stacked bars by month-end."""
    points = found.trend.points[currency]
    stacks = [
        Stack(
            bucket_label(key, "due", lang),
            colour,
            tuple(float(buckets[key]) for _, buckets in points),
            tuple(numbers.money(buckets[key], lang) for _, buckets in points),
        )
        for key, colour in zip(found.trend.keys, RAMP, strict=True)
    ]
    return Bars(tuple(day.isoformat() for day, _ in points), tuple(stacks))
