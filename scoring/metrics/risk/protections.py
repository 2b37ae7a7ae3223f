"""What stands between a claim and a loss: deposits, guarantees, retention of title, credit insurance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ORDER = ("deposit", "retention", "guarantee", "insurance")
"""In which they are drawn on: money in hand first, the insurer last, for he insures what is left."""


@dataclass(frozen=True)
class Protection:
    """One protection of one customer's claims, `amount_cents` in the currency of the claims, None = without a limit.

    It covers the share `cover_share` (0.9 = 90%) of what the protections before it leave, up to its amount, on the days
    from `valid_from` to `valid_to`, both inclusive, None = from always, for good.
    """

    customer_id: str
    kind: str
    amount_cents: int | None
    cover_share: float = 1.0
    valid_from: date | None = None
    valid_to: date | None = None
    provider: str | None = None

    def in_force(self, day: date) -> bool:
        """Whether it covers on a day.

        >>> Protection("A", "deposit", 100, valid_to=date(2024, 3, 31)).in_force(date(2024, 3, 31))
        True
        """
        return (self.valid_from or day) <= day <= (self.valid_to or day)


def covered_cents(exposure_cents: int, protections: Iterable[Protection]) -> int:
    """What of a customer's exposure is covered, at most all of it; protections are drawn on in the order of ORDER.

    A deposit of 20 and an insurance of 90% leave 8 of 100 uncovered:

    >>> covered_cents(100, [Protection("A", "insurance", None, 0.9), Protection("A", "deposit", 20)])
    92
    """
    left = exposure_cents
    for one in sorted(protections, key=_turn):
        share = min(max(one.cover_share, 0.0), 1.0)
        drawn = round(left * share)
        left -= max(0, drawn if one.amount_cents is None else min(drawn, one.amount_cents))
    return exposure_cents - left


def _turn(one: Protection) -> int:
    return ORDER.index(one.kind) if one.kind in ORDER else len(ORDER)
