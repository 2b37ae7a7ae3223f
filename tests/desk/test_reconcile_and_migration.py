"""A ledger small enough to check by hand: what moved between two days, and where claims went.

| document | customer | issued     | due        | amount |
|----------|----------|------------|------------|--------|
| A-1      | Birch    | 2024-01-10 | 2024-01-31 | 100.00 |  paid 2024-02-15
| A-2      | Birch    | 2024-01-20 | 2024-01-31 |  60.00 |  20.00 paid 2024-02-15
| A-3      | Cedar    | 2024-02-10 | 2024-03-11 |  40.00 |
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.desk.figures.customer_list import customer_lines, payment_behaviour
from scoring.desk.figures.evidence import evidence, source_line
from scoring.desk.figures.migration import migration
from scoring.desk.figures.reconcile import balance_lines
from scoring.desk.intake.importing import import_files
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.store import Store
from scoring.terms import View

INVOICES = """Customer,Invoice No,Invoice Date,Due Date,Amount,Currency
Birch,A-1,2024-01-10,2024-01-31,100.00,EUR
Birch,A-2,2024-01-20,2024-01-31,60.00,EUR
Cedar,A-3,2024-02-10,2024-03-11,40.00,EUR
"""
RECEIPTS = """Receipt No,Customer,Invoice No,Receipt Date,Amount,Currency
R-1,Birch,A-1,2024-02-15,100.00,EUR
R-1,Birch,A-2,2024-02-15,20.00,EUR
"""
JANUARY, FEBRUARY = date(2024, 1, 31), date(2024, 2, 29)
VIEW = View(FEBRUARY, currency="EUR")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("small")
    for name, text in (("invoices.csv", INVOICES), ("receipts.csv", RECEIPTS)):
        (folder / name).write_text(text, encoding="utf-8")
    store = Store.open(folder / "own.duckdb")
    paths: list[Path] = sorted(folder.glob("*.csv"))
    assert import_files(store, paths, ImportOptions()).failures == []
    return store


def test_opening_and_movements_make_the_closing_balance(store: Store) -> None:
    (line,) = balance_lines(store, date(2024, 2, 1), FEBRUARY)
    assert (line.opening, line.invoices, line.receipts, line.closing) == (160, 40, 120, 80)
    assert line.computed == line.closing


def test_the_first_day_of_the_period_counts(store: Store) -> None:
    (line,) = balance_lines(store, date(2024, 2, 15), date(2024, 2, 15))
    assert (line.opening, line.receipts, line.closing) == (200, 120, 80)


def test_claims_of_january_are_paid_or_older_in_february(store: Store) -> None:
    found = migration(store, VIEW, JANUARY)
    assert found.amounts == {("not_due", "paid"): Decimal("100.00"), ("not_due", "1-30"): Decimal("60.00")}
    assert (found.paid_share, found.older_share) == (Decimal("0.625"), Decimal("0.375"))


def test_the_filters_of_the_view_apply_to_the_migration(store: Store) -> None:
    customers = {row["name"]: row["customer_id"] for row in store.rows("customer")}
    cedar = replace(VIEW, filters=(("customer", customers["Cedar"]),))
    march = replace(cedar, as_of=date(2024, 3, 31))
    assert migration(store, cedar, JANUARY).amounts == {}
    assert migration(store, march, FEBRUARY).amounts == {("not_due", "1-30"): Decimal("40.00")}
    nobody = replace(march, filters=(("nature", "government"),))
    assert migration(store, nobody, FEBRUARY).amounts == {}


def test_the_most_overdue_customer_is_listed_first(store: Store) -> None:
    lines = customer_lines(store, VIEW)
    assert [(line.name, line.open, line.overdue) for line in lines] == [("Birch", 40, 40), ("Cedar", 40, 0)]


def test_payment_behaviour_is_weighted_by_money(store: Store) -> None:
    birch = customer_lines(store, VIEW)[0].customer_id
    *_, last = payment_behaviour(store, birch, VIEW)
    assert last.paid == 120
    assert last.days_beyond_terms == 15
    assert last.days_to_pay == Decimal(100 * 36 + 20 * 26) / 120


def test_a_document_leads_to_its_payments_and_to_its_line(store: Store) -> None:
    row = store.one("document", document_no="A-2")
    assert row is not None
    found = evidence(store, row["document_key"], FEBRUARY)
    assert found.document["open_amount"] == 40
    assert [(a["source_no"], a["amount"]) for a in found.allocations] == [("R-1", 20)]
    line = source_line(store, row["import_id"], row["source_row"])
    assert (line.file, line.row, dict(line.cells)["Invoice No"]) == ("invoices.csv", 3, "A-2")


def test_a_document_is_not_known_before_its_issue(store: Store) -> None:
    row = store.one("document", document_no="A-3")
    assert row is not None
    with pytest.raises(ScoringError, match="document_later"):
        evidence(store, row["document_key"], JANUARY)
