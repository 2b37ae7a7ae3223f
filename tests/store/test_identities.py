"""What must hold for every ledger, tried on made-up ones: an independent book is kept in plain Python beside the store."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.store import Store, reporting_params
from scoring.terms import Kind, Reporting
from tests.store.books import ONE_TO_ONE, open_store, put

START = date(2026, 1, 1)
DAYS = st.integers(0, 120).map(lambda n: START + timedelta(days=n))
CENTS = st.integers(1, 500_00).map(lambda n: Decimal(n) / 100)
CUSTOMERS = st.sampled_from(["A", "B", "C"])
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Invoices, credit notes (some naming an invoice), settled dates; receipts with, without and with a wrong reference."""
    documents, receipts = [], []
    for n in range(draw(st.integers(1, 14))):
        issued, credit = draw(DAYS), draw(st.integers(0, 4)) == 0
        row = {"document_no": f"D{n}", "customer_id": draw(CUSTOMERS), "issue_date": issued}
        row |= {"due_date": issued + timedelta(days=draw(st.integers(0, 60))), "amount": draw(CENTS)}
        row |= {"kind": "credit_note", "amount": -row["amount"]} if credit else {"kind": "invoice"}
        row["credits_document_no"] = f"D{draw(st.integers(0, n))}" if credit and draw(st.booleans()) else None
        row["settled_date"] = (
            issued + timedelta(days=draw(st.integers(0, 90))) if draw(st.integers(0, 3)) == 0 else None
        )
        documents.append(row)
    for n in range(draw(st.integers(0, 12))):
        row = {"receipt_no": f"R{n}", "kind": draw(st.sampled_from(["receipt", "receipt", "write_off"]))}
        row |= {"customer_id": draw(CUSTOMERS), "receipt_date": draw(DAYS), "amount": draw(CENTS)}
        row["document_no"] = draw(st.sampled_from([None, *(d["document_no"] for d in documents), "unknown"]))
        receipts.append(row)
    return documents, receipts


def filled(folder: str, documents: list[dict[str, Any]], receipts: list[dict[str, Any]]) -> Store:
    store = open_store(Path(folder))
    put(store, Kind.INVOICES, documents)
    put(store, Kind.RECEIPTS, receipts)
    return store


def shown(store: Store, as_of: date) -> tuple[dict[Any, Decimal], dict[Any, Decimal]]:
    """Open amount by document and credit on account by source."""
    items = store.rows("open_items", {"as_of": as_of, "scheme": "default", "basis": "due", **ONE_TO_ONE})
    credits = store.rows("on_account_items", {"as_of": as_of, **ONE_TO_ONE})
    return (
        {(row["customer_id"], row["document_no"]): row["open_amount"] for row in items},
        {(row["customer_id"], row["source_kind"], row["document_no"]): row["on_account"] for row in credits},
    )


@SLOW
@given(ledgers())
def test_the_books_close(ledger: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    """Opening + invoices - credit notes - receipts - write-offs = closing, and buckets less credits equal it, every day.

    The balance is added up a second time from the rows themselves, in plain Python, with the receipts that settled dates
    imply taken from the store. The totals of a day are those of its customers.
    """
    with tempfile.TemporaryDirectory() as folder:
        store = filled(folder, *ledger)
        assert [check for check in store.check() if check.failing] == []
        implied = store.rows("receipt", where={"origin": "settled_date"})
        for days in (0, 31, 77, 119, 300):
            as_of = START + timedelta(days=days)
            expected: dict[str, Decimal] = defaultdict(Decimal)
            for row in ledger[0]:
                expected[row["customer_id"]] += row["amount"] if row["issue_date"] <= as_of else 0
            for row in [*ledger[1], *implied]:
                expected[row["customer_id"]] -= row["amount"] if row["receipt_date"] <= as_of else 0
            found: dict[str, Decimal] = defaultdict(Decimal)
            claims, credits = shown(store, as_of)
            for (customer, *_), amount in claims.items():
                found[customer] += amount
                assert amount > 0
            for (customer, *_), amount in credits.items():
                found[customer] -= amount
            assert {c: a for c, a in found.items() if a} == {c: a for c, a in expected.items() if a}
        for customers, rate in ((None, "1"), (None, "1.137"), (["A", "B"], "1.137")):
            assert_totals_are_standings_added_up(store, customers, rate)
        store.close()


def assert_totals_are_standings_added_up(store: Store, customers: list[str] | None, rate: str) -> None:
    """Seen in one pass over all changes, or customer by customer and day by day: the same to the cent, also converted."""
    days = [START + timedelta(days=n) for n in (-1, 0, 13, 31, 60, 77, 119, 300)]
    params = {"days": days, **reporting_params(Reporting("EUR", {"USD": Decimal(rate)}, {}))}
    amounts = ["reporting_amount", "overdue", "overdue_days", "due_in_30_days"]
    where = {} if customers is None else {"customer_id": list(customers)}
    standings = store.grouped("standings", params, ["day", "currency"], amounts, where=where)
    totals = store.rows("standing_totals", {**params, "customers": customers}, order=["day"])
    assert [row for row in totals if any(row[name] for name in amounts)] == [
        {name: row[name] for name in ("day", "currency", *amounts)} for row in standings
    ]


@SLOW
@given(ledgers(), st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(
    ledger: tuple[list[dict[str, Any]], list[dict[str, Any]]], seed: int
) -> None:
    """What is open on a document does not depend on where its row, or its receipts' rows, stand in the file."""
    shuffled = [*ledger[0]], [*ledger[1]]
    for rows in shuffled:
        Random(seed).shuffle(rows)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        first, second = filled(one, *ledger), filled(two, *shuffled)
        as_of = START + timedelta(days=60)
        assert shown(first, as_of)[0] == shown(second, as_of)[0]


@SLOW
@given(ledgers(), st.integers(0, 120))
def test_tomorrow_moves_no_past_book(ledger: tuple[list[dict[str, Any]], list[dict[str, Any]]], days: int) -> None:
    """Documents and receipts dated after a day, added later, change nothing of that day's book."""
    as_of = START + timedelta(days=days)
    documents = [row | {"settled_date": None} for row in ledger[0]]
    numbers = {row["document_no"] for row in documents if row["issue_date"] <= as_of}
    known = [d for d in documents if d["issue_date"] <= as_of], [r for r in ledger[1] if r["receipt_date"] <= as_of]
    known = known[0], [r for r in known[1] if r["document_no"] is None or r["document_no"] in numbers]
    later = [d for d in documents if d["issue_date"] > as_of], [r for r in ledger[1] if r["receipt_date"] > as_of]
    with tempfile.TemporaryDirectory() as folder:
        store = filled(folder, *known)
        before = shown(store, as_of)
        put(store, Kind.INVOICES, later[0])
        put(store, Kind.RECEIPTS, later[1])
        assert shown(store, as_of) == before
        assert [check for check in store.check() if check.failing] == []
        store.close()
