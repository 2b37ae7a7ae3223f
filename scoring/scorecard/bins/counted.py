"""The bins of groups of prebins: counted, weighed and completed by special, missing and unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from scoring.errors import ScoringError
from scoring.scorecard.bins import categories
from scoring.scorecard.bins.categories import Groups
from scoring.scorecard.bins.evidence import information_value, woe
from scoring.scorecard.card import Bin, Binning, Trend
from scoring.scorecard.sample import Counts, Prebins


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


def edges_of(binning: Binning) -> tuple[float, ...]:
    """The edges between a number's bins, for a grid that is to keep them."""
    return tuple(bin.upper for bin in binning.bins if bin.kind == "interval" and bin.upper is not None)


def ordinary(binning: Binning) -> tuple[Bin, ...]:
    """The bins of ordinary values: all but special, missing and unseen."""
    return tuple(bin for bin in binning.bins if bin.kind in ("interval", "categories"))


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
