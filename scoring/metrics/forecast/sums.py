"""The band of a sum of receipts: who pays on which claims is uncertain, and a customer's claims tend to go together.

Of claims i with amount a and chance p of being paid in a span, the sum has mean sum(a p) and variance
(1 - t) sum(a^2 p q) + t sum over customers of (sum(a sqrt(p q)))^2, q = 1 - p: t is the correlation between two claims of
one customer, those of different customers are independent. What all customers share (a bank holiday, a bad month, what
the model does not know) is not in it: the deviation is multiplied by `spread`, as the past asks for. P10 and P90 are those
of a gamma distribution with this mean and deviation (Wilson-Hilferty), taken on what is paid or on what is not, whichever
is less: sums stay between 0 and all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.metrics.forecast.history import Floats, Ints

Z80 = 1.2815515655446004
"""Standard deviations between the middle and the 10th or 90th percentile of a normal distribution."""


@dataclass(frozen=True)
class Sums:
    """Mean and deviation of sums of receipts, one entry per span, each out of `whole`."""

    expected: Floats
    deviation: Floats
    whole: Floats

    def band(self, spread: float) -> tuple[Floats, Floats]:
        """10th and 90th percentile, with the deviation `spread` times as large.

        >>> low, high = Sums(np.array([100.0]), np.array([70.7]), np.array([200.0])).band(1.0)
        >>> round(float(low[0]), 1), round(float(high[0]), 1)
        (26.5, 193.7)
        """
        mirrored = self.expected > self.whole / 2
        small = np.where(mirrored, self.whole - self.expected, self.expected)
        low, high = (np.clip(_quantile(small, spread * self.deviation, z), 0.0, self.whole) for z in (-Z80, Z80))
        return np.where(mirrored, self.whole - high, low), np.where(mirrored, self.whole - low, high)


def sums(chances: Floats, amounts: Floats, customer: Ints, together: float) -> Sums:
    """Sums of `amounts` over each column of `chances` (claims x spans).

    >>> sums(np.array([[0.5], [0.5]]), np.array([100.0, 100.0]), np.array([0, 1]), 0.0).deviation.round(1).tolist()
    [70.7]
    """
    spread = np.sqrt(np.clip(chances * (1 - chances), 0.0, None))
    rows = int(customer.max(initial=-1)) + 1
    joint = np.zeros(chances.shape[1])
    for span in range(chances.shape[1]):
        joint[span] = (np.bincount(customer, amounts * spread[:, span], rows) ** 2).sum()
    alone = (amounts**2) @ spread**2
    return Sums(
        amounts @ chances, np.sqrt((1 - together) * alone + together * joint), np.full(len(joint), amounts.sum())
    )


def joined(parts: Sequence[Sums]) -> Sums:
    """Sums of several currencies one after the other."""
    return Sums(*(np.concatenate([getattr(one, name) for one in parts]) for name in ("expected", "deviation", "whole")))


def _quantile(mean: Floats, deviation: Floats, z: float) -> Floats:
    inverse = np.where(mean > 1e-12, deviation / np.where(mean > 1e-12, mean, 1.0), 0.0) ** 2 / 9
    return np.asarray(mean * np.maximum(1 - inverse + z * np.sqrt(inverse), 0.0) ** 3)


def correlation(paid: Floats, chances: Floats, customer: Ints) -> float:
    """Correlation between the payments of two claims of one customer, by the product of their standardised surprises on
    average over all pairs; each customer's pairs count by its number of claims. Between 0 and 1; 0 without pairs.

    >>> correlation(np.array([1.0, 1.0, 0.0, 0.0]), np.full(4, 0.5), np.array([0, 0, 1, 1]))
    1.0
    """
    sure = np.clip(chances, 0.02, 0.98)
    surprise = (paid - sure) / np.sqrt(sure * (1 - sure))
    rows = int(customer.max(initial=-1)) + 1
    claims = np.bincount(customer, minlength=rows)
    pairs = np.bincount(customer, surprise, rows) ** 2 - np.bincount(customer, surprise**2, rows)
    several = claims > 1
    weight = claims[several] - 1.0
    if not several.any():
        return 0.0
    return float(np.clip((pairs[several] / weight).sum() / claims[several].sum(), 0.0, 1.0))
