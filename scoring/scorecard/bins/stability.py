"""Whether bins keep their order from period to period."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scoring.scorecard.bins.counted import ordinary
from scoring.scorecard.bins.optimum import PERIOD_ROWS_MIN
from scoring.scorecard.card import Bin, Binning
from scoring.scorecard.sample import Counts, Whole


@dataclass(frozen=True)
class Order:
    """How two neighbouring bins stood to each other: in `kept` of `periods` as in the whole sample (or equal).

    Only periods count in which each of the two bins has `PERIOD_ROWS_MIN` rows.
    """

    kept: int
    periods: int

    @property
    def share(self) -> float | None:
        """Share of periods that kept the order; None where none could tell."""
        return self.kept / self.periods if self.periods else None


def order_by_period(binning: Binning, counts: Counts) -> tuple[Order, ...]:
    """One `Order` for each pair of neighbouring ordinary bins; none without at least two periods.

    >>> from scoring.scorecard.sample import Prebins
    >>> grid = Prebins("share_late", "number", edges=(0.1,))
    >>> goods = np.array([[90, 60, 0], [80, 85, 0]])  # of 100 rows each, the second quarter turns around
    >>> counts = Counts(grid, goods.sum(0), np.array([30, 55, 0]), ("Q1", "Q2"), goods, 100 - goods)
    >>> bins = (Bin("interval", None, 0.1, codes=(0,)), Bin("interval", 0.1, None, codes=(1,)))
    >>> order_by_period(Binning("share_late", "number", bins, 0.1, "descending"), counts)
    (Order(kept=1, periods=2),)
    """
    if len(counts.periods) < 2:
        return ()
    rows = [_by_period(bin, counts) for bin in ordinary(binning)]
    return tuple(_order(first, second) for first, second in pairwise(rows))


def share_kept(orders: tuple[Order, ...]) -> float | None:
    """Share of all comparisons of neighbours that kept their order; None where none could be made."""
    return Order(sum(order.kept for order in orders), sum(order.periods for order in orders)).share


def _by_period(bin: Bin, counts: Counts) -> Whole:
    """Goods and bads of a bin. shape: (2, periods)."""
    codes = list(bin.codes)
    return np.stack([counts.goods_by_period[:, codes].sum(axis=1), counts.bads_by_period[:, codes].sum(axis=1)])


def _order(first: Whole, second: Whole) -> Order:
    enough = (first.sum(axis=0) >= PERIOD_ROWS_MIN) & (second.sum(axis=0) >= PERIOD_ROWS_MIN)
    by_period = np.sign(second[0] * first[1] - first[0] * second[1])
    whole = first.sum(axis=1), second.sum(axis=1)
    overall = np.sign(whole[1][0] * whole[0][1] - whole[0][0] * whole[1][1])
    return Order(int(((by_period * overall >= 0) & enough).sum()), int(enough.sum()))
