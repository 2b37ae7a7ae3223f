"""The dates of a development sample: month-ends to observe at, and the ends of the performance windows after them."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date

HISTORY_MONTHS, HISTORY_MONTHS_MIN = 12, 3
"""Months of ledger that an observation looks back on: as far as characteristics do, or at least a quarter."""


def window_end(day: date, months: int) -> date:
    """The last day of a performance window: so many months after `day`, month-end after month-end.

    >>> window_end(date(2024, 8, 31), 6), window_end(date(2024, 2, 29), 6), window_end(date(2024, 5, 15), 1)
    (datetime.date(2025, 2, 28), datetime.date(2024, 8, 31), datetime.date(2024, 6, 15))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    at_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if at_end else min(day.day, length))


def observation_days(
    begin: date, end: date, window_months: int, first: date | None = None, last: date | None = None
) -> list[date]:
    """Month-ends of a ledger of `begin` to `end` at which to observe, from `first` to `last`, both inclusive.

    Without `first`, the ledger must reach back HISTORY_MONTHS from a date where that leaves as many month-ends whose
    window is complete, else HISTORY_MONTHS_MIN. Without `last`, up to the ledger's end: the last windows are incomplete.

    >>> observation_days(date(2024, 1, 3), date(2024, 7, 31), 2)[0]
    datetime.date(2024, 4, 30)
    """
    ends = list(month_ends_within(begin, end))
    long_enough = window_end(begin, HISTORY_MONTHS)
    complete = [day for day in ends if day >= long_enough and window_end(day, window_months) <= end]
    months = HISTORY_MONTHS if len(complete) >= HISTORY_MONTHS else HISTORY_MONTHS_MIN
    start = first or window_end(begin, months)
    return [day for day in ends if start <= day <= (last or end)]


def month_ends_within(begin: date, end: date) -> Iterator[date]:
    """The month-ends from `begin` to `end`, both inclusive.

    >>> [day.isoformat() for day in month_ends_within(date(2024, 1, 3), date(2024, 3, 30))]
    ['2024-01-31', '2024-02-29']
    """
    day = begin.replace(day=calendar.monthrange(begin.year, begin.month)[1])
    while day <= end:
        yield day
        day = window_end(day, 1)
