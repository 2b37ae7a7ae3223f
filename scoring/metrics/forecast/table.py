"""The delays of every customer with open claims: its own past, pulled to its segment's, which is pulled to the ledger's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.forecast.history import End, Floats, History, Ints, mean_terms_days
from scoring.metrics.forecast.shrinkage import likeliest_weight, shrunk

FIRST_DAY, LAST_DAY = -120, 540
"""Days from the due date that are told apart; earlier ones count on the first, later ones are not foreseen."""
SPAN = LAST_DAY - FIRST_DAY + 1
TERMS_BANDS_DAYS = (15.0, 30.0, 45.0, 60.0, 90.0)
ROWS = 64
"""Customers at a time: what is computed for them stays in the processor's cache."""
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
        found = np.zeros((SPAN + 1, len(self.paid)), dtype=np.float32)
        by_day = np.ascontiguousarray(self.paid.T)
        staying = (1 - by_day) * (1 - self.lost.T)
        for day in range(SPAN - 1, -1, -1):
            found[day] = by_day[day] + staying[day] * found[day + 1]
        return found.T

    @staticmethod
    def column(day: int) -> int:
        """The column of a day."""
        return min(max(day, FIRST_DAY), LAST_DAY) - FIRST_DAY


class Cells(NamedTuple):
    """Of a customer and a day from the due date: the day's column, and claims by what became of them on it."""

    column: Ints
    leaving: Floats
    paid: Floats
    lost: Floats

    def part(self, mine: slice) -> Cells:
        """Some of the cells."""
        return Cells(self.column[mine], self.leaving[mine], self.paid[mine], self.lost[mine])


@dataclass(frozen=True)
class DelayPast:
    """What the delays of the customers with open claims are computed from; of a long ledger a tenth of them.

    `row_of` and the weights are those of the table; `segment` numbers each row's segment, of which `paid` has a curve
    each, and `lost` is that of the whole ledger (by day from FIRST_DAY). Of each row only the days that something ended on
    are told, as its `cells` from `begins[row]` to `begins[row + 1]`: column of the day; claims that ended in whichever way
    or were last seen open; claims paid; claims that ended without money.
    """

    row_of: Ints
    segment: Ints
    paid: Floats
    lost: Floats
    begins: Ints
    cells: Cells
    customer_weight: float
    segment_weight: float

    def of_rows(self, first: int, last: int) -> DelayPast:
        """The same of the rows from `first` on and before `last`, counted from 0."""
        mine = slice(self.begins[first], self.begins[last])
        return replace(
            self,
            row_of=np.where((self.row_of >= first) & (self.row_of < last), self.row_of - first, -1),
            segment=self.segment[first:last],
            begins=self.begins[first : last + 1] - self.begins[first],
            cells=self.cells.part(mine),
        )

    def table(self) -> DelayTable:
        """The delays by row and day."""
        rows = len(self.segment)
        paid, lost = (np.empty((rows, SPAN), np.float32) for _ in range(2))
        for first in range(0, rows, ROWS):
            last = min(first + ROWS, rows)
            paid[first:last], lost[first:last] = self._curves(first, last)
        return DelayTable(self.row_of, paid, lost, self.customer_weight, self.segment_weight)

    def _curves(self, first: int, last: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Share paid and lost by row, from the row `first` on and before `last`, and day."""
        mine = slice(self.begins[first], self.begins[last])
        row = np.repeat(np.arange(last - first), np.diff(self.begins[first : last + 1]))
        cell, size = row * SPAN + self.cells.column[mine], (last - first) * SPAN
        leaving, paid, lost = (np.zeros(size) for _ in range(3))
        for by_day, values in zip((leaving, paid, lost), self.cells[1:], strict=True):
            by_day[cell] = values[mine]
        weight, at_risk = self.customer_weight, _at_risk(leaving.reshape(-1, SPAN))
        of_paid = shrunk(paid.reshape(-1, SPAN), at_risk, self.paid[self.segment[first:last]], weight)
        of_lost = shrunk(lost.reshape(-1, SPAN), at_risk, self.lost, weight)
        shares = of_paid.astype(np.float32)
        return shares, np.minimum(of_lost.astype(np.float32), 1 - shares)


def delay_past(history: History, as_of: int, half_life_days: int | None) -> DelayPast:
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
    of_row = segment[np.flatnonzero(row_of >= 0)]
    mine = history.kept(row_of[history.customer] >= 0)
    my_weight, my_row = weight[row_of[history.customer] >= 0], row_of[mine.customer]
    ended, at_risk = _counts(mine, my_weight, my_row, rows, End.PAID)
    customer_weight = likeliest_weight(ended.ravel(), at_risk.ravel(), of_segment[of_row].ravel())
    begins, cells = _cells(mine, my_weight, my_row, rows)
    lost = pooled(*ledger[End.LOST])[0]
    return DelayPast(row_of, of_row, of_segment, lost, begins, cells, customer_weight, segment_weight)


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
    cell, size = group * SPAN + _columns(history), groups * SPAN
    ended = np.bincount(cell, _in_time(history, weight, end), size).reshape(groups, SPAN)
    leaving = np.bincount(cell, weight, size).reshape(groups, SPAN).astype(np.float64)
    return ended.astype(np.float64), _at_risk(leaving)


def _cells(history: History, weight: Floats, group: Ints, groups: int) -> tuple[Ints, Cells]:
    """Where the cells of each group begin, and the cells of the days on which something ended."""
    found, place = np.unique(group * SPAN + _columns(history), return_inverse=True)
    values = (weight, *(_in_time(history, weight, end) for end in (End.PAID, End.LOST)))
    sums = (np.bincount(place, value, len(found)).astype(np.float64) for value in values)
    begins = np.searchsorted(found, np.arange(groups + 1) * SPAN).astype(np.int64)
    return begins, Cells((found % SPAN).astype(np.int64), *sums)


def _in_time(history: History, weight: Floats, end: End) -> Floats:
    """The weight of the parts that ended in this way before days are told apart no more; 0 of others."""
    return np.where((history.ended == end) & (history.days <= LAST_DAY), weight, 0.0)


def _columns(history: History) -> Ints:
    return np.asarray(np.clip(history.days, FIRST_DAY, LAST_DAY) - FIRST_DAY)


def _at_risk(leaving: Floats) -> Floats:
    """Claims still open when a day begins, from those that leave on each."""
    found: Floats = leaving[:, ::-1].cumsum(1)[:, ::-1]
    return np.asarray(np.maximum(found, 0.0, out=found))
