"""What moved between two dates, customer by customer, and which of it is worth a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

ENOUGH = Decimal("0.7")
"""Share of a movement that the customers named should explain."""
NAMED_MAX = 5


@dataclass(frozen=True)
class Movers:
    """Who moved an amount up (or down): the gross movement in that direction, and the largest movers of it, first first.

    `share` is the part of `gross` that the `customers` make up.
    """

    gross: Decimal
    customers: tuple[str, ...]
    share: Decimal


def movers(before: Mapping[str, Decimal], after: Mapping[str, Decimal], direction: int) -> Movers:
    """Customers whose amount rose (direction 1) or fell (-1): as few of the largest as explain 70%, at most five.

    >>> moved = movers({"A": Decimal(5)}, {"A": Decimal(25), "B": Decimal(80)}, 1)
    >>> moved.gross, moved.customers, moved.share
    (Decimal('100'), ('B',), Decimal('0.8'))
    """
    changes = {c: (after.get(c, Decimal(0)) - before.get(c, Decimal(0))) * direction for c in {*before, *after}}
    ranked = sorted(((amount, c) for c, amount in changes.items() if amount > 0), key=lambda item: (-item[0], item[1]))
    gross = sum((amount for amount, _ in ranked), Decimal(0))
    named: list[str] = []
    explained = Decimal(0)
    for amount, customer in ranked[:NAMED_MAX]:
        named.append(customer)
        explained += amount
        if explained >= ENOUGH * gross:
            break
    return Movers(gross, tuple(named), explained / gross if gross else Decimal(0))
