"""From counts to the bins of a characteristic: the best ones, or those somebody made, counted anew."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from scoring.scorecard.bins import categories, optimum
from scoring.scorecard.bins.categories import Groups
from scoring.scorecard.bins.counted import assembled, groups_of, ordinary
from scoring.scorecard.bins.verdict import AGAINST, judged
from scoring.scorecard.card import Binning
from scoring.scorecard.choices import BinRules
from scoring.scorecard.sample import Counts, Floats, Prebins


def best_bins(counts: Counts, rules: BinRules) -> Binning:
    """The bins of most information value within `rules`, and always an own bin for each special value, for missing and,
    of a category, for unseen.

    A number's bins are sought in order of value under the trend; a category's in order of WOE, so any grouping of it
    falls, and with the floor of categories on the share of a bin. Where the rules leave no choice there is one ordinary bin.
    A number that is weak only because it is forced up or down, and runs the other way, is told to be "wrong_direction".

    >>> grid = Prebins("share_late", "number", edges=(0.1, 0.3))
    >>> counts = Counts(grid, np.array([90, 70, 30, 10]), np.array([10, 10, 70, 10]))
    >>> [(bin.kind, bin.upper, round(bin.woe, 2)) for bin in best_bins(counts, BinRules()).bins]
    [('interval', 0.1, 1.48), ('interval', 0.3, 1.23), ('interval', None, -1.52), ('missing', None, -0.66)]
    """
    made = _best(counts, rules)
    if made.verdict != "weak" or made.kind == "category" or rules.trend not in ("ascending", "descending"):
        return made
    other_way = _best(counts, replace(rules, trend=AGAINST[rules.trend]))
    against = judged(other_way, counts, rules=rules, expected=rules.trend)
    return (
        replace(made, verdict=against.verdict, reason=against.reason) if against.verdict == "wrong_direction" else made
    )


def _best(counts: Counts, rules: BinRules) -> Binning:
    if counts.prebins.kind == "number":
        order: Groups = tuple((code,) for code in range(counts.prebins.ordinary))
        found = _cuts(order, counts, rules)
        return judged(assembled(counts, _joined(order, found.cuts), found.trend), counts, rules=rules)
    order = categories.ordered(counts, rules)
    free = replace(rules, trend="none", min_share=rules.category_min_share)
    cuts = _cuts(order, counts, free).cuts if order else ()
    return judged(assembled(counts, _joined(order, cuts), "none"), counts, rules=rules)


def recounted(binning: Binning, counts: Counts) -> Binning:
    """The same bins with the goods, bads and WOE of `counts`; edges, categories, trend and by_hand stay.

    Raises ScoringError("edge_not_in_grid") where an edge is none of the grid's: `counting.grids(edges=...)` keeps edges.
    Categories that the bins do not know are counted as unseen.
    """
    groups = groups_of(binning, counts.prebins)
    values = tuple(bin.values for bin in ordinary(binning))
    made = assembled(counts, groups, binning.trend, by_hand=binning.by_hand, values=values)
    return judged(made, counts)


def woe_of_codes(binning: Binning, grid: Prebins) -> Floats:
    """The WOE of every code of `grid`, to look rows up by: `woe_of_codes(binning, grid)[codes]`."""
    found = np.zeros(grid.size)
    for bin in binning.bins:
        found[list(bin.codes)] = bin.woe
    return found


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
