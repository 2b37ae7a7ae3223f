"""One sheet into the store, all or nothing, and out again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from scoring.errors import Fact, Issue, ScoringError
from scoring.ledger.process.transfer import options_from_json, options_to_json
from scoring.ledger.reading import ImportOptions, Reading
from scoring.store import facts, lists, sqlfiles
from scoring.store.connection import Cursor
from scoring.store.load import Placed, place, take_out
from scoring.store.noted import unknown_documents
from scoring.store.raw import RawFile
from scoring.store.store import Store, now

OUTCOMES = ("read", "loaded", "duplicates", "rejected", "skipped")
SHOWN_REJECTED = 20
REMARKS = frozenset(
    (
        "undated_payments",
        "terms_applied_customer_terms",
        "terms_applied_default_terms",
        "first_in_first_out",
        "receipt_names_unknown_document",
        "receipt_names_credit_note",
        "list_closed",
        "list_leaves_open",
        "activity_document_unknown",
    )
)
"""Codes of sql/load/remarks.sql and of `lists.remarks`."""


@dataclass(frozen=True)
class ImportReport:
    """What became of one sheet. read = loaded + duplicates + rejected + skipped, in rows and, per currency, in money;
    `updated` rows are among the loaded. `import_id` is None for a dry run and for a file that was there already
    (`already_imported` = the earlier import). `rejected_rows` holds the first 20. `closed` tells what a list of open items
    settled because it no longer holds it (day, scope, documents, customers, money), None for any other sheet."""

    file: str
    sheet: str
    import_id: int | None
    already_imported: int | None
    kind: str
    format: str
    encoding: str | None
    date_orders: dict[str, str]
    mapping: list[dict[str, Any]]
    unmapped: list[str]
    read: int
    loaded: int
    updated: int
    duplicates: int
    rejected: int
    skipped: int
    skipped_by_reason: dict[str, int]
    warnings: tuple[Issue, ...]
    money: dict[str, dict[str, str]]
    rejected_rows: list[dict[str, Any]]
    closed: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON: amounts as decimal strings, issues as objects."""
        return {**asdict(self), "warnings": [asdict(w) | {"facts": dict(w.facts)} for w in self.warnings]}


def earlier_import(store: Store, sha256: str, sheet: str | None, options: ImportOptions) -> dict[str, Any] | None:
    """The import still in force that took the same file with the same options, or None."""
    for row in store.imports():
        same_sheet = sheet is None or row["sheet"] == sheet
        same_file = row["file_sha256"] == sha256 and row["undone_at"] is None
        if same_file and same_sheet and options_from_json(row["options"]) == options:
            return row
    return None


def import_reading(
    store: Store,
    reading: Reading,
    file: RawFile,
    options: ImportOptions,
    *,
    currency: str,
    terms_days: int | None,
    by: str,
    dry_run: bool = False,
    at: datetime | None = None,
) -> ImportReport:
    """Place one read sheet in one transaction, derive the facts of the customers it names, and report.

    `currency` and `terms_days` apply to rows whose file says nothing; `by` is the name of who imports. Durable when this
    returns; nothing of it is kept when it raises or when `dry_run`.
    """
    try:
        with store.transaction() as cursor:
            report = _write(store, cursor, reading, file, options, currency, terms_days, by, at or now())
            if dry_run:
                raise _DryRunDoneError
    except _DryRunDoneError:
        return replace(report, import_id=None)
    store.checkpoint()
    return report


def undo(store: Store, import_id: int, at: datetime | None = None) -> None:
    """Take an import out again: its rows go, the facts of its customers are derived anew, its record stays, marked.

    Raises ScoringError "import_unknown" or "import_undone".
    """
    moment = at or now()
    with store.transaction() as cursor:
        found = cursor.execute("SELECT undone_at FROM import WHERE import_id = $id", {"id": import_id}).fetchall()
        if not found:
            raise ScoringError("import_unknown", import_id=import_id)
        if found[0][0] is not None:
            raise ScoringError("import_undone", import_id=import_id)
        facts.touch_import(cursor, import_id)
        take_out(cursor, import_id)
        cursor.execute("UPDATE import SET undone_at = $now WHERE import_id = $id", {"id": import_id, "now": moment})
        facts.derive(cursor)
        lists.settle_again(cursor, moment)
        store.record(cursor, "undo", {"import_id": import_id}, moment)
    store.checkpoint()


def rederive_all(store: Store) -> None:
    """Derive every customer's facts anew (after the name rule for natures changed)."""
    with store.transaction() as cursor:
        facts.touch_all(cursor)
        facts.derive(cursor)
    store.checkpoint()


class _DryRunDoneError(Exception):
    """Leaves the transaction of a dry run."""


def _write(
    store: Store,
    cursor: Cursor,
    reading: Reading,
    file: RawFile,
    options: ImportOptions,
    currency: str,
    terms_days: int | None,
    by: str,
    at: datetime,
) -> ImportReport:
    import_id = cursor.execute("SELECT coalesce(max(import_id), 0) + 1 FROM import").fetchall()[0][0]
    facts.touch_incoming(cursor, reading.tables)
    placed = place(cursor, reading, import_id, at, currency, terms_days, by)
    rejected = pa.concat_tables([reading.rejected, *(_by_heading(refused, reading) for refused in placed.rejected)])
    _keep_rejected(cursor, import_id, rejected)
    _keep_import(cursor, import_id, reading, file, options, by, at)
    is_list = lists.begin(cursor, reading, options, import_id)
    facts.derive(cursor)
    if is_list:
        lists.settle(cursor, reading, import_id, at)
    report = _report(reading, file, import_id, placed, rejected, currency, _remarks(cursor, import_id))
    report = replace(report, closed=lists.as_json(lists.closed(cursor, import_id)))
    text = json.dumps(report.as_json(), ensure_ascii=False, default=str)
    cursor.execute("UPDATE import SET report = $r WHERE import_id = $id", {"r": text, "id": import_id})
    detail = {"import_id": import_id, "sha256": file.sha256, "file": file.name, "sheet": reading.sheet}
    told = {"options": options_to_json(options), "currency": currency, "terms_days": terms_days, "by": by}
    store.record(cursor, "import", detail | told, at)
    return report


