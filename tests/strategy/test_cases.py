"""A case goes confirm, remind, plan, final; a plan of 1,000.00 in three parts; a claim due on 29 February 2024."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import ScoringError
from scoring.metrics.delays import DelayCurve
from scoring.strategy.cases.limitation import Happened, clock, months_after
from scoring.strategy.cases.plans import followed, plan, settlement_gain, strain, waiting_value
from scoring.strategy.cases.steps import HandOver, Move, check_move, responsible, stage_of

DAY = date(2026, 3, 2)
CONFIRM = Move("confirm", DAY, "Lin")
REMIND = Move("remind", DAY, "Lin", "statement signed 1 March")
PLAN = Move("plan", DAY, "Lin", "call of 2 March, plan offered")
FINAL = Move("final", DAY, "Lin", "instalment 1 broken", "Chen")


def stop_of(moves: list[Move], move: Move, disputed: bool = False) -> str:
    with pytest.raises(ScoringError) as stop:
        check_move(moves, move, disputed)
    return stop.value.code


def test_a_case_goes_the_four_steps() -> None:
    moves: list[Move] = []
    for move in (CONFIRM, REMIND, PLAN, FINAL, Move("closed", DAY, "Lin", "judgment paid", "Chen", "paid")):
        check_move(moves, move)
        moves.append(move)
    assert stage_of(moves) == "closed"


@pytest.mark.parametrize(
    ("moves", "move", "code"),
    [
        ([], REMIND, "case_step_skipped"),
        ([CONFIRM], PLAN, "case_step_skipped"),
        ([CONFIRM, REMIND], FINAL, "case_step_skipped"),
        ([CONFIRM], Move("remind", DAY, "Lin"), "case_evidence_missing"),
        ([CONFIRM], Move("remind", DAY, " ", "x"), "case_owner_missing"),
        ([CONFIRM], Move("remind", DAY - timedelta(1), "Lin", "x"), "case_backwards"),
        ([CONFIRM, REMIND, PLAN], Move("final", DAY, "Lin", "broken"), "case_not_allowed"),
        ([CONFIRM, REMIND, PLAN], Move("final", DAY, "Lin", "broken", "Lin"), "case_not_allowed"),
        ([CONFIRM], Move("closed", DAY, "Lin", "lost", "", "written_off"), "case_not_allowed"),
        ([CONFIRM], Move("closed", DAY, "Lin", "bank slip"), "case_outcome_missing"),
        ([CONFIRM], Move("remind", DAY, "Lin", "x", "", "paid"), "case_outcome_missing"),
    ],
)
def test_an_illegal_move_is_refused_with_its_reason(moves: list[Move], move: Move, code: str) -> None:
    assert stop_of(moves, move) == code


def test_disputed_claims_leave_the_flow_but_can_be_paid() -> None:
    assert stop_of([CONFIRM], REMIND, disputed=True) == "case_disputed"
    check_move([CONFIRM], Move("closed", DAY, "Lin", "bank slip", "", "paid"), disputed=True)


def test_a_case_handed_over_stays_until_it_is_accepted() -> None:
    given_on = HandOver("finance", "legal", DAY, "plan broken")
    accepted = HandOver("finance", "legal", DAY, "plan broken", "Wu", DAY)
    assert (responsible("finance", [given_on]), responsible("finance", [accepted])) == ("finance", "legal")


def test_a_plan_of_a_thousand() -> None:
    """100.00 now, 900.00 in three parts at 6%: interest on what is left, by days."""
    parts = plan(Decimal("1000.00"), Decimal("100.00"), 3, date(2026, 1, 31), Decimal("0.06"))
    assert [(part.due, part.principal, part.interest) for part in parts] == [
        (date(2026, 1, 31), Decimal("100.00"), Decimal("0.00")),
        (date(2026, 2, 28), Decimal("300.00"), Decimal("4.14")),  # 900 x 6% x 28/365
        (date(2026, 3, 31), Decimal("300.00"), Decimal("3.06")),  # 600 x 6% x 31/365
        (date(2026, 4, 30), Decimal("300.00"), Decimal("1.48")),  # 300 x 6% x 30/365
    ]
    assert strain(parts, Decimal(608)) == Decimal("304.14") / Decimal(608)
    assert strain(parts, None) is None


@given(st.integers(1, 10**9), st.integers(1, 60), st.floats(0, 0.99))
def test_principals_sum_to_the_debt(cents: int, instalments: int, first_share: float) -> None:
    debt = Decimal(cents) / 100
    first = (debt * Decimal(first_share)).quantize(Decimal("0.01"))
    if first < debt:
        parts = plan(debt, first, instalments, DAY)
        assert sum(part.principal for part in parts) == debt


@pytest.mark.parametrize(
    ("debt", "first", "parts"), [("0", "0", 3), ("100", "100", 3), ("100", "-1", 3), ("100", "0", 0)]
)
def test_what_is_no_plan_is_refused(debt: str, first: str, parts: int) -> None:
    with pytest.raises(ScoringError, match="plan_impossible"):
        plan(Decimal(debt), Decimal(first), parts, DAY)


def test_a_plan_is_followed_instalment_by_instalment() -> None:
    """30 a month from 2 March: 30 came on the day, 20 too late and too little, nothing for the last yet."""
    parts = plan(Decimal("90.00"), Decimal("30.00"), 2, DAY)
    receipts = [(DAY, Decimal(30)), (date(2026, 4, 9), Decimal(20)), (date(2026, 2, 1), Decimal(99))]
    found = followed(parts, receipts, date(2026, 4, 15))
    assert [(kept.paid, kept.state) for kept in found] == [
        (Decimal("30.00"), "kept"),
        (Decimal("20"), "broken"),
        (Decimal("0"), "waiting"),
    ]


def test_waiting_is_worth_what_is_still_to_come() -> None:
    """Half of what is open today comes in a year at 10%, half never."""
    curve = DelayCurve(1, np.append(np.zeros(364), 0.5))
    worth = waiting_value(curve, 0, 0.10)
    assert worth == pytest.approx(0.5 / 1.1)
    assert settlement_gain(0.3, 1.0, worth) == pytest.approx(0.7 - 0.5 / 1.1)


def test_only_provable_events_reset_the_clock() -> None:
    due = date(2024, 2, 29)
    said, proven = Happened("demand", date(2025, 1, 1), ""), Happened("demand", date(2026, 1, 1), "signed receipt")
    assert clock(due, [said], date(2026, 6, 1), 3).ends == date(2027, 2, 28)
    assert clock(due, [said, proven], date(2026, 6, 1), 3).ends == date(2029, 1, 1)
    assert clock(due, [said, proven], date(2025, 6, 1), 3).ends == date(2027, 2, 28)  # not known yet


def test_a_demand_after_the_end_revives_nothing_but_an_acknowledgement_does() -> None:
    due, late = date(2020, 1, 1), date(2024, 1, 1)
    assert clock(due, [Happened("demand", late, "receipt")], date(2024, 6, 1), 3).state == "expired"
    assert clock(due, [Happened("acknowledgement", late, "signed")], date(2024, 6, 1), 3).ends == date(2027, 1, 1)


def test_twenty_years_end_it_whatever_happened() -> None:
    events = [Happened("demand", date(year, 1, 1), "receipt") for year in range(2001, 2020, 2)]
    assert clock(date(2000, 1, 1), events, date(2019, 6, 1), 3, 20).ends == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2026-08-31", "running"), ("2026-09-01", "warn_6"), ("2026-12-01", "warn_3"), ("2027-03-01", "warn_3"),
     ("2027-03-02", "expired")],
)  # fmt: skip
def test_it_warns_at_six_and_three_months(as_of: str, state: str) -> None:
    assert clock(date(2024, 3, 1), [], date.fromisoformat(as_of), 3).state == state


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(-240, 240))
def test_months_later_is_the_month_meant(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(1)).day == 1
