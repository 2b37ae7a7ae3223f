"""Time and chance: the months a ledger covers, and one reproducible stream of random numbers per part of it.

Days are whole numbers since 1970-01-01, months are counted from the ledger's first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LAST_MONTH = np.datetime64("2026-10", "M")
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Window:
    """The `months` months that end with October 2026."""

    months: int

    def first_day_of(self, month: int | Ints) -> Ints:
        """First day of the months counted from the ledger's first; months after its end are allowed.

        >>> as_date(int(Window(36).first_day_of(0)))
        datetime.date(2023, 11, 1)
        """
        first = LAST_MONTH - (self.months - 1)
        return np.asarray((first + np.asarray(month)).astype("M8[D]").astype(np.int64))

    @property
    def first(self) -> int:
        """First day of the ledger."""
        return int(self.first_day_of(0))

    @property
    def last(self) -> int:
        """Last day of the ledger; nothing later is known."""
        return int(self.first_day_of(self.months)) - 1

    def calendar_month(self) -> Ints:
        """0 = January ... 11 = December, for each month of the ledger."""
        first = int((LAST_MONTH - (self.months - 1)).astype(np.int64)) % 12
        return (first + np.arange(self.months)) % 12


def as_date(day: int) -> date:
    """The calendar date of a day."""
    return EPOCH + timedelta(days=day)


def on_weekday(day: Ints, weekday: int | Ints) -> Ints:
    """The first such weekday (0 = Monday) on or after the day.

    >>> as_date(int(on_weekday(np.array([20_000]), 4)[0])).strftime("%A")
    'Friday'
    """
    ahead: Ints = (np.asarray(weekday) - (day + 3)) % 7
    return day + ahead


def off_weekend(day: Ints) -> Ints:
    """The day itself, or the Monday after it when it falls on a weekend."""
    weekday = (day + 3) % 7
    return np.where(weekday >= 5, day + 7 - weekday, day)


def stream(seed: int, part: str, chunk: int = 0) -> np.random.Generator:
    """The random numbers of one part of the ledger: drawing more of one part never moves another.

    >>> float(stream(7, "rates").random()) == float(stream(7, "rates").random())
    True
    """
    return np.random.default_rng([seed, crc32(part.encode()), chunk])
