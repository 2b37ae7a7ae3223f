"""Effects that were planted are found again: claims paid by chance, day by day, as fast as they are told to be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scoring.desk.strategy.playbook import SHIPPED
from scoring.errors import ScoringError
from scoring.strategy.effect import matching, pace
from scoring.strategy.effect.estimate import hazard_ratio, paid_within
from scoring.strategy.effect.matching import matched
from scoring.strategy.effect.measure import read_measure
from scoring.strategy.effect.pace import paces_of
from scoring.strategy.effect.terms import NEVER, NONE, Actions, Claims, Sets
from tests.strategy.acted_claims import AS_OF, CALLS, HORIZON, PACES, PHONE, RULES, coverage, measured, planted

EMAIL = 1


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_planted_hazard_ratio_is_recovered(ratio: float) -> None:
    """Over eight made-up ledgers the interval holds the planted ratio in seven at least, and their mean lies close to it."""
    found = [measured(*planted(seed, ratio)[:2]) for seed in range(8)]
    ratios = [one.hazard_ratio for one in found]
    assert all(one.enough for one in found)
    assert sum(r is not None and r.low <= ratio <= r.high for r in ratios) >= 7
    assert np.mean([r.value for r in ratios if r]) == pytest.approx(ratio, rel=0.1)
    assert all(one.works for one in found) == (ratio == 2.0)
    inside = sum(one.points is not None and one.points.low <= 0 <= one.points.high for one in found)
    assert inside >= 7 if ratio == 1.0 else inside == 0


def test_looking_at_who_was_ever_called_is_wrong() -> None:
    """Why matching is needed: without an effect, claims that were ever called were open longest of all (immortal time)."""
    claims, actions, _ = planted(3, 1.0)
    called = np.isin(np.arange(len(claims.due)), actions.claim)
    days = np.minimum(claims.end, AS_OF) - claims.due
    assert days[called].mean() > 2 * days[~called].mean()


def by_hand() -> Sets:
    """Two sets of one treated and two controls, five days watched. Set 1: treated paid on day 1, a control on day 2. Set 2:
    treated not paid, one control on day 3."""
    time = np.array([[1, 2, 5], [5, 3, 5]])
    paid = np.array([[True, True, False], [False, True, False]])
    customer = np.array([[0, 1, 2], [3, 4, 5]])
    return Sets(time, paid, np.ones((2, 3), dtype=bool), customer, np.array([0, 1]), np.zeros(2, dtype=int), 0)


def test_shares_by_hand() -> None:
    with_it, without, points = paid_within(by_hand(), 5, 0.95)
    assert (with_it, without) == (0.5, 0.5)
    assert points.value == pytest.approx(0)
    assert points.low < -0.5 < 0.5 < points.high


def test_the_ratio_by_hand() -> None:
    """A control weighs a half. Day 1, a treated claim is paid: of two, one of them watched for half of the day, beside
    controls of weight 2. Day 2 and 3, a control is paid: one treated beside 1.75, then 1.25. So 1 = 1.5r / (1.5r + 2) +
    0.5 r / (r + 1.75) + 0.5 r / (r + 1.25)."""
    found = hazard_ratio(by_hand(), 5, 0.95)
    assert found is not None
    r = found.value
    assert 1.5 * r / (1.5 * r + 2) + 0.5 * r / (r + 1.75) + 0.5 * r / (r + 1.25) == pytest.approx(1)
    assert found.low < 1 < found.high


def pairs(seed: int, count: int, customers: int) -> Sets:
    """Pairs of a treated claim and a control drawn from so many customers, in one stratum; four in ten paid within ten days,
    treated ones sooner, customers differing."""
    chance = np.random.default_rng(seed)
    customer = chance.permuted(np.tile(np.arange(customers), 2 * count // customers)).reshape(count, 2)
    pace = np.array([16, 26]) * chance.gamma(4, 1 / 4, customers)[customer]
    days = 1 + chance.exponential(pace).astype(int)
    case = np.arange(count)
    return Sets(
        np.minimum(days, 10), days <= 10, np.ones((count, 2), dtype=bool), customer, case, np.zeros(count, dtype=int), 0
    )


def test_the_error_of_shares_is_greenwoods() -> None:
    """Where every claim is another customer's: variance = S^2 x sum of d / (n (n - d)) of both kinds (Greenwood 1926), with
    Student's t of many degrees of freedom."""
    sets = pairs(1, 400, 800)
    variance = 0.0
    for kind in (0, 1):
        time, paid, unpaid, total = sets.time[:, kind], sets.paid[:, kind], 1.0, 0.0
        for day in range(1, 11):
            watched, ended = int((time >= day).sum()), int((paid & (time == day)).sum())
            unpaid *= 1 - ended / watched
            total += ended / watched / (watched - ended)
        variance += unpaid**2 * total
    points = paid_within(sets, 10, 0.95)[2]
    assert (points.high - points.low) / 2 == pytest.approx(1.96 * np.sqrt(variance), rel=0.01)


