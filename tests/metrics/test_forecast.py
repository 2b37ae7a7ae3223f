"""A ledger whose delays are known: on day 1000 (a Thursday), customer 0 has paid 40 claims three days late each, customer 1
half of its 40 claims on the day and half ten days late; both have claims open that were due two days before."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import add

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.metrics.forecast import predict
from scoring.metrics.forecast.backtest import chosen, naive_days, record, trial
from scoring.metrics.forecast.history import End, History
from scoring.metrics.forecast.outlook import OpenClaims, outlook, promised, put_off
from scoring.metrics.forecast.predict import Chances, Fitted, Model, dates, fit
from scoring.metrics.forecast.sums import Sums, by_customer, correlation, sums
from scoring.metrics.forecast.table import delay_past

TODAY = 1000
PLAIN = Model(None, ())
Part = tuple[int, int, int, End]


def history(parts: list[Part], customers: int = 2, issue_before_due: int = 30) -> History:
    """From (customer, due, end, how it ended)."""
    customer, due, end, ended = (np.array(column, dtype=np.int64) for column in zip(*parts, strict=True))
    return History(
        customers, np.zeros(customers, np.int64), customer, np.arange(len(parts)), due - issue_before_due, due, end, ended,
        np.ones(len(parts)), np.full(len(parts), 100.0), np.zeros(len(parts), np.int64),
    )  # fmt: skip


def known() -> list[Part]:
    paid = [(0, due, due + 3, End.PAID) for due in range(900, 940)]
    paid += [(1, due, due + (0 if due % 2 else 10), End.PAID) for due in range(900, 940)]
    return [*paid, (0, TODAY - 2, TODAY, End.WAITING), (1, TODAY - 2, TODAY, End.WAITING)]


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return fit(history(known()), TODAY, PLAIN)


def open_(customer: int, due: int = TODAY - 2) -> OpenClaims:
    return OpenClaims(np.array([customer]), np.array([due]), np.zeros(1, np.int64), np.full(1, np.nan), np.ones(1))


def test_each_customer_pays_at_its_own_delay_given_that_it_has_not_yet(fitted: Fitted) -> None:
    """Two days late, customer 0 pays tomorrow; customer 1, who has not paid on the day, in eight days."""
    found = dates(fitted.chances(np.array([0, 1]), np.full(2, TODAY - 2), 60).paid, 0.1)
    assert found.expected.tolist() == [1, 8]


def test_a_customer_with_little_evidence_pays_like_the_others() -> None:
    """Customer 2 has one claim, not yet due: three days late 60 claims of all were open, and 40 were paid then."""
    table = delay_past(history([*known(), (2, TODAY + 1, TODAY, End.WAITING)], 3), TODAY, None).table()
    assert table.paid[table.row_of[2], table.column(3)] == pytest.approx(40 / 60)
    assert table.row_of.tolist() == [0, 1, 2]


def of_everybody(fitted_: Fitted, due_in: list[int], promised: int = -1) -> OpenClaims:
    """Claims due in so many days of everybody who owes something; one customer promised to pay all in five days."""
    customer = np.repeat(np.flatnonzero(fitted_.past.row_of >= 0), len(due_in))
    count = len(customer)
    days = np.where(customer == promised, 5.0, np.nan)
    due = TODAY + np.tile(due_in, count // len(due_in))
    return OpenClaims(customer, due, np.zeros(count, np.int64), days, np.ones(count))


def test_a_few_customers_at_a_time_are_foreseen_like_all_at_once() -> None:
    """The same chances, promises and dates, whether customers are looked at two at a time or together."""
    fitted_ = fit(long_past(), TODAY, Model(120, ("weekday",)))
    claims = of_everybody(fitted_, [-400, -3, 20], promised=10)
    customer, due = claims.customer, claims.due
    whole = outlook(fitted_, claims, 91, 0.5)
    together = fitted_.chances(customer, due, 126)
    unmoved = ~claims.moved
    assert whole.near[unmoved] == pytest.approx(together.paid[unmoved, :91], abs=1e-6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(predict, "ROWS", 2)
        patch.setattr(predict, "CHUNK", 3)
        split = outlook(fitted_, claims, 91, 0.5)
    assert split.near == pytest.approx(whole.near, abs=1e-6)
    assert split.later == pytest.approx(whole.later, abs=1e-6)
    for name in ("expected", "earliest", "latest"):
        assert np.array_equal(getattr(whole.dates, name), getattr(split.dates, name), equal_nan=True)


def test_dates_within_the_days_looked_at_are_those_of_the_whole_table() -> None:
    """Without rhythms what is paid later is known, so that the dates of a claim need no look beyond; they are the same."""
    fitted_ = fit(long_past(), TODAY, PLAIN)
    claims = of_everybody(fitted_, [-60, -3, 20])
    told = outlook(fitted_, claims, 91, 0.5).dates
    far = fitted_.chances(claims.customer, claims.due, predict.FAR_DAYS).paid
    late = fitted_.chances(claims.customer, claims.due, predict.NEAR_DAYS).paid.sum(1) < predict.ENOUGH
    wanted = dates(far, PLAIN.tail)
    assert late.any()
    for name in ("expected", "earliest", "latest"):
        assert np.array_equal(getattr(told, name)[late], getattr(wanted, name)[late], equal_nan=True)


def test_sums_of_parts_are_those_of_all() -> None:
    draw = np.random.default_rng(3)
    chance, amounts, customer = draw.uniform(size=(50, 4)), draw.lognormal(3, 1, 50), draw.integers(0, 9, 50)
    whole = sums(chance, amounts, customer)
    parts = [sums(chance[part], amounts[part], customer[part]) for part in by_customer(customer, 12)]
    added = reduce(add, parts)
    assert len(parts) > 2
    for name in ("expected", "alone", "joint", "whole"):
        assert getattr(added, name) == pytest.approx(getattr(whole, name))
    of_one = [(amounts * np.sqrt(chance[:, 0] * (1 - chance[:, 0])))[customer == one].sum() for one in range(9)]
    assert whole.joint[0] == pytest.approx(sum(value**2 for value in of_one))


def test_claims_written_off_are_never_paid() -> None:
    """Of 40 claims every other is written off 20 days late, the rest paid 30 days late: half of a claim is paid."""
    parts = [(0, due, due + (20 if due % 2 else 30), End.LOST if due % 2 else End.PAID) for due in range(900, 940)]
    known_ = fit(history([*parts, (0, TODAY, TODAY, End.WAITING)], 1), TODAY, PLAIN)
    now = known_.chances(np.zeros(1, np.int64), np.array([TODAY]), 126)
    late = known_.chances(np.zeros(1, np.int64), np.array([TODAY - 25]), 126)
    assert float(now.paid.sum() + now.later.sum()) == pytest.approx(0.5, abs=0.02)
    assert float(late.paid.sum() + late.later.sum()) == pytest.approx(1.0, abs=0.05)


def test_payment_runs_on_fridays_are_found() -> None:
    """Claims due on any day of the week, each paid on the Friday after: a claim due on a Monday waits for Friday."""
    monday = 4  # 1970-01-05
    dues = [monday + 7 * week + day for week in range(120) for day in range(5)]
    parts = [(0, due, due + (4 - (due - monday) % 7), End.PAID) for due in dues]
    today = monday + 7 * 120
    known_ = fit(history([*parts, (0, today, today, End.WAITING)], 1), today, Model(None, ("weekday",)))
    chances = known_.chances(np.zeros(1, np.int64), np.array([today]), 14).paid[0]
    assert int(chances.argmax()) + 1 == 4
    assert chances[3] > 0.8


@settings(deadline=None)
@given(st.integers(-30, 60), st.integers(1, 40), st.integers(1, 80))
def test_waiting_longer_only_scales_what_is_left(fitted: Fitted, late: int, days: int, more: int) -> None:
    """Chances given that a claim is still open `days` later are those of today, divided by what is then open."""
    both = np.array([0, 1])
    today = fitted.chances(both, np.full(2, TODAY - late), days + more)
    later = replace(fitted, as_of=TODAY + days).chances(both, np.full(2, TODAY - late), more)
    left = 1 - today.paid[:, :days].sum(1)
    some = left > 1e-3
    assert today.paid[some, days:] == pytest.approx(later.paid[some] * left[some, None], abs=1e-5)


def test_old_claims_count_less_where_the_model_says_so() -> None:
    """A customer that used to pay 20 days late and now pays on the day: with a half-life of 30 days it pays on the day."""
    parts = [(0, due, due + (20 if due < 700 else 0), End.PAID) for due in range(400, 990, 10)]
    whole = history([*parts, (0, TODAY + 5, TODAY, End.WAITING)], 1)
    for half_life, share in ((None, 0.5), (30, 0.95)):
        known_ = fit(whole, TODAY, Model(half_life, ()))
        assert (known_.chances(np.zeros(1, np.int64), np.array([TODAY + 5]), 10).paid.sum() > 0.9) == (share > 0.9)


chances = st.lists(st.floats(0, 1), min_size=3, max_size=12).map(
    lambda shares: Chances(np.array([shares]) / (sum(shares) + 0.5), np.array([0.3 / (sum(shares) + 0.5)]))
)


@settings(deadline=None)
@given(chances, st.integers(0, 15), st.floats(1, 12), st.floats(0, 1), st.floats(0, 1))
def test_promises_and_disputes_move_money_in_time_and_lose_none(
    one: Chances, wait: int, day: float, share: float, kept: float
) -> None:
    moved = promised(put_off(one, np.array([wait])), np.array([float(int(day))]), np.array([share]), kept)
    assert moved.paid.sum() + moved.later.sum() == pytest.approx(one.paid.sum() + one.later.sum())
    assert (moved.paid >= -1e-12).all()


def test_a_promise_kept_three_times_in_four_is_the_expected_date(fitted: Fitted) -> None:
    told = replace(open_(1), promised_days=np.array([5.0]))
    found = outlook(fitted, told, 91, 0.75)
    assert found.dates.expected.tolist() == [5]
    assert found.near[0, 4] == pytest.approx(0.75, abs=0.02)
    assert found.near[0, :4].sum() == 0


def test_a_disputed_claim_waits_for_the_dispute(fitted: Fitted) -> None:
    assert outlook(fitted, replace(open_(0), disputed_days=np.array([20])), 91, 0.5).dates.expected.tolist() == [21]


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_all_that_is_not_lost_is_expected_some_day(fitted: Fitted, loss: list[float]) -> None:
    told = OpenClaims(np.array([0, 1]), np.full(2, TODAY), np.zeros(2, np.int64), np.full(2, np.nan), np.ones(2))
    shares = np.array(loss)
    found = outlook(fitted, told, 91, 0.5)
    dated = (found.near.sum(1) + found.later) * found.kept(shares)
    expected = dated + np.maximum(1 - shares - dated, 0.0)
    assert expected == pytest.approx(1 - shares, abs=1e-6)


def test_the_band_holds_four_sums_of_five() -> None:
    """2,000 draws of 60 independent claims of very different size; then of claims that always go together."""
    draw = np.random.default_rng(7)
    amounts, chance = draw.lognormal(3, 1, 60), draw.uniform(0.05, 0.95, 60)
    for together, alike in ((0.0, np.arange(60)), (1.0, np.zeros(60, np.int64))):
        uniform = draw.uniform(size=(2000, 60))[:, alike]
        drawn = (uniform < chance) @ amounts
        low, high = sums(chance[:, None], amounts, alike).band(together, 1.0)
        share = ((drawn >= low) & (drawn <= high)).mean()
        assert share == pytest.approx(0.8, abs=0.06 if together == 0 else 0.12)


def test_nothing_uncertain_has_no_band() -> None:
    low, high = sums(np.array([[1.0, 0.0]]), np.array([50.0]), np.array([0])).band(0.5, 3.0)
    assert (low.tolist(), high.tolist()) == ([50, 0], [50, 0])


def test_a_band_stays_between_nothing_and_all() -> None:
    low, high = Sums(*map(np.array, ([1.0, 99.0], [2500.0, 2500.0], [2500.0, 2500.0], [100.0, 100.0]))).band(0.0, 2.0)
    assert low.min() >= 0
    assert high.max() <= 100


def test_claims_of_one_customer_that_surprise_alike_are_correlated() -> None:
    customer = np.repeat(np.arange(50), 4)
    alone = np.random.default_rng(3).uniform(size=200) < 0.5
    assert correlation(alone.astype(float), np.full(200, 0.5), customer) < 0.15
    assert correlation((customer % 2).astype(float), np.full(200, 0.5), customer) == pytest.approx(1.0)


def long_past() -> History:
    """Two years of a claim a day, paid 2 to 8 days late, the last of them still open; every fifth customer 30 days late."""
    draw = np.random.default_rng(5)
    dues = np.repeat(np.arange(300, TODAY), 2)
    customer = np.arange(len(dues)) % 20
    delays = draw.integers(2, 9, len(dues)) + np.where(customer % 5 == 0, 30, 0)
    ended = np.where(dues + delays <= TODAY, End.PAID, End.WAITING)
    end = np.minimum(dues + delays, TODAY)
    return history(list(zip(customer, dues, end, map(End, ended), strict=True)), 20)


def test_the_past_shows_what_the_forecast_is_worth() -> None:
    """Delays of 2 to 8 days, evenly: the median is off by 12/7 days on average for claims not yet due, and no rule can
    do better."""
    model, trials = chosen(long_past(), TODAY)
    found = record(trials, model)
    assert len(found.cuts) == 3
    assert found.error_days == pytest.approx(12 / 7, abs=0.35)
    assert found.coverage == pytest.approx(0.8, abs=0.12)
    assert 0 <= found.weeks_covered <= 1


def test_the_naive_rule_is_the_usual_delay_and_tomorrow_at_the_earliest() -> None:
    whole = history(known())
    waiting = whole.kept(whole.waiting)
    assert naive_days(whole, waiting, TODAY).tolist() == [1, 3]


def test_what_happens_later_moves_no_forecast_of_today() -> None:
    """The same ledger with everything after a day put off by a week gives the same fit and the same chances on that day."""
    whole, cut = long_past(), TODAY - 61
    other = replace(whole, end=np.where(whole.end > cut, whole.end + 7, whole.end))
    model = Model(120, ("weekday", "monthday"))
    due, customer = np.full(20, cut), np.arange(20)
    one, two = (fit(x.known_at(cut), cut, model).chances(customer, due, 60).paid for x in (whole, other))
    assert (one == two).all()
    tried = trial(whole, cut, model)
    assert tried is not None
    assert tried.paid.sum() > 0


def test_a_ledger_too_short_is_not_tried() -> None:
    model, trials = chosen(history(known()), TODAY)
    assert (model, trials) == (Model(), [])
