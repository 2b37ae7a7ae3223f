"""Credit limits against what is open. A customer without a limit has none: its utilisation is None, never 0."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from scoring.metrics.turnover import ratio


def utilisation(open_amount: Decimal, limit: Decimal | None) -> Decimal | None:
    """Open amount / credit limit, over 1 = over limit. None where no limit is set or the limit is zero.

    >>> utilisation(Decimal(150), Decimal(100)), utilisation(Decimal(150), None)
    (Decimal('1.5'), None)
    """
    return None if limit is None else ratio(open_amount, limit)


def portfolio_utilisation(customers: pd.DataFrame) -> float | None:
    """Open amount of the customers that have a limit / the sum of their limits, of a Book's customers.

    >>> portfolio_utilisation(pd.DataFrame({"open": [50.0, 70.0], "limit": [100.0, None]}))
    0.5
    """
    limited = customers[customers["limit"].notna()]
    limits = float(limited["limit"].sum())
    return float(limited["open"].sum()) / limits if limits else None


def over_limit(customers: pd.DataFrame) -> pd.DataFrame:
    """The customers with more open than their limit; a limit of zero allows nothing, no limit allows everything.

    >>> over_limit(pd.DataFrame({"open": [1.0, 1.0, 1.0], "limit": [0.0, None, 1.0]})).index.tolist()
    [0]
    """
    return customers[customers["open"] > customers["limit"]]
