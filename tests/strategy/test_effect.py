"""Effects that were planted are found again: claims paid by chance, day by day, as fast as they are told to be."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.desk.strategy.playbook import SHIPPED
from scoring.errors import ScoringError
from scoring.strategy.effect.estimate import Effect, effect_of, hazard_ratio, paid_within
from scoring.strategy.effect.matching import NEVER, NONE, Actions, Claims, Sets, matched
from scoring.strategy.effect.measure import read_measure

RULES = read_measure((SHIPPED / "measure.toml").read_text(encoding="utf-8"))
AS_OF, HORIZON, PHONE, EMAIL = 700, 30, 0, 1


def planted(seed: int, ratio: float, customers: int = 300) -> tuple[Claims, Actions]:
    """Customers of three kinds with some claims each, of which 1 to 6% are paid a day while they are open, `ratio` times as
    many in the 40 days after a call. A call comes by chance on a day past due, at once on all of a customer's claims; kinds
    that pay badly are called more often, so that treated claims pay worse where nobody looks at their rating."""
    chance = np.random.default_rng(seed)
    rows, calls = [], []
    for customer in range(customers):
        kind = int(chance.integers(3))
        hazard = (0.06, 0.03, 0.01)[kind] * chance.gamma(8, 1 / 8)
        calling = chance.random(AS_OF) < (0.01, 0.02, 0.04)[kind]
        for due in chance.integers(0, AS_OF - 40, size=chance.integers(1, 6)):
            amount, end, last_call, called = float(chance.lognormal(8, 1)), NEVER, -NEVER, []
            for day in range(due + 1, AS_OF + 1):
                if chance.random() < hazard * (ratio if day - last_call <= 40 else 1.0):
                    end = day
                    break
                if day < AS_OF and calling[day]:
                    called.append(day)
                    last_call = day
            calls += [(len(rows), day) for day in called]
            rows.append((customer, amount, due, due + 1, end, end < NEVER, kind))
    columns = list(zip(*rows, strict=True))
    whole = [np.array(columns[place]) for place in (0, 2, 3, 4, 6)]
    claims = Claims(
        whole[0], np.array(columns[1]), whole[1], whole[2], whole[3], np.array(columns[5]), whole[4][None, :]
    )
    actions = Actions(np.array([c for c, _ in calls]), np.array([d for _, d in calls]), np.zeros(len(calls), dtype=int))
    return claims, actions


def measured(claims: Claims, actions: Actions) -> Effect:
    sets = matched(claims, actions, np.array([0]), PHONE, AS_OF, HORIZON, RULES)
    return effect_of("phone", sets, HORIZON, RULES)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_planted_hazard_ratio_is_recovered(ratio: float) -> None:
    """Over eight made-up ledgers the interval holds the planted ratio in seven at least, and their mean lies close to it."""
    found = [measured(*planted(seed, ratio)) for seed in range(8)]
    ratios = [one.hazard_ratio for one in found]
    assert all(one.enough for one in found)
    assert sum(r is not None and r.low <= ratio <= r.high for r in ratios) >= 7
    assert np.mean([r.value for r in ratios if r]) == pytest.approx(ratio, rel=0.1)
    assert all(one.works for one in found) == (ratio == 2.0)
    inside = sum(one.points is not None and one.points.low <= 0 <= one.points.high for one in found)
    assert inside >= 7 if ratio == 1.0 else inside == 0


def test_looking_at_who_was_ever_called_is_wrong() -> None:
    """Why matching is needed: without an effect, claims that were ever called were open longest of all (immortal time)."""
    claims, actions = planted(3, 1.0)
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
    """Two sets tell: a treated claim was paid beside two controls; a control was paid beside its treated and one other. With
    r = ratio: r/(r+2) + r/(r+2) = 1, so r = 2."""
    found = hazard_ratio(by_hand(), 0.95)
    assert found is not None
    assert found.value == pytest.approx(2.0)
    assert found.low < 1 < found.high


def test_nobody_alike_and_nobody_treated() -> None:
    claims, actions = planted(1, 1.0, customers=3)
    none = Actions(*(np.zeros(0, dtype=int),) * 3)
    for found in (measured(claims, none), measured(claims, actions)):
        assert not found.enough
        assert not found.works


def test_controls_are_alike_untreated_and_of_others() -> None:
    """Claim 0 is called on day 20. 1 is alike; 2 is paid that day; 3 was called before; 4 is of the same customer; 5 is five
    times as large; 6 is of another rating; 7 is due 80 days later; 8 is called that day too."""
    count = 9
    due = np.full(count, 10)
    due[7] = 90
    end = np.full(count, NEVER)
    end[2] = 20
    amount, group = np.full(count, 100.0), np.zeros((1, count), dtype=int)
    amount[5], group[0, 6] = 500.0, 1
    customer = np.arange(count)
    customer[4] = 0
    claims = Claims(customer, amount, due, due + 1, end, end < NEVER, group)
    actions = Actions(np.array([0, 3, 8]), np.array([20, 15, 20]), np.array([PHONE, EMAIL, PHONE]))
    sets = matched(claims, actions, np.array([0]), PHONE, 100, HORIZON, RULES)
    assert sets.customer[0].tolist() == [0, 1, *[NONE] * 4]
    assert sets.time[0, :2].tolist() == [30, 30]


def test_rules_that_measure_nothing_are_refused() -> None:
    with pytest.raises(ScoringError, match="measure_invalid"):
        read_measure((SHIPPED / "measure.toml").read_text(encoding="utf-8").replace("cases_min = 30", "cases_min = 0"))
