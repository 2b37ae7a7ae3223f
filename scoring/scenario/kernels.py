"""What becomes of one unit of sales by days from issue, under given terms: when it is paid, discounted, credited or lost.

All arrays have a row for each draw of the delay curve (one row where nothing is resampled) and a column for each day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.delays import DelayCurve
from scoring.scenario.facts import WRITTEN_OFF_DAYS, DiscountUse

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Habit:
    """How late a segment pays, by days from the due date: index k of `paid` is day `first_day` + k. shape: (draws, days).

    `credited` and `lost` are the shares taken back by credit notes (on the due date) and never paid; with what is paid
    they sum to 1. shape: (draws,).
    """

    first_day: int
    paid: Floats
    credited: Floats
    lost: Floats

    @property
    def days(self) -> NDArray[np.int64]:
        """Days from the due date of each column."""
        return np.arange(self.first_day, self.first_day + self.paid.shape[1])

    def later(self, days: int) -> Self:
        """The same payments `days` later, at most on the day of write-off."""
        return self if not days else type(self)(*_within(self.first_day + days, self.paid), self.credited, self.lost)

    def worse(self, multiple: float) -> Self:
        """The lost share `multiple` as large, at most all that is not credited; what is paid shrinks in proportion."""
        if multiple == 1:
            return self
        lost = np.minimum(self.lost * multiple, 1 - self.credited)
        paid = self.paid.sum(axis=1)
        factor = np.divide(1 - self.credited - lost, paid, out=np.zeros_like(paid), where=paid > 0)
        return type(self)(self.first_day, self.paid * factor[:, None], self.credited, lost)


def habit_of(curve: DelayCurve, credited_share: float, discount: DiscountUse, draws: Floats | None = None) -> Habit:
    """The habit behind a curve; `draws` = resampled payments in place of the curve's own, shape (draws, days).

    What a curve says is never paid is in part credited, in part the discounts that were taken (settled with the payment),
    and lost for the rest. Payments later than the write-off count on its day.
    """
    paid = curve.paid[None, :] if draws is None else draws
    never = np.maximum(0.0, 1 - paid.sum(axis=1))
    credited = np.minimum(never, credited_share)
    discounted = np.minimum(never - credited, discount.cost_share)
    received = paid.sum(axis=1)
    grown = paid * np.divide(received + discounted, received, out=np.ones_like(received), where=received > 0)[:, None]
    first, kept = _within(curve.first_day, grown)
    return Habit(first, kept, credited, np.maximum(0.0, 1 - credited - kept.sum(axis=1)))


@dataclass(frozen=True)
class Kernel:
    """One unit of sales due `gap` days after issue, by days from issue: `settled` is what payments settle, `discount` the
    part of it that was discount and not money. shape: (draws, days). `credited` falls on the due date, `lost` is written
    off WRITTEN_OFF_DAYS later. shape: (draws,)."""

    gap: int
    settled: Floats
    discount: Floats
    credited: Floats
    lost: Floats

    @property
    def unpaid(self) -> Floats:
        """What is open at the end of each day from issue, until the write-off. shape: (draws, days)."""
        left = 1 - np.cumsum(self.settled, axis=1)
        left[:, self.gap :] -= self.credited[:, None]
        found: Floats = np.maximum(0.0, left)
        return found


def kernel(gap: int, parts: list[tuple[float, float]], habit: Habit) -> Kernel:
    """The kernel of claims due after `gap` days. `parts` are (weight, days from issue at which the habit's due date falls);
    a part of a day is split over the two days around it. Nobody pays before the issue.

    >>> on_time = Habit(0, np.array([[1.0]]), np.zeros(1), np.zeros(1))
    >>> np.flatnonzero(kernel(30, [(1.0, 30.0)], on_time).settled[0]).tolist()
    [30]
    """
    length = gap + WRITTEN_OFF_DAYS
    settled = np.zeros((habit.paid.shape[0], length))
    for weight, start in parts:
        whole = int(np.floor(start))
        share = start - whole
        _lay(settled, habit.paid * (weight * (1 - share)), whole + habit.first_day)
        if share:
            _lay(settled, habit.paid * (weight * share), whole + 1 + habit.first_day)
    return Kernel(gap, settled, np.zeros_like(settled), habit.credited, habit.lost)


def _lay(onto: Floats, paid: Floats, first_day: int) -> None:
    """Add payments that begin on `first_day`; what lies before the first or after the last column goes onto it."""
    days, length = paid.shape[1], onto.shape[1]
    early = min(days, max(0, -first_day))
    late = min(days - early, max(0, first_day + days - length))
    if early + late < days:
        onto[:, first_day + early : first_day + days - late] += paid[:, early : days - late]
    if early:
        onto[:, 0] += paid[:, :early].sum(axis=1)
    if late:
        onto[:, -1] += paid[:, days - late :].sum(axis=1)


def _within(first_day: int, paid: Floats) -> tuple[int, Floats]:
    """The same payments with those after the last day of a claim laid onto that day."""
    last = WRITTEN_OFF_DAYS - 1
    over = first_day + paid.shape[1] - 1 - last
    if over <= 0:
        return first_day, paid
    if over >= paid.shape[1]:
        return last, paid.sum(axis=1, keepdims=True)
    kept = paid[:, : paid.shape[1] - over].copy()
    kept[:, -1] += paid[:, paid.shape[1] - over :].sum(axis=1)
    return first_day, kept
