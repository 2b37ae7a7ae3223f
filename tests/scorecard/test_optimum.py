"""The dynamic programme against every way to cut that there is."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.scorecard.bins import optimum
from scoring.scorecard.bins.evidence import search_value
from scoring.scorecard.bins.optimum import Cuts
from scoring.scorecard.card import Trend
from scoring.scorecard.choices import BinRules

Cells = list[tuple[int, int]]
TRENDS: tuple[Trend, ...] = ("ascending", "descending", "peak", "valley", "none")


def best(cells: Cells, rules: BinRules, outside: tuple[int, int] = (0, 0)) -> Cuts:
    goods, bads = (np.array(column, dtype=np.int64) for column in zip(*cells, strict=True))
    empty = np.zeros((0, len(cells)), dtype=np.int64)
    totals = int(goods.sum()) + outside[0], int(bads.sum()) + outside[1]
    return optimum.best_cuts(goods, bads, totals, rules, (empty, empty))


def bins_of(cells: Cells, cuts: tuple[int, ...]) -> Cells:
    ends = [0, *cuts, len(cells)]
    return [tuple(np.sum(cells[a:b], axis=0).tolist()) for a, b in itertools.pairwise(ends)]


def steps(bins: Cells) -> list[int]:
    """+1 where a bin is better than the one before, -1 where worse; equal ones leave no step."""
    odds = [second[0] * first[1] - first[0] * second[1] for first, second in itertools.pairwise(bins)]
    return [int(np.sign(step)) for step in odds if step]


def keeps(bins: Cells, trend: Trend) -> bool:
    taken = [step for step, _ in itertools.groupby(steps(bins))]
    allowed = {"ascending": ([1],), "descending": ([-1],), "peak": ([1], [-1], [1, -1]), "valley": ([1], [-1], [-1, 1])}
    return trend == "none" or not taken or taken in allowed[trend]


def worth(bins: Cells, totals: tuple[int, int]) -> float:
    goods, bads = (np.array(column) for column in zip(*bins, strict=True))
    return float(search_value(goods, bads, *totals).sum())


def best_by_trying(cells: Cells, rules: BinRules, outside: tuple[int, int]) -> float | None:
    """The most information value of all ways to cut that keep to the rules; None where none does."""
    totals = sum(g for g, _ in cells) + outside[0], sum(b for _, b in cells) + outside[1]
    floor = max(1, math.ceil(rules.min_share * sum(totals) - 1e-9))
    found = [
        worth(bins, totals)
        for cuts in range(min(rules.max_bins, len(cells)))
        for where in itertools.combinations(range(1, len(cells)), cuts)
        for bins in [bins_of(cells, where)]
        if all(g + b >= floor and g >= rules.min_goods and b >= rules.min_bads for g, b in bins)
        and keeps(bins, rules.trend)
    ]
    return max(found, default=None)


cell = st.tuples(st.integers(0, 12), st.integers(0, 12))
limits = st.builds(
    BinRules,
    max_bins=st.integers(1, 6),
    min_share=st.sampled_from([0.0, 0.05, 0.2]),
    min_goods=st.integers(0, 6),
    min_bads=st.integers(0, 6),
    trend=st.sampled_from(TRENDS),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(cell, min_size=1, max_size=8), limits, st.tuples(st.integers(0, 9), st.integers(0, 9)))
def test_no_way_to_cut_is_better(cells: Cells, rules: BinRules, outside: tuple[int, int]) -> None:
    """`outside` are missing rows: they count in the totals and lie in no bin."""
    found, tried = best(cells, rules, outside), best_by_trying(cells, rules, outside)
    assert found.feasible == (tried is not None)
    if tried is not None:
        bins = bins_of(cells, found.cuts)
        totals = sum(g for g, _ in cells) + outside[0], sum(b for _, b in cells) + outside[1]
        assert worth(bins, totals) == pytest.approx(tried, abs=1e-9)
        assert keeps(bins, rules.trend)
        assert len(bins) <= rules.max_bins


def test_where_the_rules_cannot_be_kept_there_is_one_bin_and_it_says_so() -> None:
    assert best([(3, 1), (2, 1)], BinRules()) == Cuts((), "none", False)


def test_cells_alike_are_not_cut_apart() -> None:
    """30:10 three times is one bin, not three of the same odds."""
    assert best([(30, 10), (30, 10), (30, 10), (10, 30)], BinRules()).cuts == (3,)


def test_a_bin_may_be_pure_where_the_rules_say_so() -> None:
    cells = [(50, 0), (30, 30), (0, 50)]
    assert best(cells, BinRules(min_goods=0, min_bads=0)).cuts == (1, 2)
    assert best(cells, BinRules(min_goods=5, min_bads=5)).cuts == ()


ODDS: dict[Trend, Cells] = {
    "ascending": [(20, 80), (50, 50), (80, 20)],
    "descending": [(80, 20), (50, 50), (20, 80)],
    "peak": [(20, 80), (80, 20), (20, 80)],
    "valley": [(80, 20), (20, 80), (80, 20)],
}


@pytest.mark.parametrize("trend", ODDS)
def test_the_shape_is_found_and_named(trend: Trend) -> None:
    assert best(ODDS[trend], BinRules()) == Cuts((1, 2), trend, True)


def test_a_turn_needs_evidence() -> None:
    """Shares of goods 50%, 60%, 52%: of 100 rows each the fall may be chance, of 10,000 each it is none."""
    cells = [(50, 50), (60, 40), (52, 48)]
    assert best(cells, BinRules()).trend == "ascending"
    assert best([(100 * g, 100 * b) for g, b in cells], BinRules()).trend == "peak"
    assert best(cells, BinRules(trend="peak")).cuts == (1, 2)


def test_a_peak_may_turn_out_without_a_turn() -> None:
    assert best(ODDS["ascending"], BinRules(trend="peak")) == Cuts((1, 2), "ascending", True)


def test_stable_bins_keep_their_order_in_every_period() -> None:
    """The last cell is better over the year but worse in the second half; the first is worse throughout."""
    halves = np.array([[[30, 60, 90], [30, 70, 60]], [[70, 40, 10], [70, 30, 40]]])
    goods, bads = halves
    totals = int(goods.sum()), int(bads.sum())

    def cuts(stable: bool, share: int = 1) -> tuple[int, ...]:
        rules = BinRules(trend="ascending", stable=stable, min_goods=1, min_bads=1)
        return optimum.best_cuts(goods.sum(0), bads.sum(0), totals, rules, (goods // share, bads // share)).cuts

    assert cuts(stable=False) == (1, 2)
    assert cuts(stable=True) == (1,)
    assert cuts(stable=True, share=10) == (1, 2), "periods of ten rows have no say"
