"""A segment sells 100 a day at 30 days net. Who pays on the due date owes 3,000 at any day's end: the sales of 30 days."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.scenario.assumptions import Values
from scoring.scenario.kernels import habit_of
from scoring.scenario.paths import figures_at, path_of
from scoring.scenario.result import Result, break_even, run
from scoring.scenario.scenario import TODAY, Change, Scenario
from scoring.scenario.shocks import Shocks
from scoring.scenario.terms import Terms
from tests.scenario.ledgers import MIXED, STEADY, curve, facts, scaled, segment

CLOSE = 1e-6
terms = st.builds(
    Terms,
    net_days=st.none() | st.integers(0, 120),
    due_rule=st.sampled_from(["net", "end_of_month"]),
    discount_percent=st.none() | st.floats(0, 5),
    discount_days=st.just(10),
    stop_ship_days=st.none() | st.integers(0, 120),
    deposit_percent=st.none() | st.floats(0, 100),
    instalments=st.none() | st.integers(1, 4),
    instalment_days=st.just(30),
    factoring_advance_percent=st.none() | st.floats(0, 90),
    factoring_recourse=st.booleans(),
)
quick = settings(max_examples=15, deadline=None)


def changed(terms: Terms, key: str = "A", shocks: Shocks | None = None) -> Scenario:
    return Scenario("changed", changes=(Change(key, terms),), shocks=shocks or Shocks())


def dso(result: Result, end: int) -> float:
    path = path_of(result.facts, result.parts)
    return float({f.name: f.value for f in figures_at(result.facts, result.parts, path, end)}["dso_simple"] or 0)


def test_who_pays_on_the_day_owes_thirty_days_of_sales() -> None:
    path = path_of(facts(), run(facts(), TODAY, STEADY).parts)
    assert {(str(p.receivables), str(p.overdue)) for p in path} == {("3000.00", "0.00")}


def test_thirty_days_more_tie_up_thirty_days_of_sales() -> None:
    """Sales of 30 days x 100 = 3,000, within two months; the first month's money of old terms still comes in."""
    path = path_of(facts(), run(facts(), changed(Terms(net_days=60)), STEADY).parts)
    assert [str(path[end].receivables) for end in (0, 1, 2, 24)] == ["3000.00", "3000.00", "6000.00", "6000.00"]
    assert str(path[1].cash) == "3000.00"


def test_a_customer_who_passes_on_half_pays_fifteen_days_later_and_early() -> None:
    half = replace(STEADY, pass_through=0.5)
    path = path_of(facts(), run(facts(), changed(Terms(net_days=60)), half).parts)
    assert (str(path[24].receivables), str(path[24].overdue)) == ("4500.00", "0.00")


def test_a_discount_that_all_take() -> None:
    """2% on ten days, taken by all: 1,000 stand open, and 2% of 36,500 a year are given away."""
    all_take = replace(STEADY, take_up=1.0)
    result = run(facts(), changed(Terms(discount_percent=2, discount_days=10)), all_take)
    assert result.steady.receivables == pytest.approx(1_000)
    assert result.steady.year.discounts == pytest.approx(-730)
    path = path_of(facts(), result.parts)
    assert str(path[3].discounts) == "62.00"  # January: 31 days x 100 x 2%


def test_end_of_month_and_ten_days() -> None:
    """What is sold in December 2026 is due on 10 January 2027: at the month's end all of it, 3,100, stands open."""
    path = path_of(facts(), run(facts(), changed(Terms(net_days=10, due_rule="end_of_month")), STEADY).parts)
    assert str(path[2].receivables) == "3100.00"
    assert str(path[3].cash) == "3100.00"


def test_a_deposit_and_three_instalments() -> None:
    """40% on order; the other 60 a day in thirds after 30, 60 and 90 days: 20 x (30 + 60 + 90) = 3,600."""
    result = run(facts(), changed(Terms(deposit_percent=40, instalments=3, instalment_days=30)), STEADY)
    assert result.steady.receivables == pytest.approx(3_600)