def _by_heading(refused: pa.Table, reading: Reading) -> pa.Table:
    """Rows that the store refuses name the column as the file does, no longer by its field."""
    headings = {match.field: match.heading for match in reading.mapping}
    named = pa.array([headings.get(name) for name in refused["column"].to_pylist()], pa.string())
    return refused.set_column(refused.column_names.index("column"), refused.schema.field("column"), named)


def _keep_import(
    cursor: Cursor, import_id: int, reading: Reading, file: RawFile, options: ImportOptions, by: str, at: datetime
) -> None:
    cursor.execute(
        "INSERT INTO import VALUES ($id, $moment, $by, NULL, $sha, $name, $sheet, $kind, $format, $options, '{}')",
        {
            "id": import_id,
            "moment": at,
            "by": by,
            "sha": file.sha256,
            "name": file.name,
            "sheet": reading.sheet,
            "kind": str(reading.kind),
            "format": reading.format,
            "options": json.dumps(options_to_json(options), ensure_ascii=False),
        },
    )


def _keep_rejected(cursor: Cursor, import_id: int, rejected: pa.Table) -> None:
    cursor.register("rejected_now", rejected)
    cursor.execute("INSERT INTO rejected SELECT $id, * FROM rejected_now", {"id": import_id})
    cursor.unregister("rejected_now")


def with_remarks_of_now(store: Store, report: ImportReport) -> ImportReport:
    """The report with its remarks as they are after later files of the same run came in (receipts date payments that
    the invoices only claimed); kept with the import, too."""
    if report.import_id is None:
        return report
    with store.raw_transaction() as cursor:
        remarks = list(_remarks(cursor, report.import_id))
        said = tuple(w for w in report.warnings if w.code not in REMARKS)
        closed = lists.as_json(lists.closed(cursor, report.import_id))
        now_true = replace(report, warnings=(*said, *remarks), closed=closed)
        text = json.dumps(now_true.as_json(), ensure_ascii=False, default=str)
        cursor.execute("UPDATE import SET report = $r WHERE import_id = $id", {"r": text, "id": report.import_id})
    return now_true


def _remarks(cursor: Cursor, import_id: int) -> Iterable[Issue]:
    """What the derivation did that the user should know, with counts."""
    cursor.execute(sqlfiles.text("load", "remarks"), {"import_id": import_id})
    for code, rows, first_row, amount, day, currency in cursor.fetchall():
        facts_: dict[str, Fact] = {
            "count": rows,
            "first_row": first_row,
            "amount": str(amount or 0),
            "date": str(day or ""),
            "currency": currency or "",
        }
        yield Issue(code, row=first_row, facts=facts_, severity="warn")
    count, first_row = unknown_documents(cursor, import_id)
    if count:
        told: dict[str, Fact] = {"count": count, "first_row": first_row or 0}
        yield Issue("activity_document_unknown", row=first_row, facts=told, severity="warn")
    yield from lists.remarks(cursor, import_id)


def _report(
    reading: Reading,
    file: RawFile,
    import_id: int,
    placed: Placed,
    rejected: pa.Table,
    currency: str,
    remarks: Iterable[Issue],
) -> ImportReport:
    counts = placed.counts
    return ImportReport(
        file=file.name,
        sheet=reading.sheet,
        import_id=import_id,
        already_imported=None,
        kind=str(reading.kind),
        format=reading.format,
        encoding=reading.encoding,
        date_orders=dict(reading.date_orders),
        mapping=[asdict(match) for match in reading.mapping],
        unmapped=list(reading.unmapped),
        read=reading.rows_read,
        loaded=counts["new"] + counts["updated"],
        updated=counts["updated"],
        duplicates=reading.duplicates + counts["duplicate"],
        rejected=rejected.num_rows,
        skipped=sum(reading.skipped.values()),
        skipped_by_reason=dict(reading.skipped),
        warnings=(*reading.warnings, *remarks),
        money=_money(reading, placed, currency),
        rejected_rows=rejected.slice(0, SHOWN_REJECTED).to_pylist(),
    )


def _money(reading: Reading, placed: Placed, currency: str) -> dict[str, dict[str, str]]:
    """Money by currency and outcome; what the store did not take moves out of "loaded"."""
    found: dict[str, dict[str, Decimal]] = {}
    for given, outcomes in reading.money.items():
        sums = found.setdefault(given or currency, dict.fromkeys(OUTCOMES, Decimal(0)))
        for outcome in OUTCOMES:
            sums[outcome] += outcomes.get(outcome, Decimal(0))
        for outcome, bucket in (("duplicates", "duplicate"), ("rejected", "rejected")):
            moved = placed.money[given, bucket]
            sums["loaded"] -= moved
            sums[outcome] += moved
    return {name: {outcome: f"{value:.2f}" for outcome, value in sums.items()} for name, sums in found.items()}
