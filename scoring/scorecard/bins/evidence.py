"""Weight of evidence and information value of counts."""

from __future__ import annotations

import numpy as np

from scoring.scorecard.sample import Floats, Whole

PSEUDO_ROWS = 1.0
"""How many rows at the sample's own odds are thought into every bin before its weight of evidence is taken."""

Number = Whole | Floats | int | float


def woe(goods: Number, bads: Number, all_goods: float, all_bads: float) -> Floats:
    """WOE of each bin: ln( share of the goods / share of the bads ), > 0 where a bin is better than the sample.

    Smoothed by one row at the sample's odds, ln( (g + G/N) / (b + B/N) x B/G ) = ln( (g N/G + 1) / (b N/B + 1) ): a bin of
    only goods or only bads is finite, an empty bin is 0. A sample of one class has no evidence: 0 everywhere.
    Definition: domain.md "Risk".

    >>> woe(np.array([80, 20, 0]), np.array([10, 90, 0]), 100, 100).round(2).tolist()
    [2.04, -1.48, 0.0]
    >>> woe(10, 0, 900, 100).round(2).item()
    2.49
    """
    g, b = np.asarray(goods, dtype=np.float64), np.asarray(bads, dtype=np.float64)
    if all_goods <= 0 or all_bads <= 0:
        return np.zeros(g.shape)
    rows = all_goods + all_bads
    better, worse = g * rows / all_goods + PSEUDO_ROWS, b * rows / all_bads + PSEUDO_ROWS
    return np.asarray(np.log(better / worse), dtype=np.float64)


def contributions(goods: Number, bads: Number, all_goods: float, all_bads: float) -> Floats:
    """What each bin adds to the information value: (share of goods - share of bads) x smoothed WOE."""
    weight = woe(goods, bads, all_goods, all_bads)
    if all_goods <= 0 or all_bads <= 0:
        return weight
    return np.asarray((np.asarray(goods) / all_goods - np.asarray(bads) / all_bads) * weight, dtype=np.float64)


def search_value(goods: Number, bads: Number, all_goods: float, all_bads: float) -> Floats:
    """What a bin is worth while the best bins are sought: its contribution with plain WOE, smoothed only if it is pure.

    So the optimum is the textbook's wherever the rules leave no pure bin.
    """
    g, b = np.asarray(goods, dtype=np.float64), np.asarray(bads, dtype=np.float64)
    pure = (g == 0) | (b == 0)
    smoothed = contributions(g, b, all_goods, all_bads)
    if all_goods <= 0 or all_bads <= 0:
        return smoothed
    odds = np.where(pure, 1.0, g) / np.where(pure, 1.0, b)
    return np.where(pure, smoothed, (g / all_goods - b / all_bads) * np.log(odds * all_bads / all_goods))


def information_value(goods: Number, bads: Number, all_goods: float, all_bads: float) -> float:
    """IV = sum( (share of goods - share of bads) x WOE ) over the bins, with the WOE that scores. >= 0 but for smoothing.

    >>> round(information_value(np.array([80, 20]), np.array([10, 90]), 100, 100), 2)
    2.47
    """
    return float(contributions(goods, bads, all_goods, all_bads).sum())
