"""What became of customers who once stood where these stand: how much they paid, how soon, and how many got worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

CASES_MIN = 20
"""Fewer cases say nothing of a class of debtors."""


class Followed(NamedTuple):
    """One customer at one month-end: `amount` asked of it and `paid` of that within the horizon; its oldest claim was
    settled `after_days`, None = not while it was watched, `watched_days`; `worse` = what was left then stood in a worse
    class of arrears at the horizon's end."""

    customer_id: str
    amount: float
    paid: float
    after_days: int | None
    watched_days: int
    worse: bool


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


def peers_of(followed: Sequence[Followed]) -> Peers:
    """What became of at least one case.

    >>> peers_of([Followed("A", 100.0, 50.0, 12, 90, False), Followed("B", 100.0, 0.0, None, 60, True)])
    Peers(cases=2, customers=2, paid_share=0.25, median_days=12, worse_share=0.5)
    """
    amount = sum(one.amount for one in followed)
    return Peers(
        cases=len(followed),
        customers=len({one.customer_id for one in followed}),
        paid_share=sum(one.paid for one in followed) / amount if amount else 0.0,
        median_days=median_days(followed),
        worse_share=sum(one.worse for one in followed) / len(followed),
    )


def median_days(followed: Sequence[Followed]) -> int | None:
    """Days until half of the oldest claims were settled, by the product-limit estimate (Kaplan and Meier, 1958): a claim
    that was still open counts up to the day it was last seen. None where less than half were.

    >>> median_days([Followed("A", 1, 0, days, 90, False) for days in (5, 10, 20)])
    10
    """
    ends = sorted(
        (one.watched_days if one.after_days is None else one.after_days, one.after_days is None) for one in followed
    )
    waiting, at_risk = 1.0, len(ends)
    for days, last_seen in ends:
        if not last_seen:
            waiting *= 1 - 1 / at_risk
            if waiting <= 0.5 + 1e-12:
                return days
        at_risk -= 1
    return None
