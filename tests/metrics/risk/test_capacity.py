"""How large a receivable can we bear, by hand and in properties.

1,000 owed, 200 of it overdue. Within a year 20 are expected to be lost, 10 of the overdue; a bad year costs 100, five
times as much. So 100 of overdue money lose 25 in a bad year, 100 not yet due 6.25. Capital costs 10% a year.

    profit 200, half of which may go: 100. Today a bad year takes 100 + 10% x 200 = 120 of it
    equity 3,000, a tenth of which may go: 300. Today 100
    cash buffer 400. Today 200 are overdue
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.metrics.risk.capacity import Means, Standing, capacity, cost_of_overdue

TODAY = Standing(balance=1_000, overdue=200, loss_overdue=10, loss_rest=10, bad_year=100, cost_of_capital=0.10)
ALL = Means(cash_buffer=400, equity=3_000, annual_profit=200, equity_share=0.1, profit_share=0.5)


def test_the_smallest_bound_binds() -> None:
    found = capacity(TODAY, ALL)
    assert found is not None
    told = {one.name: (one.limit, one.used, one.largest_balance) for one in found.bounds}
    assert told == {
        "profit": (100, pytest.approx(120), pytest.approx(1_000 * 100 / 120)),
        "equity": (300, pytest.approx(100), pytest.approx(3_000)),
        "cash": (400, pytest.approx(200), pytest.approx(2_000)),
    }
    assert (found.binding, found.largest_balance) == ("profit", pytest.approx(833.33, abs=0.01))


def test_the_largest_overdue_share_at_todays_balance() -> None:
    """Profit: 0.0625 + (0.25 - 0.0625 + 0.10) x share = 100 / 1,000: a share of 13.04%. Cash: 40%. Equity: all of it."""
    found = capacity(TODAY, ALL)
    assert found is not None
    shares = {one.name: one.largest_overdue_share for one in found.bounds}
    assert shares == {"profit": pytest.approx(0.0375 / 0.2875), "equity": 1.0, "cash": pytest.approx(0.4)}
    assert found.largest_overdue_share == pytest.approx(0.1304, abs=1e-4)


def test_the_frontier_runs_through_todays_bound() -> None:
    found = capacity(TODAY, ALL)
    assert found is not None
    at_20_percent = dict(found.frontier)[0.2]
    assert at_20_percent == pytest.approx(found.largest_balance)
    assert found.frontier[0] == (0.0, pytest.approx(100 / 0.0625))


def test_nothing_stated_nothing_said() -> None:
    assert capacity(TODAY, Means(None, None, None, 0.1, 0.5)) is None


def test_a_company_that_makes_a_loss_can_bear_nothing() -> None:
    found = capacity(TODAY, Means(None, None, -50, 0.1, 0.5))
    assert found is not None
    assert found.largest_balance == 0
    assert found.largest_overdue_share is None


def test_nothing_owed_or_nothing_overdue() -> None:
    nothing = capacity(Standing(0, 0, 0, 0, 0, 0.1), ALL)
    assert nothing is not None
    assert (nothing.largest_balance, nothing.largest_overdue_share) == (None, 1.0)
    calm = capacity(Standing(1_000, 0, 0, 10, 50, 0.1), ALL)
    assert calm is not None
    assert (calm.binding, calm.largest_balance) == ("profit", pytest.approx(2_000))


def test_cost_of_overdue_and_the_sales_that_earn_it_back() -> None:
    """5,000 overdue for 101 days at 12.25% cost 169.49; with 830.51 expected to be lost, 4,000 of sales at 25%."""
    found = cost_of_overdue(Decimal("169.49"), Decimal("830.51"), Decimal("0.25"))
    assert (found.total, found.new_sales) == (Decimal("1000.00"), Decimal(4_000))
    assert cost_of_overdue(Decimal(1), Decimal(1), Decimal(0)).new_sales is None


AMOUNT = st.floats(1, 1e6)
SHARE = st.integers(0, 10_000).map(lambda parts: parts / 10_000)


@given(
    balance=AMOUNT, late=SHARE, rates=st.tuples(SHARE, SHARE), worse=st.floats(1, 10),
    profit=AMOUNT, cash=AMOUNT,
)  # fmt: skip
def test_at_the_bound_the_means_are_used_up_and_no_more(
    balance: float, late: float, rates: tuple[float, float], worse: float, profit: float, cash: float
) -> None:
    """A balance of the largest size, made like today's, uses exactly the limit of the means that binds."""
    overdue = balance * late
    losses = overdue * rates[0], (balance - overdue) * rates[1]
    today = Standing(balance, overdue, *losses, sum(losses) * worse, 0.1)
    means = Means(cash, None, profit, 0.1, 1.0)
    found = capacity(today, means)
    assert found is not None
    if found.largest_balance is None:
        return
    times = found.largest_balance / balance
    grown = Standing(balance * times, overdue * times, *(one * times for one in losses), today.bad_year * times, 0.1)
    then = capacity(grown, means)
    assert then is not None
    assert all(one.used <= one.limit * (1 + 1e-6) for one in then.bounds)
    assert any(one.used == pytest.approx(one.limit, rel=1e-6) for one in then.bounds)
