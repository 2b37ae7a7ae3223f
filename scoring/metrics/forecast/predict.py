"""When open claims will be paid: chances by day ahead for each kind of claim, and the dates and intervals they give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.forecast.calendar import RHYTHMS, factors
from scoring.metrics.forecast.history import Floats, History, Ints
from scoring.metrics.forecast.table import FIRST_DAY, LAST_DAY, SPAN, DelayPast, DelayTable, delay_past

CHUNK, ROWS = 512, 1_024
"""Claims and customers at a time."""
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
    past: DelayPast
    factors: Mapping[str, Floats]

    @cached_property
    def table(self) -> DelayTable:
        """The delays by row and day."""
        return self.past.table()

    def blocks(self, customer: Ints) -> Iterator[tuple[Ints, Fitted]]:
        """Places of the claims of some customers at a time, and what is fitted to these: so few that what is computed of
        them stays in the processor's cache."""
        row = self.past.row_of[customer]
        order, rows = np.argsort(row, kind="stable"), len(self.past.segment)
        for first in range(0, rows, ROWS):
            last = min(first + ROWS, rows)
            begin, end = np.searchsorted(row, (first, last), sorter=order)
            if begin < end:
                factors = {name: of_rows[first:last] for name, of_rows in self.factors.items()}
                yield order[begin:end], replace(self, past=self.past.of_rows(first, last), factors=factors)

    def chances(self, customer: Ints, due: Ints, days: int) -> Chances:
        """What the next `days` days and the time after them bring to claims of `customer` due on `due` and open now."""
        found = Chances(np.zeros((len(customer), days), np.float32), np.zeros(len(customer), np.float32))
        for places, some in self.parts(customer, due, days):
            found.paid[places, : some.paid.shape[1]] = some.paid
            found.later[places] = some.later
        return found

    def parts(self, customer: Ints, due: Ints, days: int) -> Iterator[tuple[Ints, Chances]]:
        """`chances` by parts, small enough for the processor's cache: places of claims and their chances, without the days
        at the end on which none of them is paid any more because the table ends before."""
        row = self.table.row_of[customer]
        start = np.clip(self.as_of + 1 - due - FIRST_DAY, -days, SPAN)
        order = np.argsort(start, kind="stable")
        for at in range(0, len(row), CHUNK):
            some = order[at : at + CHUNK]
            yield some, self._part(row[some], start[some], days)

    def _part(self, row: Ints, start: Ints, days: int) -> Chances:
        """The chances of claims whose days ahead begin at the column `start` of their `row`."""
        reach = min(days, max(SPAN - int(start.min()), 1))
        paid, lost = (_window(table, row, start, reach) for table in (self.table.paid, self.table.lost))
        if self.factors:
            factor = self._factor(row, self.as_of + np.arange(1, reach + 1))
            paid = 1 - (1 - np.minimum(paid, ALMOST)) ** factor
        staying = np.cumprod((1 - paid) * (1 - lost), axis=1)
        paid[:, 1:] *= staying[:, :-1]
        return Chances(paid, staying[:, -1] * self.table.eventually[row, np.clip(start + days, 0, SPAN)])

    def _factor(self, row: Ints, days: Ints) -> Table:
        found = np.ones((len(row), len(days)), dtype=np.float32)
        for name, of_rows in self.factors.items():
            found *= of_rows[row][:, RHYTHMS[name].of(days)]
        return found


def _window(table: Table, row: Ints, start: Ints, days: int) -> Table:
    """A copy of `days` columns of each `row` from its `start` on; before the first and after the last nothing is paid."""
    first, last = max(-int(start.min()), 0), min(SPAN - int(start.max()), days)
    if (first, last) == (0, days):
        return np.lib.stride_tricks.sliding_window_view(table, days, axis=1)[row, start]
    found = np.zeros((len(row), days), np.float32)
    if first < last:
        runs = np.lib.stride_tricks.sliding_window_view(table, last - first, axis=1)
        found[:, first:last] = runs[row, start + first]
    ahead = np.arange(days)
    edges = ahead[(ahead < first) | (ahead >= last)]
    if len(edges):
        column = start[:, None] + edges
        inside = (column >= 0) & (column < SPAN)
        found[:, edges] = np.where(inside, table[row[:, None], np.clip(column, 0, SPAN - 1)], 0.0)
    return found


def fit(history: History, as_of: int, model: Model) -> Fitted:
    """What `model` learns from `history`, which is as known at the end of day `as_of`."""
    plain = Fitted(as_of, model, delay_past(history, as_of, model.half_life_days), {})
    return replace(plain, factors={name: factors(history, plain.table, RHYTHMS[name]) for name in model.rhythms})


@dataclass(frozen=True)
class Dates:
    """Days ahead on which a claim is expected (the median), and the ends of its interval, each NaN where the curve does
    not reach that far; all given that it is paid at all."""

    expected: Floats
    earliest: Floats
    latest: Floats


def dates(chances: Floats, tail: float, total: Floats | None = None) -> Dates:
    """Median and interval of each row of chances by day ahead (day 1 first), leaving `tail` out at either end; `total` is
    the chance to be paid at all (None = within the days given).

    >>> one = dates(np.array([[0.05, 0.40, 0.40, 0.05]]), 0.1)
    >>> one.expected.tolist(), one.earliest.tolist(), one.latest.tolist()
    ([2.0], [2.0], [3.0])
    """
    total = (chances.sum(1) if total is None else total)[:, None]
    reached = np.where(total > 0, chances.cumsum(1) / np.where(total > 0, total, 1.0), 0.0)
    return Dates(*(_first_day(reached, level) for level in (0.5, tail, 1 - tail)))


def put(dates_: Dates, places: Ints, some: Dates) -> None:
    """Write the dates of some claims at their places among those of all."""
    for name in ("expected", "earliest", "latest"):
        getattr(dates_, name)[places] = getattr(some, name)


def _first_day(reached: Floats, level: float) -> Floats:
    hit = reached >= level - 1e-9
    return np.where(hit.any(1), hit.argmax(1) + 1.0, np.nan)


def far_chances(fitted: Fitted, customer: Ints, due: Ints, near: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """Which claims are paid later than `near` reaches often enough to matter for their date, and their chances as far as
    the table goes."""
    later = near.sum(1) < ENOUGH
    return later, fitted.chances(customer[later], due[later], FAR_DAYS).paid
