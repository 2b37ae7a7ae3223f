"""Place the rows of one `Reading` in the store: what is new, what updates, what is there already, what contradicts.

Runs inside the caller's transaction. The natural keys are (customer, document) and (customer, receipt, document).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.reading import Reading
from scoring.ledger.rows.small import SMALL
from scoring.ledger.schema import REJECTED
from scoring.store import sqlfiles
from scoring.store.connection import Cursor
from scoring.store.noted import NOTED, place_notes, take_out_notes
from scoring.terms import Kind

MASTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "rates": ("row_rate", ("rate_date", "from_currency", "to_currency")),
    "disputes": ("row_dispute", ("customer_id", "document_no", "opened_date")),
    "financials": ("row_financials", ("customer_id", "period_end")),
    "protections": ("row_protection", SMALL[Kind.PROTECTIONS].key),
    "promises": ("row_promise", SMALL[Kind.PROMISES].key),
    "events": ("row_event", SMALL[Kind.EVENTS].key),
    "outlooks": ("row_outlook", SMALL[Kind.OUTLOOKS].key),
    "ratings": ("row_rating", SMALL[Kind.RATINGS].key),
}
"""Rows that are kept by key, in which table and by which: an equal row adds nothing, another one with the key updates."""
LISTS = ("open_list", "row_listed", "row_vanished")
CLAIMS = ("amount", "net_amount", "paid_amount", "debit", "credit")
"""Columns that say how large a document was; without them its open balance stands for it."""
ROW_TABLES = ("row_customer", "row_document_full", "row_receipt", *(table for table, _ in MASTERS.values()), *LISTS)
PLAIN_NOT = (
    "customer_name", "settled_date", "settled_by", "paid_amount", "open_amount", "status", "known_on", "disputed",
    "dispute_reason", "description",
)  # fmt: skip
"""Columns of a document that the table row_document_plain does not have."""


@dataclass(frozen=True)
class Kept:
    """In which tables documents or receipts are kept, by which key, and where they land; `number` and `day` are the columns
    of the row's own number and date, `document` says which document it is about."""

    tables: tuple[str, ...]
    key: str
    landing: str
    number: str
    day: str
    document: str


ARRIVING = {
    "documents": Kept(
        ("row_document_full", "row_document_plain"),
        "document_key",
        "document_landing",
        "document_no",
        "issue_date",
        "document_no",
    ),
    "receipts": Kept(
        ("row_receipt",),
        "receipt_key",
        "receipt_landing",
        "receipt_no",
        "receipt_date",
        "coalesce(document_no, receipt_no)",
    ),
}
"""Tables whose rows a later import can take the place of, by their name in a reading."""


