"""Rows of documents stand in one of two tables; which one is nobody's business but the store's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scoring.store import Store, undo
from scoring.terms import Kind
from tests.store.books import day, invoice, open_store, put, receipt

LEDGER = [
    invoice("1", "A", "2026-01-05", "2026-02-04", "100"),
    invoice("2", "A", "2026-01-05", "2026-02-04", "40"),
    invoice("3", "B", "2026-01-06", "2026-01-20", "70"),
    invoice("4", "B", "2026-01-10", None, "-20", credits_document_no="3"),
]
MONEY = [receipt("r", "2026-02-01", "100", "1"), receipt("s", "2026-02-20", "45", customer="B")]
READ = ("document", "receipt", "allocation", "row_document", "month_reached", "customer")


def rows_in(store: Store) -> dict[str, int]:
    """How many documents stand in each of the two tables."""
    return {name: len(store.rows(f"row_document_{name}")) for name in ("plain", "full")}


def facts(store: Store) -> dict[str, list[str]]:
    """Everything that is read of the documents but the moment they came in, and the one text that differs."""
    left_out = ("imported_at", "description")
    kept = {name: [{k: v for k, v in row.items() if k not in left_out} for row in store.rows(name)] for name in READ}
    return {name: sorted(str(sorted(row.items())) for row in rows) for name, rows in kept.items()}


def opened(folder: Path, **more: Any) -> Store:
    """A store with the ledger; `more` is said of its first document."""
    folder.mkdir()
    store = open_store(folder)
    rows = [{**row, "number_generated": False, "currency": "USD"} for row in LEDGER]
    put(store, Kind.INVOICES, [rows[0] | more, *rows[1:]])
    return store


def test_a_text_beside_one_document_moves_the_rows_and_changes_no_figure(tmp_path: Path) -> None:
    plain, full = opened(tmp_path / "plain"), opened(tmp_path / "full", description="Fan")
    assert (rows_in(plain), rows_in(full)) == ({"plain": 4, "full": 0}, {"plain": 0, "full": 4})
    assert facts(plain) == facts(full)
    for store in (plain, full):
        put(store, Kind.RECEIPTS, MONEY)
    assert facts(plain) == facts(full)
    assert [check for check in plain.check() if check.failing] == []


def test_a_later_file_updates_plain_rows_and_its_undoing_brings_them_back(tmp_path: Path) -> None:
    """Invoice 1 is said to be settled on 1 March; with that file undone it is open again."""
    store = opened(tmp_path / "book")
    before = facts(store)
    put(
        store,
        Kind.INVOICES,
        [LEDGER[0] | {"settled_date": day("2026-03-01")}, invoice("5", "A", "2026-03-02", None, "-1")],
    )
    assert rows_in(store) == {"plain": 4, "full": 2}
    assert [row["settled_date"] for row in store.rows("document", where={"document_no": "1"})] == [day("2026-03-01")]
    undo(store, 2)
    assert facts(store) == before
    undo(store, 1)
    assert rows_in(store) == {"plain": 0, "full": 0}


@pytest.mark.parametrize(
    "more",
    [
        {"settled_date": day("2026-02-01"), "settled_by": "receipt"},
        {"open_amount": 60, "known_on": day("2026-02-01")},
        {"paid_amount": 40, "known_on": day("2026-02-01")},
        {"status": "paid", "known_on": day("2026-02-01")},
        {"number_generated": True},
        {"customer_name": "Ann"},
        {"disputed": True},
        {"dispute_reason": "quality"},
        {"due_date": None, "terms_days": None},
    ],
)
def test_nothing_that_a_row_says_is_lost(tmp_path: Path, more: dict[str, Any]) -> None:
    (tmp_path / "book").mkdir()
    store = open_store(tmp_path / "book")
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-05", "2026-02-04", "100") | more], terms_days=30)
    assert rows_in(store) == {"plain": 0, "full": 1}
    row = store.rows("row_document")[0]
    told = {"due_source": "default_terms"} if "due_date" in more else more
    assert {name: row[name] for name in told} == told
