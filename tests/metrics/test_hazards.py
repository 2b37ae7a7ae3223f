"""Claims of one customer, by days from the due date: one paid a day early, two on the day, one half paid two days late and
half written off three days late, one last seen open on the day itself."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.metrics.forecast.hazards import Exposure

FIVE = Exposure(
    -1,
    paid=np.array([1.0, 2.0, 0.0, 0.5, 0.0]),
    lost=np.array([0.0, 0.0, 0.0, 0.0, 0.5]),
    waiting=np.array([0.0, 1.0, 0.0, 0.0, 0.0]),
)
Claim = tuple[int, str]
claims = st.lists(st.tuples(st.integers(-8, 8), st.sampled_from(["paid", "lost", "waiting"])), min_size=1, max_size=30)


def of(told: list[Claim], first: int = -8, span: int = 17) -> Exposure:
    parts = {name: np.zeros(span) for name in ("paid", "lost", "waiting")}
    for day, what in told:
        parts[what][day - first] += 1
    return Exposure(first, **parts)


def by_hand(told: list[Claim], day: int) -> Fraction:
    """Share paid by the end of `day`, claim by claim in whole fractions (Aalen-Johansen)."""
    paid, open_share = Fraction(0), Fraction(1)
    for today in range(-8, day + 1):
        seen = [what for when, what in told if when == today]
        at_risk = sum(when >= today for when, _ in told)
        if at_risk:
            paid += open_share * Fraction(seen.count("paid"), at_risk)
            open_share *= 1 - Fraction(seen.count("paid") + seen.count("lost"), at_risk)
    return paid


def test_claims_seen_open_count_as_long_as_they_are_seen() -> None:
    """5 open on the day before, of whom 1 pays; 4 on the day, of whom 2 pay; 1 is left two days later, half of it paid
    then: 1/5, then 4/5 x 2/4, then 2/5 x 1/2; the rest is written off."""
    assert FIVE.at_risk.tolist() == [5, 4, 1, 1, 0.5]
    curve = FIVE.hazards().curve()
    assert (curve.first_day, curve.paid.tolist()) == (-1, pytest.approx([0.2, 0.4, 0, 0.2]))
    assert curve.never == pytest.approx(0.2)


def test_a_claim_still_open_on_the_last_day_gets_nothing_but_what_is_left() -> None:
    late = FIVE.hazards().given_open(1)
    assert (late.first_day, late.paid.tolist()) == (2, [0.5])
    assert FIVE.hazards().given_open(40).never == 1.0


@given(claims, st.integers(-8, 8))
def test_the_estimate_equals_the_one_worked_out_claim_by_claim(told: list[Claim], day: int) -> None:
    curve = of(told).hazards().curve()
    assert 1 - curve.unpaid_after(day) == pytest.approx(float(by_hand(told, day)))


@given(claims, claims, st.integers(-9, 9))
def test_what_is_known_of_two_groups_adds_up(one: list[Claim], other: list[Claim], day: int) -> None:
    both, whole = of(one, -9, 30) + of(other), of(one + other)
    assert both.hazards().curve().unpaid_after(day) == pytest.approx(whole.hazards().curve().unpaid_after(day))


@given(claims, st.integers(-9, 9), st.integers(0, 9))
def test_where_nothing_is_lost_both_ways_to_look_at_an_open_claim_agree(told: list[Claim], day: int, more: int) -> None:
    hazards = of([(when, "paid" if what == "lost" else what) for when, what in told]).hazards()
    if hazards.curve().unpaid_after(day) > 1e-9:
        expected = hazards.curve().given_unpaid(day).unpaid_after(day + more)
        assert hazards.given_open(day).unpaid_after(day + more) == pytest.approx(expected)
