"""What stands between a claim and a loss: deposits, guarantees, retention of title, credit insurance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ORDER = ("deposit", "retention", "guarantee", "insurance")
"""In which they are drawn on: money in hand first, the insurer last, for he insures what is left."""


@dataclass(frozen=True)
class Protection:
    """One protection in force of one customer's claims: it covers the share `cover_share` (0.9 = 90%) of what the
    protections before it leave, up to `amount_cents` in the currency of the claims, None = without a ceiling."""

    customer_id: str
    kind: str
    amount_cents: int | None
    cover_share: float = 1.0


def covered_cents(exposure_cents: int, protections: Iterable[Protection]) -> int:
    """What of a customer's exposure is covered, at most all of it; protections are drawn on in the order of ORDER.

    A deposit of 20 and an insurance of 90% leave 8 of 100 uncovered:

    >>> covered_cents(100, [Protection("A", "insurance", None, 0.9), Protection("A", "deposit", 20)])
    92
    """
    left = exposure_cents
    for one in sorted(protections, key=_turn):
        drawn = round(left * min(max(one.cover_share, 0.0), 1.0))
        left -= max(0, drawn if one.amount_cents is None else min(drawn, one.amount_cents))
    return exposure_cents - left


def _turn(one: Protection) -> int:
    return ORDER.index(one.kind) if one.kind in ORDER else len(ORDER)
