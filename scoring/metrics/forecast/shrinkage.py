"""How far a customer's own payments are believed: empirical Bayes, a beta process around the curve of its segment.

On every day the customer's share paid of what is open is (paid + k x segment's share) / (open + k): the segment counts
like `k` claims of the customer's own. The k is the one under which the customers' payments are likeliest (beta-binomial
on every day; Hjort 1990 for the process).
"""

from __future__ import annotations

from math import lgamma
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
WEIGHTS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Claims that the segment may count like."""
CELLS_MAX = 60_000
TINY = 1e-6


def shrunk(ended: Floats, at_risk: Floats, prior: Floats, weight: float) -> Floats:
    """Share of what is open that ends on a day, pulled to `prior` as if by `weight` more claims.

    >>> shrunk(np.array([3.0]), np.array([4.0]), np.array([0.25]), 4.0).tolist()
    [0.5]
    """
    found = ended + weight * prior
    found /= at_risk + weight
    return np.asarray(np.clip(found, 0.0, 1.0, out=found))


def likeliest_weight(paid: Floats, at_risk: Floats, prior: Floats) -> float:
    """The weight out of WEIGHTS under which `paid` of `at_risk` is likeliest where `prior` is expected; entries are days of
    customers. The largest where nothing is known.

    >>> alike = likeliest_weight(np.full(50, 5.0), np.full(50, 10.0), np.full(50, 0.5))
    >>> apart = likeliest_weight(np.tile([10.0, 0.0], 25), np.full(50, 10.0), np.full(50, 0.5))
    >>> alike, apart
    (64.0, 0.5)
    """
    told = np.flatnonzero((at_risk > 0.5) & (prior > TINY))
    told = told[:: -(-len(told) // CELLS_MAX) or 1]
    if not len(told):
        return WEIGHTS[-1]
    open_, share = at_risk[told], np.clip(prior[told], TINY, 1 - TINY)
    ended = np.clip(paid[told], 0.0, open_)
    return max(WEIGHTS, key=lambda weight: _likelihood(ended, open_, share, weight))


def _likelihood(paid: Floats, at_risk: Floats, prior: Floats, weight: float) -> float:
    """Logarithm of the beta-binomial likelihood, up to what does not depend on the weight."""
    a, b = weight * prior, weight * (1 - prior)
    some = paid > 0
    total = _sum(a[some] + paid[some]) - _sum(a[some]) + _sum(b + at_risk - paid) - _sum(b)
    return float(total + len(paid) * lgamma(weight) - _sum(weight + at_risk))


def _sum(values: Floats) -> float:
    from scipy.special import gammaln  # takes long to load, and only a forecast wants it

    return float(gammaln(values).sum())
