"""Tomorrow does not move yesterday's observations: whatever comes later, or is changed later, is unknown on the day."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.desk.intake.generate import generate
from scoring.desk.intake.importing import import_files
from scoring.desk.scorecard.observations import observations_at, observed
from scoring.ledger.reading import ImportOptions
from scoring.store import Store, import_reading
from scoring.terms import Kind
from tests.store.books import day, invoice, put, read
from tests.store.test_identities import START, ledgers

CUT = date(2025, 9, 30)
PAST = [date(2024, 6, 30), date(2025, 9, 15), CUT]
DATED = {
    "invoices": "Invoice Date", "receipts": "Receipt Date", "disputes": "Opened Date",
    "financials": "Published Date", "exchange_rates": "Date",
}  # fmt: skip
"""The column that says when a row of a file came to be known."""
Rows = list[dict[str, str]]


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    store = Store.open(folder / "store.duckdb")
    store.set_setting("currency", "USD")
    yield store
    store.close()


def known_by_the_cut(name: str, row: dict[str, str]) -> bool:
    return name not in DATED or row[DATED[name]] <= CUT.isoformat()


def moved(name: str, row: dict[str, str]) -> dict[str, str]:
    """The same later row, nine days later and, where it is money in, over another amount."""
    column = DATED[name]
    later = {column: (date.fromisoformat(row[column]) + timedelta(days=9)).isoformat()}
    if name == "invoices" and row["Due Date"]:
        later["Due Date"] = (date.fromisoformat(row["Due Date"]) + timedelta(days=9)).isoformat()
    return row | later | ({"Amount": str(Decimal(row["Amount"]) * 2)} if name == "receipts" else {})


def closed_later(row: dict[str, str]) -> dict[str, str]:
    return row | {"Closed Date": "" if row["Closed Date"] > CUT.isoformat() else row["Closed Date"]}


def other_master_data(row: dict[str, str]) -> dict[str, str]:
    other = {"Customer Name": "City Council", "Nature": "Government", "Industry": "Mining", "Region": "Moon"}
    told = other | {"Size": "Large", "Credit Limit": "5", "Payment Terms": "99", "Customer Since": "1999-01-01"}
    return row | told | {"External Rating": "ZZZ"}


def restated(row: dict[str, str]) -> dict[str, str]:
    """Another version of the statement, published later and three times as large in debt."""
    return row | {"Published Date": "2026-09-30", "Total Liabilities": str(3 * int(row["Total Liabilities"]))}


def write(folder: Path, name: str, rows: Rows, headings: list[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)
    return folder / f"{name}.csv"


Change = Callable[[str, dict[str, str]], dict[str, str]]
CHANGED_LATER: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
    "customers": other_master_data,
    "financials": restated,
    "disputes": lambda row: row,  # with the day it was closed
}


def early(name: str, row: dict[str, str]) -> dict[str, str] | None:
    """The row as it was known by the cut, None where it was not."""
    if not known_by_the_cut(name, row):
        return None
    return closed_later(row) if name == "disputes" else row


def late(change: Change) -> Callable[[str, dict[str, str]], dict[str, str] | None]:
    """Rows as they come after the cut: new ones through `change`, known ones as they change later."""

    def keep(name: str, row: dict[str, str]) -> dict[str, str] | None:
        if not known_by_the_cut(name, row):
            return change(name, row)
        return CHANGED_LATER[name](row) if name in CHANGED_LATER else None

    return keep


def part(folder: Path, whole: list[Path], keep: Callable[[str, dict[str, str]], dict[str, str] | None]) -> list[Path]:
    """Files with the rows of `whole` that `keep` keeps, as it keeps them."""
    found = []
    for path in whole:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        kept = [row for row in (keep(path.stem, row) for row in rows) if row]
        found.append(write(folder, path.stem, kept, list(rows[0])))
    return found


def seen(store: Store) -> list[pa.Table]:
    """Observations of each past date alone, and of all together with the days after the cut."""
    together = observed(store, "observations", [*PAST, CUT + timedelta(days=31)], 90)
    return [together.filter(pc.less_equal(together["as_of"], CUT)), *(observations_at(store, as_of) for as_of in PAST)]


def test_what_comes_later_moves_no_observation(tmp_path: Path) -> None:
    """Later invoices, receipts, disputes, rates and statements, first in a wrong version, then in the right one; a changed
    customer list; restated statements; disputes closed: observations up to the cut stay as they were, to the last bit."""
    whole = generate(400, tmp_path / "whole")
    with opened(tmp_path) as store:
        assert not import_files(store, part(tmp_path / "early", whole, early), ImportOptions()).failures
        before = seen(store)
        for name, change in (("wrong", moved), ("right", lambda name, row: row)):
            assert not import_files(store, part(tmp_path / name, whole, late(change)), ImportOptions()).failures
            assert seen(store) == before
        customers = {row["customer_id"]: row["industry"] for row in store.rows("customer")}
    assert before[0].num_rows > 20
    assert set(customers.values()) == {"Mining"}


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(ledgers(), st.integers(20, 110), st.integers(1, 40))
def test_moving_later_rows_moves_no_observation(
    ledger: tuple[list[dict[str, Any]], list[dict[str, Any]]], days: int, delay: int
) -> None:
    """Two ledgers, the same up to a day; in the second everything after it, settled dates included, is put off and every
    other receipt is turned back a week after it came."""
    as_of, off = START + timedelta(days=days), timedelta(days=delay)
    first = cut(ledger, as_of)
    documents = [row | {name: put_off(row[name], as_of, off) for name in DAYS_OF_A_DOCUMENT} for row in first[0]]
    receipts = [row | {"receipt_date": put_off(row["receipt_date"], as_of, off)} for row in first[1]]
    receipts += [turned_back(row) for row in receipts[::2] if row["receipt_date"] > as_of]
    found = []
    for told in (first, (documents, receipts)):
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as store:
            put(store, Kind.INVOICES, told[0])
            put(store, Kind.RECEIPTS, told[1])
            known = store.one("extent", {}) or {}
            found.append(observations_at(store, as_of) if known["first_date"] <= as_of else None)
    assert found[0] == found[1]


DAYS_OF_A_DOCUMENT = ("issue_date", "settled_date")


def cut(
    ledger: tuple[list[dict[str, Any]], list[dict[str, Any]]], as_of: date
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The ledger without receipts after `as_of` on invoices whose own row says that they were settled by then: rows that
    contradict each other have no past to keep."""
    closed = {row["document_no"] for row in ledger[0] if row["settled_date"] and row["settled_date"] <= as_of}
    return ledger[0], [r for r in ledger[1] if r["receipt_date"] <= as_of or r["document_no"] not in closed]


