"""What became of claims, as arrays: the past that a forecast learns from, cut off at any day so that nothing later leaks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]


class End(IntEnum):
    """How a part of a claim ended."""

    PAID = 0
    LOST = 1  # written off or credited: without money
    WAITING = 2  # last seen open


@dataclass(frozen=True)
class History:
    """Parts of claims, one an entry: most claims have one part, a claim paid in three instalments has three.

    `customer` counts from 0 to `customers` - 1; `claim` numbers the documents; `issue`, `due` and `end` are days since
    1970-01-01; `ended` says how (End), `share` is the part of its claim (the parts of a claim sum to 1), `amount` its
    money in the currency that `currency` numbers. Payments turned back have a share below 0. `kinds` is a group of each
    customer that is known beforehand.
    """

    customers: int
    kinds: Ints
    customer: Ints
    claim: Ints
    issue: Ints
    due: Ints
    end: Ints
    ended: Ints
    share: Floats
    amount: Floats
    currency: Ints

    def known_at(self, day: int) -> Self:
        """What was known at the end of `day`: claims issued by then, what ended later still waiting."""
        seen = self.kept(self.issue <= day)
        later = seen.end > day
        return replace(seen, end=np.where(later, day, seen.end), ended=np.where(later, int(End.WAITING), seen.ended))

    def kept(self, mask: NDArray[np.bool_]) -> Self:
        """The parts that `mask` keeps; the customers stay numbered as they are."""
        parts: dict[str, Any] = {
            name: getattr(self, name)[mask]
            for name in ("customer", "claim", "issue", "due", "end", "ended", "share", "amount", "currency")
        }
        return replace(self, **parts)

    @property
    def waiting(self) -> NDArray[np.bool_]:
        """Which parts were last seen open."""
        return np.asarray(self.ended == End.WAITING)

    @property
    def days(self) -> Ints:
        """Days from the due date to the end of each part (negative = early)."""
        return self.end - self.due

    def __len__(self) -> int:
        return len(self.customer)


def by_customer(history: History, values: Floats) -> Floats:
    """Sum of `values` of the parts by customer."""
    return np.bincount(history.customer, values, history.customers).astype(np.float64)


def mean_terms_days(history: History) -> Floats:
    """Days from issue to due date of each customer's claims on average; NaN without claims."""
    claims = by_customer(history, history.share)
    days = by_customer(history, history.share * (history.due - history.issue))
    return np.where(claims > 0, days / np.where(claims > 0, claims, 1.0), np.nan)