def test_stop_ship_makes_the_late_pay_or_leave() -> None:
    """Half pays on time, half 60 days late: with stop-ship after 20 days it pays on day 20, but for a tenth that leaves."""
    halves = segment(paid=curve(0, 0.5, *[0.0] * 59, 0.5))
    result = run(facts(halves), changed(Terms(stop_ship_days=20)), replace(STEADY, attrition=0.1))
    assert result.steady.year.sales == pytest.approx(36_500 * 0.95)
    assert result.steady.receivables == pytest.approx(50 * 30 + 45 * 50)
    assert result.steady.sales_at_risk == pytest.approx(36_500 * 0.5)


def test_a_limit_turns_what_is_over_it_into_cash_on_order() -> None:
    """C1 buys 2,000 a month and pays after 35 days: 2,301 stand open, 300 over one month's sales (13%). C2 buys 1,000 and
    pays after 70 days: 2,301, 1,301 over (57%). Together (13% x 2,000 + 57% x 1,000) / 3,000 = 27.5% of sales."""
    result = run(facts(), changed(Terms(limit_months=1)), replace(STEADY, attrition=0.0))
    over = [1 - 365 / 12 / days for days in (35, 70)]
    assert result.part("A").answer.at_risk == pytest.approx((over[0] * 2 + over[1]) / 3)
    assert result.steady.receivables == pytest.approx(3_000 * (1 - result.part("A").answer.at_risk))


def test_factoring_with_and_without_recourse() -> None:
    """80% in advance for 1%: without recourse 80% leave the book; with it they stay, and only a fifth is to be financed."""
    offer = Terms(factoring_advance_percent=80, factoring_fee_percent=1)
    sold = run(facts(), changed(replace(offer, factoring_recourse=False)), STEADY).steady
    lent = run(facts(), changed(replace(offer, factoring_recourse=True)), STEADY).steady
    assert (sold.receivables, lent.receivables) == (pytest.approx(600), pytest.approx(3_000))
    assert sold.year.financing == pytest.approx(lent.year.financing) == pytest.approx(-0.08 * 600)
    assert sold.year.factoring == pytest.approx(-365)


def test_insurance_costs_its_premium_and_pays_most_of_the_losses() -> None:
    """3% of 36,500 is lost: 1,095; 10% of it is borne, 90% of the rest paid: 886.95; the premium is 0.5%: 182.50."""
    offer = Terms(insurance_premium_percent=0.5, insurance_cover_percent=90, insurance_own_percent=10)
    year = run(facts(segment(paid=MIXED)), changed(offer), STEADY).steady.year
    assert (year.bad_debt, year.insurance) == (pytest.approx(-1_095), pytest.approx(886.95 - 182.5))


def test_the_steady_state_is_where_the_path_ends() -> None:
    one = segment(paid=MIXED)
    result = run(facts(one), changed(Terms(net_days=45, discount_percent=2, discount_days=10)), Values())
    assert result.flows.receivables[0, -1] == pytest.approx(result.steady.receivables)
    assert result.flows.buckets[0, -1] == pytest.approx(list(result.steady.buckets))


def test_what_is_lost_is_written_off_a_year_after_it_was_due() -> None:
    """3% of each day's 100 is never paid: a year past due 3 a day leave the book, from today on."""
    path = path_of(facts(), run(facts(segment(paid=MIXED)), TODAY, STEADY).parts)
    assert [str(path[end].lost) for end in (1, 12, 24)] == ["90.00", "93.00", "93.00"]


@given(terms, st.floats(0, 1.2), st.integers(-20, 60), st.floats(0, 3))
@quick
def test_cash_is_sales_less_losses_less_the_change_of_receivables(
    new: Terms, passed: float, delay: int, worse: float
) -> None:
    """Twice: in the floats the two sides are computed apart; in cents the sum is exact in every month."""
    scenario = changed(new, shocks=Shocks(delay_days=delay, pd_multiple=worse, sales_percent=10))
    result = run(facts(segment(paid=MIXED), segment("B")), scenario, replace(Values(), pass_through=passed))
    f = result.flows
    left = f.receivables[:, :1] + f.sales - f.cash - f.discounts - f.credits - f.lost
    assert np.abs(left - f.receivables).max() < CLOSE
    path = path_of(result.facts, result.parts)
    for before, now in pairwise(path):
        taken_off = now.discounts + now.credits + now.lost
        assert now.cash == now.sales - taken_off - (now.receivables - before.receivables)
        assert sum(now.buckets) == now.receivables


