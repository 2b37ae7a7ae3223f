"""The band of a sum of receipts: who pays on which claims is uncertain, and a customer's claims tend to go together.

Of claims i with amount a and chance p of being paid in a span, the sum has mean sum(a p) and variance
(1 - t) sum(a^2 p q) + t sum over customers of (sum(a sqrt(p q)))^2, q = 1 - p: t is the correlation between two claims of
one customer, those of different customers are independent. What all customers share (a bank holiday, a bad month, what
the model does not know) is not in it: the deviation is multiplied by `spread`, as the past asks for. P10 and P90 are those
of a gamma distribution with this mean and deviation (Wilson-Hilferty), taken on what is paid or on what is not, whichever
is less: sums stay between 0 and all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.metrics.forecast.history import Floats, Ints

Z80 = 1.2815515655446004
"""Standard deviations between the middle and the 10th or 90th percentile of a normal distribution."""


@dataclass(frozen=True)
class Sums:
    """Sums of receipts, one entry per span, each out of `whole`: mean, and variance were all claims on their own (`alone`)
    and were those of a customer always paid together (`joint`)."""

    expected: Floats
    alone: Floats
    joint: Floats
    whole: Floats

    def __add__(self, other: Sums) -> Sums:
        """The sums of the claims of both, which have no customer in common."""
        parts = (one + another for one, another in zip(self._entries, other._entries, strict=True))
        return Sums(*parts)

    @property
    def _entries(self) -> tuple[Floats, Floats, Floats, Floats]:
        return self.expected, self.alone, self.joint, self.whole

    def deviation(self, together: float) -> Floats:
        """Standard deviation where two claims of a customer are correlated by `together`.

        >>> Sums(*map(np.array, ([100.0], [5000.0], [10000.0], [200.0]))).deviation(0.5).round(1).tolist()
        [86.6]
        """
        return np.sqrt((1 - together) * self.alone + together * self.joint)

    def band(self, together: float, spread: float) -> tuple[Floats, Floats]:
        """10th and 90th percentile, with the deviation `spread` times as large.

        >>> low, high = Sums(*map(np.array, ([100.0], [5000.0], [5000.0], [200.0]))).band(0.0, 1.0)
        >>> round(float(low[0]), 1), round(float(high[0]), 1)
        (26.5, 193.7)
        """
        mirrored = self.expected > self.whole / 2
        small = np.where(mirrored, self.whole - self.expected, self.expected)
        wide = spread * self.deviation(together)
        low, high = (np.clip(_quantile(small, wide, z), 0.0, self.whole) for z in (-Z80, Z80))
        return np.where(mirrored, self.whole - high, low), np.where(mirrored, self.whole - low, high)


def sums(chances: Floats, amounts: Floats, customer: Ints) -> Sums:
    """Sums of `amounts` over each column of `chances` (claims x spans).

    >>> sums(np.array([[0.5], [0.5]]), np.array([100.0, 100.0]), np.array([0, 1])).alone.tolist()
    [5000.0]
    """
    if not len(chances):
        return Sums(*(np.zeros(chances.shape[1]) for _ in range(4)))
    uncertain = np.clip(chances * (1 - chances), 0.0, None)
    order = np.argsort(customer, kind="stable")
    owners = customer[order]
    firsts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    joint = np.add.reduceat((amounts[:, None] * np.sqrt(uncertain))[order], firsts, axis=0)
    whole = np.full(chances.shape[1], amounts.sum())
    return Sums(amounts @ chances, amounts**2 @ uncertain, (joint**2).sum(0), whole)


def by_customer(customer: Ints, claims: int) -> Iterator[Ints]:
    """Places of about so many claims at a time, those of one customer together.

    >>> [part.tolist() for part in by_customer(np.array([1, 0, 1, 2, 0]), 3)]
    [[1, 4, 0, 2], [3]]
    """
    order = np.argsort(customer, kind="stable")
    owners = customer[order]
    ends = np.append(np.flatnonzero(owners[1:] != owners[:-1]) + 1, len(order))
    cut = 0
    while cut < len(order):
        end = int(ends[min(int(np.searchsorted(ends, cut + claims)), len(ends) - 1)])
        yield order[cut:end]
        cut = end


def joined(parts: Sequence[Sums]) -> Sums:
    """Sums of several currencies one after the other."""
    return Sums(*(np.concatenate(entries) for entries in zip(*(one._entries for one in parts), strict=True)))


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
