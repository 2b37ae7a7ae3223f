"""The best combination against trying every one: three segments with a handful of terms each."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.scenario.assumptions import Values
from scoring.scenario.optimise import best_terms, frontier
from scoring.scenario.options import Best, Limits, Option, options_of
from scoring.scenario.terms import Terms
from tests.scenario.ledgers import MIXED, facts, segment

GRID = [Terms(net_days=14), Terms(net_days=60), Terms(discount_percent=2, discount_days=10), Terms(stop_ship_days=20)]
LEDGER = facts(segment("A", 100, 30, MIXED), segment("B", 300, 45, MIXED.moved(10)), segment("C", 50, 30))
OPTIONS = options_of(LEDGER, {"A": GRID, "B": GRID, "C": GRID[:2]}, Values())
TODAY = Best(tuple(option for option in OPTIONS if not option.terms.changed))
EVERY = [Best(choice) for choice in itertools.product(*([o for o in OPTIONS if o.segment == k] for k in "ABC"))]
SOME = st.none() | st.floats(0.7, 1.3)


def tried(limits: Limits, better: Callable[[Best], float]) -> float | None:
    """The best of all combinations within limits, by trying each."""
    allowed = [b for b in EVERY if all(b.measure(n) <= most + 1e-6 for n, most in limits.given.items())]
    return max((better(b) for b in allowed), default=None)


def share_of_today(name: str, share: float | None) -> float | None:
    return None if share is None else TODAY.measure(name) * share


def value(best: Best) -> float:
    return best.steady.year.added


@given(SOME, SOME, SOME, st.none() | st.floats(0, 0.3), st.none() | st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_no_other_combination_is_better(
    dso: float | None, loss: float | None, owed: float | None, risk: float | None, most: int | None
) -> None:
    limits = Limits(
        share_of_today("dso", dso),
        share_of_today("expected_loss", loss),
        share_of_today("receivables", owed),
        risk,
        most,
    )
    found = best_terms(OPTIONS, "value", limits, prices=False).best
    assert (None if found is None else value(found)) == pytest.approx(tried(limits, value))
    shortest = best_terms(OPTIONS, "dso", limits, prices=False).best
    least = tried(limits, lambda b: -b.measure("dso"))
    assert (None if shortest is None else -shortest.measure("dso")) == pytest.approx(least)


def test_without_a_change_allowed_all_stays_as_it_is() -> None:
    found = best_terms(OPTIONS, "value", Limits(segments_changed=0))
    assert found.best == TODAY


def test_one_more_day_of_dso_has_a_price() -> None:
    """The price is what the best combination of one day more brings, for the limit binds."""
    limit = TODAY.measure("dso") * 0.8
    found = best_terms(OPTIONS, "value", Limits(dso=limit))
    more = best_terms(OPTIONS, "value", Limits(dso=limit + 1))
    assert found.best is not None
    assert more.best is not None
    gain = value(more.best) - value(found.best)
    assert [(p.name, p.step, p.gain) for p in found.prices] == ([("dso", 1.0, pytest.approx(gain))] if gain > 0 else [])


def test_the_price_of_one_more_segment() -> None:
    best = {n: best_terms(OPTIONS, "value", Limits(segments_changed=n)) for n in (1, 2)}
    assert best[1].best is not None
    assert best[2].best is not None
    assert best[1].prices[0].gain == pytest.approx(value(best[2].best) - value(best[1].best))


def test_a_limit_nobody_can_keep_is_named_with_the_least_there_is() -> None:
    found = best_terms(OPTIONS, "value", Limits(dso=1.0, segments_changed=2))
    least = min(b.measure("dso") for b in EVERY)
    assert found.best is None
    assert [(s.name, s.limit, s.possible, s.alone) for s in found.shortfalls] == [
        ("dso", 1.0, pytest.approx(least), True)
    ]


def test_limits_that_contradict_each_other_are_all_named() -> None:
    """Each could be kept alone: few changes or a short DSO. The least of each, with the other kept, is told."""
    least = min(b.measure("dso") for b in EVERY)
    one = min(b.measure("dso") for b in EVERY if len(b.changed) <= 1)
    limits = Limits(dso=(least + one) / 2, segments_changed=1)
    needed = min(len(b.changed) for b in EVERY if b.measure("dso") <= (least + one) / 2)
    found = best_terms(OPTIONS, "value", limits)
    assert [(s.name, s.possible, s.alone) for s in found.shortfalls] == [
        ("dso", pytest.approx(one), False),
        ("segments_changed", needed, False),
    ]


def test_the_frontier_rises() -> None:
    found = frontier(OPTIONS, Limits(segments_changed=2), points=6)
    days, values = [b.measure("dso") for b in found], [value(b) for b in found]
    assert days == sorted(days)
    assert values == sorted(values)
    assert days[0] == pytest.approx(min(b.measure("dso") for b in EVERY if len(b.changed) <= 2))
    assert values[-1] == pytest.approx(max(value(b) for b in EVERY if len(b.changed) <= 2))


def test_an_option_says_which_segment_it_is_for() -> None:
    assert {option.segment for option in OPTIONS} == {"A", "B", "C"}
    with pytest.raises(KeyError):
        options_of(LEDGER, {"Z": GRID}, Values())
    assert isinstance(OPTIONS[0], Option)
