"""Concentration, migrations, collection and the overdue bridge of the ledger of conftest.py, and of a made-up one computed a
second way, document by document in plain Python.

Small ledger, EUR, from 2024-02-29 to 2024-03-31: overdue were A1 600 and C1 800 = 1,400; A2 300 came; 200 of A1 was paid;
1,500 is overdue. Open: Ann 1,200, City Hall 800, Ann Nord 250; as a group the Anns owe 1,450 of 2,250.
"""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from scoring.desk.figures.migration import migration
from scoring.desk.figures.overview import sentence, what_changed
from scoring.desk.risk.collection import collection
from scoring.desk.risk.loss import loss_report
from scoring.desk.risk.overdue_bridge import PARTS, OverdueBridge, moved_documents, overdue_bridge
from scoring.desk.risk.provision_export import provision_csv, provision_xlsx
from scoring.desk.risk.rating_migration import rating_migration
from scoring.desk.risk.shape import concentrated, heat, in_cell, shape
from scoring.desk.risk.shape_tables import shape_csv, shape_xlsx
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import View
from scoring.text import say

FEBRUARY = date(2024, 2, 29)
VIEW = View(date(2024, 3, 31), currency="EUR", filters=(("currency", "EUR"),))
MADE_UP = View(date(2026, 6, 30), currency="USD", filters=(("currency", "USD"),))
EARLIER = date(2026, 3, 31)


def identity(bridge: OverdueBridge) -> Decimal:
    gone = bridge.cured + bridge.part_paid + bridge.credited + bridge.written_off
    return bridge.opening + bridge.come - gone - bridge.closing


def test_the_overdue_bridge_by_hand(ledger: Store) -> None:
    bridge = overdue_bridge(ledger, VIEW, FEBRUARY)
    assert (bridge.opening, bridge.come, bridge.part_paid, bridge.cured, bridge.closing) == (1400, 300, 200, 0, 1500)
    assert identity(bridge) == 0
    assert [row["document_no"] for row in moved_documents(ledger, VIEW, FEBRUARY, "come")] == ["A2"]
    assert [(row["document_no"], row["moved"]) for row in moved_documents(ledger, VIEW, FEBRUARY, "part_paid")] == [
        ("A1", 200)
    ]
    government = replace(VIEW, filters=(*VIEW.filters, ("nature", "government")))
    assert overdue_bridge(ledger, government, FEBRUARY).closing == 800


def test_concentration_of_customers_and_of_groups(ledger: Store) -> None:
    customers, groups = (concentrated(ledger, VIEW, by) for by in ("customer", "parent"))
    assert (customers.debtors, groups.debtors) == (3, 2)
    assert customers.top[1] == pytest.approx(1200 / 2250)
    assert groups.top[1] == pytest.approx(1450 / 2250)
    assert groups.herfindahl == pytest.approx((1450**2 + 800**2) / 2250**2)


def test_collection_by_billing_month_by_hand(ledger: Store) -> None:
    """January: A0 100 paid 10 days late; A1 600, of which 200 paid 21 days late, the rest open 51 days past due."""
    found = collection(ledger, VIEW)
    january = found.months[date(2024, 1, 1)]
    assert (january.amount, january.until) == (700, 51)
    shares = [january.unpaid(day) for day in (9, 10, 20, 21, 51, 52)]
    assert shares == [
        pytest.approx(share) if share is not None else None for share in (1, 6 / 7, 6 / 7, 4 / 7, 4 / 7, None)
    ]
    assert found.months[date(2023, 12, 1)].unpaid(90) == 1
    assert found.before is None


def test_what_changed_since_any_day(ledger: Store) -> None:
    told = [sentence(change, "en") for change in what_changed(ledger, VIEW, date(2024, 1, 31))["EUR"]]
    assert "Overdue rose 700 to 1.5K: Ann GmbH alone makes up 100.0% of the increases." in told


def test_the_heat_map_adds_up_and_opens(ledger: Store) -> None:
    book = loss_report(ledger, VIEW).books["EUR"]
    cells = heat(book)
    assert sum(cell.open for cell in cells.values()) == 2250
    assert {severity for _, severity in cells} == {"not_due", "moderate", "severe"}
    for place, cell in cells.items():
        inside = in_cell(book, *place)
        assert (len(inside), sum(one.open for one in inside)) == (cell.customers, cell.open)


def test_everything_at_once_is_plain_and_refuses_a_later_day(ledger: Store) -> None:
    found = shape(ledger, VIEW, FEBRUARY).as_json()
    assert found["overdue"]["closing"] == "1500.00"
    assert {"not_due", "1-30", "31-60"} >= set(found["migration"])
    for task in (overdue_bridge, rating_migration):
        with pytest.raises(ScoringError, match="since_not_before"):
            task(ledger, VIEW, VIEW.as_of)
    with pytest.raises(ScoringError, match="bridge_part_unknown"):
        moved_documents(ledger, VIEW, FEBRUARY, "gone")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_shape_and_provision_go_to_csv_and_excel_with_their_header(ledger: Store, lang: str) -> None:
    for csv in (shape_csv(ledger, VIEW, FEBRUARY, lang), provision_csv(ledger, VIEW, lang, "nature")):
        text = csv.decode("utf-8-sig")
        assert text.startswith(say("export.entity", lang))
        assert "2024-03-31" in text
        assert "2250.00" in text
    for xlsx, sheet in (
        (shape_xlsx(ledger, VIEW, FEBRUARY, lang), "shape"),
        (provision_xlsx(ledger, VIEW, lang), "provision"),
    ):
        book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
        assert book.sheet_names == [say(f"export.sheet.{sheet}", lang)]
        assert any(2250.0 in row for row in book.get_sheet_by_index(0).to_python())


