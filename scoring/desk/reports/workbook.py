"""The Excel report: figures, aging, open invoices, credits on account, trend; one sheet each, the header on top."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from scoring import settings
from scoring.desk.figures.aging import AgingReport, aging_report
from scoring.desk.figures.documents import DocumentPage, on_account_documents, open_documents
from scoring.desk.figures.figures import FiguresReport, figures_report
from scoring.desk.figures.trend import Trend, bucket_trend
from scoring.desk.reports import export
from scoring.desk.views import header_of
from scoring.desk.wording import bucket_label, header_lines, kept_lines
from scoring.store import Store
from scoring.terms import ReportHeader, View
from scoring.text import say

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTHS = (34, 16, 14)
FORMATS = {
    "bold": {"bold": True}, "heading": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "money": {"num_format": "#,##0.00"}, "days": {"num_format": "#,##0.00"}, "percent": {"num_format": "0.0%"},
    "count": {"num_format": "#,##0"}, "ratio": {"num_format": "0.000"}, "day": {"num_format": "yyyy-mm-dd"},
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """An open worksheet, its formats and the language it is written in."""

    page: Worksheet
    formats: dict[str, Format]
    lang: str

    def start(self, header: ReportHeader, extra: Iterable[tuple[str, str]] = ()) -> int:
        """Write the report's header; the row after it and a blank one."""
        lines = [*header_lines(header, self.lang), *extra]
        for number, (label, text) in enumerate(lines):
            self.page.write_string(number, 0, label, self.formats["bold"])
            self.page.write_string(number, 1, text)
        for column, width in enumerate(WIDTHS):
            self.page.set_column(column, column, width)
        self.page.set_column(len(WIDTHS), 30, 14)
        return len(lines) + 1

    def table(self, row: int, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
        """Write a table from `row`; headings stay in sight. The row after it."""
        for column, heading in enumerate(headings):
            self.page.write_string(row, column, heading, self.formats["heading"])
        self.page.freeze_panes(row + 1, 1)
        for cells in rows:
            row += 1
            for column, value in enumerate(cells):
                self.cell(row, column, value)
        return row + 1

    def cell(self, row: int, column: int, value: object, kind: str | None = None) -> None:
        """Write one value by its type: amounts with two decimals, dates as dates, text never as a formula or link."""
        if value is None:
            return
        if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
            form = kind or ("count" if isinstance(value, int) else "money")
            self.page.write_number(row, column, float(value), self.formats[form])
        elif isinstance(value, date):
            self.page.write_datetime(row, column, value, self.formats["day"])
        else:
            self.page.write_string(row, column, str(value))


REPORT = ("figures", "aging", "documents", "on_account", "trend")
"""The sheets of the Excel report."""


def workbook_bytes(store: Store, view: View, lang: str) -> bytes:
    """The Excel file of a view. Invoices are cut at the setting `excel_rows_max`, which the sheet then says.

    Raises ScoringError as `scope_of`.
    """
    out = io.BytesIO()
    with sheets(out, REPORT, lang) as pages:
        fill(pages, store, view)
    return out.getvalue()


def fill(pages: Mapping[str, Sheet], store: Store, view: View) -> None:
    """Write the sheets of REPORT. Raises ScoringError as `scope_of`."""
    rows_max = settings.load().excel_rows_max
    aging, figures = aging_report(store, view), figures_report(store, view)
    _figures(pages["figures"], figures)
    _aging(pages["aging"], aging)
    documents = open_documents(store, view, limit=rows_max)
    _documents(pages["documents"], aging.header, documents, export.DOCUMENT_COLUMNS)
    credits = on_account_documents(store, view, limit=rows_max)
    _documents(pages["on_account"], aging.header, credits, export.ON_ACCOUNT_COLUMNS)
    _trend(pages["trend"], aging.header, bucket_trend(store, view))


def documents_xlsx(
    store: Store, view: View, lang: str, where: Mapping[str, object] | None = None, search: str | None = None
) -> bytes:
    """The open invoices of `view` as `open_documents`, in one sheet, cut at `excel_rows_max`, which it then says."""
    page = open_documents(store, view, where, search, limit=settings.load().excel_rows_max)
    more = kept_lines(where, search, lang)
    return _documents_alone("documents", header_of(store, view), page, export.DOCUMENT_COLUMNS, lang, more)


def on_account_xlsx(
    store: Store, view: View, lang: str, where: Mapping[str, object] | None = None, search: str | None = None
) -> bytes:
    """Receipts and credit notes on account as `on_account_documents`, in one sheet, cut likewise."""
    page = on_account_documents(store, view, where, search, limit=settings.load().excel_rows_max)
    more = kept_lines(where, search, lang)
    return _documents_alone("on_account", header_of(store, view), page, export.ON_ACCOUNT_COLUMNS, lang, more)


@contextmanager
def sheets(out: io.BytesIO, names: Sequence[str], lang: str) -> Iterator[dict[str, Sheet]]:
    """The empty sheets of a workbook that is written to `out` at the end; titles are the words `export.sheet.<name>`."""
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        formats = {name: book.add_format(spec) for name, spec in FORMATS.items()}
        titles = {name: say(f"export.sheet.{name}", lang) for name in names}
        yield {name: Sheet(book.add_worksheet(title), formats, lang) for name, title in titles.items()}


def ties_lines(report: AgingReport, lang: str) -> list[str]:
    """One sentence per currency: the aging ties to the ledger, or by how much it does not."""
    sentences = []
    for tie in report.reconciliation:
        facts = {"currency": tie.currency, "aging": tie.aging, "ledger": tie.ledger, "difference": tie.difference}
        key = "export.ties_not" if tie.difference else "export.ties"
        sentences.append(say(key, lang, **facts, balance=tie.ledger))
    return sentences


def _documents_alone(
    name: str,
    header: ReportHeader,
    found: DocumentPage,
    columns: Sequence[str],
    lang: str,
    more: Sequence[tuple[str, str]],
) -> bytes:
    out = io.BytesIO()
    with sheets(out, (name,), lang) as pages:
        _documents(pages[name], header, found, columns, more)
    return out.getvalue()


def _figures(sheet: Sheet, report: FiguresReport) -> None:
    lang = sheet.lang
    facts = {"period_days": report.period_days, "as_of": report.header.as_of}
    row = sheet.start(report.header, [(say("export.period", lang), say("export.period_days", lang, **facts))])
    headings = [say(f"export.{name}", lang) for name in ("figure", "figure_unit", "value")]
    before = say("export.before", lang, date=report.compared_to)
    headings += [before, say("export.change", lang), say("export.definition", lang)]
    for currency, lines in report.lines.items():
        sheet.page.write_string(row, 0, currency, sheet.formats["bold"])
        cells = [
            [say(f"figure.{x.figure.name}.name", lang), say(f"export.figure_unit_{x.figure.unit}", lang)] for x in lines
        ]
        end = sheet.table(row + 1, headings, cells)
        for number, line in enumerate(lines, start=row + 2):
            for column, value in enumerate((line.figure.value, line.before, line.change), start=2):
                sheet.cell(number, column, value, line.figure.unit)
            sheet.page.write_string(number, 5, say(f"figure.{line.figure.name}.help", lang))
        row = end + 1


def _aging(sheet: Sheet, report: AgingReport) -> None:
    row = sheet.start(report.header)
    row = sheet.table(row, export.aging_headings(report, sheet.lang), export.aging_cells(report, sheet.lang))
    for number, sentence in enumerate(ties_lines(report, sheet.lang), start=row + 1):
        sheet.page.write_string(number, 0, sentence)


def _documents(
    sheet: Sheet,
    header: ReportHeader,
    found: DocumentPage,
    columns: Sequence[str],
    more: Sequence[tuple[str, str]] = (),
) -> None:
    row = sheet.start(header, more)
    if found.found > len(found.rows):
        facts = {"shown": len(found.rows), "found": found.found}
        sheet.page.write_string(row, 0, say("export.capped", sheet.lang, **facts), sheet.formats["bold"])
        row += 1
    cells = export.document_cells(found.rows, columns, header.basis, sheet.lang)
    row = sheet.table(row, export.column_headings(columns, sheet.lang), cells)
    for currency, amount in found.totals.items():
        sheet.page.write_string(row, 0, f"{say('export.total', sheet.lang)} {currency}", sheet.formats["bold"])
        sheet.cell(row, columns.index("reporting_amount"), amount)
        row += 1


def _trend(sheet: Sheet, header: ReportHeader, trend: Trend) -> None:
    lang, row = sheet.lang, sheet.start(header)
    buckets = [bucket_label(key, "due", lang) for key in trend.keys]
    headings = [
        *(say(f"export.{name}", lang) for name in ("month_end", "currency")),
        *buckets,
        say("export.open", lang),
    ]
    cells = [
        [day, currency, *by_bucket.values(), sum(by_bucket.values(), Decimal(0))]
        for currency, points in trend.points.items()
        for day, by_bucket in points
    ]
    sheet.table(row, headings, cells)
