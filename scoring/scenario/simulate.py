"""BOOK -> BOOK: the months after the as-of date, from today's open documents and expected sales, day by day and exactly.

Sales of every day are a cohort; what becomes of it is its kernel's. Amounts at the end of a day are sums over all cohorts
(a convolution), taken only on the days that are told. Sales, payments, credits and losses tie out with what is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from scoring.scenario.facts import WRITTEN_OFF_DAYS, Facts, Opening, Segment
from scoring.scenario.kernels import Habit
from scoring.scenario.response import Response, Stream

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
OLD_DAYS = 365
"""Days over which is written off what is too old on the as-of date for anybody to pay it."""
NOTHING_LEFT = 1e-9
"""Below this share still unpaid, rounding is all there is."""


@dataclass(frozen=True)
class Flows:
    """A path in running totals since the as-of date, at each of its ends (the first is the as-of date itself).

    shape: (draws, ends); `buckets`: (draws, ends, buckets), what is open by days past due. `overdue_days` = overdue amount x
    days late. `sales` are invoiced sales, `discounts` what was taken off them when paid, `credits` credit notes, `lost`
    what was written off. Receivables = opening + sales - cash - discounts - credits - lost.
    """

    sales: Floats
    cash: Floats
    discounts: Floats
    credits: Floats
    lost: Floats
    buckets: Floats
    overdue_days: Floats

    @property
    def receivables(self) -> Floats:
        """What is open at each end. shape: (draws, ends)."""
        found: Floats = self.buckets.sum(axis=2)
        return found

    @property
    def overdue(self) -> Floats:
        """What is past due at each end. shape: (draws, ends)."""
        found: Floats = self.buckets[:, :, 1:].sum(axis=2)
        return found

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def flows(facts: Facts, segment: Segment, answer: Response) -> Flows:
    """The path of one segment under the terms that `answer` answers."""
    return opening_flows(facts, segment, answer.habit) + sales_flows(facts, segment, answer)


def sales_flows(facts: Facts, segment: Segment, answer: Response) -> Flows:
    """What becomes of the sales expected; nothing is open of them at the first end."""
    edges = np.array(facts.scheme.edges_days, dtype=np.int64)
    parts = [_of_stream(stream, segment.sales * answer.volume, facts.ends, edges) for stream in answer.streams]
    return reduce(lambda a, b: a + b, parts)


def opening_flows(facts: Facts, segment: Segment, habit: Habit) -> Flows:
    """What becomes of the documents open on the as-of date."""
    return _of_opening(segment.opening, habit, facts.ends, np.array(facts.scheme.edges_days, dtype=np.int64))


def _of_stream(stream: Stream, sales: Floats, ends: Whole, edges: Whole) -> Flows:
    """What the cohorts of one stream come to. Rows of the matrices are ends, columns days since issue."""
    made = stream.kernel
    days = made.settled.shape[1]
    daily = sales if stream.issued is None else sales * stream.issued
    on, until = _before(daily, ends, days), _before(np.cumsum(daily), ends, days)
    weight = stream.weight[:, None]
    unpaid = made.unpaid
    late = np.maximum(0, np.arange(days) - made.gap)
    bounds = [0, *np.minimum(made.gap + edges + 1, days).tolist(), days]
    buckets = np.stack([unpaid[:, a:b] @ on[:, a:b].T for a, b in pairwise(bounds)], axis=2)
    due = _at(np.cumsum(daily), ends - made.gap)
    written = _at(np.cumsum(daily), ends - made.gap - WRITTEN_OFF_DAYS)
    discounts = made.discount @ until.T
    return Flows(
        sales=weight * until[None, :, 0],
        cash=weight * (made.settled @ until.T - discounts),
        discounts=weight * discounts,
        credits=weight * np.outer(made.credited, due),
        lost=weight * np.outer(made.lost, written),
        buckets=weight[:, :, None] * buckets,
        overdue_days=weight * ((unpaid * late) @ on.T),
    )


def _of_opening(opening: Opening, habit: Habit, ends: Whole, edges: Whole) -> Flows:
    """What becomes of the documents open on the as-of date, given that they are open: by the habit, or, where it knows of
    nobody who pays that late, evenly written off within a year."""
    known = opening.days < WRITTEN_OFF_DAYS
    days, amounts = opening.days[known], opening.amounts[known]
    held = _unpaid_after(habit, days[:, None])[:, :, 0]
    alive = held > NOTHING_LEFT
    living = np.divide(amounts, held, out=np.zeros_like(held), where=alive)
    dead = np.where(alive, 0.0, amounts)
    fading = np.maximum(0.0, 1 - ends / OLD_DAYS)
    past = days[:, None] + ends[None, :]
    open_then = living[:, :, None] * _unpaid_after(habit, past) + dead[:, :, None] * fading
    which = np.searchsorted(edges, np.maximum(past, 0))
    which[past <= 0] = 0
    buckets = np.stack([(open_then * (which == b)).sum(axis=1) for b in range(len(edges) + 1)], axis=2)
    old = opening.amounts[~known]
    buckets[:, :, -1] += old.sum() * fading
    ages = opening.days[~known][:, None] + ends[None, :]
    come = habit.credited[:, None] * (living @ ((days[:, None] < 0) & (past >= 0)))
    gone = habit.lost[:, None] * (living @ (past >= WRITTEN_OFF_DAYS))
    return Flows(
        sales=np.zeros_like(come),
        cash=(living[:, :, None] * _paid_between(habit, days, past)).sum(axis=1),
        discounts=np.zeros_like(come),
        credits=come,
        lost=gone + (dead.sum(axis=1)[:, None] + old.sum()) * (1 - fading),
        buckets=buckets,
        overdue_days=(open_then * np.maximum(past, 0)).sum(axis=1) + (old @ ages) * fading,
    )


def _unpaid_after(habit: Habit, days: Whole) -> Floats:
    """What is unpaid at the end of each day from the due date, 0 from the write-off on. shape: (draws, *days.shape)."""
    cut = np.concatenate([np.zeros((len(habit.lost), 1)), np.cumsum(habit.paid, axis=1)], axis=1)
    at = np.clip(days - habit.first_day + 1, 0, cut.shape[1] - 1)
    left = 1 - cut[:, at] - np.where(days >= 0, 1.0, 0.0)[None] * habit.credited.reshape(-1, *[1] * days.ndim)
    found: Floats = np.where(days >= WRITTEN_OFF_DAYS, 0.0, np.maximum(0.0, left))
    return found


def _paid_between(habit: Habit, start: Whole, end: Whole) -> Floats:
    """What is paid after the day `start` and up to each day of `end`, from the due date. shape: (draws, *end.shape)."""
    paid = np.concatenate([np.zeros((len(habit.lost), 1)), np.cumsum(habit.paid, axis=1)], axis=1)
    last = paid.shape[1] - 1
    before = paid[:, np.clip(start - habit.first_day + 1, 0, last)]
    found: Floats = paid[:, np.clip(end - habit.first_day + 1, 0, last)] - before[:, :, None]
    return found


def _before(daily: Floats, ends: Whole, days: int) -> Floats:
    """For each end (rows) and number of days before it (columns) the amount of that day; 0 before day 1."""
    return _at(daily, ends[:, None] - np.arange(days)[None, :])


def _at(daily: Floats, at: Whole) -> Floats:
    """Amounts of the days `at`, the first entry of `daily` being day 1; 0 before it."""
    padded = np.concatenate([[0.0], daily])
    found: Floats = padded[np.clip(at, 0, len(daily))]
    return found
