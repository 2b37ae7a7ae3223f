"""A book: the ledger opened on a date, as small as the figures need it. It never holds a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pandas as pd


def no_customers() -> pd.DataFrame:
    """A frame of no customers: customer_id, name, open, overdue, limit (NaN = no limit set), as floats."""
    frame = pd.DataFrame({"customer_id": pd.Series(dtype=str), "name": pd.Series(dtype=str)})
    return frame.assign(**{column: pd.Series(dtype=float) for column in ("open", "overdue", "limit")})


def no_months() -> pd.DataFrame:
    """A frame of no months: month (its first day), days (of it, up to the as-of date), sales (Decimal)."""
    return pd.DataFrame({"month": [], "days": pd.Series(dtype=int), "sales": pd.Series(dtype=object)})


@dataclass(frozen=True)
class Book:
    """Totals of one ledger in one currency at `as_of` and for the trailing window of `period_days` that ends on it.

    Open amounts are gross of credits on account; all amounts are >= 0. The window is (as_of - period_days, as_of].
    `overdue_days` is the sum of overdue amount x days late; `paid_days` / `paid_days_beyond` the sums of amount paid in
    the window x days from issue / from due date.

    `customers` has one row per customer with something open (`no_customers`), floats for statistics;
    `months` one row per calendar month (`no_months`), newest first, the newest up to `as_of`, none left out between.
    """

    as_of: date
    currency: str
    period_days: int = 90
    receivables: Decimal = Decimal("0.00")
    overdue: Decimal = Decimal("0.00")
    overdue_days: Decimal = Decimal(0)
    due_in_30_days: Decimal = Decimal("0.00")
    on_account: Decimal = Decimal("0.00")
    documents: int = 0
    opening_receivables: Decimal = Decimal("0.00")
    credit_sales: Decimal = Decimal("0.00")
    paid: Decimal = Decimal("0.00")
    paid_days: Decimal = Decimal(0)
    paid_days_beyond: Decimal = Decimal(0)
    overdue_at_start: Decimal = Decimal("0.00")
    received_on_overdue: Decimal = Decimal("0.00")
    months: pd.DataFrame = field(default_factory=no_months)
    customers: pd.DataFrame = field(default_factory=no_customers)
    cost_of_capital_yearly: Decimal = Decimal(0)
    gross_margin: Decimal = Decimal(0)

    @property
    def not_due(self) -> Decimal:
        """Open amount that is not yet past due."""
        return self.receivables - self.overdue
