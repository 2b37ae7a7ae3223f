"""The order in which categories are grouped: best first, those too rare to speak for themselves together."""

from __future__ import annotations

from scoring.scorecard.bins.evidence import woe
from scoring.scorecard.choices import BinRules
from scoring.scorecard.sample import Counts

Groups = tuple[tuple[int, ...], ...]
"""Codes of prebins, group by group."""

ROWS_MIN = 10


def ordered(counts: Counts, rules: BinRules) -> Groups:
    """The ordinary categories by falling WOE, each a group of its own but for the rare ones, which are one together.

    Rare is a category with fewer rows than `rows_min`: the bad rate of a handful of rows is chance, and sorting by chance
    finds evidence where there is none.

    >>> import numpy as np
    >>> from scoring.scorecard.sample import Prebins
    >>> grid = Prebins("region", "category", values=("north", "south", "east", "west"))
    >>> counts = Counts(grid, np.array([50, 80, 1, 0, 0, 0]), np.array([50, 20, 0, 1, 0, 0]))
    >>> ordered(counts, BinRules())
    ((1,), (2, 3), (0,))
    """
    grid = counts.prebins
    rows = counts.goods + counts.bads
    floor = rows_min(counts, rules)
    alone = [code for code in range(grid.ordinary) if rows[code] >= floor]
    rare = tuple(code for code in range(grid.ordinary) if rows[code] < floor)
    return by_evidence([(code,) for code in alone] + ([rare] if rare else []), counts)


def rows_min(counts: Counts, rules: BinRules) -> float:
    """Rows that a category needs to speak for itself: the floor on its share, what the smallest bin must hold, and ten."""
    rows = int(counts.goods.sum() + counts.bads.sum())
    return max(rules.category_min_share * rows, rules.min_goods + rules.min_bads, ROWS_MIN)


def by_evidence(groups: list[tuple[int, ...]], counts: Counts) -> Groups:
    """The groups by falling WOE; of equal ones the first code decides."""
    totals = int(counts.goods.sum()), int(counts.bads.sum())
    return tuple(sorted(groups, key=lambda codes: (-float(woe(*of_codes(codes, counts), *totals)), codes)))


def of_codes(codes: tuple[int, ...], counts: Counts) -> tuple[int, int]:
    """Goods and bads of some codes together."""
    places = list(codes)
    return int(counts.goods[places].sum()), int(counts.bads[places].sum())
