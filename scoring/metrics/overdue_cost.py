"""What overdue money costs (domain.md, cost of overdue). Rates are yearly, a year has 365 days, interest is simple."""

from __future__ import annotations

from decimal import Decimal

from scoring.metrics.turnover import ratio

YEAR_DAYS = 365


def financing_cost(amount_days: Decimal, yearly_rate: Decimal) -> Decimal:
    """Cost of financing overdue money so far: sum(overdue amount x days late) / 365 x cost of capital, unrounded.

    >>> round(financing_cost(Decimal(5_000) * 101, Decimal("0.1225")), 2)
    Decimal('169.49')
    """
    return amount_days / YEAR_DAYS * yearly_rate


def new_sales_needed(loss: Decimal, gross_margin: Decimal) -> Decimal | None:
    """Sales at today's margin whose profit makes good the loss = loss / gross margin. None at a margin of zero.

    >>> new_sales_needed(Decimal(1_000), Decimal("0.25")) == 4_000
    True
    """
    return ratio(loss, gross_margin)
