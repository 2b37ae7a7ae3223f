"""The protections of a ledger's claims on a date, in the currency shown."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from scoring.desk.parameters import currency_of
from scoring.desk.views import Scope
from scoring.metrics import money
from scoring.metrics.risk.loss import cents
from scoring.metrics.risk.protections import Protection
from scoring.store import Store


def protections_on(store: Store, scope: Scope, currency: str) -> list[Protection]:
    """Protections in force at the end of the scope's as-of date, amounts in `currency`, which one without a currency is in
    the workspace's.

    A view that shows each currency by itself converts nothing: there a protection with an amount covers claims of its own
    currency. Raises ScoringError "rate_missing".
    """
    rows = store.rows("known_protections", {"as_of": scope.view.as_of}, where=scope.customers_where)
    home = currency_of(store)
    named = [row | {"currency": row["currency"] or home} for row in rows]
    rates = _rates(store, scope, currency, {row["currency"] for row in named if row["amount"] is not None})
    usable = [row for row in named if row["amount"] is None or row["currency"] in rates]
    return [_protection(row, rates) for row in usable]


def _rates(store: Store, scope: Scope, currency: str, wanted: Iterable[str]) -> dict[str, Decimal]:
    """What one unit of each currency is worth in the one shown; itself alone where nothing is converted."""
    if scope.view.currency is None or "currency" in dict(scope.view.filters):
        return {currency: Decimal(1)}
    as_of = scope.view.as_of
    return money.reporting(store.rows("rates_on", {"as_of": as_of}), set(wanted), currency, as_of).rates


def _protection(row: dict[str, Any], rates: dict[str, Decimal]) -> Protection:
    ceiling = None if row["amount"] is None else int(cents(row["amount"] * rates[row["currency"]]))
    return Protection(
        customer_id=row["customer_id"],
        kind=row["protection"],
        amount_cents=ceiling,
        cover_share=1.0 if row["cover_share"] is None else float(row["cover_share"]),
    )