def put_off(day_of: date | None, as_of: date, off: timedelta) -> date | None:
    return day_of + off if day_of and day_of > as_of else day_of


def turned_back(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "receipt_no": f"{row['receipt_no']}-back",
        "amount": -row["amount"],
        "receipt_date": row["receipt_date"] + timedelta(days=7),
    }


@pytest.mark.parametrize(
    ("as_of", "used"), [("2024-12-31", 1.0), ("2025-06-30", 1.0), ("2025-07-01", 0.5), ("2026-06-30", 0.5)]
)
def test_master_data_counts_from_the_day_it_was_imported(tmp_path: Path, as_of: str, used: float) -> None:
    """Limit 100 imported on 1 January 2025 and 200 on 1 July 2025: before the first import it is as the first says."""
    with opened(tmp_path) as store:
        put(store, Kind.INVOICES, [invoice("1", "A", "2024-12-01", "2024-12-31", "100")])
        for limit, imported in ((100, datetime(2025, 1, 1, 12)), (200, datetime(2025, 7, 1, 23, 59))):
            file = store.raw.keep(write(tmp_path, f"limit-{limit}", [], ["a"]), "customers.csv")
            reading = read(Kind.CUSTOMERS, "customers", [{"customer_id": "A", "credit_limit": Decimal(limit)}])
            told = {"currency": "USD", "terms_days": None, "by": "Kim", "at": imported}
            import_reading(store, reading, file, ImportOptions(), **told)
        row = observations_at(store, day(as_of)).to_pylist()[0]
    assert row["limit_utilisation"] == used
