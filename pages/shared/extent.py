"""What a ledger can be asked: its days, its currencies, and what it takes when the reader asks for nothing."""

from __future__ import annotations

from datetime import date

from pages.shared.session import Extent
from scoring.desk import parameters, views
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import View


def extent_of(store: Store) -> Extent:
    """Days and currencies of the whole ledger, and its own reporting currency and period."""
    found = store.one("extent", {}) or {}
    last = found.get("last_date")
    currencies = tuple(row["currency"] for row in store.rows("currencies_in", {"as_of": last})) if last else ()
    return Extent(
        first_day=found.get("first_date") or last,
        last_day=last,
        currencies=currencies,
        default_currency=_default_currency(store, currencies, last),
        period_days=int(parameters.number_of(store, "period_days")),
    )


def _default_currency(store: Store, currencies: tuple[str, ...], as_of: date | None) -> str | None:
    """The only currency; of several the workspace's own, if every other has a rate to it; else each by itself (None)."""
    if as_of is None or len(currencies) == 1:
        return currencies[0] if currencies else None
    home = parameters.currency_of(store)
    try:
        views.reporting_of(store, View(as_of=as_of, currency=home))
    except ScoringError:
        return None
    return home if home in currencies else None
