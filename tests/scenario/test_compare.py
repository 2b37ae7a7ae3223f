"""A scenario beside today: bridges that add up, customers by name, and how sure it is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from scoring.scenario.assumptions import Assumption, Assumptions, Values
from scoring.scenario.compare import LimitSwap, customer_effects, limit_swap, receivables_bridge, value_bridge
from scoring.scenario.ranges import ranges, resampled
from scoring.scenario.result import run
from scoring.scenario.scenario import TODAY, Change, Scenario
from scoring.scenario.shocks import Shocks
from scoring.scenario.terms import Terms
from tests.scenario.ledgers import MIXED, STEADY, facts, segment
from tests.scenario.test_simulate import terms

ONE = facts(segment(paid=MIXED), segment("B"))
LATER = Scenario("later", changes=(Change("A", Terms(net_days=60)),))


@given(terms)
@settings(max_examples=10, deadline=None)
def test_bridges_add_up_to_the_cent(new: Terms) -> None:
    scenario = Scenario("x", changes=(Change("A", new),), shocks=Shocks(sales_percent=3))
    today, then = run(ONE, TODAY, Values()), run(ONE, scenario, Values())
    for bridge in (value_bridge(today.parts, then.parts), receivables_bridge(today, then, 12)):
        assert bridge.before + sum(step.amount for step in bridge.steps) == bridge.after
    assert receivables_bridge(today, then, 12).steps[0].name == "shocks"


def test_a_bridge_of_two_levers() -> None:
    """Everybody at 30 days net on the day: 20% on order takes 20% of 3,000 off; 60 days double what is left."""
    one = facts(segment())
    scenario = Scenario("x", changes=(Change("A", Terms(net_days=60, deposit_percent=20)),))
    found = receivables_bridge(run(one, TODAY, STEADY), run(one, scenario, STEADY), 24)
    assert [(step.name, step.amount) for step in found.steps] == [("due", Decimal(3000)), ("deposit", Decimal(-1200))]
    assert (found.before, found.after) == (Decimal(3000), Decimal(4800))


def test_who_gains_who_loses_who_is_stopped() -> None:
    """C1 owes 2,333 and is 50 days late, C2 owes 2,333; both have 30 days. New: 60 days, half a month of sales."""
    one = segment()
    late = replace(one, accounts=replace(one.accounts, oldest_days=np.array([50.0, 0.0])))
    scenario = Scenario("x", changes=(Change("A", Terms(net_days=60, limit_months=0.5, stop_ship_days=45)),))
    first, second = customer_effects(run(facts(late, segment("B")), scenario, STEADY))
    assert (first.customer_id, first.gains, first.loses, first.stopped) == ("C1", ("days",), ("limit",), True)
    assert (first.limit_before, first.limit_after, first.over_limit_before) == (None, 1000.0, None)
    assert first.over_limit == pytest.approx(2_000 * 35 / 30 - 1_000)
    assert (second.stopped, second.days_before, second.days_after) == (False, 30.0, 60.0)


def test_whose_orders_are_held_instead_of_whose() -> None:
    """C1 and C2 owe 2,333 each. Today C2 may owe 2,000; from now on one month of sales: C1 2,000, C2 1,000."""
    one = segment()
    limited = replace(one, accounts=replace(one.accounts, limit=np.array([np.nan, 2_000.0])))

    def swap(months: float) -> LimitSwap:
        scenario = Scenario("x", changes=(Change("A", Terms(limit_months=months)),))
        return limit_swap(customer_effects(run(facts(limited), scenario, STEADY)))

    assert (swap(1).held, swap(1).freed, swap(1).still) == (1, 0, 1)
    assert swap(1).held_over == pytest.approx(333.33, abs=0.01)
    assert swap(1).still_over == pytest.approx(1_333.33, abs=0.01)
    assert swap(3).freed_over == pytest.approx(333.33, abs=0.01)


def test_ranges_hold_the_base_and_nothing_for_today() -> None:
    found = ranges(ONE, LATER, Assumptions(), draws=20)
    for band in (found.receivables_today, found.receivables, found.released, found.value):
        inner = (band.lowest, band.low, band.base, band.high, band.highest)
        assert all((lower <= upper).all() for lower, upper in pairwise(inner))
    assert found.receivables_today.lowest == pytest.approx(found.receivables_today.low)
    nothing = ranges(ONE, TODAY, Assumptions(), draws=20)
    assert (nothing.released.highest, nothing.value.highest, nothing.bars) == (pytest.approx(0), pytest.approx(0), ())


def test_the_tornado_names_what_the_result_hangs_on() -> None:
    """Only terms of 30 days more, so only pass-through, elasticity, their price and the share lost can matter."""
    found = {bar.name: bar for bar in ranges(ONE, LATER, Assumptions(), draws=20).bars}
    assert set(found) == {"pass_through", "price_elasticity", "customer_rate", "pd_per_30_days", "delays"}
    base = run(ONE, LATER, Values()).flows.receivables[0, 12] - run(ONE, TODAY, Values()).flows.receivables[0, 12]
    assert found["pass_through"].cash_low > -base > found["pass_through"].cash_high


def test_an_assumption_that_is_certain_has_no_bar() -> None:
    sure = Assumptions().replaced({"pass_through": Assumption(0.8, 0.8, 0.8)})
    assert "pass_through" not in {bar.name for bar in ranges(ONE, LATER, sure, draws=10).bars}


def test_many_invoices_say_more_than_few() -> None:
    few, many = (
        resampled(replace(segment(paid=MIXED), claims=claims), 200, np.random.default_rng(1)).sum(axis=1).std()
        for claims in (100, 10_000)
    )
    assert few == pytest.approx(np.sqrt(0.97 * 0.03 / 100), rel=0.2)
    assert many == pytest.approx(few / 10, rel=0.3)
