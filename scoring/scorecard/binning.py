"""From counts to the bins of a characteristic: the best ones, or those somebody made, counted anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from scoring.errors import ScoringError
from scoring.scorecard import categories, optimum
from scoring.scorecard.card import Bin, Binning, Trend
from scoring.scorecard.categories import Groups
from scoring.scorecard.choices import BinRules
from scoring.scorecard.evidence import information_value, woe
from scoring.scorecard.sample import Counts, Floats, Prebins


def best_bins(counts: Counts, rules: BinRules) -> Binning:
    """The bins of most information value within `rules`, and always an own bin for each special value, for missing and,
    of a category, for unseen.

    A number's bins are sought in order of value under the trend; a category's in order of WOE, so any grouping of it
    falls. Where the rules leave no choice there is one ordinary bin. Ordinary values that do not exist have no bin.

    >>> grid = Prebins("share_late", "number", edges=(0.1, 0.3))
    >>> counts = Counts(grid, np.array([90, 70, 30, 10]), np.array([10, 10, 70, 10]))
    >>> [(bin.kind, bin.upper, round(bin.woe, 2)) for bin in best_bins(counts, BinRules()).bins]
    [('interval', 0.1, 1.48), ('interval', 0.3, 1.23), ('interval', None, -1.52), ('missing', None, -0.66)]
    """
    grid = counts.prebins
    if grid.kind == "number":
        order: Groups = tuple((code,) for code in range(grid.ordinary))
        found = _cuts(order, counts, rules)
        return assembled(counts, _joined(order, found.cuts), found.trend)
    order = categories.ordered(counts, rules)
    cuts = _cuts(order, counts, replace(rules, trend="none")).cuts if order else ()
    return assembled(counts, _joined(order, cuts), "none")


def recounted(binning: Binning, counts: Counts) -> Binning:
    """The same bins with the goods, bads and WOE of `counts`; edges, categories, trend and by_hand stay.

    Raises ScoringError("edge_not_in_grid") where an edge is none of the grid's: `counting.grids(edges=...)` keeps edges.
    Categories that the bins do not know are counted as unseen.
    """
    groups = groups_of(binning, counts.prebins)
    values = tuple(bin.values for bin in ordinary(binning))
    return assembled(counts, groups, binning.trend, by_hand=binning.by_hand, values=values)


def edges_of(binning: Binning) -> tuple[float, ...]:
    """The edges between a number's bins, for a grid that is to keep them."""
    return tuple(bin.upper for bin in binning.bins if bin.kind == "interval" and bin.upper is not None)


def ordinary(binning: Binning) -> tuple[Bin, ...]:
    """The bins of ordinary values: all but special, missing and unseen."""
    return tuple(bin for bin in binning.bins if bin.kind in ("interval", "categories"))


def woe_of_codes(binning: Binning, grid: Prebins) -> Floats:
    """The WOE of every code of `grid`, to look rows up by: `woe_of_codes(binning, grid)[codes]`."""
    found = np.zeros(grid.size)
    for bin in binning.bins:
        found[list(bin.codes)] = bin.woe
    return found


def groups_of(binning: Binning, grid: Prebins) -> Groups:
    """The codes of `grid` that make up each ordinary bin. Raises ScoringError("edge_not_in_grid")."""
    if grid.kind == "category":
        code = {value: place for place, value in enumerate(grid.values)}
        return tuple(tuple(sorted(code[v] for v in bin.values if v in code)) for bin in ordinary(binning))
    place = {edge: number + 1 for number, edge in enumerate(grid.edges)}
    strange = [edge for edge in edges_of(binning) if edge not in place]
    if strange:
        raise ScoringError("edge_not_in_grid", name=binning.name, edge=strange[0])
    ends = [0, *(place[edge] for edge in edges_of(binning)), grid.ordinary]
    return tuple(tuple(range(first, last)) for first, last in pairwise(ends))


def assembled(
    counts: Counts, groups: Groups, trend: Trend, *, by_hand: bool = False, values: Sequence[tuple[str, ...]] = ()
) -> Binning:
    """The bins of these groups of ordinary codes, then special, missing and unseen. Categories come by falling WOE.

    `values` names the categories of each group where they are more than the grid's own.
    """
    grid, totals = counts.prebins, (int(counts.goods.sum()), int(counts.bads.sum()))
    made = [_ordinary_bin(grid, codes, values[place] if values else None) for place, codes in enumerate(groups)]
    weighed = [_weighed(bin, counts, totals) for bin in made]
    if grid.kind == "category":
        weighed.sort(key=lambda bin: (-bin.woe, bin.codes))
    weighed += [_weighed(bin, counts, totals) for bin in _other_bins(grid, groups)]
    goods, bads = np.array([bin.goods for bin in weighed]), np.array([bin.bads for bin in weighed])
    worth = information_value(goods, bads, *totals)
    return Binning(grid.name, grid.kind, tuple(weighed), worth, trend, by_hand)


def _cuts(order: Groups, counts: Counts, rules: BinRules) -> optimum.Cuts:
    member = np.zeros((counts.prebins.size, len(order)), dtype=np.int64)
    for place, codes in enumerate(order):
        member[list(codes), place] = 1
    by_period = (
        (counts.goods_by_period, counts.bads_by_period) if counts.periods else (np.zeros((0, len(member)), int),) * 2
    )
    totals = int(counts.goods.sum()), int(counts.bads.sum())
    periods = by_period[0] @ member, by_period[1] @ member
    return optimum.best_cuts(counts.goods @ member, counts.bads @ member, totals, rules, periods)


def _joined(order: Groups, cuts: tuple[int, ...]) -> Groups:
    """The groups between the cuts, each put together to one."""
    ends = [0, *cuts, len(order)]
    parts = [order[first:last] for first, last in pairwise(ends)]
    return tuple(tuple(sorted(code for codes in part for code in codes)) for part in parts if part)


def _ordinary_bin(grid: Prebins, codes: tuple[int, ...], values: tuple[str, ...] | None) -> Bin:
    if grid.kind == "category":
        return Bin(
            "categories", values=tuple(grid.values[code] for code in codes) if values is None else values, codes=codes
        )
    lower = grid.edges[codes[0] - 1] if codes[0] else None
    upper = grid.edges[codes[-1]] if codes[-1] < len(grid.edges) else None
    return Bin("interval", lower=lower, upper=upper, codes=codes)


def _other_bins(grid: Prebins, groups: Groups) -> list[Bin]:
    special = [Bin("special", values=(str(v),), codes=(grid.ordinary + i,)) for i, v in enumerate(grid.special)]
    missing = Bin("missing", codes=(grid.missing,))
    if grid.kind == "number":
        return [*special, missing]
    strange = set(range(grid.ordinary)) - {code for codes in groups for code in codes}
    return [*special, missing, Bin("unseen", codes=(*sorted(strange), grid.unseen))]


def _weighed(bin: Bin, counts: Counts, totals: tuple[int, int]) -> Bin:
    goods, bads = categories.of_codes(bin.codes, counts)
    return replace(bin, goods=goods, bads=bads, woe=float(woe(goods, bads, *totals)))
