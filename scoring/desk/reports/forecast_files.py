"""The forecast to take along: receipts by week or day, and the open invoices with their dates."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from scoring import settings
from scoring.desk.reports import export
from scoring.desk.reports.workbook import sheets
from scoring.desk.risk.forecast_book import ForecastBook, ForecastReport, Step, document_rows
from scoring.desk.risk.forecast_wording import record_sentences, scope_sentences
from scoring.text import say

SPAN = ("first", "last", "expected", "low", "high")
DOCUMENT = (
    "customer_id", "customer_name", "document_no", "due_date", "days_past_due", "currency", "open_amount",
    "reporting_amount",
)  # fmt: skip
DATED = ("expected_date", "earliest", "latest", "promised", "within")


def forecast_csv(report: ForecastReport, lang: str) -> bytes:
    """Every open invoice with its dates, as CSV under the report's header."""
    rows = (cells for book in report.books.values() for cells in _documents(book))
    return export.csv_bytes(report.header, _headings(lang), rows, lang, _record(report, lang))


def forecast_xlsx(report: ForecastReport, lang: str, by: Step = "week") -> bytes:
    """Receipts by week or day, and open invoices (cut at `excel_rows_max`), one sheet each."""
    out = io.BytesIO()
    with sheets(out, ("receipts", "documents"), lang) as pages:
        row = pages["receipts"].start(report.header, _record(report, lang))
        for currency, book in report.books.items():
            headings = [say(f"forecast.{name}", lang) for name in SPAN]
            cells = [[getattr(span, name) for name in SPAN] for span in book.spans(by)]
            pages["receipts"].page.write_string(row, 0, currency, pages["receipts"].formats["bold"])
            row = pages["receipts"].table(row + 1, headings, [*cells, *_ends(book, lang)]) + 1
        row = pages["documents"].start(report.header)
        lines = [cells for book in report.books.values() for cells in _documents(book)]
        pages["documents"].table(row, _headings(lang), lines[: settings.load().excel_rows_max])
    return out.getvalue()


def _ends(book: ForecastBook, lang: str) -> list[list[object]]:
    named = {"later": book.later, "undated": book.undated}
    last: list[list[object]] = [[say(f"forecast.{name}", lang), None, value] for name, value in named.items()]
    return [*last, [say("export.total", lang), None, book.total]]


def _documents(book: ForecastBook) -> Iterable[Sequence[object]]:
    for row in document_rows(book):
        yield [row[name] for name in (*DOCUMENT, *DATED)]


def _headings(lang: str) -> list[str]:
    return [*export.column_headings(DOCUMENT, lang), *(say(f"forecast.{name}", lang) for name in DATED)]


def _record(report: ForecastReport, lang: str) -> list[tuple[str, str]]:
    told = [sentence for book in report.books.values() for sentence in scope_sentences(book, lang)]
    heading = say("forecast.record_heading", lang)
    return [("", sentence) for sentence in told] + [(heading, " ".join(record_sentences(report.learning, lang)))]
