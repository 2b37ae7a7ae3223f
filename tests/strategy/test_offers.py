"""A claim of 100.00, not yet due: half is paid on the due date, the rest never. PD 10%, LGD 40%, money costs nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import ScoringError
from scoring.metrics.delays import DelayCurve
from scoring.strategy.cases.offers import Prospect, Waiting, verdict, waiting
from scoring.strategy.cases.plans import feasible, followed, habit, plan, strain

HALF = Prospect(DelayCurve(0, np.array([0.0, 0.5])), 0.1, 0.4, 0.0)
DAY = date(2026, 3, 1)


def test_waiting_by_hand() -> None:
    """Half comes, of the other half 60% comes back: 50 + 30 = 80; steps cost 5, a default 20 x 50% = 10: 65."""
    assert waiting([(100.0, 0)], HALF, 5.0, 20.0) == Waiting(100.0, 65.0, 0.5, 15.0)


def test_who_expects_less_than_it_costs_stops() -> None:
    assert waiting([(10.0, 0)], HALF, 5.0, 20.0).worth == 0.0


def test_money_that_costs_ten_per_cent_makes_waiting_worth_less() -> None:
    """After the curve's end nothing more is paid: 60% comes back in a year, at 10% that is 54.55 of 100."""
    found = waiting([(100.0, 5)], Prospect(HALF.curve, 0.1, 0.4, 0.1), 0.0, 0.0)
    assert (round(found.worth, 2), found.unpaid) == (54.55, 1.0)


def test_the_probability_of_default_counts_where_it_is_the_worse() -> None:
    sure = DelayCurve(0, np.array([0.0, 1.0]))
    assert waiting([(100.0, 0)], Prospect(sure, 0.3, 0.5, 0.0), 0.0, 0.0).worth == pytest.approx(85.0)
    assert waiting([(100.0, 0)], Prospect(sure, None, 0.5, 0.0), 0.0, 0.0).worth == pytest.approx(100.0)


def test_a_compromise_is_fine_while_it_does_not_cost_more_than_it_brings() -> None:
    waited = waiting([(100.0, 0)], HALF, 5.0, 20.0)
    assert verdict(waited, 80.0, 10, 0.0).fine
    assert verdict(waited, 65.0, 10, 0.0).gain == pytest.approx(0.0)
    assert not verdict(waited, 64.0, 10, 0.0).fine
    for pay, days in ((0.0, 10), (100.0, 10), (90.0, -1)):
        with pytest.raises(ScoringError, match="settlement_no_offer"):
            verdict(waited, pay, days, 0.0)


@given(st.floats(0.01, 0.99), st.integers(0, 90), st.floats(0.0, 0.3), st.floats(0.0, 0.5))
def test_at_the_break_even_discount_both_are_worth_the_same(paid: float, days: int, cost: float, lgd: float) -> None:
    waited = waiting([(100.0, 0)], Prospect(DelayCurve(0, np.array([0.0, paid])), 0.05, lgd, cost), 1.0, 3.0)
    even = verdict(waited, 50.0, days, cost).break_even
    if 0 < even < 1:
        assert verdict(waited, 100.0 * (1 - even), days, cost).gain == pytest.approx(0.0, abs=1e-6)


def test_a_payment_before_the_first_instalment_counts_since_the_day_of_the_agreement() -> None:
    """Agreed on 1 March without a first payment: 50.00 a month from 1 April. 50.00 on 20 March keep the first of them."""
    parts = plan(Decimal("100.00"), Decimal(0), 2, DAY)
    assert [str(part.due) for part in parts] == ["2026-04-01", "2026-05-01"]
    paid = [(date(2026, 3, 20), Decimal("50.00"))]
    assert [one.state for one in followed(parts, paid, date(2026, 4, 2), since=DAY)] == ["kept", "waiting"]
    assert [one.state for one in followed(parts, paid, date(2026, 5, 2), since=DAY)] == ["kept", "broken"]


def test_what_a_customer_usually_pays_says_whether_it_can_keep_a_plan() -> None:
    """Twelve receipts of 100.00 in the year before: 100.00 a month; instalments of 25.00 are easy, of 75.00 hard."""
    paid = [(date(2025, month, 15), Decimal("100.00")) for month in range(4, 13)]
    paid += [(date(2026, month, 15), Decimal("100.00")) for month in (1, 2)] + [(DAY, Decimal("100.00"))]
    known = habit([*paid, (date(2024, 12, 1), Decimal("999.00"))], date(2023, 1, 1), DAY)
    assert (known.monthly, known.receipts, known.months) == (Decimal("100.00"), 12, 12)
    words = {
        debt: feasible(strain(plan(Decimal(debt), Decimal(0), 4, DAY), known.monthly)) for debt in (100, 200, 300, 500)
    }
    assert words == {100: "light", 200: "fair", 300: "hard", 500: "beyond"}
    assert feasible(strain(plan(Decimal(100), Decimal(0), 4, DAY), habit([], DAY, DAY).monthly)) == "unknown"
