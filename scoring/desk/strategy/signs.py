"""What may tell why customers do not pay: the facts of the mart `arrears_signs`, for everybody late at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.desk.parameters import currency_of
from scoring.desk.views import Scope
from scoring.store import Store
from scoring.strategy.cases.reasons import Signs

FROM_ARREARS = ("as_of", "oldest_days", "disputed_share", "limit_use")
"""Signs that follow from what is open in the currency shown; the others stand in the mart under their own names."""
FROM_MART = tuple(one.name for one in fields(Signs) if one.name not in FROM_ARREARS)


@dataclass(frozen=True)
class Noted:
    """A customer's row of the mart, and how its limit is expressed in the currencies shown."""

    as_of: date
    row: Mapping[str, Any]
    limit_by_currency: Mapping[str, Decimal]

    def signs(self, currency: str, sums: Mapping[str, Any]) -> Signs:
        """Its signs beside what it owes in one currency shown (a row of the mart `arrears`)."""
        limit, overdue = self.limit_by_currency.get(currency), sums["overdue"]
        return Signs(
            as_of=self.as_of,
            oldest_days=int(sums["oldest_days"]),
            disputed_share=float(sums["disputed_overdue"] / overdue) if overdue else 0.0,
            limit_use=float(sums["open_amount"] / limit) if limit else None,
            **{name: self.row[name] for name in FROM_MART},
        )


def signs_on(store: Store, scope: Scope) -> dict[str, Noted]:
    """Everybody with a claim past due on the scope's date, by number."""
    as_of = scope.view.as_of
    rows = store.rows("arrears_signs", {"as_of": as_of}, where=scope.customers_where)
    home = currency_of(store)
    return {row["customer_id"]: Noted(as_of, row, _limits(scope, row, home)) for row in rows}


def _limits(scope: Scope, row: Mapping[str, Any], home: str) -> dict[str, Decimal]:
    """The limit in each currency shown that it can be expressed in; without a currency of its own it is in that of the
    workspace."""
    limit, currency = row["credit_limit"], row["limit_currency"] or home
    if not limit:
        return {}
    rates = {shown: reporting.rates.get(currency) for shown, reporting in scope.reportings.items()}
    return {shown: limit * rate for shown, rate in rates.items() if rate}
