"""When money comes in, counted in days from its due date: the noun that forecasts, scenarios and strategies share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Shares = NDArray[np.float64]


@dataclass(frozen=True)
class DelayCurve:
    """What share of a claim is paid on which day. `paid[k]` is paid on day `first_day + k` from the due date (negative =
    early); what is missing to 1 is not paid within the curve. Shares are >= 0 and sum to 1 at most.

    >>> curve = DelayCurve(-1, np.array([0.25, 0.5, 0.0, 0.125]))
    >>> curve.never, curve.unpaid_after(0), curve.mean_days
    (0.125, 0.25, 0.0)
    """

    first_day: int
    paid: Shares

    def __post_init__(self) -> None:
        """Refuse shares below 0 and more than the whole."""
        if self.paid.ndim != 1 or (self.paid < 0).any() or self.paid.sum() > 1 + 1e-9:
            raise ValueError("shares of a delay curve are >= 0 and sum to 1 at most")

    @property
    def last_day(self) -> int:
        """The last day on which the curve knows a payment."""
        return self.first_day + len(self.paid) - 1

    @property
    def never(self) -> float:
        """The share that is not paid within the curve."""
        return max(0.0, 1.0 - float(self.paid.sum()))

    @property
    def mean_days(self) -> float | None:
        """Days from due date at which what is paid is paid on average (negative = early); None where nothing is."""
        total = float(self.paid.sum())
        return float(self.paid @ self._days) / total if total > 0 else None

    def unpaid_after(self, day: int) -> float:
        """The share still unpaid at the end of `day`."""
        kept = max(0, min(len(self.paid), day - self.first_day + 1))
        return max(0.0, 1.0 - float(self.paid[:kept].sum()))

    def given_unpaid(self, day: int) -> Self:
        """The curve of a claim that is still unpaid at the end of `day`: later days alone, scaled to what is left.

        Where the curve leaves nothing unpaid then, nothing more is known: all of it counts as never paid.
        """
        left = self.unpaid_after(day)
        later = self.paid[max(0, day - self.first_day + 1) :]
        scaled = later / left if left > 1e-12 else np.zeros(len(later))
        return type(self)(max(self.first_day, day + 1), scaled / max(1.0, float(scaled.sum())))

    def moved(self, days: int) -> Self:
        """The same payments, each `days` later (negative = earlier)."""
        return type(self)(self.first_day + days, self.paid)

    @property
    def _days(self) -> NDArray[np.int64]:
        return np.arange(self.first_day, self.first_day + len(self.paid))


def mixture(curves: Sequence[DelayCurve], weights: Sequence[float]) -> DelayCurve:
    """The curve of a claim that follows `curves[i]` with weight `weights[i]`; weights are >= 0 and need not sum to 1.

    >>> half = mixture([DelayCurve(0, np.array([1.0])), DelayCurve(2, np.array([0.5]))], [1, 1])
    >>> half.first_day, half.paid.tolist(), half.never
    (0, [0.5, 0.0, 0.25], 0.25)
    """
    total = float(sum(weights))
    if not curves or len(curves) != len(weights) or min(weights) < 0 or total <= 0:
        raise ValueError("a mixture needs as many weights >= 0 as curves, not all of them 0")
    first = min(curve.first_day for curve in curves)
    paid = np.zeros(max(curve.last_day for curve in curves) - first + 1)
    for curve, weight in zip(curves, weights, strict=True):
        start = curve.first_day - first
        paid[start : start + len(curve.paid)] += curve.paid * (weight / total)
    return DelayCurve(first, paid / max(1.0, float(paid.sum())))
