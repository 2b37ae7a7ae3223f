"""Ann owes 600.00 since 9 February; she agrees to 100.00 on 1 March and 250.00 in April and May, and pays 100 and 250."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.desk.collections import cases, notes, repayment
from scoring.desk.collections.timeline import timeline
from scoring.desk.intake.importing import import_files
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.store import Store
from scoring.strategy.cases.steps import Move

INVOICES = """Customer No,Invoice No,Invoice Date,Due Date,Amount,Currency
Ann,A1,2024-01-10,2024-02-09,600.00,EUR
"""
RECEIPTS = """Customer No,Receipt No,Receipt Date,Amount,Currency,Invoice No
Ann,R1,2024-03-01,100.00,EUR,A1
Ann,R2,2024-04-03,250.00,EUR,A1
"""
FEBRUARY, MARCH = date(2024, 2, 20), date(2024, 3, 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store.open(tmp_path / "store.duckdb")
    files = []
    for name, text in (("invoices", INVOICES), ("receipts", RECEIPTS)):
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text(text)
    assert not import_files(opened, files, ImportOptions()).failures
    return opened


def confirm(store: Store) -> int:
    return cases.move_case(store, "Ann", Move("confirm", FEBRUARY, "Lin"), "Lin")


def test_a_case_is_what_its_moves_say_on_the_day(store: Store) -> None:
    assert confirm(store) == 1
    cases.move_case(store, "Ann", Move("remind", MARCH, "Lin", "statement stamped"), "Lin")
    (then,) = cases.cases(store, FEBRUARY)
    (now,) = cases.cases(store, MARCH)
    assert (then.stage, now.stage, now.owner, now.department) == ("confirm", "remind", "Lin", "finance")
    with pytest.raises(ScoringError, match="case_step_skipped"):
        cases.move_case(store, "Ann", Move("final", MARCH, "Lin", "x", "Chen"), "Lin")
    cases.move_case(store, "Ann", Move("closed", MARCH, "Lin", "bank slip", "", "paid"), "Lin")
    assert cases.open_case(store, MARCH, "Ann") is None
    assert confirm(store) == 2


def test_disputed_claims_leave_the_flow(store: Store) -> None:
    confirm(store)
    notes.note_dispute(store, "Ann", "A1", FEBRUARY, "quality", "Lin")
    with pytest.raises(ScoringError, match="case_disputed"):
        cases.move_case(store, "Ann", Move("remind", MARCH, "Lin", "call"), "Lin")
    notes.close_dispute(store, 1, MARCH, "Lin")
    cases.move_case(store, "Ann", Move("remind", MARCH, "Lin", "call"), "Lin")


def test_a_hand_over_needs_somebody_who_accepts(store: Store) -> None:
    with pytest.raises(ScoringError, match="case_missing"):
        cases.hand_over(store, "Ann", "legal", "broken plan", MARCH, "Lin")
    confirm(store)
    number = cases.hand_over(store, "Ann", "legal", "broken plan", MARCH, "Lin")
    (case,) = cases.cases(store, MARCH)
    assert case.department == "finance"
    with pytest.raises(ScoringError, match="hand_over_open"):
        cases.hand_over(store, "Ann", "sales", "again", MARCH, "Lin")
    cases.accept(store, number, MARCH, "Wu")
    (case,) = cases.cases(store, MARCH)
    assert case.department == "legal"
    with pytest.raises(ScoringError, match="note_ended"):
        cases.accept(store, number, MARCH, "Wu")


def test_a_plan_is_judged_from_the_receipts(store: Store) -> None:
    """The second payment came two days after its day, within the three days of grace; nothing came for May."""
    repayment.agree_plan(store, "Ann", "EUR", Decimal("600.00"), Decimal("100.00"), 2, MARCH, "Lin")
    states = {
        day: [one.state for one in repayment.plans(store, date.fromisoformat(day), "Ann")[0].instalments]
        for day in ("2024-03-01", "2024-04-04", "2024-05-04", "2024-05-05")
    }
    assert states == {
        "2024-03-01": ["kept", "waiting", "waiting"],
        "2024-04-04": ["kept", "kept", "waiting"],
        "2024-05-04": ["kept", "kept", "waiting"],
        "2024-05-05": ["kept", "kept", "broken"],
    }
    assert [plan.state for plan in repayment.plans(store, date(2024, 5, 5))] == ["broken"]
    with pytest.raises(ScoringError, match="plan_running"):
        repayment.agree_plan(store, "Ann", "EUR", Decimal("250.00"), Decimal(0), 2, MARCH, "Lin")


def test_the_timeline_tells_all_of_it_and_nothing_later(store: Store) -> None:
    confirm(store)
    cases.hand_over(store, "Ann", "sales", "complaint", FEBRUARY, "Lin")
    notes.note_survey(store, "Ann", MARCH, 4, "Lin")
    told = [(one.on, one.kind) for one in timeline(store, "Ann", MARCH)]
    assert told == [(MARCH, "survey"), (MARCH, "receipt"), (FEBRUARY, "hand_over"), (FEBRUARY, "case")]


def test_the_giver_does_not_accept_unless_alone(store: Store) -> None:
    """Lin gives; as long as nobody else is known here Lin may take, and the hand-over says so. Then Wu notes something."""
    confirm(store)
    cases.accept(store, cases.hand_over(store, "Ann", "legal", "broken plan", MARCH, "Lin"), MARCH, " lin ")
    (case,) = cases.cases(store, MARCH)
    assert (case.department, case.given[0].one_person) == ("legal", True)
    notes.note_activity(store, notes.Activity("Ann", MARCH, "phone", "reached", "Wu"), "Wu")
    back = cases.hand_over(store, "Ann", "sales", "complaint", MARCH, "Lin")
    with pytest.raises(ScoringError, match="accepter_is_giver") as stop:
        cases.accept(store, back, MARCH, "Lin")
    assert stop.value.facts["others"] == "Wu"
    cases.accept(store, back, MARCH, "Wu")
    assert [one.one_person for one in cases.cases(store, MARCH)[0].given] == [True, False]
