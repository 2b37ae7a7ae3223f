"""One ledger small enough to check by hand, in a real store.

As of 2024-03-31 (days past due in brackets), EUR unless said otherwise:

    Ann GmbH   commercial, Food, limit 1,000    A1 600.00 issued 01-10 due 02-09, 200.00 paid 03-01: open 400.00 [51]
                                                A2 300.00 issued 02-15 due 03-01: open 300.00 [30]
                                                A3 500.00 issued 03-20 due 04-19: open 500.00 [-19]
                                                A0 100.00 issued 01-05 due 02-04, paid 02-14: closed
               on account: credit note A4 -50.00 issued 03-25, taken by nothing yet
    Ann Nord   commercial, Food, daughter of Ann GmbH
                                                N1 250.00 issued 03-01 due 03-31: open 250.00 [0], due that very day
    City Hall  government, limit none           C1 800.00 issued 2023-12-01 due 2023-12-31: open 800.00 [91]
    Bob        individual                       B1 40.00 USD issued 02-01 due 03-02: open 40.00 USD [29]
                               on account: credit note B2 -15.00 USD issued 03-10

1 EUR = 1.25 USD since 2024-01-01. The 90 days before begin after 2024-01-01, when C1 was open, 1 day overdue.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from scoring.desk.intake.generate import generate
from scoring.desk.intake.importing import import_files
from scoring.ledger.reading import ImportOptions, Reading
from scoring.ledger.schema import REJECTED, SCHEMAS
from scoring.store import RawFile, Store, import_reading
from scoring.terms import Kind

CUSTOMERS = [
    {"customer_id": "A", "name": "Ann GmbH", "nature": "commercial", "industry": "Food", "credit_limit": "1000.00"},
    {"customer_id": "N", "name": "Ann Nord", "nature": "commercial", "industry": "Food", "parent_id": "A"},
    {"customer_id": "C", "name": "City Hall", "nature": "government"},
    {"customer_id": "B", "name": "Bob", "nature": "individual"},
]
DOCUMENTS = [
    ("A", "A0", "2024-01-05", "2024-02-04", "100.00", "EUR"),
    ("A", "A1", "2024-01-10", "2024-02-09", "600.00", "EUR"),
    ("A", "A2", "2024-02-15", "2024-03-01", "300.00", "EUR"),
    ("A", "A3", "2024-03-20", "2024-04-19", "500.00", "EUR"),
    ("A", "A4", "2024-03-25", "2024-03-25", "-50.00", "EUR"),
    ("N", "N1", "2024-03-01", "2024-03-31", "250.00", "EUR"),
    ("C", "C1", "2023-12-01", "2023-12-31", "800.00", "EUR"),
    ("B", "B1", "2024-02-01", "2024-03-02", "40.00", "USD"),
    ("B", "B2", "2024-03-10", "2024-03-10", "-15.00", "USD"),
]
RECEIPTS = [
    ("A", "R1", "A0", "2024-02-14", "100.00", "EUR"),
    ("A", "R2", "A1", "2024-03-01", "200.00", "EUR"),
]
DAY = date.fromisoformat


def table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Rows in the contract's shape; what a row does not say is null."""
    schema = SCHEMAS[name]
    full = [dict.fromkeys(schema.names) | {"source_row": number} | row for number, row in enumerate(rows, start=2)]
    return pa.Table.from_pylist(full, schema=schema)


def load(store: Store, kind: Kind, name: str, rows: list[dict[str, Any]]) -> None:
    """Import rows as one sheet of one file."""
    reading = Reading(
        kind=kind, format="plain", sheet="", sheets=("",), encoding="utf-8", headings=(), heading_row=1, mapping=(),
        unmapped=(), date_orders={}, rows_read=len(rows), duplicates=0, skipped={}, tables={name: table(name, rows)},
        rejected=REJECTED.empty_table(), warnings=(), money={},
    )  # fmt: skip
    file = RawFile(f"sha-{name}", f"{name}.csv", Path(f"{name}.csv"), 0)
    import_reading(store, reading, file, ImportOptions(), currency="EUR", terms_days=None, by="Kim")


def fill(store: Store) -> None:
    """The ledger of this file's docstring."""
    customers = [
        row | {"credit_limit": Decimal(row["credit_limit"])} if "credit_limit" in row else row for row in CUSTOMERS
    ]
    documents = [
        {
            "customer_id": customer, "document_no": number, "kind": "credit_note" if amount[0] == "-" else "invoice",
            "issue_date": DAY(issued), "due_date": DAY(due), "amount": Decimal(amount), "currency": currency,
        }
        for customer, number, issued, due, amount, currency in DOCUMENTS
    ]  # fmt: skip
    receipts = [
        {
            "customer_id": customer, "receipt_no": number, "kind": "receipt", "document_no": paid, "currency": currency,
            "receipt_date": DAY(day), "matched_date": DAY(day), "amount": Decimal(amount),
        }
        for customer, number, paid, day, amount, currency in RECEIPTS
    ]  # fmt: skip
    load(store, Kind.CUSTOMERS, "customers", customers)
    rate = {"rate_date": DAY("2024-01-01"), "from_currency": "EUR", "to_currency": "USD", "rate": Decimal("1.25")}
    load(store, Kind.RATES, "rates", [rate])
    load(store, Kind.INVOICES, "documents", documents)
    load(store, Kind.RECEIPTS, "receipts", receipts)
    store.set_setting("currency", "EUR")


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small ledger; read it, do not change it."""
    store = Store.open(tmp_path_factory.mktemp("small") / "small.duckdb")
    fill(store)
    yield store
    store.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    """The small ledger for one test alone, which may change it."""
    store = Store.open(tmp_path / "own.duckdb")
    fill(store)
    yield store
    store.close()


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """500 made-up invoices of 36 months in two currencies, with disputes, statements, credit notes and part payments; read
    it, do not change it."""
    folder = tmp_path_factory.mktemp("made_up")
    store = Store.open(folder / "store.duckdb")
    store.set_setting("currency", "USD")
    assert not import_files(store, generate(500, folder), ImportOptions()).failures
    yield store
    store.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """A store without a single row."""
    store = Store.open(tmp_path / "empty.duckdb")
    yield store
    store.close()
