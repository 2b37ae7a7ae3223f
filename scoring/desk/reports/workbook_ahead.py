"""The sheets of the management report beside those of every export: its sentences, loss by rating, receipts, warnings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring.desk.figures.customer_list import customer_lines
from scoring.desk.reports.document_parts import Heading, Items, Part, Sentence
from scoring.desk.reports.workbook import Sheet
from scoring.desk.risk.forecast import forecast_report
from scoring.desk.risk.forecast_book import ForecastReport
from scoring.desk.risk.loss import LossReport, loss_report
from scoring.desk.risk.wording import segment_label
from scoring.desk.views import header_of
from scoring.desk.warnings.alerts import alerts
from scoring.desk.warnings.wording import evidence_text, value_text
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.warnings.indicators import load
from scoring.strategy.warnings.life import by_exposure
from scoring.terms import ReportHeader, View
from scoring.text import say

SUMMARY, AHEAD = "summary", ("loss", "cash", "warnings")
BY = "rating"


def fill_ahead(pages: Mapping[str, Sheet], store: Store, view: View) -> None:
    """Write the sheets of AHEAD. Raises ScoringError as `loss_report` and `forecast_report`."""
    losses = loss_report(store, view)
    _loss(pages["loss"], losses)
    _cash(pages["cash"], forecast_report(store, view, losses=losses))
    _warnings(pages["warnings"], store, view)


def fill_summary(page: Sheet, header: ReportHeader, parts: Iterable[Part]) -> None:
    """Write what the printed report says in sentences, each under its heading; its tables are the other sheets."""
    row, heading = page.start(header), ""
    for part in parts:
        if isinstance(part, Heading):
            heading = part.text
        texts = (part.text,) if isinstance(part, Sentence) else part.texts if isinstance(part, Items) else ()
        if texts and heading:
            page.page.write_string(row, 0, heading, page.formats["bold"])
            heading, row = "", row + 1
        for text in texts:
            page.page.write_string(row, 0, text)
            row += 1


def _loss(page: Sheet, report: LossReport) -> None:
    headings = ["columns.currency", "grouping.rating", "columns.customers", "portfolio.loss.exposure"]
    headings += ["portfolio.loss.covered", "portfolio.loss.pd", "portfolio.loss.expected_loss"]
    rows: list[tuple[object, ...]] = []
    for currency, book in report.books.items():
        told = [(segment_label(BY, one.group, one.group, page.lang), one) for one in book.by(BY)]
        for label, one in [*told, (say("export.total", page.lang), book.total)]:
            pd = None if one.pd is None else round(one.pd, 6)
            rows.append((currency, label, one.customers, one.exposure, one.covered, pd, one.expected_loss))
    start = page.start(report.header)
    page.table(start, [say(heading, page.lang) for heading in headings], [(*row[:5], None, row[6]) for row in rows])
    for place, row in enumerate(rows, start=start + 1):
        page.cell(place, 5, row[5], "percent")


def _cash(page: Sheet, report: ForecastReport) -> None:
    headings = ("columns.currency", "report.first", "report.last", "report.expected", "report.low", "report.high")
    rows = [
        (currency, span.first, span.last, span.expected, span.low, span.high)
        for currency, book in report.books.items()
        for span in book.weeks
    ]
    page.table(page.start(report.header), [say(heading, page.lang) for heading in headings], rows)


def _warnings(page: Sheet, store: Store, view: View) -> None:
    lines = {line.customer_id: line for line in customer_lines(store, view)}
    try:
        found = [
            one for one in alerts(store, view.as_of) if one.is_open and (one.customer_id in lines or not view.filters)
        ]
    except ScoringError:  # a day before the ledger can be looked through: the sheet stays empty
        found = []
    headings = ["grouping.customer", "columns.customer_id", "report.warning", "warnings.severity_heading"]
    headings += ["report.value", "report.evidence", "report.since", "export.open"]
    rows = [
        (
            lines[one.customer_id].name if one.customer_id in lines else one.customer_id,
            one.customer_id,
            say(f"warning.{one.indicator}", page.lang),
            say(f"warnings.severity.{one.severity}", page.lang),
            value_text(one.value, load()[one.indicator].unit, page.lang),
            evidence_text(one, page.lang),
            one.raised_on,
            lines[one.customer_id].open if one.customer_id in lines else None,
        )
        for one in by_exposure(found, {customer: line.open for customer, line in lines.items()})
    ]
    page.table(page.start(header_of(store, view)), [say(heading, page.lang) for heading in headings], rows)
