"""Tables of a scored sample by bands: gains from the worst score up, PDs against what happened, ranking by rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scoring.scorecard.measures import Numbers, by_score
from scoring.scorecard.sample import Flags, Floats, Whole
from scoring.scorecard.validation.intervals import Measured, wilson

BANDS = 10
Codes = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Band:
    """Rows of a band of the score. `rows_so_far` and `bads_so_far` are shares of all, this band and the worse ones;
    `lift` is the bad rate of this band over that of the sample."""

    lowest: float
    highest: float
    rows: int
    bads: int
    bad_rate: float
    rows_so_far: float
    bads_so_far: float
    lift: float


@dataclass(frozen=True)
class Compared:
    """What was expected of some rows and what came. `expected` is their mean PD, `observed` their bad rate with interval.

    Both are None in a class without rows.
    """

    name: str
    rows: int
    customers: int
    bads: int
    expected: float | None
    observed: Measured | None

    @property
    def as_expected(self) -> bool:
        """Whether the mean PD lies within the interval of the observed rate; true of a class without rows."""
        low, high = (self.observed.low, self.observed.high) if self.observed else (None, None)
        return self.expected is None or low is None or high is None or low <= self.expected <= high


def bands(score: Numbers, count: int = BANDS) -> Codes:
    """The band of each row, 0 = lowest scores: `count` bands of about equal size, equal scores always together.

    >>> bands(np.array([1, 2, 2, 2, 3, 4]), 3)
    array([0, 1, 1, 1, 2, 2])
    """
    _, code, rows = np.unique(score, return_inverse=True, return_counts=True)
    middle = np.cumsum(rows) - rows / 2
    band = np.unique((middle / len(score) * count).astype(np.intp), return_inverse=True)[1]
    of_row: Codes = band[code]
    return of_row


def gains(bad: Flags, score: Numbers, count: int = BANDS) -> tuple[Band, ...]:
    """The gains table, worst band first; empty without bads.

    >>> [band.bads_so_far for band in gains(np.array([True, True, False, True]), np.array([1, 2, 3, 4]), 2)]
    [0.6666666666666666, 1.0]
    """
    if not bad.any():
        return ()
    band, rate = bands(score, count), float(bad.mean())
    found, rows_before, bads_before = [], 0, 0
    for code in range(int(band.max()) + 1):
        own = band == code
        rows, bads = int(own.sum()), int(bad[own].sum())
        rows_before, bads_before = rows_before + rows, bads_before + bads
        so_far = rows_before / len(bad), bads_before / int(bad.sum())
        own_rate = bads / rows
        found.append(
            Band(float(score[own].min()), float(score[own].max()), rows, bads, own_rate, *so_far, own_rate / rate)
        )
    return tuple(found)


def calibration_table(bad: Flags, pd: Floats, group: Whole, count: int = BANDS) -> tuple[Compared, ...]:
    """Reliability bins: mean PD against bad rate in bands of the PD, lowest PD first, named 1, 2, ...

    >>> pd = np.array([0.1, 0.1, 0.5, 0.5])
    >>> [row.expected for row in calibration_table(np.array([False, False, True, False]), pd, np.arange(4), 2)]
    [0.1, 0.5]
    """
    band = bands(pd, count)
    return compared([str(code + 1) for code in range(int(band.max(initial=-1)) + 1)], band, bad, pd, group)


def compared(names: Sequence[str], code: Codes, bad: Flags, pd: Floats, group: Whole) -> tuple[Compared, ...]:
    """Mean PD against bad rate of each class; `code` is the place of a row's class in `names`. Empty classes stay.

    >>> compared(["prime", "risky"], np.array([0, 0]), np.array([True, False]), np.array([0.2, 0.4]), np.arange(2))[1].rows
    0
    """
    found = []
    for place, name in enumerate(names):
        own = code == place
        rows, bads, customers = int(own.sum()), int(bad[own].sum()), len(np.unique(group[own]))
        expected = float(np.mean(pd[own])) if rows else None
        found.append(Compared(name, rows, customers, bads, expected, wilson(bads, rows, customers) if rows else None))
    return tuple(found)


def in_order(classes: Sequence[Compared]) -> bool:
    """Whether the bad rate never falls from the first (best) class to the last (worst); empty classes are passed over.

    >>> in_order([])
    True
    """
    rates = [row.observed.value for row in classes if row.observed]
    return all(better <= worse for better, worse in pairwise(rates))


def curve(bad: Flags, score: Numbers) -> tuple[tuple[float, float, float], ...]:
    """Score, share of goods and share of bads at or below it, from nobody to everybody, for ROC and KS curves.

    Empty without goods or bads. The first point, at the lowest score, holds nobody.

    >>> curve(np.array([True, False]), np.array([500, 600]))
    ((500.0, 0.0, 0.0), (500.0, 0.0, 1.0), (600.0, 1.0, 1.0))
    """
    counted = by_score(bad, score)
    goods, bads = int(counted.goods.sum()), int(counted.bads.sum())
    if not goods or not bads:
        return ()
    shares = zip(counted.scores, np.cumsum(counted.goods) / goods, np.cumsum(counted.bads) / bads, strict=True)
    return ((float(counted.scores[0]), 0.0, 0.0), *((float(s), float(g), float(b)) for s, g, b in shares))
