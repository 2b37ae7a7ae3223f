"""ROWS -> FACTS: derive documents, receipts, allocations, customers and month-ends for the customers an import touched.

The same statements serve a first import (every customer is touched), a small one and an undo, so there is one truth.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

import pyarrow as pa

from scoring import settings
from scoring.ledger.fifo import Event, Taken, first_in_first_out
from scoring.ledger.nature import nature_of
from scoring.store import sqlfiles
from scoring.store.connection import Cursor

FACTS_OF_A_CUSTOMER = ("document", "receipt", "allocation", "customer")
MONEY = pa.decimal128(18, 2)


def touch(cursor: Cursor, import_id: int) -> None:
    """Collect in the temporary table `touched` the customers that rows of `import_id` name."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE touched AS "
        "SELECT customer_id FROM row_document WHERE import_id = $id "
        "UNION SELECT customer_id FROM row_receipt WHERE import_id = $id "
        "UNION SELECT customer_id FROM row_customer WHERE import_id = $id",
        {"id": import_id},
    )


def touch_all(cursor: Cursor) -> None:
    """The same for every customer (a rule or setting changed that concerns all)."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE touched AS SELECT customer_id FROM row_document "
        "UNION SELECT customer_id FROM row_receipt UNION SELECT customer_id FROM row_customer"
    )


def derive(cursor: Cursor) -> None:
    """Replace the facts of the touched customers by what the rows say now. Runs inside the caller's transaction."""
    _run(cursor, "00_months_before")
    for table in FACTS_OF_A_CUSTOMER:
        cursor.execute(f"DELETE FROM {table} WHERE customer_id IN (SELECT customer_id FROM touched)")
    for name in ("01_documents", "02_receipts", "03_explicit", "04_implied", "05_implied_allocations"):
        _run(cursor, name)
    _first_in_first_out(cursor)
    for name in ("07_keep_documents", "08_keep_receipts", "09_keep_allocations", "10_customers"):
        _run(cursor, name)
    _natures(cursor)
    _run(cursor, "11_keep_customers")
    _run(cursor, "12_masters")
    _run(cursor, "13_months")


def nature_patterns(cursor: Cursor) -> dict[str, tuple[str, ...]]:
    """The workspace's name rule if the user edited it, else the shipped one."""
    found = cursor.execute("SELECT value FROM setting WHERE name = 'nature_patterns'").fetchall()
    if found:
        return {nature: tuple(words) for nature, words in json.loads(found[0][0]).items()}
    return settings.load().nature_patterns


def _run(cursor: Cursor, name: str) -> None:
    cursor.execute(sqlfiles.text("derive", name))


def _first_in_first_out(cursor: Cursor) -> None:
    taken = [t for _, events in _events_by_customer(cursor) for t in first_in_first_out(events)]
    if taken:
        cursor.register("fifo", _taken_table(taken))
        _run(cursor, "06_first_in_first_out")
        cursor.unregister("fifo")


def _events_by_customer(cursor: Cursor) -> Iterator[tuple[Any, list[Event]]]:
    rows = cursor.execute(sqlfiles.text("derive", "fifo_events")).fetchall()
    for customer, group in groupby(rows, key=lambda row: row[:2]):
        yield customer, [Event(day, what, key, amount) for _, _, day, what, key, amount in group]


def _taken_table(taken: list[Taken]) -> pa.Table:
    columns = {
        "source_key": pa.array([t.source_key for t in taken], pa.int64()),
        "document_key": pa.array([t.document_key for t in taken], pa.int64()),
        "amount": pa.array([Decimal(t.amount) for t in taken], MONEY),
        "value_date": pa.array([t.value_date for t in taken], pa.date32()),
    }
    return pa.table(columns)


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
