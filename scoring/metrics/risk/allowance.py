"""From balances and rates to the allowance (坏账准备): by customer, individually or in the portfolio, and its roll-forward.

All amounts in one currency and to the cent, so that whatever is added up ties out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from scoring.terms import GROUPINGS

SEGMENTS = tuple(name for name in GROUPINGS if name not in ("customer", "parent", "currency"))
"""Groupings that make portfolios of like risk; without one the whole ledger is a single portfolio."""
Category = Literal["individual", "portfolio"]
"""按单项计提 / 按组合计提."""
CATEGORIES: tuple[Category, ...] = ("individual", "portfolio")
ZERO, CENT = Decimal("0.00"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Assessed:
    """One customer on a day: what it owes and what of it is provided for. `segment` is the portfolio it is assessed in."""

    customer_id: str
    name: str
    category: Category
    segment: str
    balance: Decimal
    allowance: Decimal

    @property
    def carrying(self) -> Decimal:
        """账面价值 = balance - allowance."""
        return self.balance - self.allowance


@dataclass(frozen=True, slots=True)
class AgeLine:
    """One bucket of the portfolio with a fixed share: what is open, the share, what it provides for."""

    bucket: str
    balance: Decimal
    share: Decimal
    allowance: Decimal


@dataclass(frozen=True, slots=True)
class RollLine:
    """The allowance of one category between two dates. opening + charged - released - written_off + other = closing.

    本期计提 `charged` and 收回或转回 `released` are >= 0; 核销 `written_off` is what left the ledger without money; 其他
    `other` holds exchange differences and what moved between the categories.
    """

    category: str
    opening: Decimal
    charged: Decimal
    released: Decimal
    written_off: Decimal
    other: Decimal
    closing: Decimal

    def __add__(self, more: RollLine) -> RollLine:
        names = ("opening", "charged", "released", "written_off", "other", "closing")
        return RollLine(self.category, **{name: getattr(self, name) + getattr(more, name) for name in names})


def provided(balances: Mapping[str, Decimal], rates: Mapping[str, Decimal]) -> Decimal:
    """Allowance on balances by bucket, each rounded to the cent.

    >>> rates = {"not_due": Decimal("0.02"), "over_90": Decimal(1)}
    >>> provided({"not_due": Decimal("300000.00"), "over_90": Decimal("5000.00")}, rates)
    Decimal('11000.00')
    """
    return sum(((amount * rates[bucket]).quantize(CENT, ROUND_HALF_UP) for bucket, amount in balances.items()), ZERO)


def roll_forward(
    before: Iterable[Assessed],
    after: Iterable[Assessed],
    written_off: Mapping[str, Decimal],
    exchange: Mapping[str, Decimal] | None = None,
) -> tuple[RollLine, RollLine]:
    """How the allowance of individually assessed customers and of the portfolio became what it is.

    A customer that changed the category brings its opening allowance along (other). Of what is then missing to the
    closing allowance, each individual customer's rise is charged and fall released; the portfolio's is netted segment by
    segment, since nobody in it is assessed alone. `exchange` is what the opening allowance of a customer changed by
    rates of exchange alone.

    >>> ann = Assessed("A", "Ann", "portfolio", "", Decimal("100.00"), Decimal("10.00"))
    >>> now = Assessed("A", "Ann", "individual", "", Decimal("80.00"), Decimal("60.00"))
    >>> one, many = roll_forward([ann], [now], {"A": Decimal("20.00")})
    >>> [str(amount) for amount in (one.opening, one.other, one.charged, one.written_off, one.closing)]
    ['0.00', '10.00', '70.00', '20.00', '60.00']
    >>> [str(amount) for amount in (many.opening, many.other, many.closing)]
    ['10.00', '-10.00', '0.00']
    """
    then, now = ({one.customer_id: one for one in side} for side in (before, after))
    lines = {category: _Open() for category in CATEGORIES}
    units: dict[tuple[Category, str], Decimal] = {}
    for customer in {*then, *now, *(name for name, amount in written_off.items() if amount)}:
        gone, moved = written_off.get(customer, ZERO), (exchange or {}).get(customer, ZERO)
        unit, change = _book(lines, customer, then.get(customer), now.get(customer), gone, moved)
        units[unit] = units.get(unit, ZERO) + change
    for (category, _), change in units.items():
        lines[category].charged += max(change, ZERO)
        lines[category].released += max(-change, ZERO)
    individual, portfolio = (lines[category].closed(category) for category in CATEGORIES)
    return individual, portfolio


def _book(
    lines: Mapping[Category, _Open],
    customer: str,
    old: Assessed | None,
    new: Assessed | None,
    gone: Decimal,
    moved: Decimal,
) -> tuple[tuple[Category, str], Decimal]:
    """Enter one customer in the lines; what its movement is netted with, and what is missing to its closing allowance."""
    unit = _unit(customer, old, new)
    opening, closing = old.allowance if old else ZERO, new.allowance if new else ZERO
    was, here = lines[old.category if old else unit[0]], lines[unit[0]]
    was.opening += opening
    was.other -= opening
    here.other += opening + moved
    here.written_off += gone
    here.closing += closing
    return unit, closing - opening - moved + gone


def _unit(customer: str, old: Assessed | None, new: Assessed | None) -> tuple[Category, str]:
    """The category a customer is in at the end and what its movement is netted with: itself, or its segment."""
    last = new or old
    if last is None:
        return "portfolio", ""
    return (last.category, customer) if last.category == "individual" else (last.category, last.segment)


class _Open:
    """A line under construction."""

    def __init__(self) -> None:
        self.opening = self.charged = self.released = self.written_off = self.other = self.closing = ZERO

    def closed(self, category: Category) -> RollLine:
        return RollLine(category, **vars(self))
