"""How fast a customer has paid of late what it owed past due: who is acted on has often just become a worse payer.

Its rating is of the start of a quarter and does not know yet. Pace = payments of claims past due in the last days / days for
which claims stood open past due in them, moved by one payment to what is usual, so that few days say little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.strategy.effect.terms import SPAN, Claims, Real, Whole

WINDOW_DAYS = 90
OLDEST = (7, 30, 60, 90, 180)
"""Last days past due of the classes of a customer's oldest open claim: who no longer pays at all is no like of who does."""


@dataclass(frozen=True)
class Paces:
    """When claims of customers became past due, were closed and were paid, as sorted keys of customer and day, each with the
    running sum of its days; `usual` = payments a day past due of all together. `in_order` = due days by customer,
    `open_until` = the key of the last day on which one of its customer's claims due till then was open."""

    late: tuple[Whole, Whole]
    closed: tuple[Whole, Whole]
    paid: tuple[Whole, Whole]
    usual: float
    in_order: Whole
    open_until: Whole

    def before(self, customer: Whole, day: Whole) -> Real:
        """The logarithm of the customers' pace in the days up to the ends of `day`."""
        first = day - WINDOW_DAYS
        stood = self._stood(customer, day) - self._stood(customer, first)
        payments = _until(self.paid, customer, day)[0] - _until(self.paid, customer, first)[0]
        pace: Real = np.log((payments + 1) / (stood + 1 / self.usual))
        return pace

    def oldest(self, customer: Whole, day: Whole) -> Any:
        """The class of how long each customer's oldest claim that is open at a day's end is past due then; customers have
        one."""
        first = np.searchsorted(self.open_until, customer * SPAN + day, side="right")
        return np.searchsorted(OLDEST, day - self.in_order[first])

    def _stood(self, customer: Whole, day: Whole) -> Whole:
        """Days for which the customers' claims stood open past due until a day, all together."""
        (began, began_on), (ended, ended_on) = (_until(one, customer, day) for one in (self.late, self.closed))
        days: Whole = began * day - began_on - (ended * day - ended_on)
        return days


def paces_of(claims: Claims, as_of: int) -> Paces:
    """What the paces of customers on any day up to as_of follow from."""
    closed, paid = claims.end <= as_of, claims.paid & (claims.end <= as_of)
    stood, order = np.minimum(claims.end, as_of) - claims.late, np.lexsort((claims.due, claims.customer))
    return Paces(
        _summed(claims.customer, claims.late),
        _summed(claims.customer[closed], claims.end[closed]),
        _summed(claims.customer[paid], claims.end[paid]),
        max(1.0, float(paid.sum())) / max(1.0, float(stood.sum())),
        claims.due[order],
        np.maximum.accumulate(claims.customer[order] * SPAN + claims.end[order]),
    )


def _summed(customer: Whole, day: Whole) -> tuple[Whole, Whole]:
    order = np.lexsort((day, customer))
    return customer[order] * SPAN + day[order], np.concatenate([[0], np.cumsum(day[order])])


def _until(events: tuple[Whole, Whole], customer: Whole, day: Whole) -> tuple[Whole, Whole]:
    """How many events of customers there were until a day, and the sum of their days."""
    keys, sums = events
    first, last = np.searchsorted(keys, customer * SPAN), np.searchsorted(keys, customer * SPAN + day, side="right")
    return last - first, sums[last] - sums[first]