@dataclass
class Placed:
    """How many rows went where, and the money of those that did not load, by currency ("" = none given)."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    money: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    rejected: list[pa.Table] = field(default_factory=list)

    def add(self, outcome: str, currency: str | None, rows: int, money: Decimal) -> None:
        """Count `rows` with `money` under an outcome of the landing table."""
        bucket = outcome if outcome in ("new", "updated", "duplicate") else "rejected"
        self.counts[bucket] += rows
        self.money[currency or "", bucket] += money


def place(
    cursor: Cursor, reading: Reading, import_id: int, at: datetime, currency: str, terms_days: int | None, by: str
) -> Placed:
    """Insert the rows of `reading` as of the moment `at`; `currency`, `terms_days` and `by` apply where the file is silent.
    Documents and receipts are only seen through views until `facts.derive` writes them with what is derived of them.

    Rows that contradict what is in the store are not inserted but appear in `Placed.rejected`; the first one stays.
    """
    placed = Placed()
    told = {
        "import_id": import_id,
        "imported_at": at,
        "currency": currency,
        "terms_days": terms_days,
        "imported_by": by,
    }
    told["balances_only"] = {match.field for match in reading.mapping}.isdisjoint(CLAIMS)
    for name, value in told.items():
        cursor.execute(f"SET VARIABLE {name} = $value", {"value": value})
    for name, table in reading.tables.items():
        if name in ARRIVING:
            cursor.register(f"incoming_{name}", table)
            _arriving(cursor, placed, name, table, reading.kind)
            continue
        cursor.register("incoming", table)
        if name == "customers":
            _customers(cursor, placed, import_id, reading.kind == Kind.CUSTOMERS)
        elif name in NOTED:
            rows, refused = place_notes(cursor, name, import_id)
            _count_masters(placed, rows)
            placed.add("rejected", None, refused.num_rows, Decimal(0))
            placed.rejected.append(refused)
        else:
            _master(cursor, placed, name, import_id)
        cursor.unregister("incoming")
    return placed


def _arriving(cursor: Cursor, placed: Placed, name: str, table: pa.Table, kind: Kind) -> None:
    """See what becomes of each document or receipt. Those that stay are seen through a view until they are derived."""
    kept = ARRIVING[name]
    cursor.execute(sqlfiles.text("load", name))
    if name == "documents":
        _count_plainly_new(cursor, placed)
        cursor.execute("SET VARIABLE arrive_plain = $plain", {"plain": _is_plain(cursor, table)})
    beside_claims = name == "receipts" and kind != Kind.RECEIPTS  # there money in lowers the sum
    _count_landing(cursor, placed, kept, sign=-1 if beside_claims else 1)
    for kept_in in kept.tables:
        cursor.execute(
            f"UPDATE {kept_in} SET superseded_by = getvariable('import_id') WHERE superseded_by IS NULL "
            f"AND {kept.key} IN (SELECT {kept.key} FROM {kept.landing} WHERE outcome = 'updated')"
        )
    cursor.execute(sqlfiles.text("load", f"{name}_arrive"))
    placed.rejected.append(_rejected(cursor, kept))


def take_out(cursor: Cursor, import_id: int) -> None:
    """Delete the rows of an import; rows it had superseded stand again, or pass to the import that superseded it."""
    told = {"id": import_id}
    for rows, kept in (("row_document", ARRIVING["documents"]), ("row_receipt", ARRIVING["receipts"])):
        for table in kept.tables:
            cursor.execute(
                f"UPDATE {table} SET superseded_by = mine.superseded_by FROM {rows} mine "
                f"WHERE mine.import_id = $id AND mine.{kept.key} = {table}.{kept.key} AND {table}.superseded_by = $id",
                told,
            )
    for table in ROW_TABLES:
        cursor.execute(f"DELETE FROM {table} WHERE import_id = $id", told)
    cursor.execute("DELETE FROM row_document_plain WHERE document_key // 4294967296 = $id", told)
    take_out_notes(cursor, import_id)


def _is_plain(cursor: Cursor, table: pa.Table) -> bool:
    """Whether the incoming documents say no more than row_document_plain holds. What is there already keeps what earlier
    files said of it, and so does what takes its due date from other terms than its own."""
    landed = cursor.execute("SELECT count(*) FROM document_landing").fetchall()[0][0]
    empty = all(table[name].null_count == table.num_rows for name in PLAIN_NOT)
    return bool(empty and not landed and not pc.any(table["number_generated"]).as_py())


def _count_plainly_new(cursor: Cursor, placed: Placed) -> None:
    query = (
        "SELECT currency, count(*), sum(amount) FROM incoming_documents "
        "WHERE source_row NOT IN (SELECT source_row FROM document_landing) GROUP BY currency"
    )
    for currency, rows, money in cursor.execute(query).fetchall():
        placed.add("new", currency, rows, money)


def _count_landing(cursor: Cursor, placed: Placed, kept: Kept, sign: int) -> None:
    query = f"SELECT outcome, currency, count(*), sum(amount) FROM {kept.landing} GROUP BY ALL"
    for outcome, currency, rows, money in cursor.execute(query).fetchall():
        placed.add(outcome, currency, rows, sign * money)


def _rejected(cursor: Cursor, kept: Kept) -> pa.Table:
    """Rows of the landing table that stay out, in the shape of `REJECTED`; both contents are in the facts."""
    query = f"""
        SELECT
            source_row, '{kept.number}' AS "column",
            CASE WHEN outcome = 'receipt_unknown_document' THEN document_no ELSE {kept.number} END AS value,
            outcome AS code,
            to_json({{
                'document': {kept.document}, 'here': amount::VARCHAR || ' ' || kept_currency || ' ' || {kept.day}::VARCHAR,
                'first_row': coalesce(present_row, 0), 'first_import': coalesce(present_import_id, 0),
                'there': coalesce(
                    present_amount::VARCHAR || ' ' || present_currency || ' ' || present_{kept.day}::VARCHAR, ''
                )
            }})::VARCHAR AS facts,
            kept_currency AS currency, amount, NULL::VARCHAR AS raw
        FROM {kept.landing} WHERE outcome NOT IN ('new', 'updated', 'duplicate')
        ORDER BY source_row
    """
    return cursor.sql(query).to_arrow_table().cast(REJECTED)


def _customers(cursor: Cursor, placed: Placed, import_id: int, is_master: bool) -> None:
    values = "name, nature, industry, region, size, owner, parent_id, credit_limit, limit_currency, terms_days, since"
    rows = _outcomes(cursor, "row_customer", ("customer_id",), f"customer_id, {values}, external_rating")
    if is_master:
        _count_masters(placed, rows)
    cursor.execute(
        f"INSERT INTO row_customer (import_id, source_row, is_master, customer_id, {values}, external_rating) "
        f"SELECT $id, source_row, $master, customer_id, {values}, external_rating FROM incoming "
        "WHERE source_row IN (SELECT source_row FROM landing WHERE outcome <> 'duplicate')",
        {"id": import_id, "master": is_master},
    )


def _master(cursor: Cursor, placed: Placed, name: str, import_id: int) -> None:
    target, key = MASTERS[name]
    described = cursor.execute("DESCRIBE incoming").fetchall()
    columns = ", ".join(row[0] for row in described if row[0] != "source_row")
    _count_masters(placed, _outcomes(cursor, target, key, columns))
    cursor.execute(
        f"INSERT INTO {target} (import_id, source_row, {columns}) SELECT $id, source_row, {columns} FROM incoming "
        "WHERE source_row IN (SELECT source_row FROM landing WHERE outcome <> 'duplicate')",
        {"id": import_id},
    )


def _outcomes(cursor: Cursor, target: str, key: tuple[str, ...], columns: str) -> dict[str, int]:
    """Fill `landing` with source_row and outcome of keyed rows; an equal row already there is a duplicate."""
    keys = ", ".join(key)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE landing AS WITH present AS (SELECT {columns} FROM {target} "
        f"QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY import_id DESC, source_row DESC) = 1), "
        f"same AS (SELECT {columns} FROM incoming INTERSECT SELECT {columns} FROM present) "
        f"SELECT source_row, CASE WHEN ({keys}) IN (SELECT ({keys}) FROM same) THEN 'duplicate' "
        f"WHEN ({keys}) IN (SELECT ({keys}) FROM present) THEN 'updated' ELSE 'new' END AS outcome FROM incoming"
    )
    return dict(cursor.execute("SELECT outcome, count(*) FROM landing GROUP BY outcome").fetchall())


def _count_masters(placed: Placed, rows: dict[str, int]) -> None:
    for outcome, number in rows.items():
        placed.add(outcome, None, number, Decimal(0))
