"""A claim of 100 due on day 0: 25 paid a day early, 50 on the day, 12.50 two days late, 12.50 never."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.metrics.delays import DelayCurve, mixture

CURVE = DelayCurve(-1, np.array([0.25, 0.5, 0.0, 0.125]))
curves = st.builds(
    lambda first, shares, paid: DelayCurve(first, np.array(shares) / max(1.0, sum(shares)) * paid),
    st.integers(-30, 30),
    st.lists(st.floats(0, 1), min_size=1, max_size=20),
    st.floats(0, 1),
)


def test_what_is_left_after_each_day() -> None:
    assert [CURVE.unpaid_after(day) for day in (-2, -1, 0, 1, 2, 99)] == [1.0, 0.75, 0.25, 0.25, 0.125, 0.125]


def test_a_claim_a_day_late_is_paid_half_or_never() -> None:
    late = CURVE.given_unpaid(1)
    assert (late.first_day, late.paid.tolist(), late.never) == (2, [0.5], 0.5)


def test_past_the_last_known_day_nothing_more_is_expected() -> None:
    assert DelayCurve(0, np.array([1.0])).given_unpaid(5).never == 1.0


def test_more_than_the_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        DelayCurve(0, np.array([0.9, 0.2]))


@given(curves, st.integers(-40, 60), st.integers(0, 60))
def test_conditional_curves_agree_with_the_whole(curve: DelayCurve, day: int, more: int) -> None:
    left = curve.unpaid_after(day)
    if left > 1e-6:
        assert curve.given_unpaid(day).unpaid_after(day + more) * left == pytest.approx(curve.unpaid_after(day + more))


@given(curves, curves, st.floats(0.01, 1), st.integers(-40, 60))
def test_a_mixture_leaves_the_weighted_rest(one: DelayCurve, other: DelayCurve, weight: float, day: int) -> None:
    both = mixture([one, other], [weight, 1 - weight + 0.01])
    parts = (weight * one.unpaid_after(day) + (1.01 - weight) * other.unpaid_after(day)) / 1.01
    assert both.unpaid_after(day) == pytest.approx(parts, abs=1e-9)
