"""The delays of every customer with open claims: its own past, pulled to its segment's, which is pulled to the ledger's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.forecast.history import End, Floats, History, Ints, mean_terms_days
from scoring.metrics.forecast.shrinkage import likeliest_weight, shrunk

FIRST_DAY, LAST_DAY = -120, 540
"""Days from the due date that are told apart; earlier ones count on the first, later ones are not foreseen."""
SPAN = LAST_DAY - FIRST_DAY + 1
TERMS_BANDS_DAYS = (15.0, 30.0, 45.0, 60.0, 90.0)
POOLED_FROM_DAY, POOLED_GROWTH = 30, 6


@dataclass(frozen=True)
class DelayTable:
    """Share paid, and share that ends without money, of what is open of a customer on each day from the due date.

    `paid` and `lost` have one row per customer with open claims and one column per day from FIRST_DAY; `row_of` gives a
    customer's row (-1 = no open claims). `customer_weight` and `segment_weight` are the claims that the segment counts
    like for a customer and the ledger for a segment.
    """

    row_of: Ints
    paid: NDArray[np.float32]
    lost: NDArray[np.float32]
    customer_weight: float
    segment_weight: float

    @cached_property
    def eventually(self) -> NDArray[np.float32]:
        """Chance that a claim open when a day begins is paid on it or later: one more column than days, the last 0."""
        found = np.zeros((SPAN + 1, self.paid.shape[0]), dtype=np.float32)
        by_day, lost_by_day = np.ascontiguousarray(self.paid.T), np.ascontiguousarray(self.lost.T)
        for day in range(SPAN - 1, -1, -1):
            paid = by_day[day]
            found[day] = paid + (1 - paid) * (1 - lost_by_day[day]) * found[day + 1]
        return found.T

    @staticmethod
    def column(day: int) -> int:
        """The column of a day."""
        return min(max(day, FIRST_DAY), LAST_DAY) - FIRST_DAY


def delay_table(history: History, as_of: int, half_life_days: int | None) -> DelayTable:
    """The delays of the customers that have claims waiting in `history`, which is as known at `as_of`.

    A claim counts half where it fell due `half_life_days` ago (None = all alike).
    """
    weight = history.share * _recency(history, as_of, half_life_days)
    segment = segments(history)
    row_of, rows = _rows(history)
    ledger = _priors(history, weight, np.zeros(len(history), np.int64), 1)
    groups = int(segment.max(initial=0)) + 1
    ended, at_risk = _counts(history, weight, segment[history.customer], groups, End.PAID)
    prior = pooled(*ledger[End.PAID])
    segment_weight = likeliest_weight(ended.ravel(), at_risk.ravel(), np.repeat(prior, groups, 0).ravel())
    of_segment = shrunk(ended, at_risk, prior, segment_weight)
    customer = np.flatnonzero(row_of >= 0)
    mine = history.kept(row_of[history.customer] >= 0)
    my_weight, my_row = weight[row_of[history.customer] >= 0], row_of[mine.customer]
    ended, at_risk = _counts(mine, my_weight, my_row, rows, End.PAID)
    prior = of_segment[segment[customer]]
    customer_weight = likeliest_weight(ended.ravel(), at_risk.ravel(), prior.ravel())
    paid = shrunk(ended, at_risk, prior, customer_weight).astype(np.float32)
    ended, at_risk = _counts(mine, my_weight, my_row, rows, End.LOST)
    lost = shrunk(ended, at_risk, pooled(*ledger[End.LOST]), customer_weight).astype(np.float32)
    return DelayTable(row_of, paid, np.minimum(lost, 1 - paid), customer_weight, segment_weight)


def segments(history: History) -> Ints:
    """Segment of each customer: its kind, and the band of its terms (mean days from issue to due date)."""
    terms = np.nan_to_num(mean_terms_days(history)).round(6)  # 30 days stay 30, in whichever order they are added up
    band = np.searchsorted(TERMS_BANDS_DAYS, terms)
    found: Ints = np.unique(history.kinds * 10 + band, return_inverse=True)[1].astype(np.int64)
    return found


def pooled(ended: Floats, at_risk: Floats) -> Floats:
    """Share of what is open that ends on a day, one row a group. Late days have few claims: from POOLED_FROM_DAY on a day
    is taken together with its neighbours, the more of them the later it is."""
    days = np.arange(FIRST_DAY, LAST_DAY + 1)
    width = np.maximum(days - POOLED_FROM_DAY, 0) // POOLED_GROWTH
    before = np.maximum(np.arange(SPAN) - width, 0)
    after = np.minimum(np.arange(SPAN) + width, SPAN - 1) + 1
    sums = [np.concatenate([np.zeros((len(x), 1)), x.cumsum(1)], axis=1) for x in (ended, at_risk)]
    some, of = (x[:, after] - x[:, before] for x in sums)
    return np.asarray(np.clip(some / np.where(of > 1e-9, of, np.inf), 0.0, 1.0))


def _recency(history: History, as_of: int, half_life_days: int | None) -> Floats:
    if half_life_days is None:
        return np.ones(len(history))
    return np.asarray(0.5 ** (np.maximum(as_of - history.due, 0) / half_life_days))


def _rows(history: History) -> tuple[Ints, int]:
    open_ = np.unique(history.customer[history.waiting])
    row_of = np.full(history.customers, -1)
    row_of[open_] = np.arange(len(open_))
    return row_of, len(open_)


def _priors(history: History, weight: Floats, group: Ints, groups: int) -> dict[End, tuple[Floats, Floats]]:
    return {end: _counts(history, weight, group, groups, end) for end in (End.PAID, End.LOST)}


def _counts(history: History, weight: Floats, group: Ints, groups: int, end: End) -> tuple[Floats, Floats]:
    """Claims that ended in this way and claims at risk, by group and day."""
    cell = group * SPAN + np.clip(history.days, FIRST_DAY, LAST_DAY) - FIRST_DAY
    size = groups * SPAN
    in_time = (history.ended == end) & (history.days <= LAST_DAY)
    ended = np.bincount(cell, np.where(in_time, weight, 0.0), size).reshape(groups, SPAN)
    leaving = np.bincount(cell, weight, size).reshape(groups, SPAN)
    return ended.astype(np.float64), np.maximum(leaving[:, ::-1].cumsum(1)[:, ::-1], 0.0)
