"""Counts written down as a bookkeeper would: one pair of goods and bads for each cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoring.scorecard.sample import Counts, Prebins, Whole

Pair = tuple[int, int]


def of_number(cells: Sequence[Pair], missing: Pair = (0, 0), edges: Sequence[float] = ()) -> Counts:
    """Cells of a number between the edges 1, 2, 3, ... (or `edges`)."""
    grid = Prebins("x", "number", edges=tuple(edges) or tuple(float(i) for i in range(1, len(cells))))
    return _counts(grid, [*cells, missing])


def of_category(cells: dict[str, Pair], missing: Pair = (0, 0), unseen: Pair = (0, 0)) -> Counts:
    """Cells of a category by value."""
    return _counts(Prebins("region", "category", values=tuple(cells)), [*cells.values(), missing, unseen])


def by_period(periods: dict[str, Sequence[Pair]]) -> Counts:
    """Cells of a number in each period; nothing is missing."""
    pairs = np.array([[*cells, (0, 0)] for cells in periods.values()], dtype=np.int64)
    grid = Prebins("x", "number", edges=tuple(float(i) for i in range(1, pairs.shape[1] - 1)))
    goods, bads = pairs[..., 0], pairs[..., 1]
    return Counts(grid, goods.sum(axis=0), bads.sum(axis=0), tuple(periods), goods, bads)


def _counts(grid: Prebins, pairs: Sequence[Pair]) -> Counts:
    table: Whole = np.array(pairs, dtype=np.int64)
    return Counts(grid, table[:, 0], table[:, 1])
