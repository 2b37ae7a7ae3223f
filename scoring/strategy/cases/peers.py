"""What became of customers who once stood where these stand: how much they paid, how soon, and how many got worse."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

CASES_MIN = 20
"""Fewer cases say nothing of a class of debtors."""
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Followed:
    """Customers at month-ends, a position each: `amount` asked of it and `paid` of that within the horizon; its oldest claim
    was settled `after_days`, NaN = not while it was watched, `watched_days`; `worse` = what was left then stood in a worse
    class of arrears at the horizon's end. `customer` is a code."""

    customer: NDArray[np.int64]
    amount: Real
    paid: Real
    after_days: Real
    watched_days: Real
    worse: NDArray[np.bool_]

    def at(self, places: NDArray[np.int64]) -> Followed:
        """Those at some places."""
        return Followed(**{one.name: getattr(self, one.name)[places] for one in fields(self)})


@dataclass(frozen=True)
class Peers:
    """Cases (customers at month-ends) and how many customers they are; `paid_share` of the amount paid within the horizon,
    `median_days` until the oldest claim was settled (None = less than half were, while watched), `worse_share` of cases.
    """

    cases: int
    customers: int
    paid_share: float
    median_days: int | None
    worse_share: float

    @property
    def enough(self) -> bool:
        """Whether they are enough cases to go by."""
        return self.cases >= CASES_MIN


def peers_of(followed: Followed) -> Peers:
    """What became of at least one case.

    >>> two = ([1, 2], [100.0, 100.0], [50.0, 0.0], [12, np.nan], [90, 60], [False, True])
    >>> peers_of(Followed(*map(np.array, two)))
    Peers(cases=2, customers=2, paid_share=0.25, median_days=12, worse_share=0.5)
    """
    amount = float(followed.amount.sum())
    return Peers(
        cases=len(followed.customer),
        customers=len(np.unique(followed.customer)),
        paid_share=float(followed.paid.sum()) / amount if amount else 0.0,
        median_days=median_days(followed.after_days, followed.watched_days),
        worse_share=float(followed.worse.mean()),
    )


def median_days(after_days: Real, watched_days: Real) -> int | None:
    """Days until half of the oldest claims were settled, by the product-limit estimate (Kaplan and Meier, 1958): a claim
    that was still open (NaN) counts up to the day it was last seen. None where less than half were.

    >>> median_days(np.array([5.0, 10.0, 20.0]), np.full(3, 90.0))
    10
    """
    open_still = np.isnan(after_days)
    ends = np.where(open_still, watched_days, after_days)
    order = np.lexsort((open_still, ends))
    at_risk = np.arange(len(order), 0, -1)
    waiting = np.cumprod(np.where(open_still[order], 1.0, 1.0 - 1.0 / at_risk))
    half = np.flatnonzero(~open_still[order] & (waiting <= 0.5 + 1e-12))
    return int(ends[order][half[0]]) if len(half) else None
