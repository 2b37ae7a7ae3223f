"""How late claims are paid, from those that ended and those still open: the product-limit estimate, by whole days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.delays import DelayCurve

Days = NDArray[np.float64]
NO_CLAIM = 1e-9
"""Below this many claims at risk, rounding is all there is."""


@dataclass(frozen=True)
class Exposure:
    """What became of claims by days from their due date: index k is day `first_day` + k.

    `paid` is the number of claims (or parts of one) paid on a day, `lost` of those that ended without money then (written
    off, credited), `waiting` of those last seen open at its end (censored).

    >>> four = Exposure(0, np.array([1.0, 1.0]), np.array([0.0, 0.0]), np.array([1.0, 1.0]))
    >>> four.at_risk.tolist(), four.hazards().curve().paid.tolist()
    ([4.0, 2.0], [0.25, 0.375])
    """

    first_day: int
    paid: Days
    lost: Days
    waiting: Days

    @classmethod
    def nothing(cls) -> Self:
        """No claim at all."""
        return cls(0, np.zeros(1), np.zeros(1), np.zeros(1))

    def __add__(self, other: Self) -> Self:
        first = min(self.first_day, other.first_day)
        span = max(self.last_day, other.last_day) - first + 1
        one, two = (part.laid_on(first, span) for part in (self, other))
        return type(self)(first, one.paid + two.paid, one.lost + two.lost, one.waiting + two.waiting)

    @property
    def last_day(self) -> int:
        """The last day on which something became of a claim."""
        return self.first_day + len(self.paid) - 1

    @property
    def at_risk(self) -> Days:
        """Claims open when a day begins of which it is known what became of them on it (those last seen open at its end
        outlived it). Payments turned back put a claim among them again."""
        leaving: Days = self.paid + self.lost + self.waiting
        held: Days = np.maximum(leaving[::-1].cumsum()[::-1], 0.0)
        return held

    @property
    def claims(self) -> float:
        """How many claims (by weight) are in it."""
        return float((self.paid + self.lost + self.waiting).sum())

    def laid_on(self, first_day: int, span: int) -> Self:
        """The same on the days `first_day` to `first_day` + `span` - 1, which hold all of it."""
        early = self.first_day - first_day
        late = span - early - len(self.paid)
        return type(self)(first_day, *(np.pad(part, (early, late)) for part in (self.paid, self.lost, self.waiting)))

    def hazards(self) -> Hazards:
        """Share of the claims open on a day that is paid, or ends without money, on it: the Kaplan-Meier steps of two
        ways to end (Aalen-Johansen). 0 on days on which no claim was open."""
        at_risk = self.at_risk
        held = np.where(at_risk > NO_CLAIM, at_risk, np.inf)
        paid = np.clip(self.paid / held, 0.0, 1.0)
        return Hazards(self.first_day, paid, np.clip(self.lost / held, 0.0, 1.0 - paid))


@dataclass(frozen=True)
class Hazards:
    """Of what is open when a day begins: the share paid on it and the share that ends without money on it; index k is day
    `first_day` + k. Nothing is known of later days: what outlasts them is never paid."""

    first_day: int
    paid: Days
    lost: Days

    def curve(self) -> DelayCurve:
        """The delays of a whole claim; what ends without money is never paid."""
        return self.given_open(self.first_day - 1)

    def given_open(self, day: int) -> DelayCurve:
        """The delays of a claim known to be open at the end of `day`: neither paid nor ended otherwise by then.

        Sharper than DelayCurve.given_unpaid, which counts claims written off before as still waiting.
        """
        start = min(max(day - self.first_day + 1, 0), len(self.paid))
        staying = 1.0 - self.paid[start:] - self.lost[start:]
        before = np.concatenate([[1.0], np.cumprod(staying)])[:-1]
        return trimmed(max(self.first_day + start, day + 1), before * self.paid[start:])


def trimmed(first_day: int, paid: Days) -> DelayCurve:
    """A curve without the days before its first and after its last payment; (first_day, nothing) where there is none.

    >>> trimmed(-2, np.array([0.0, 0.5, 0.25, 0.0])).first_day
    -1
    """
    kept = np.flatnonzero(paid > 0)
    if not len(kept):
        return DelayCurve(first_day, np.zeros(1))
    shares = paid[kept[0] : kept[-1] + 1]
    return DelayCurve(first_day + int(kept[0]), shares / max(1.0, float(shares.sum())))
