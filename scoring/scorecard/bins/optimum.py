"""The best bins of an ordered characteristic: the exact optimum over all ways to cut its prebins, from their counts.

A bin is an interval [first, last) of prebins. Dynamic programming over (shape so far, number of bins, last bin): a bin may
follow another when the pair keeps the direction asked for, so the best chain that ends in each bin is known from the best
chains that end where it begins. n prebins and k bins cost n^3 k / 6 steps, taken n^2 k at a time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.scorecard.bins.evidence import search_value
from scoring.scorecard.card import Trend
from scoring.scorecard.choices import BinRules
from scoring.scorecard.sample import Flags, Floats, Whole

Direction = Literal["up", "down", "any"]

SHAPES: dict[Trend, tuple[tuple[Direction, ...], ...]] = {
    "ascending": (("up",),),
    "descending": (("down",),),
    "peak": (("up", "down"),),
    "valley": (("down", "up"),),
    "auto": (("up", "down"), ("down", "up")),
    "none": (("any",),),
}
"""Directions of the WOE, one after the other; a chain may stop before the turn, so a peak may turn out ascending."""

NAMES: dict[tuple[Direction, ...], Trend] = {
    ("up",): "ascending",
    ("down",): "descending",
    ("up", "down"): "peak",
    ("down", "up"): "valley",
    ("any",): "none",
}

PERIOD_ROWS_MIN = 50
"""A period has a say about the order of two bins when each holds this many of its rows."""

TURN_EVIDENCE_MIN = 16.0
"""What a turn must add to the likelihood-ratio statistic, information value x GB/(G + B), before "auto" takes it for real:
once in a thousand samples chance alone adds as much by a place to turn and two more steps (chi-square, 3 degrees)."""

TIE = 1e-12

Chain = tuple[float, int, tuple[int, ...]]
"""What a chain of bins is worth, how often it turns, and its cuts."""


@dataclass(frozen=True)
class Cuts:
    """Where to cut: the first prebin of every bin but the first. `trend` is the shape found, "none" of a single bin.

    `feasible` is false where no way to cut keeps to the rules, not even the single bin that is given then.
    """

    cuts: tuple[int, ...]
    trend: Trend
    feasible: bool


@dataclass(frozen=True)
class Pairs:
    """The prebins as running sums, to compare bins by: shape (prebins + 1,), and (periods, prebins + 1)."""

    goods: Whole
    bads: Whole
    goods_by_period: Whole
    bads_by_period: Whole
    stable: bool

    def follow(self, middle: int, direction: Direction) -> Flags:
        """Which bin [a, middle) may be followed by which bin [middle, b); shape (a, b - middle - 1)."""
        order = _order(self.goods, self.bads, middle)
        allowed = np.ones(order.shape, dtype=bool) if direction == "any" else order >= 0
        if direction == "down":
            allowed = order <= 0
        if self.stable:
            kept = _order(self.goods_by_period, self.bads_by_period, middle) * np.sign(order) >= 0
            allowed &= (kept | ~self._enough(middle)).all(axis=0)
        return allowed

    def _enough(self, middle: int) -> Flags:
        rows = self.goods_by_period + self.bads_by_period
        before = rows[:, middle, None] - rows[:, :middle] >= PERIOD_ROWS_MIN
        after = rows[:, middle + 1 :] - rows[:, middle, None] >= PERIOD_ROWS_MIN
        return np.asarray(before[:, :, None] & after[:, None, :])


def best_cuts(
    goods: Whole, bads: Whole, totals: tuple[int, int], rules: BinRules, periods: tuple[Whole, Whole]
) -> Cuts:
    """The cuts of most information value within `rules`.

    `goods` and `bads` are of the ordinary prebins in order, `totals` the goods and bads of the whole sample, `periods` the
    goods and bads by period and prebin. Of cuts that are worth the same the fewest are taken, and a shape without a turn
    before one with; "auto" takes a turn only on `TURN_EVIDENCE_MIN`. Equal neighbours keep either direction.

    >>> goods, bads = np.array([10, 40, 30, 80]), np.array([40, 20, 30, 10])
    >>> rules = BinRules(trend="ascending", min_share=0.1)
    >>> none = np.zeros((0, 4), dtype=np.int64)
    >>> best_cuts(goods, bads, (160, 100), rules, (none, none))
    Cuts(cuts=(1, 3), trend='ascending', feasible=True)
    """
    pairs = Pairs(_running(goods), _running(bads), _running(periods[0]), _running(periods[1]), rules.stable)
    value = _values(pairs, totals, rules)
    price = TURN_EVIDENCE_MIN * sum(1 / total for total in totals if total) if rules.trend == "auto" else 0.0
    found = [
        (worth - price * turns, -turns, Cuts(cuts, NAMES[shape[: turns + 1]] if cuts else "none", True))
        for shape in SHAPES[rules.trend]
        for worth, turns, cuts in _chains(value, pairs, shape, rules.max_bins)
    ]
    if not found:
        return Cuts((), "none", False)
    best = max(worth for worth, _, _ in found)
    return max((one for one in found if one[0] >= best - TIE), key=lambda one: one[1])[2]


def _running(counts: Whole) -> Whole:
    """Sums of everything before each prebin, along the last axis."""
    return np.concatenate([np.zeros((*counts.shape[:-1], 1), dtype=np.int64), np.cumsum(counts, axis=-1)], axis=-1)


def _order(goods: Whole, bads: Whole, middle: int) -> Whole:
    """> 0 where the bin after `middle` is better than the bin before it; exact in whole numbers. shape (..., a, b)."""
    before = [run[..., middle, None] - run[..., :middle] for run in (goods, bads)]
    after = [run[..., middle + 1 :] - run[..., middle, None] for run in (goods, bads)]
    return np.asarray(
        before[1][..., :, None] * after[0][..., None, :] - before[0][..., :, None] * after[1][..., None, :]
    )


def _values(pairs: Pairs, totals: tuple[int, int], rules: BinRules) -> Floats:
    """What each bin [a, b) is worth; -inf where it is none or breaks a rule. shape (prebins + 1, prebins + 1)."""
    goods = pairs.goods[None, :] - pairs.goods[:, None]
    bads = pairs.bads[None, :] - pairs.bads[:, None]
    rows_min = max(1, math.ceil(rules.min_share * sum(totals) - 1e-9))
    kept = (goods + bads >= rows_min) & (goods >= rules.min_goods) & (bads >= rules.min_bads)
    kept &= np.triu(np.ones(kept.shape, dtype=bool), 1)
    value = np.full(kept.shape, -np.inf)
    value[kept] = search_value(goods[kept], bads[kept], *totals)
    return value


def _chains(value: Floats, pairs: Pairs, shape: tuple[Direction, ...], bins: int) -> list[Chain]:
    """The best chain for each number of turns: its worth, turns and cuts; none where the rules allow none."""
    size = value.shape[0]
    worth = np.full((len(shape), bins, size, size), -np.inf)
    before = np.zeros((len(shape), bins, size, size), dtype=np.int64)
    worth[0, 0, 0] = value[0]
    for middle in range(1, size - 1):
        for turns, direction in enumerate(shape):
            allowed = pairs.follow(middle, direction)
            sources = worth[max(turns - 1, 0) : turns + 1, :-1, :middle, middle]
            reach = np.concatenate(list(sources), axis=1)[:, :, None]
            chains = np.where(np.concatenate([allowed] * len(sources)), reach, -np.inf)
            source = chains.argmax(axis=1)
            gain = np.take_along_axis(chains, source[:, None], axis=1)[:, 0]
            worth[turns, 1:, middle, middle + 1 :] = gain + value[middle, middle + 1 :]
            before[turns, 1:, middle, middle + 1 :] = source + middle * (turns + 1 - len(sources))
    return [end for turns in range(len(shape)) for end in _ending(worth, before, turns)]


def _ending(worth: Floats, before: Whole, turns: int) -> list[Chain]:
    """The best chain that reaches the last prebin after `turns`, of the fewest bins among the best; [] if there is none."""
    ends = worth[turns, :, :, -1]
    best = ends.max()
    if best == -np.inf:
        return []
    bins = int(np.argmax(ends.max(axis=1) >= best - TIE))
    first = int(ends[bins].argmax())
    last, turn, cuts = worth.shape[-1] - 1, turns, [first]
    while bins:
        source = int(before[turn, bins, first, last])
        turn, bins, first, last = source // first, bins - 1, source % first, first
        cuts.append(first)
    return [(float(best), turns, tuple(sorted(cuts)[1:]))]
