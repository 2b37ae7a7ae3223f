"""When open claims will be paid: chances by day ahead for each kind of claim, and the dates and intervals they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.forecast.calendar import RHYTHMS, factors
from scoring.metrics.forecast.history import Floats, History, Ints
from scoring.metrics.forecast.table import FIRST_DAY, LAST_DAY, SPAN, DelayTable, delay_table

CHUNK = 4_000
NEAR_DAYS = 126
"""Days ahead that are foreseen for every claim; dates beyond are looked for only where these do not hold enough."""
FAR_DAYS = LAST_DAY - FIRST_DAY
ENOUGH = 0.97
ALMOST = np.float32(1 - 1e-6)
Table = NDArray[np.float32]


@dataclass(frozen=True)
class Model:
    """How a forecast is made. `half_life_days` None = old claims count like new ones; `rhythms` are names of RHYTHMS;
    `tail` is the share left out at either end of a document's interval, as measured to hold 80%; `together` is the
    correlation of the payments of a customer's claims, `spread` what the deviation of sums is multiplied by."""

    half_life_days: int | None = None
    rhythms: tuple[str, ...] = ("weekday",)
    tail: float = 0.10
    together: float = 0.1
    spread: float = 2.0


@dataclass(frozen=True)
class Chances:
    """Chance of each claim to be paid on each of the next days (claims x days, day 1 first), and to be paid later than
    that; what is missing to 1 is never paid, or later than the ledger's past reaches."""

    paid: Floats
    later: Floats


@dataclass(frozen=True)
class Fitted:
    """A model with what it learned from a ledger as known at the end of day `as_of` (days since 1970-01-01)."""

    as_of: int
    model: Model
    table: DelayTable
    factors: Mapping[str, Floats]

    def chances(self, customer: Ints, due: Ints, days: int) -> Chances:
        """What the next `days` days and the time after them bring to claims of `customer` due on `due` and open now."""
        row = self.table.row_of[customer]
        start = np.clip(self.as_of + 1 - due - FIRST_DAY, -days, SPAN)
        found = Chances(np.zeros((len(row), days), np.float32), np.zeros(len(row), np.float32))
        within = (start >= 0) & (start + days <= SPAN)
        for mine in (np.flatnonzero(within), np.flatnonzero(~within)):
            if len(mine):
                self._fill(found, mine, row[mine], start[mine])
        return found

    def _fill(self, found: Chances, mine: Ints, row: Ints, start: Ints) -> None:
        """Write the chances of the claims `mine`, whose days ahead begin at the column `start` of their `row`."""
        days = found.paid.shape[1]
        first, last = int(start.min()), int(start.max()) + days
        rows, place = row, row
        if first < 0 or last > SPAN:
            rows, place = np.unique(row, return_inverse=True)
        windows = [self._windows(table, rows, first, last, days) for table in (self.table.paid, self.table.lost)]
        for at in range(0, len(mine), CHUNK):
            some = slice(at, at + CHUNK)
            paid, lost = (window[place[some], start[some] - first] for window in windows)
            if self.factors:
                factor = self._factor(row[some], self.as_of + np.arange(1, days + 1))
                paid = 1 - (1 - np.minimum(paid, ALMOST)) ** factor
            staying = np.cumprod((1 - paid) * (1 - lost), axis=1)
            before = np.concatenate([np.ones((len(paid), 1), np.float32), staying[:, :-1]], axis=1)
            afterwards = np.clip(start[some] + days, 0, SPAN)
            found.paid[mine[some]] = before * paid
            found.later[mine[some]] = staying[:, -1] * self.table.eventually[row[some], afterwards]

    @staticmethod
    def _windows(table: Table, rows: Ints, first: int, last: int, days: int) -> Table:
        """Every run of `days` columns from column `first` on and before `last`, without a copy of each: of the whole table
        where it has all of them, else of `rows` alone. Before its first and after its last column nothing is paid."""
        if first >= 0 and last <= SPAN:
            return np.lib.stride_tricks.sliding_window_view(table[:, first:last], days, axis=1)
        padded = np.zeros((len(rows), last - first), dtype=np.float32)
        low, high = max(first, 0), min(last, SPAN)
        if low < high:
            padded[:, low - first : high - first] = table[rows, low:high]
        return np.lib.stride_tricks.sliding_window_view(padded, days, axis=1)

    def _factor(self, row: Ints, days: Ints) -> Table:
        found = np.ones((len(row), len(days)), dtype=np.float32)
        for name, of_rows in self.factors.items():
            found *= of_rows[row][:, RHYTHMS[name].of(days)]
        return found


def fit(history: History, as_of: int, model: Model) -> Fitted:
    """What `model` learns from `history`, which is as known at the end of day `as_of`."""
    table = delay_table(history, as_of, model.half_life_days)
    return Fitted(as_of, model, table, {name: factors(history, table, RHYTHMS[name]) for name in model.rhythms})


@dataclass(frozen=True)
class Dates:
    """Days ahead on which a claim is expected (the median), and the ends of its interval, each NaN where the curve does
    not reach that far; all given that it is paid at all."""

    expected: Floats
    earliest: Floats
    latest: Floats


def dates(chances: Floats, tail: float) -> Dates:
    """Median and interval of each row of chances by day ahead (day 1 first), leaving `tail` out at either end.

    >>> one = dates(np.array([[0.05, 0.40, 0.40, 0.05]]), 0.1)
    >>> one.expected.tolist(), one.earliest.tolist(), one.latest.tolist()
    ([2.0], [2.0], [3.0])
    """
    total = chances.sum(1, keepdims=True)
    reached = np.where(total > 0, chances.cumsum(1) / np.where(total > 0, total, 1.0), 0.0)
    return Dates(*(_first_day(reached, level) for level in (0.5, tail, 1 - tail)))


def _first_day(reached: Floats, level: float) -> Floats:
    hit = reached >= level - 1e-9
    return np.where(hit.any(1), hit.argmax(1) + 1.0, np.nan)


def far_chances(fitted: Fitted, customer: Ints, due: Ints, near: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """Which claims are paid later than `near` reaches often enough to matter for their date, and their chances as far as
    the table goes."""
    later = near.sum(1) < ENOUGH
    return later, fitted.chances(customer[later], due[later], FAR_DAYS).paid
