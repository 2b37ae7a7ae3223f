"""What selling on credit is worth: a year's value after the cost of capital, and present values of what is sold and paid.

Interest is simple: a payment t days off is worth 1 / (1 + k / 365 x t) of its amount (Maness & Zietlow, Short-Term Financial
Management, ch. 6; domain.md, terms and their price).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
YEAR_DAYS = 365


@dataclass(frozen=True)
class YearValue:
    """A year of a segment's credit sales: what it brings (> 0) and costs (< 0); all but `sales` add up to value added.

    margin = gross margin of what is sold and not taken back; discounts taken; bad debt at the price of sale; financing =
    cost of capital x average receivables less what a factor advanced; collection of who defaults; insurance = what is paid
    out for losses - premiums; factoring fees; late interest received.
    """

    sales: float = 0.0
    margin: float = 0.0
    discounts: float = 0.0
    bad_debt: float = 0.0
    financing: float = 0.0
    collection: float = 0.0
    insurance: float = 0.0
    factoring: float = 0.0
    late_interest: float = 0.0

    @property
    def added(self) -> float:
        """Value added after the cost of capital."""
        return sum((float(getattr(self, name)) for name in LINES), 0.0)

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __sub__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))


LINES: tuple[str, ...] = tuple(field.name for field in fields(YearValue) if field.name != "sales")
"""What value added is made of, in the order in which it is shown."""


def present_factor(days: Floats, yearly_rate: float) -> Floats:
    """What 1 in `days` days is worth today.

    >>> present_factor(np.array([0.0, 365.0]), 0.25).tolist()
    [1.0, 0.8]
    """
    found: Floats = 1 / (1 + yearly_rate / YEAR_DAYS * days)
    return found


def present_value(amounts: Floats, days: Floats, yearly_rate: float) -> Floats:
    """Present value of amounts paid after `days`, along the last axis."""
    found: Floats = amounts @ present_factor(days, yearly_rate)
    return found


def credit_sale_value(
    received: Floats, days: Floats, yearly_rate: float, spent_now: float, later: Sequence[tuple[float, float]] = ()
) -> float:
    """Present value Z of one unit sold on credit: `received` after `days`, less what is spent on the day of sale, and other
    amounts `later` as (amount, days), < 0 where they are spent; what is missing to 1 is bad debt.

    Maness & Zietlow: 7.5% bad debt, 40 days, 80% variable cost, 2.5% credit expense, 10% a year; a million sold a year.

    >>> z = credit_sale_value(np.array([0.925]), np.array([40.0]), 0.10, 0.80, [(-0.025, 40.0)])
    >>> round(1_000_000 / 365 * z, 2)
    247.24
    """
    amounts = np.array([amount for amount, _ in later])
    when = np.array([day for _, day in later], dtype=float)
    return float(present_value(received, days, yearly_rate) - spent_now + present_value(amounts, when, yearly_rate))


def break_even_volume(value_before: float, value_at_same_volume: float) -> float | None:
    """By which share sales must change for the value to be what it was before (0.031 = 3.1% more); negative = they may
    fall. None where more sales bring no value.

    >>> round(break_even_volume(100.0, 97.0), 4)
    0.0309
    """
    return None if value_at_same_volume <= 0 else value_before / value_at_same_volume - 1
