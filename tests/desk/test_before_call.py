"""Ann owes 600.00; she promised 100.00 by 8 March and 300.00 by 1 April, and paid 100.00 on 5 March, 200.00 on 2 April."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.desk.collections import notes
from scoring.desk.collections.before_call import judged, sheet
from scoring.desk.collections.notes import Activity
from scoring.desk.collections.overview import work
from scoring.desk.intake.importing import import_files
from scoring.ledger.reading import ImportOptions
from scoring.store import Store
from scoring.terms import View

INVOICES = """Customer No,Invoice No,Invoice Date,Due Date,Amount,Currency
Ann,A1,2024-01-10,2024-02-09,600.00,EUR
"""
RECEIPTS = """Customer No,Receipt No,Receipt Date,Amount,Currency,Invoice No
Ann,R1,2024-03-05,100.00,EUR,A1
Ann,R2,2024-04-02,200.00,EUR,A1
"""
MARCH = date(2024, 3, 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store.open(tmp_path / "store.duckdb")
    for name, text in (("invoices", INVOICES), ("receipts", RECEIPTS)):
        (tmp_path / f"{name}.csv").write_text(text)
        assert not import_files(opened, [tmp_path / f"{name}.csv"], ImportOptions()).failures
    for day, amount in ((date(2024, 3, 8), "100.00"), (date(2024, 4, 1), "300.00")):
        notes.note_promise(opened, "Ann", day, Decimal(amount), "EUR", MARCH, "Lin")
    return opened


def test_promises_are_judged_from_the_receipts(store: Store) -> None:
    told = {
        day: [(one.state, one.paid) for one in judged(store, date.fromisoformat(day), "Ann")["Ann"]]
        for day in ("2024-03-04", "2024-03-08", "2024-04-02")
    }
    assert told == {
        "2024-03-04": [("waiting", Decimal(0)), ("waiting", Decimal(0))],
        "2024-03-08": [("waiting", Decimal("100.00")), ("kept", Decimal("100.00"))],
        "2024-04-02": [("broken", Decimal("100.00")), ("kept", Decimal("100.00"))],
    }


def test_the_sheet_knows_what_to_expect(store: Store) -> None:
    notes.note_contact(store, "Ann", "Ms Wu", "Lin", decides=True)
    found = sheet(store, View(as_of=MARCH), "Ann")
    assert [one.overdue for one in found.standings] == [Decimal("600.00")]
    assert [row["name"] for row in found.contacts] == ["Ms Wu"]
    assert len(found.excuses) == 3
    notes.note_dispute(store, "Ann", "A1", MARCH, "quality", "Lin")
    disputed = sheet(store, View(as_of=MARCH), "Ann")
    assert (disputed.why.value, disputed.why.confidence) == ("product_dispute", "strong")
    assert [one.code for one in disputed.why.evidence] == ["dispute_open"]
    assert {one.reason for one in disputed.excuses} == {"product_dispute"}
    notes.note_reason(store, "Ann", "service", MARCH, "Lin")
    assert (sheet(store, View(as_of=MARCH), "Ann").why.value, disputed.why.recorded) == ("service", False)
    assert sheet(store, View(as_of=date(2024, 2, 29)), "Ann").why.value != "service"


def test_everybody_worked_on_stands_on_the_list(store: Store) -> None:
    (one,) = work(store, MARCH)
    assert (one.stage, one.waiting, one.broken, one.next_on) == (None, 2, 0, None)
    call = Activity("Ann", MARCH, "phone", "reached", "Lin", next_step="call again", next_on=date(2024, 3, 9))
    notes.note_activity(store, call, "Lin")
    (one,) = work(store, date(2024, 4, 2))
    assert (one.broken, one.next_step, one.last_on) == (1, "call again", MARCH)
    assert work(store, date(2024, 2, 1)) == ()


def test_a_step_about_what_is_paid_is_done_with(store: Store, tmp_path: Path) -> None:
    """A1 is paid in full on 2 May, A2 of 50.00 is open until 3 May; who owes nothing is no longer worked on."""
    call = Activity("Ann", MARCH, "phone", "reached", "Lin", "A1", next_step="call again", next_on=date(2024, 3, 9))
    notes.note_activity(store, call, "Lin")
    more = {
        "more_invoices": INVOICES.splitlines()[0] + "\nAnn,A2,2024-04-10,2024-05-09,50.00,EUR\n",
        "more_receipts": RECEIPTS.splitlines()[0]
        + "\nAnn,R3,2024-05-02,300.00,EUR,A1\nAnn,R4,2024-05-03,50.00,EUR,A2\n",
    }
    for name, text in more.items():
        (tmp_path / f"{name}.csv").write_text(text)
        assert not import_files(store, [tmp_path / f"{name}.csv"], ImportOptions()).failures
    steps = {day: [one.next_on for one in work(store, date(2024, 5, day))] for day in (1, 2, 3)}
    assert steps == {1: [date(2024, 3, 9)], 2: [None], 3: []}