@given(terms)
@quick
def test_two_segments_add_up(new: Terms) -> None:
    both = facts(segment(paid=MIXED), segment("B", 40.0, 14))
    today = run(both, TODAY, Values())
    first, second = run(both, changed(new), Values()), run(both, changed(Terms(net_days=7), "B"), Values())
    together = run(both, Scenario("x", changes=(Change("A", new), Change("B", Terms(net_days=7)))), Values())
    for value in (lambda r: r.steady.year.added, lambda r: r.flows.cash[0, 12], lambda r: r.npv):
        apart = value(first) + value(second) - 2 * value(today)
        assert value(together) - value(today) == pytest.approx(apart, abs=1e-6)


@given(st.integers(0, 90), st.integers(0, 90), st.floats(0, 1.5))
@quick
def test_later_terms_never_release_cash(days: int, more: int, passed: float) -> None:
    fixed, one = replace(STEADY, pass_through=passed), facts(segment(paid=MIXED))
    sooner, later = (run(one, changed(Terms(net_days=n)), fixed).flows for n in (days, days + more))
    assert (later.cash <= sooner.cash + CLOSE).all()
    assert (later.receivables >= sooner.receivables - CLOSE).all()


@given(terms, st.integers(0, 60), st.integers(0, 60), st.integers(1, 24))
@quick
def test_more_delay_never_lowers_dso(new: Terms, delay: int, more: int, end: int) -> None:
    fixed, kept = facts(segment(paid=MIXED)), replace(new, stop_ship_days=None)
    sooner, later = (run(fixed, changed(kept, shocks=Shocks(delay_days=d)), STEADY) for d in (delay, delay + more))
    assert dso(later, end) >= dso(sooner, end) - 0.01


@given(terms, st.floats(0.01, 1_000))
@quick
def test_amounts_scale(new: Terms, factor: float) -> None:
    one = segment(paid=MIXED)
    small, large = (run(facts(s), changed(new), Values()) for s in (one, scaled(one, factor)))
    assert large.npv == pytest.approx(small.npv * factor)
    assert large.steady.year.added == pytest.approx(small.steady.year.added * factor)
    assert large.flows.buckets == pytest.approx(small.flows.buckets * factor, abs=1e-6 * factor)


@given(st.integers(0, 120))
@quick
def test_terms_as_they_are_change_nothing(gap: int) -> None:
    one = facts(segment(gap=gap, paid=MIXED))
    today, same = run(one, TODAY, Values()), run(one, changed(Terms(net_days=gap)), Values())
    assert same.npv == pytest.approx(today.npv)
    assert same.flows.buckets == pytest.approx(today.flows.buckets, abs=1e-6)


def test_the_scenario_of_nothing_is_todays_book() -> None:
    one = facts(segment(paid=MIXED), segment("B"))
    first, again = run(one, TODAY, Values()), run(one, Scenario("nothing"), Values())
    assert path_of(one, first.parts) == path_of(one, again.parts)
    assert again.npv - first.npv == 0
    assert (again.steady.year - first.steady.year).added == 0
    assert break_even(first, again) is None


def test_break_even_says_how_much_more_must_be_sold() -> None:
    one = facts(segment(paid=MIXED))
    today, later = run(one, TODAY, STEADY), run(one, changed(Terms(net_days=60)), STEADY)
    needed = break_even(today, later)
    assert needed is not None
    more = run(one, changed(Terms(net_days=60), shocks=Shocks(sales_percent=needed * 100)), STEADY)
    assert more.steady.year.added == pytest.approx(today.steady.year.added)


def test_resampled_delays_give_a_path_for_each_draw() -> None:
    one = segment(paid=MIXED)
    draws = np.stack([MIXED.paid, MIXED.paid * 0.5])
    path = run(facts(one), TODAY, STEADY, {"A": draws}).flows
    assert path.receivables.shape == (2, 25)
    assert path.receivables[1, -1] > path.receivables[0, -1]
    assert habit_of(one.curve, 0.0, one.discount, draws).lost == pytest.approx([0.03, 0.515])
