"""ROWS -> FACTS: derive allocations, settlements, customers and month-ends for the customers an import touches.

Documents, receipts and allocations are seen through views (sql/facts) over the rows; what is derived of a row stands in
its last columns. Rows of the import under way arrive through views (load.py) and are written here, once. The same
statements serve a first import (every customer is touched), a small one and an undo, so there is one truth: `touch` before
the rows change, `derive` after.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from scoring import settings
from scoring.ledger.cells.columns import Mask, Money
from scoring.ledger.fifo import Moves, Numbers, first_in_first_out
from scoring.ledger.nature import nature_of
from scoring.store import sqlfiles
from scoring.store.connection import Cursor

NAMED_BY_ROW = "SELECT DISTINCT customer_id FROM incoming"
NAMED_BY_RECEIPT = (
    f"{NAMED_BY_ROW} WHERE customer_id IS NOT NULL UNION SELECT customer_id FROM document "
    "WHERE document_no IN (SELECT document_no FROM incoming WHERE customer_id IS NULL)"
)
NAMED = {"documents": NAMED_BY_ROW, "receipts": NAMED_BY_RECEIPT, "customers": NAMED_BY_ROW}
"""Which customers a table of a reading concerns; a receipt may name only the document it pays."""
STATED = (
    "00_documents", "01_receipts", "02_allocations", "03_credits", "03_explicit", "statements", "stated", "04_implying",
    "04_claims",
)  # fmt: skip
WRITTEN = ("mended_documents", "mended_receipts", "kept_documents", "kept_receipts")
"""What stands and has changed is mended before what arrives is written: then that counts as standing."""


def touch_incoming(cursor: Cursor, tables: Mapping[str, pa.Table]) -> None:
    """Note in temporary tables the customers that the tables of a reading name (`touched`) and what their months were."""
    _run(cursor, "nothing_arriving")
    cursor.execute("CREATE OR REPLACE TEMP TABLE touched (customer_id VARCHAR)")
    for name in tables.keys() & NAMED.keys():
        cursor.register("incoming", tables[name])
        cursor.execute(f"INSERT INTO touched {NAMED[name]}")
        cursor.unregister("incoming")
    _run(cursor, "months_before")


def touch_import(cursor: Cursor, import_id: int) -> None:
    """The same for the customers that rows of an import name."""
    _run(cursor, "nothing_arriving")
    cursor.execute(sqlfiles.text("derive", "touch_rows"), {"import_id": import_id})
    _run(cursor, "months_before")


def touch_vanished(cursor: Cursor, import_id: int) -> None:
    """The same for the customers of whom an open-items list says what its rows do not."""
    _run(cursor, "nothing_arriving")
    told = "SELECT DISTINCT customer_id FROM row_vanished WHERE import_id = $import_id"
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE touched AS {told}", {"import_id": import_id})
    _run(cursor, "months_before")


def touch_all(cursor: Cursor) -> None:
    """The same for every customer (a rule or setting changed that concerns all)."""
    _run(cursor, "nothing_arriving")
    _run(cursor, "touch_all")
    _run(cursor, "months_before")


def derive(cursor: Cursor) -> None:
    """Replace the facts of the touched customers by what the rows say now. Runs inside the caller's transaction."""
    for table in ("matched", "stated"):
        cursor.execute(f"DELETE FROM {table} WHERE customer_id IN (SELECT customer_id FROM touched)")
    for name in STATED:
        _run(cursor, name)
    _first_in_first_out(cursor)
    for name in ("06_settled", "07_used", *WRITTEN, "nothing_arriving", "08_customers"):
        _run(cursor, name)
    _natures(cursor)
    cursor.execute("DELETE FROM customer WHERE customer_id IN (SELECT customer_id FROM touched)")
    for name in ("09_keep_customers", "10_masters", "11_months"):
        _run(cursor, name)


def nature_patterns(cursor: Cursor) -> dict[str, tuple[str, ...]]:
    """The workspace's name rule if the user edited it, else the shipped one."""
    found = cursor.execute("SELECT value FROM setting WHERE name = 'nature_patterns'").fetchall()
    if found:
        return {nature: tuple(words) for nature, words in json.loads(found[0][0]).items()}
    return settings.load().nature_patterns


def _run(cursor: Cursor, name: str) -> None:
    cursor.execute(sqlfiles.text("derive", name))


def _first_in_first_out(cursor: Cursor) -> None:
    _run(cursor, "05_free")
    if not cursor.execute("SELECT count(*) FROM free").fetchall()[0][0]:
        return
    _run(cursor, "05_owed")
    _run(cursor, "05_taken_by_name")
    *owed, gone = _columns(cursor, sqlfiles.text("derive", "05_gone"))
    claims = Moves(*owed)

    def taken_of(chosen: Mask) -> Moves:
        cursor.register("chosen", pa.table({"key": claims.key[chosen]}))
        query = (
            "SELECT account, day, document_key, cents FROM taken_by_name WHERE document_key IN (SELECT key FROM chosen)"
        )
        found = _moves(cursor, query)
        cursor.unregister("chosen")
        return found

    days = "date_diff('day', DATE '1970-01-01', day)"
    receipts = _moves(cursor, f"SELECT account, {days}, key, cents FROM free")
    found = first_in_first_out(claims, gone, receipts, taken_of)
    if len(found.cents):
        amounts = Money(found.cents, np.ones(len(found.cents), np.bool_)).decimals()
        cursor.register("fifo", pa.table({**vars(found), "amount": amounts}))
        _run(cursor, "05_first_in_first_out")
        cursor.unregister("fifo")


def _moves(cursor: Cursor, query: str) -> Moves:
    return Moves(*_columns(cursor, query))


def _columns(cursor: Cursor, query: str) -> list[Numbers]:
    """The columns of a query of whole numbers that are never null."""
    return [np.asarray(column, np.int64) for column in cursor.execute(query).fetchnumpy().values()]


def _natures(cursor: Cursor) -> None:
    patterns = nature_patterns(cursor)
    names = cursor.execute("SELECT customer_id, name FROM cust WHERE nature IS NULL").fetchall()
    found = [nature_of(name or "", patterns) for _, name in names]
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE nature_found AS SELECT unnest($customers::VARCHAR[]) AS customer_id, "
        "unnest($natures::VARCHAR[]) AS nature, unnest($rules::VARCHAR[]) AS source",
        {
            "customers": [customer for customer, _ in names],
            "natures": [str(nature) for nature, _ in found],
            "rules": [rule for _, rule in found],
        },
    )