def test_an_empty_ledger_has_no_shape(empty: Store) -> None:
    found = shape(empty, View(VIEW.as_of, currency="USD"))
    assert (found.concentration["customer"].top[1], found.heat, found.overdue.closing) == (None, {}, 0)
    assert (found.ratings.customers, found.collection.months, found.changes) == ({}, {}, ())


def test_rows_of_every_migration_sum_to_one(made_up: Store) -> None:
    matrices: list[Any] = [migration(made_up, MADE_UP, EARLIER).shares]
    ratings = rating_migration(made_up, MADE_UP, EARLIER)
    matrices += [ratings.shares(), ratings.shares("amounts")]
    for matrix in matrices:
        assert matrix
        assert all(abs(sum(row.values()) - 1) < Decimal("1e-20") for row in matrix.values())
    assert sum(ratings.customers.values()) == len(_owing(made_up, EARLIER))


def test_the_bridge_of_a_made_up_ledger_a_second_way(made_up: Store) -> None:
    bridge = overdue_bridge(made_up, MADE_UP, EARLIER)
    before, after = (_overdue(made_up, day) for day in (EARLIER, MADE_UP.as_of))
    assert (bridge.opening, bridge.closing) == (sum(before.values()), sum(after.values()))
    assert bridge.come == sum(amount for key, amount in after.items() if key not in before)
    gone = {key: amount - after.get(key, Decimal(0)) for key, amount in before.items()}
    kinds = {kind: _taken(made_up, set(before), kind) for kind in ("credit_note", "write_off")}
    assert (bridge.credited, bridge.written_off) == (kinds["credit_note"], kinds["write_off"])
    assert bridge.cured + bridge.part_paid == sum(gone.values()) - sum(kinds.values())
    assert identity(bridge) == 0
    for part in PARTS:
        assert sum(row["moved"] for row in moved_documents(made_up, MADE_UP, EARLIER, part)) == getattr(bridge, part)


@pytest.mark.parametrize("month", [date(2025, 9, 1), date(2026, 5, 1)])
def test_collection_of_a_made_up_ledger_a_second_way(made_up: Store, month: date) -> None:
    """Kaplan-Meier on money, day by day: paid on the day / unpaid before it among claims watched that long; what was
    written off has ended and stays unpaid."""
    curve = collection(made_up, MADE_UP).months[month]
    claims = _claims(made_up, month)
    assert curve.amount == sum(amount for amount, _, _ in claims)
    assert curve.until is not None
    standing = unpaid = 1.0
    for day in range(-60, curve.until + 1):
        at_risk = paid = lost = 0.0
        for amount, watched, events in claims:
            if watched >= day:
                at_risk += float(amount - sum(money for when, money, _ in events if when < day))
                paid += float(sum(money for when, money, kind in events if when == day and kind == "receipt"))
                lost += float(sum(money for when, money, kind in events if when == day and kind == "write_off"))
        if at_risk > 1e-9:
            unpaid -= standing * paid / at_risk
            standing *= 1 - (paid + lost) / at_risk
    assert curve.unpaid(curve.until) == pytest.approx(unpaid, abs=1e-9)


def _claims(store: Store, month: date) -> list[tuple[Decimal, int, list[tuple[int, Decimal, str]]]]:
    """Amount, days from due to the as-of date, and what was allocated on which day from due, of a month's invoices."""
    taken: dict[int, list[tuple[date, Decimal, str]]] = defaultdict(list)
    for row in store.rows("allocation"):
        if row["value_date"] <= MADE_UP.as_of:
            taken[row["document_key"]].append((row["value_date"], row["amount"], row["source_kind"]))
    found = []
    for row in store.rows("document", where={"kind": "invoice", "currency": "USD"}):
        if row["issue_date"].replace(day=1) == month:
            due = row["due_date"]
            events = [(max((day - due).days, -60), money, kind) for day, money, kind in taken[row["document_key"]]]
            found.append((row["amount"], (MADE_UP.as_of - due).days, events))
    return found


def _open(store: Store, day: date) -> dict[int, dict[str, Any]]:
    paid: dict[int, Decimal] = defaultdict(Decimal)
    for row in store.rows("allocation"):
        if row["value_date"] <= day:
            paid[row["document_key"]] += row["amount"]
    rows = store.rows("document", where={"kind": "invoice", "currency": "USD"})
    return {
        row["document_key"]: row | {"open": row["amount"] - paid[row["document_key"]]}
        for row in rows
        if row["issue_date"] <= day and row["amount"] != paid[row["document_key"]]
    }


def _overdue(store: Store, day: date) -> dict[int, Decimal]:
    return {key: row["open"] for key, row in _open(store, day).items() if row["due_date"] < day}


def _owing(store: Store, day: date) -> set[str]:
    return {row["customer_id"] for row in _open(store, day).values()}


def _taken(store: Store, documents: set[int], kind: str) -> Decimal:
    first, last = EARLIER + timedelta(days=1), MADE_UP.as_of
    return sum(
        (
            row["amount"]
            for row in store.rows("allocation", where={"source_kind": kind})
            if row["document_key"] in documents and first <= row["value_date"] <= last
        ),
        Decimal(0),
    )
