"""On which days of the week and of the month a customer pays, beyond what its delays alone would make of it.

A payment run on Fridays, or on the 10th, shows as more payments on such days than the delays foresee. The factor of a day
is (payments seen + k x the ledger's factor) / (payments foreseen + k): with little seen it is the ledger's, which knows
the weekend.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scoring.metrics.forecast.history import End, Floats, History, Ints
from scoring.metrics.forecast.table import DelayTable

WINDOW_DAYS = range(-70, 91)
"""Days from the due date on which payments are compared with what was foreseen."""
PARTS_MAX = 150_000
LEDGER_CLAIMS = 50.0
NEVER_BELOW = 0.02
MONTHDAY_LAST = 9


@dataclass(frozen=True)
class Rhythm:
    """A rhythm of the calendar: `of` gives the place of each day in it, out of `places`; a customer's own habit counts
    half at `claims` payments foreseen."""

    name: str
    places: int
    of: Callable[[Ints], Ints]
    claims: float


def weekday(days: Ints) -> Ints:
    """Day of the week, Monday = 0, of days since 1970-01-01 (a Thursday).

    >>> weekday(np.array([0, 4])).tolist()
    [3, 0]
    """
    return (days + 3) % 7


def monthday(days: Ints) -> Ints:
    """Third part of a month's decade: days 1-3 = 0, 4-6 = 1, ... 28 and later = 9.

    >>> monthday(np.array([0, 3, 30])).tolist()
    [0, 1, 9]
    """
    dates = days.astype("datetime64[D]")
    of_month = (dates - dates.astype("datetime64[M]")).astype(np.int64)
    return np.asarray(np.minimum(of_month // 3, MONTHDAY_LAST))


WEEKDAY = Rhythm("weekday", 7, weekday, 10.0)
MONTHDAY = Rhythm("monthday", MONTHDAY_LAST + 1, monthday, 30.0)
RHYTHMS = {rhythm.name: rhythm for rhythm in (WEEKDAY, MONTHDAY)}


def factors(history: History, table: DelayTable, rhythm: Rhythm) -> Floats:
    """Factor of each place of the rhythm, one row per row of the table, from the latest parts of `history`."""
    seen, foreseen = _payments(latest(history), table, rhythm)
    ledger = (seen.sum(0) + LEDGER_CLAIMS) / (foreseen.sum(0) + LEDGER_CLAIMS)
    return np.asarray(np.maximum((seen + rhythm.claims * ledger) / (foreseen + rhythm.claims), NEVER_BELOW))


def latest(history: History) -> History:
    """The parts of the latest claims, PARTS_MAX at most."""
    if len(history) <= PARTS_MAX:
        return history
    first = np.partition(history.issue, len(history) - PARTS_MAX)[len(history) - PARTS_MAX]
    return history.kept(history.issue >= first)


def _payments(history: History, table: DelayTable, rhythm: Rhythm) -> tuple[Floats, Floats]:
    """Payments seen and foreseen by row of the table and place of the rhythm, day by day from the due date."""
    rows, places = len(table.paid), rhythm.places
    mine = history.kept(table.row_of[history.customer] >= 0)
    row, first, last = table.row_of[mine.customer], mine.issue - mine.due, mine.days
    paid = np.where(mine.ended == End.PAID, mine.share, 0.0)
    seen, foreseen = np.zeros(rows * places), np.zeros(rows * places)
    for day in WINDOW_DAYS:
        here = np.flatnonzero((first <= day) & (day <= last))
        cell = row[here] * places + rhythm.of(mine.due[here] + day)
        foreseen += np.bincount(cell, mine.share[here] * table.paid[row[here], table.column(day)], rows * places)
        seen += np.bincount(cell, np.where(last[here] == day, paid[here], 0.0), rows * places)
    return np.maximum(seen, 0).reshape(rows, places), np.maximum(foreseen, 0).reshape(rows, places)
