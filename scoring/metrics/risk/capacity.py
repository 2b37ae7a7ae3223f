"""How large a receivable can we bear? The largest balance and overdue share that a company's own means carry.

Three means, each optional, carry what receivables may cost: profit and equity carry the loss of a bad year (the one that
19 of 20 years stay below), profit also the year's cost of financing what is overdue; the cash buffer bridges what is
overdue. Overdue money and money not yet due lose at their own rates, today's, so a balance grows with its composition
unchanged and only the overdue share moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from scoring.metrics.overdue_cost import new_sales_needed

FRONTIER_POINTS = 51
NOTHING = 1e-12
"""A burden on one unit of balance that is none: a cent in ten billions."""


@dataclass(frozen=True)
class Standing:
    """Receivables today, in one currency: balance and the overdue part of it; the expected loss of the overdue part and of
    the rest within a year; the loss of a bad year; the yearly cost of capital."""

    balance: float
    overdue: float
    loss_overdue: float
    loss_rest: float
    bad_year: float
    cost_of_capital: float

    @property
    def overdue_share(self) -> float:
        """Overdue / balance; 0 without a balance."""
        return self.overdue / self.balance if self.balance else 0.0


@dataclass(frozen=True)
class Means:
    """What the company can carry a loss with, None = not stated, and the share of equity and of a year's profit that a bad
    year may take."""

    cash_buffer: float | None
    equity: float | None
    annual_profit: float | None
    equity_share: float
    profit_share: float

    @property
    def limits(self) -> dict[str, float]:
        """The limit that each stated means sets, by "profit", "equity", "cash"; a loss-making company's profit sets 0."""
        found = {
            "profit": None if self.annual_profit is None else max(0.0, self.annual_profit) * self.profit_share,
            "equity": None if self.equity is None else max(0.0, self.equity) * self.equity_share,
            "cash": None if self.cash_buffer is None else max(0.0, self.cash_buffer),
        }
        return {name: limit for name, limit in found.items() if limit is not None}


@dataclass(frozen=True)
class Bound:
    """One means against what it must carry: `used` today; the largest balance at today's overdue share (None = no
    balance uses it up) and the largest overdue share at today's balance (None = even without overdue it is too much)."""

    name: str
    limit: float
    used: float
    largest_balance: float | None
    largest_overdue_share: float | None


@dataclass(frozen=True)
class Capacity:
    """What all stated means carry together: the smallest of their bounds. `binding` names the means that sets the largest
    balance; `frontier` the largest balance (None = any) at each overdue share from 0 to 1."""

    bounds: tuple[Bound, ...]
    largest_balance: float | None
    largest_overdue_share: float | None
    binding: str | None
    frontier: tuple[tuple[float, float | None], ...]


@dataclass(frozen=True)
class CostOfOverdue:
    """What is overdue today costs: financing so far, the loss expected of it, and the new sales at today's margin that earn
    both back, None at a margin of zero (domain.md, cost of overdue)."""

    financing: Decimal
    expected_loss: Decimal
    new_sales: Decimal | None

    @property
    def total(self) -> Decimal:
        """Financing so far and expected loss."""
        return self.financing + self.expected_loss


def cost_of_overdue(financing: Decimal, expected_loss: Decimal, gross_margin: Decimal) -> CostOfOverdue:
    """Financing, loss and the sales that earn them back.

    >>> cost_of_overdue(Decimal(200), Decimal(800), Decimal("0.25")).new_sales == 4_000
    True
    """
    return CostOfOverdue(financing, expected_loss, new_sales_needed(financing + expected_loss, gross_margin))


def capacity(standing: Standing, means: Means) -> Capacity | None:
    """The largest balance and overdue share that the means carry; None where none is stated.

    200 of 1,000 are overdue, a bad year costs 100, half of it of the overdue. A profit of 150, all of which may go,
    carries 1,500 where financing costs nothing:

    >>> today = Standing(1_000, 200, 10, 10, 100, 0.0)
    >>> capacity(today, Means(None, None, 150, 0.1, 1.0)).largest_balance
    1500.0
    """
    limits = means.limits
    if not limits:
        return None
    burdens = {name: burden for name, burden in _burdens(standing).items() if name in limits}
    bounds = tuple(_bound(name, limits[name], burdens[name], standing) for name in limits)
    balances = {one.name: one.largest_balance for one in bounds if one.largest_balance is not None}
    shares = [one.largest_overdue_share for one in bounds]
    binding = min(balances, key=lambda name: balances[name], default=None)
    return Capacity(
        bounds=bounds,
        largest_balance=None if binding is None else balances[binding],
        largest_overdue_share=None if None in shares else min(share for share in shares if share is not None),
        binding=binding,
        frontier=tuple(
            (share, _largest(limits, burdens, share)) for share in np.linspace(0, 1, FRONTIER_POINTS).tolist()
        ),
    )


def _burdens(standing: Standing) -> dict[str, tuple[float, float]]:
    """What one unit of balance costs each means, as (without overdue, more of it if all were overdue)."""
    expected = standing.loss_overdue + standing.loss_rest
    worse = standing.bad_year / expected if expected else 0.0
    not_due = standing.balance - standing.overdue
    rest = standing.loss_rest * worse / not_due if not_due else None
    late = standing.loss_overdue * worse / standing.overdue if standing.overdue else rest
    calm = (late if rest is None else rest) or 0.0
    more = (late or 0.0) - calm
    return {"profit": (calm, more + standing.cost_of_capital), "equity": (calm, more), "cash": (0.0, 1.0)}


def _bound(name: str, limit: float, burden: tuple[float, float], standing: Standing) -> Bound:
    calm, more = burden
    today = calm + more * standing.overdue_share
    return Bound(name, limit, today * standing.balance, _ratio(limit, today), _share(limit, burden, standing.balance))


def _share(limit: float, burden: tuple[float, float], balance: float) -> float | None:
    """The largest overdue share at a balance: where calm + more x share uses up the limit, at most 1."""
    calm, more = burden
    if not balance or (calm + more) * balance <= limit:
        return 1.0
    if calm * balance > limit and more >= 0:
        return None
    return min(1.0, max(0.0, (limit / balance - calm) / more)) if more else None


def _largest(limits: Mapping[str, float], burdens: Mapping[str, tuple[float, float]], share: float) -> float | None:
    found = [_ratio(limits[name], calm + more * share) for name, (calm, more) in burdens.items()]
    return min((one for one in found if one is not None), default=None)


def _ratio(limit: float, burden: float) -> float | None:
    return limit / burden if burden > NOTHING else None
