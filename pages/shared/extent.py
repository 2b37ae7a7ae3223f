"""What a ledger can be asked: its days, its currencies, and what it takes when the reader asks for nothing."""

from __future__ import annotations

from pages.shared.session import Extent
from scoring.desk import parameters, views
from scoring.store import Store


def extent_of(store: Store) -> Extent:
    """Days and currencies of the whole ledger, its own currency first, then the busiest; and its period."""
    found = store.one("extent", {}) or {}
    last = found.get("last_date")
    rows = store.rows("currencies_in", {"as_of": last}) if last else []
    own = parameters.currency_of(store)
    rows.sort(key=lambda row: (row["currency"] != own, -row["documents"], row["currency"]))
    return Extent(
        first_day=found.get("first_date") or last,
        last_day=last,
        currencies=tuple(row["currency"] for row in rows),
        default_currency=views.default_currency(store),
        period_days=int(parameters.number_of(store, "period_days")),
    )
