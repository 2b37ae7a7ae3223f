"""Each data check finds the fault it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.store import sqlfiles
from scoring.terms import Kind
from scoring.text import knows
from tests.store.books import invoice, open_store, put, receipt

FAULTS = {
    "aging_ties_to_ledger": "UPDATE row_receipt SET used_date = DATE '2026-03-01', amount = 10 WHERE receipt_no = 'r'",
    "allocation_not_before_document": "UPDATE matched SET value_date = DATE '2025-01-01'",
    "allocation_within_document": "UPDATE matched SET amount = 1000",
    "allocation_within_source": "UPDATE matched SET amount = 90",
    "document_has_customer": "DELETE FROM customer",
    "document_unique": "INSERT INTO row_document_full BY NAME SELECT * FROM row_document",
    "key_unique": "INSERT INTO row_document_full BY NAME SELECT * FROM row_document",
    "month_ends_equal_direct": "UPDATE month_reached SET amount = amount + 1",
    "settled_means_closed": "UPDATE row_document_plain SET closed_date = NULL WHERE document_no = '2'",
    "sign_of_amount": "INSERT INTO row_document_full BY NAME SELECT * REPLACE (-amount AS amount) FROM row_document",
}


@pytest.mark.parametrize("name", sqlfiles.names("checks"))
def test_a_check_finds_its_fault(name: str, tmp_path: Path) -> None:
    store = open_store(tmp_path)
    rows = [invoice("1", "A", "2026-01-05", "2026-02-04", "100"), invoice("2", "A", "2026-01-05", "2026-02-04", "40")]
    put(store, Kind.INVOICES, rows)
    put(store, Kind.RECEIPTS, [receipt("r", "2026-03-01", "30", "1"), receipt("s", "2026-03-01", "40", "2")])
    assert [check.name for check in store.check() if check.failing] == []
    if name == "day_arithmetic":
        return
    with store.raw_transaction() as cursor:
        cursor.execute(FAULTS[name])
    assert name in [check.name for check in store.check() if check.failing]


def test_every_check_has_words() -> None:
    assert [name for name in [*sqlfiles.names("checks"), "journal_in_step"] if not knows(f"check.{name}")] == []