def test_errors_are_those_of_leaving_each_customer_out() -> None:
    """The jackknife by customer, which computes everything again without each of them, says the same within a tenth; the
    ends lie 2.0 errors off (Student's t of about 59)."""
    sets, count = pairs(2, 600, 60), 60
    whole = paid_within(sets, 10, 0.95)[2], hazard_ratio(sets, 10, 0.95)
    left = []
    for customer in range(count):
        part = replace(sets, there=sets.customer != customer)
        ratio = hazard_ratio(part, 10, 0.95)
        assert ratio is not None
        left.append((paid_within(part, 10, 0.95)[2].value, np.log(ratio.value)))
    spread = np.array(left) - np.mean(left, axis=0)
    points, log_ratio = np.sqrt((spread**2).sum(axis=0) * (count - 1) / count)
    assert whole[1] is not None
    assert (whole[0].high - whole[0].low) / 4 == pytest.approx(points, rel=0.1)
    assert np.log(whole[1].high / whole[1].low) / 4 == pytest.approx(log_ratio, rel=0.1)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_intervals_hold_the_truth_as_often_as_they_say(ratio: float) -> None:
    """Few customers of many kinds with many claims, controls used again and again: 95% intervals over 100 made-up ledgers.
    `coverage(400, ...)` of other such worlds is for running by hand."""
    found = coverage(100, ratio, customers=40, documents=(5, 25), paces=PACES, calls=CALLS)
    assert found.points == pytest.approx(0.95, abs=0.035)
    assert found.ratio == pytest.approx(0.95, abs=0.035)
    assert found.bias == pytest.approx(0, abs=0.025)


def test_nobody_alike_and_nobody_treated() -> None:
    claims, actions, _ = planted(1, 1.0, customers=3)
    none = Actions(*(np.zeros(0, dtype=int),) * 3)
    for found in (measured(claims, none), measured(claims, actions)):
        assert not found.enough
        assert not found.works


def test_controls_are_alike_untreated_and_of_others() -> None:
    """Claim 0 is called on day 20. 1 is alike; 2 is paid that day; 3 was called before; 4 is of the same customer; 5 is five
    times as large; 6 is of another rating; 7 is due 80 days later; 8 is called that day too; 9 is in dispute; 10's
    customer owes claim 11 for 80 days and so pays worse than its rating says."""
    count = 12
    due = np.full(count, 10)
    due[7], due[11] = 90, -60
    end = np.full(count, NEVER)
    end[2] = 20
    amount, group = np.full(count, 100.0), np.zeros((1, count), dtype=int)
    amount[5], group[0, 6] = 500.0, 1
    customer = np.arange(count)
    customer[4], customer[11] = 0, 10
    disputed, undisputed = np.full((2, count), NEVER)
    disputed[9], undisputed[9] = 15, 25
    claims = Claims(customer, amount, due, due + 1, end, end < NEVER, disputed, undisputed, group)
    actions = Actions(np.array([0, 3, 8]), np.array([20, 15, 20]), np.array([PHONE, EMAIL, PHONE]))
    sets = matched(claims, actions, np.array([0]), PHONE, 100, HORIZON, RULES)
    assert sets.customer[0].tolist() == [0, 1, *[NONE] * 4]
    assert sets.time[0, :2].tolist() == [30, 30]


def test_the_pace_of_late_by_hand() -> None:
    """Customer 0 was late from day 10 to its payment on day 30, and is again from day 50 on: at the end of day 60 that is
    20 + 10 days and one payment. All together 3 payments in 20 + 40 + 60 + 40 days to day 90."""
    late, end = np.array([10, 50, 0, 0]), np.array([30, NEVER, 60, 40])
    never = np.full(4, NEVER)
    claims = Claims(
        np.array([0, 0, 1, 1]), np.ones(4), late - 1, late, end, end < NEVER, never, never, np.zeros((1, 4), dtype=int)
    )
    paces = paces_of(claims, 90)
    assert paces.usual == pytest.approx(3 / 160)
    assert paces.before(np.array([0]), np.array([60])) == pytest.approx(np.log((1 + 1) / (20 + 10 + 160 / 3)))
    assert paces.before(np.array([1]), np.array([50])) == pytest.approx(np.log((1 + 1) / (50 + 40 + 160 / 3)))
    assert paces.oldest(np.array([0, 1, 1]), np.array([60, 39, 59])).tolist() == [1, 2, 2]


def test_who_is_called_because_he_stopped_paying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three in ten stop paying some day, are then called three times as often, and their kind does not show it: calls
    without effect look harmful. What customers paid of late and how long they owe takes a part of that away."""
    worlds = [planted(seed, 1.0, 150, (4, 16), failing=0.3)[:2] for seed in range(6)]
    with_it = np.mean([one.hazard_ratio.value for w in worlds if (one := measured(*w)).hazard_ratio])
    monkeypatch.setattr(matching, "PACE_TIMES", 1e9)
    monkeypatch.setattr(pace, "OLDEST", ())
    without = np.mean([one.hazard_ratio.value for w in worlds if (one := measured(*w)).hazard_ratio])
    assert without < 0.85
    assert 1 - with_it < 0.8 * (1 - without)


def test_rules_that_measure_nothing_are_refused() -> None:
    with pytest.raises(ScoringError, match="measure_invalid"):
        read_measure((SHIPPED / "measure.toml").read_text(encoding="utf-8").replace("cases_min = 30", "cases_min = 0"))
