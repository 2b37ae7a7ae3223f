"""Bins by hand: split, merge, move an edge, move categories, force a direction. Everything is recomputed from the counts.

What comes out is marked `by_hand`, but for a forced direction: that is a rule under which the best bins are sought.
Places are those of `binning.bins`, from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scoring.errors import ScoringError
from scoring.scorecard.bins.binning import best_bins
from scoring.scorecard.bins.counted import assembled, edges_of, groups_of, ordinary
from scoring.scorecard.bins.verdict import judged
from scoring.scorecard.card import Binning, Trend
from scoring.scorecard.choices import BinRules
from scoring.scorecard.sample import Counts

EDGES_NAMED_MAX = 8


def split(binning: Binning, counts: Counts, bin_index: int, at: float | Sequence[str]) -> Binning:
    """Cut a bin in two: a number's at the edge `at` (which stays in the lower part), a category's by taking the categories
    `at` out into a bin of their own.

    Raises ScoringError("bin_unknown"), ("edge_not_possible") where `at` is no edge within the bin, ("split_empty") where
    nothing would be taken out or left.
    """
    _check(binning, bin_index)
    if isinstance(at, int | float):
        _check_edge(binning, float(at), edges_within(binning, counts, bin_index))
        return with_edges(binning, counts, {*edges_of(binning), float(at)})
    bins = ordinary(binning)
    taken = tuple(value for value in bins[bin_index].values if value in set(at))
    left = tuple(value for value in bins[bin_index].values if value not in set(at))
    if not taken or not left:
        raise ScoringError("split_empty", name=binning.name)
    return with_values(binning, counts, [*(b.values for i, b in enumerate(bins) if i != bin_index), taken, left])


def merge(binning: Binning, counts: Counts, first_index: int, second_index: int | None = None) -> Binning:
    """Join a bin with the next one, or a category's with any other. Raises ScoringError("bin_unknown")."""
    second = first_index + 1 if second_index is None else second_index
    _check(binning, first_index)
    _check(binning, second)
    bins = ordinary(binning)
    if binning.kind == "category":
        rest = [b.values for i, b in enumerate(bins) if i not in (first_index, second)]
        return with_values(binning, counts, [*rest, bins[first_index].values + bins[second].values])
    if abs(first_index - second) != 1:
        raise ScoringError("bins_not_neighbours", name=binning.name)
    return with_edges(binning, counts, set(edges_of(binning)) - {edges_of(binning)[min(first_index, second)]})


def move_edge(binning: Binning, counts: Counts, edge_index: int, to: float) -> Binning:
    """Move the edge between bins `edge_index` and `edge_index` + 1 of a number to another edge of the two.

    Raises ScoringError("bin_unknown"), ("edge_not_possible").
    """
    joined = merge(binning, counts, edge_index)
    return split(joined, counts, edge_index, to)


def move_values(binning: Binning, counts: Counts, values: Iterable[str], to_index: int) -> Binning:
    """Move categories into another bin; a bin that is left empty goes. Raises ScoringError("bin_unknown")."""
    _check(binning, to_index)
    moved = tuple(dict.fromkeys(values))
    bins = [tuple(value for value in bin.values if value not in moved) for bin in ordinary(binning)]
    bins[to_index] += moved
    return with_values(binning, counts, [values for values in bins if values])


def with_trend(counts: Counts, rules: BinRules, trend: Trend) -> Binning:
    """The best bins under a direction that somebody forces."""
    return best_bins(counts, replace(rules, trend=trend))


def with_edges(binning: Binning, counts: Counts, edges: Iterable[float]) -> Binning:
    """A number's bins at these edges. Raises ScoringError("edge_not_in_grid").

    >>> import numpy as np
    >>> from scoring.scorecard.sample import Prebins
    >>> counts = Counts(Prebins("age", "number", edges=(25.0, 40.0)), np.array([40, 50, 90, 5]), np.array([60, 50, 10, 5]))
    >>> bins = with_edges(best_bins(counts, BinRules(max_bins=2)), counts, [25.0]).bins
    >>> [(bin.kind, bin.upper, bin.goods, bin.bads) for bin in bins]
    [('interval', 25.0, 40, 60), ('interval', None, 140, 60), ('missing', None, 5, 5)]
    """
    cut = sorted(float(edge) for edge in edges)
    shaped = replace(binning, bins=tuple(replace(ordinary(binning)[0], upper=edge) for edge in [*cut, None]))
    return judged(assembled(counts, groups_of(shaped, counts.prebins), binning.trend, by_hand=True), counts)


def with_values(binning: Binning, counts: Counts, values: Sequence[tuple[str, ...]]) -> Binning:
    """A category's bins of these categories each."""
    shaped = replace(binning, bins=tuple(replace(ordinary(binning)[0], values=each) for each in values))
    groups = groups_of(shaped, counts.prebins)
    return judged(assembled(counts, groups, binning.trend, by_hand=True, values=values), counts)


def edges_within(binning: Binning, counts: Counts, bin_index: int) -> tuple[float, ...]:
    """Where a number's bin can be cut: the edges of the grid inside it."""
    bin = binning.bins[bin_index]
    lower = float("-inf") if bin.lower is None else bin.lower
    upper = float("inf") if bin.upper is None else bin.upper
    return tuple(edge for edge in counts.prebins.edges if lower < edge < upper)


def _check(binning: Binning, index: int) -> None:
    bins = len(ordinary(binning))
    if not 0 <= index < bins:
        raise ScoringError("bin_unknown", name=binning.name, number=index + 1, bins=bins)


def _check_edge(binning: Binning, edge: float, possible: Sequence[float]) -> None:
    if edge in possible:
        return
    nearest = sorted(sorted(possible, key=lambda each: abs(each - edge))[:EDGES_NAMED_MAX])
    listed = ", ".join(f"{each:g}" for each in nearest) or "-"
    raise ScoringError("edge_not_possible", name=binning.name, edge=edge, possible=listed)
