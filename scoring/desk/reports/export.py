"""Tables to take along: CSV that every spreadsheet opens, and Parquet. Amounts in full units, the header stated."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pyarrow.parquet as pq

from scoring.desk.figures.aging import AgingReport, open_items_params
from scoring.desk.figures.documents import WORST_FIRST, DocumentPage, on_account_documents, open_documents
from scoring.desk.views import COLUMN, header_of, narrowed, scope_of
from scoring.desk.wording import bucket_label, group_label, header_lines, kept_lines
from scoring.store import Store
from scoring.terms import ReportHeader, View
from scoring.text import knows, say

BOM = "\ufeff"
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r")
DOCUMENT_COLUMNS = (
    "customer_id", "customer_name", "document_no", "issue_date", "due_date", "days_past_due", "bucket", "currency",
    "amount", "open_amount", "reporting_amount", "owner",
)  # fmt: skip
ON_ACCOUNT_COLUMNS = (
    "customer_id", "customer_name", "source_kind", "document_no", "value_date", "currency", "amount", "on_account",
    "reporting_amount",
)  # fmt: skip
Rows = Iterable[Sequence[object]]


def safe_text(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets a quote before it; numbers stay numbers.

    >>> safe_text("=1+1"), safe_text(-5)
    ("'=1+1", -5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY_STARTS) else value


def csv_bytes(
    header: ReportHeader, headings: Sequence[str], rows: Rows, lang: str, more: Iterable[tuple[str, str]] = ()
) -> bytes:
    """UTF-8 with BOM: the report's header and `more` of it as label and text, an empty line, headings, rows.

    None is an empty cell.
    """
    return table_csv(headings, rows, above=[*header_lines(header, lang), *more])


def table_csv(headings: Sequence[str], rows: Rows, above: Sequence[Sequence[object]] = ()) -> bytes:
    """UTF-8 with BOM: the lines `above` and an empty one, if there are any, then headings and rows; no text a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in (*above, *([[]] if above else ()), headings, *rows):
        writer.writerow([safe_text(cell) for cell in line])
    return (BOM + out.getvalue()).encode("utf-8")


def aging_csv(report: AgingReport, lang: str) -> bytes:
    """An aging report as a table of one row per group and currency, and a total row per currency."""
    return csv_bytes(report.header, aging_headings(report, lang), aging_cells(report, lang), lang)


def documents_csv(
    store: Store, view: View, lang: str, where: Mapping[str, object] | None = None, search: str | None = None
) -> bytes:
    """All open invoices of `view` (no cap), as `open_documents`."""
    page = open_documents(store, view, where, search, limit=None)
    return _documents_csv(header_of(store, view), page, DOCUMENT_COLUMNS, lang, kept_lines(where, search, lang))


def on_account_csv(
    store: Store, view: View, lang: str, where: Mapping[str, object] | None = None, search: str | None = None
) -> bytes:
    """All receipts and credit notes on account of `view`, as `on_account_documents`."""
    page = on_account_documents(store, view, where, search, limit=None)
    return _documents_csv(header_of(store, view), page, ON_ACCOUNT_COLUMNS, lang, kept_lines(where, search, lang))


def documents_parquet(store: Store, view: View, where: Mapping[str, object] | None = None) -> bytes:
    """All open invoices of `view` with every column of the mart, typed; the header stands in the file's metadata under
    "report_header" as JSON."""
    scope = scope_of(store, view)
    kept = narrowed(store, scope, where)
    table = store.table("open_items", open_items_params(scope), where=kept, order=list(WORST_FIRST))
    header = json.dumps(asdict(header_of(store, view)), ensure_ascii=False, default=str)
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({"report_header": header}), out)
    return out.getvalue()


def column_headings(columns: Sequence[str], lang: str) -> list[str]:
    """Headings of columns of documents."""
    return [say(f"columns.{c}" if knows(f"columns.{c}") else f"export.{c}", lang) for c in columns]


def document_cells(rows: Iterable[dict[str, Any]], columns: Sequence[str], basis: str, lang: str) -> Rows:
    """Documents as cells: buckets and kinds in words, everything else as it is."""
    for row in rows:
        yield [_cell(name, row[name], basis, lang) for name in columns]


def aging_headings(report: AgingReport, lang: str) -> list[str]:
    """Headings of `aging_cells`: group, key, currency, buckets, open, on account, balance, overdue, invoices."""
    buckets = [bucket_label(key, report.header.basis, lang) for key in report.keys]
    first = [say(f"grouping.{report.grouping}", lang), *column_headings(["customer_id", "currency"], lang)]
    last = [say(f"export.{name}", lang) for name in ("open", "credits", "net", "overdue", "documents")]
    return [first[0], first[1] if report.grouping in COLUMN else say("export.key", lang), first[2], *buckets, *last]


def aging_cells(report: AgingReport, lang: str) -> Rows:
    """The rows of an aging report, worst first, then one total per currency; overdue is empty by issue date."""
    total = say("export.total", lang)
    named = [(group_label(report.grouping, row.key, row.name, lang), row) for row in report.rows]
    for name, row in [*named, *((total, row) for row in report.totals.values())]:
        overdue = row.overdue if report.header.basis == "due" else None
        yield [
            name,
            row.key,
            row.currency,
            *row.buckets.values(),
            row.open,
            row.on_account,
            row.net,
            overdue,
            row.documents,
        ]


def _documents_csv(
    header: ReportHeader, page: DocumentPage, columns: Sequence[str], lang: str, more: Iterable[tuple[str, str]]
) -> bytes:
    rows = document_cells(page.rows, columns, header.basis, lang)
    return csv_bytes(header, column_headings(columns, lang), rows, lang, more)


def _cell(name: str, value: object, basis: str, lang: str) -> object:
    if name == "bucket":
        return bucket_label(str(value), "issue" if basis == "issue" else "due", lang)
    if name == "source_kind":
        return say(f"export.kind.{value}", lang)
    return value
