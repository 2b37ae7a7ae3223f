"""Lots that last, boundaries that hold, and no verdict before its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from scoring.strategy.effect.experiments import Case, Plan, arm_of, boundary, compared, judge, looks_at

PLAN = Plan(7, "commercial.light.ordinary", "routine", "courtesy", 0.5, date(2026, 1, 1), "cleared", 120, 3, 30)
RUNS = 2000


def drawn(chance: np.random.Generator, plan: Plan, champion: float, challenger: float) -> list[Case]:
    """As many cases as planned, each paid with the chance of its arm."""
    arms = chance.random(plan.cases) < plan.share
    paid = chance.random(plan.cases) < np.where(arms, challenger, champion)
    return [Case("challenger" if arm else "champion", float(value)) for arm, value in zip(arms, paid, strict=True)]


@pytest.mark.parametrize("looks", [1, 3, 5])
def test_a_false_finding_is_as_rare_as_stated(looks: int) -> None:
    """Of 2,000 experiments without a difference about 5% find one, however often they are looked at (3.4 to 6.6%: three
    standard errors and the coarseness of 120 cases)."""
    chance, plan = np.random.default_rng(looks), replace(PLAN, looks=looks)
    found = sum(judge(plan, drawn(chance, plan, 0.5, 0.5)).state != "no_difference" for _ in range(RUNS))
    assert 0.034 <= found / RUNS <= 0.066


def test_looking_after_every_case_would_be_wrong() -> None:
    """Why peeking tells nothing: who looks at the plain 1.96 after each of five looks finds 14% (Armitage 1969)."""
    chance, plan = np.random.default_rng(4), replace(PLAN, looks=5)
    found = 0
    for _ in range(500):
        cases = drawn(chance, plan, 0.5, 0.5)
        parts = [compared(cases[:needed]) for needed in looks_at(plan)]
        found += any(a is not None and b is not None and e > 0 and abs(b - a) / e > 1.96 for a, b, e in parts)
    assert found / 500 > 0.1


def test_a_difference_is_found() -> None:
    chance = np.random.default_rng(1)
    states = [judge(PLAN, drawn(chance, PLAN, 0.3, 0.7)).state for _ in range(100)]
    assert states.count("better") > 95
    assert judge(PLAN, drawn(chance, PLAN, 0.9, 0.2)).state == "worse"


def test_between_looks_nothing_is_told() -> None:
    """120 cases, three looks: at 40, 80 and 120. With 39 as with 79 the difference stays closed, however large."""
    apart = [Case("challenger", 1.0), Case("champion", 0.0), Case("challenger", 0.0), Case("champion", 1.0)] * 30
    for count, look, needed in ((39, 0, 40), (79, 1, 80), (119, 2, 120)):
        told = judge(PLAN, apart[:count])
        assert (told.state, told.cases, told.look, told.next_at) == ("running", count, look, needed)
        assert told.difference is None
    last = judge(PLAN, apart)
    assert (last.state, last.difference, last.next_at) == ("no_difference", 0.0, None)


def test_what_a_look_decided_stays_decided() -> None:
    """All challengers of the first 40 paid and no champion did but one: better, whatever comes after."""
    first = [Case("challenger", 1.0), Case("champion", 0.0)] * 19 + [Case("challenger", 0.0), Case("champion", 1.0)]
    told = judge(PLAN, first)
    assert (told.state, told.look, told.cases) == ("better", 1, 40)
    later = judge(PLAN, [*first, *[Case("challenger", 0.0), Case("champion", 1.0)] * 40])
    assert (later.state, later.look, later.difference) == ("better", 1, told.difference)


def test_lots_are_fair_lasting_and_of_each_experiment() -> None:
    customers = [f"C{number:05}" for number in range(4000)]
    first = [arm_of(1, name, 0.3) for name in customers]
    assert first == [arm_of(1, name, 0.3) for name in customers]
    assert first.count("challenger") / 4000 == pytest.approx(0.3, abs=0.025)
    both = sum(a == b == "challenger" for a, b in zip(first, (arm_of(2, n, 0.3) for n in customers), strict=True))
    assert both / 4000 == pytest.approx(0.09, abs=0.02)


def test_boundaries_fall_to_little_more_than_the_plain_one() -> None:
    assert [boundary(1, 1), round(boundary(2, 1), 3), round(boundary(5, 5), 2)] == [1.96, 2.796, 2.04]
