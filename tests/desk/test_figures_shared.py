"""Every figure a second way: plain Python over the raw file of the public 2,466-invoice sample, document by document.

Each invoice of that file is paid in full on its SettledDate; the period is the 90 days to 2013-06-30.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from scoring import settings
from scoring.desk.figures.figures import dso_change, figures_report
from scoring.desk.figures.overview import overview
from scoring.store import Store
from scoring.terms import Kind, View
from tests.desk.conftest import load

pytestmark = pytest.mark.shared_data
AS_OF, DAYS = date(2013, 6, 30), 90
START = AS_OF - timedelta(days=DAYS)


@dataclass(frozen=True)
class Invoice:
    customer: str
    number: str
    amount: Decimal
    issued: date
    due: date
    settled: date

    def is_open(self, day: date) -> bool:
        return self.issued <= day < self.settled


def day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()


@pytest.fixture(scope="module")
def invoices(shared: Path) -> list[Invoice]:
    with (shared / "ibm" / "invoices.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            Invoice(
                row["customerID"], row["invoiceNumber"], Decimal(row["InvoiceAmount"]), day(row["InvoiceDate"]),
                day(row["DueDate"]), day(row["SettledDate"]),
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip


@pytest.fixture(scope="module")
def store(invoices: list[Invoice], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    rows = [
        {
            "customer_id": i.customer, "document_no": i.number, "kind": "invoice", "issue_date": i.issued,
            "due_date": i.due, "amount": i.amount, "currency": "EUR", "settled_date": i.settled, "settled_by": "receipt",
        }
        for i in invoices
    ]  # fmt: skip
    opened = Store.open(tmp_path_factory.mktemp("public") / "public.duckdb")
    load(opened, Kind.INVOICES, "documents", rows)
    yield opened
    opened.close()


def total(amounts: Iterator[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def by_hand(invoices: list[Invoice]) -> dict[str, Decimal]:
    """The figures of domain.md, straight from its formulas."""
    standing = [i for i in invoices if i.is_open(AS_OF)]
    owed = total(i.amount for i in standing)
    late = [i for i in standing if i.due < AS_OF]
    overdue = total(i.amount for i in late)
    sales = total(i.amount for i in invoices if START < i.issued <= AS_OF)
    opening = total(i.amount for i in invoices if i.is_open(START))
    paid = [i for i in invoices if START < i.settled <= AS_OF]
    money = total(i.amount for i in paid)
    late_at_start = [i for i in invoices if i.is_open(START) and i.due < START]
    received = total(i.amount for i in late_at_start if i.settled <= AS_OF)
    exposure: dict[str, Decimal] = defaultdict(Decimal)
    for i in standing:
        exposure[i.customer] += i.amount
    ranked = sorted(exposure.values(), reverse=True)
    late_days = total(i.amount * (AS_OF - i.due).days for i in late)
    cost = late_days / 365 * Decimal(str(settings.load().cost_of_capital_yearly))
    return {
        "receivables": owed, "overdue": overdue, "not_due": owed - overdue, "overdue_ratio": overdue / owed,
        "due_in_30_days": total(i.amount for i in standing if AS_OF <= i.due <= AS_OF + timedelta(days=30)),
        "on_account": Decimal(0), "net": owed, "credit_sales": sales, "documents": Decimal(len(standing)),
        "customers": Decimal(len(exposure)), "dso_simple": owed / sales * DAYS,
        "dso_best_possible": (owed - overdue) / sales * DAYS, "add": overdue / sales * DAYS,
        "cei": (opening + sales - owed) / (opening + sales - owed + overdue),
        "weighted_days_to_pay": total(i.amount * (i.settled - i.issued).days for i in paid) / money,
        "days_beyond_terms": total(i.amount * (i.settled - i.due).days for i in paid) / money,
        "recovery_rate": received / total(i.amount for i in late_at_start), "dso_countback": countback(invoices, owed),
        **{f"top_{n}_share": sum(ranked[:n], Decimal(0)) / owed for n in (1, 5, 10, 20)},
        "herfindahl": total((amount / owed) ** 2 for amount in ranked), "cost_of_overdue": cost,
        "new_sales_needed": cost / Decimal(str(settings.load().gross_margin)),
    }  # fmt: skip


def countback(invoices: list[Invoice], owed: Decimal) -> Decimal:
    """Day counts of whole months walked back, and the fraction of the last."""
    days, end = Decimal(0), AS_OF
    while True:
        sales = total(i.amount for i in invoices if end.replace(day=1) <= i.issued <= end)
        if owed <= sales:
            return days + owed / sales * end.day
        owed, days, end = owed - sales, days + end.day, end.replace(day=1) - timedelta(days=1)


def test_every_figure_a_second_way(store: Store, invoices: list[Invoice]) -> None:
    lines = figures_report(store, View(AS_OF), series=False).lines["EUR"]
    found = {line.figure.name: line.figure.value for line in lines if line.figure.value is not None}
    expected = by_hand(invoices)
    assert {name: float(value) for name, value in found.items()} == pytest.approx(
        {name: float(value) for name, value in expected.items()}, rel=1e-9
    )
    for name in ("receivables", "overdue", "credit_sales", "due_in_30_days"):
        assert found[name] == expected[name]


def test_the_overdue_of_the_overview_is_explained_by_those_who_moved(store: Store, invoices: list[Invoice]) -> None:
    change = {c.key: c for c in overview(store, View(AS_OF)).changes["EUR"]}
    told = change.get("overdue_rose_many") or change["overdue_fell_many"]
    late = [
        total(i.amount for i in invoices if i.is_open(when) and i.due < when) for when in (date(2013, 5, 31), AS_OF)
    ]
    assert told.facts["amount"] == abs(late[1] - late[0])
    assert told.facts["total"] == late[1]


@pytest.mark.parametrize("segment", ["customer", "nature"])
def test_dso_change_over_a_year_is_explained_to_the_cent(store: Store, segment: str) -> None:
    change = dso_change(store, View(AS_OF), date(2012, 6, 30), segment)["EUR"]
    assert change is not None
    assert sum(change.parts.values()) == change.later - change.earlier
