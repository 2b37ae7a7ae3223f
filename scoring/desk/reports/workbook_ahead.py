"""The sheets of the management report that look ahead: expected loss by rating, receipts by week, open warnings."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.desk.reports.workbook import Sheet
from scoring.desk.risk.forecast import forecast_report
from scoring.desk.risk.forecast_book import ForecastReport
from scoring.desk.risk.loss import LossReport, loss_report
from scoring.desk.risk.wording import segment_label
from scoring.desk.warnings.alerts import alerts
from scoring.desk.warnings.wording import evidence_text
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import View
from scoring.text import say

AHEAD = ("loss", "cash", "warnings")
BY = "rating"


def fill_ahead(pages: Mapping[str, Sheet], store: Store, view: View) -> None:
    """Write the sheets of AHEAD. Raises ScoringError as `loss_report` and `forecast_report`."""
    losses = loss_report(store, view)
    _loss(pages["loss"], losses)
    _cash(pages["cash"], forecast_report(store, view, losses=losses))
    _warnings(pages["warnings"], store, view)


def _loss(page: Sheet, report: LossReport) -> None:
    headings = ["columns.currency", "grouping.rating", "columns.customers", "portfolio.loss.exposure"]
    headings += ["portfolio.loss.covered", "portfolio.loss.expected_loss"]
    rows = [
        (
            currency,
            segment_label(BY, one.group, one.group, page.lang),
            one.customers,
            one.exposure,
            one.covered,
            one.expected_loss,
        )
        for currency, book in report.books.items()
        for one in book.by(BY)
    ]
    page.table(page.start(report.header), [say(heading, page.lang) for heading in headings], rows)


def _cash(page: Sheet, report: ForecastReport) -> None:
    headings = ("columns.currency", "report.first", "report.last", "report.expected", "report.low", "report.high")
    rows = [
        (currency, span.first, span.last, span.expected, span.low, span.high)
        for currency, book in report.books.items()
        for span in book.weeks
    ]
    page.table(page.start(report.header), [say(heading, page.lang) for heading in headings], rows)


def _warnings(page: Sheet, store: Store, view: View) -> None:
    names = {row["customer_id"]: str(row["name"]) for row in store.rows("customer")}
    try:
        found = [alert for alert in alerts(store, view.as_of) if alert.is_open]
    except ScoringError:  # a day before the ledger can be looked through: the sheet stays empty
        found = []
    headings = ("grouping.customer", "report.warning", "warnings.severity_heading", "report.evidence", "report.since")
    rows = [
        (
            names.get(alert.customer_id, alert.customer_id),
            say(f"warning.{alert.indicator}", page.lang),
            say(f"warnings.severity.{alert.severity}", page.lang),
            evidence_text(alert, page.lang),
            alert.raised_on,
        )
        for alert in found
    ]
    page.table(0, [say(heading, page.lang) for heading in headings], rows)
