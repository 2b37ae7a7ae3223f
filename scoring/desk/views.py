"""From a `View`, the reader's request, to what the store is asked: scheme, currencies and rates, filters, header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from scoring import settings
from scoring.desk.parameters import currency_of
from scoring.desk.scorecard.scores import score_book
from scoring.desk.scorecard.versions import champion
from scoring.desk.workspaces import OWN
from scoring.errors import ScoringError
from scoring.metrics import money
from scoring.store import Store, reporting_params
from scoring.terms import GROUPINGS, AgingScheme, Basis, ReportHeader, Reporting, View

Where = dict[str, object]
COLUMN = {"customer": "customer_id", "parent": "parent_id"}
"""Columns of the store's marts whose name differs from the grouping's."""
RATING = "rating"
"""The one grouping that is no column of a mart: ratings are the scorecard's and are laid over the customers."""


@dataclass(frozen=True)
class Scope:
    """A view made definite against one store.

    `reportings` holds one `Reporting` per currency shown: a single one where the view names a currency, else one for
    each currency of the ledger, which converts nothing. `customers` are those the filters keep, None = all.
    """

    view: View
    scheme: AgingScheme
    basis: Basis
    reportings: dict[str, Reporting]
    customers: tuple[str, ...] | None

    @property
    def items_where(self) -> Where:
        """The filters for a mart of items, which carries every grouping but the rating as a column."""
        kept: Where = {COLUMN.get(name, name): value or None for name, value in self.view.filters if name != RATING}
        return kept | self.customers_where if RATING in dict(self.view.filters) else kept

    @property
    def customers_where(self) -> Where:
        """The filters for a mart that knows only `customer_id`; its currencies are bound by the reporting."""
        return {} if self.customers is None else {"customer_id": list(self.customers)}

    @property
    def params(self) -> dict[str, object]:
        """`currencies` and `rates` of everything shown at once, each currency by itself where nothing is converted."""
        rates = {currency: rate for shown in self.reportings.values() for currency, rate in shown.rates.items()}
        return reporting_params(Reporting("", rates, {}))

    @property
    def by_currency(self) -> list[str]:
        """Columns to group by so that amounts of different currencies are never added up at face value."""
        return [] if self.view.currency else ["currency"]

    def shown(self, currency: str) -> str:
        """The currency under which amounts of `currency` are shown."""
        return self.view.currency or currency


def scope_of(store: Store, view: View) -> Scope:
    """Make `view` definite.

    Raises ScoringError "scheme_unknown", "grouping_unknown", "period_days_invalid" or "rate_missing".
    """
    for grouping in (view.grouping, *(name for name, _ in view.filters)):
        if grouping not in GROUPINGS:
            raise ScoringError("grouping_unknown", grouping=grouping, known=", ".join(GROUPINGS))
    if view.period_days < 1:
        raise ScoringError("period_days_invalid", period_days=view.period_days)
    scheme = scheme_of(view)
    return Scope(view, scheme, view.basis or scheme.basis, reporting_of(store, view), _customers(store, view))


def scheme_of(view: View) -> AgingScheme:
    """The aging scheme a view names, with the basis it asks for. Raises ScoringError "scheme_unknown"."""
    schemes = settings.load().schemes
    if view.scheme not in schemes:
        raise ScoringError("scheme_unknown", scheme=view.scheme, known=", ".join(schemes))
    scheme = schemes[view.scheme]
    return replace(scheme, basis=view.basis or scheme.basis)


def reporting_of(store: Store, view: View) -> dict[str, Reporting]:
    """One `Reporting` per currency shown, by that currency.

    A view without currency shows every currency of the ledger by itself, unconverted; a ledger without documents shows
    the workspace's currency. Raises ScoringError "rate_missing" where the view's currency cannot be reached.
    """
    kept = dict(view.filters).get("currency")
    found = [row["currency"] for row in store.rows("currencies_in", {"as_of": view.as_of})]
    currencies = [currency for currency in found if kept in (None, currency)]
    if view.currency is None:
        return money.unconverted(currencies or [currency_of(store)])
    rates = store.rows("rates_on", {"as_of": view.as_of})
    found_rates = money.reporting(rates, currencies, view.currency, view.as_of)
    shown = {currency: found_rates.rates[currency] for currency in currencies}
    return {view.currency: replace(found_rates, rates=shown if kept else found_rates.rates)}


def default_currency(store: Store) -> str | None:
    """What a report takes when nobody names a currency, on the ledger's last day: its only currency; of several the
    workspace's own, if every other has a rate to it; else each by itself (None)."""
    last = (store.one("extent", {}) or {}).get("last_date")
    found = [row["currency"] for row in store.rows("currencies_in", {"as_of": last})] if last else []
    home = found[0] if len(found) == 1 else currency_of(store)
    if last is None or home not in found:
        return None
    try:
        reporting_of(store, View(as_of=last, currency=home))
    except ScoringError:
        return None
    return home


def header_of(store: Store, view: View) -> ReportHeader:
    """What a report on `view` states before its first figure. Unit "1" = whole currency units; a page may show another.

    The entity is the name the user set, else the workspace's name; "" for the user's own workspace, which has only words.
    """
    scope = scope_of(store, view)
    rate_dates = scope.reportings[view.currency].rate_dates if view.currency else {}
    extent: Mapping[str, Any] = store.one("extent", {}) or {}
    loaded = extent.get("last_import_at")
    return ReportHeader(
        entity=store.setting("entity") or ("" if store.path.stem == OWN else store.path.stem),
        as_of=view.as_of,
        basis=scope.basis,
        scheme=view.scheme,
        currency=view.currency or ", ".join(scope.reportings),
        rate_dates=rate_dates,
        unit="1",
        filters=dict(view.filters),
        data_loaded_at=f"{loaded:%Y-%m-%d %H:%M} UTC" if loaded else "",
        model_version=_model_version(store, view),
    )


def groups_of(store: Store, as_of: date, grouping: str) -> dict[str, str]:
    """The group of every customer of the ledger, as `group_of`; its rating on `as_of` by the card in use."""
    known = customers_of(store)
    customers = known["customer_id"].to_pylist()
    if grouping == RATING:
        ratings = ratings_on(store, as_of)
        return {customer: ratings.get(customer, "not_rated") for customer in customers}
    column = known[COLUMN.get(grouping, grouping)]
    groups = pc.fill_null(column, known["customer_id"] if grouping == "parent" else "")
    return dict(zip(customers, map(str, groups.to_pylist()), strict=True))


def customers_of(store: Store) -> pa.Table:
    """Every customer of the ledger with its attributes, by number."""
    return store.table("customer", order=["customer_id"])


def narrowed(store: Store, scope: Scope, more: Mapping[str, object] | None) -> Where:
    """The filters of a scope and conditions beside them (groupings or columns), for a mart of items."""
    kept = scope.items_where | {COLUMN.get(name, name): value for name, value in (more or {}).items() if name != RATING}
    if more is None or RATING not in more:
        return kept
    rated = {name for name, rating in groups_of(store, scope.view.as_of, RATING).items() if rating == more[RATING]}
    asked = kept.get("customer_id", list(rated))
    return kept | {"customer_id": sorted(rated.intersection(asked if isinstance(asked, list) else [asked]))}


def group_of(customer: Mapping[str, Any], grouping: str) -> str:
    """The group a customer belongs to, "" where its attribute is not given. A parent's group holds the parent itself.

    >>> group_of({"customer_id": "A", "parent_id": None}, "parent")
    'A'
    """
    if grouping == "parent":
        return str(customer["parent_id"] or customer["customer_id"])
    return str(customer[COLUMN.get(grouping, grouping)] or "")


def _customers(store: Store, view: View) -> tuple[str, ...] | None:
    """Customers that the filters on customers keep; None where there is no such filter."""
    wanted = {name: value for name, value in view.filters if name != "currency"}
    if not wanted:
        return None
    groups = [(groups_of(store, view.as_of, name), value) for name, value in wanted.items()]
    return tuple(customer for customer in groups[0][0] if all(of[customer] == value for of, value in groups))


def ratings_on(store: Store, as_of: date) -> dict[str, str]:
    """Ratings on a date of the customers known then; none before the ledger begins."""
    first = (store.one("extent", {}) or {}).get("first_date")
    return {} if first is None or as_of < first else score_book(store, as_of).ratings


def ratings_of(store: Store, as_of: date, customers: pa.ChunkedArray) -> pa.Array:
    """`ratings_on` of these customers, as a column; "not_rated" for those not known then."""
    first = (store.one("extent", {}) or {}).get("first_date")
    if first is None or as_of < first:
        return pa.array(["not_rated"] * len(customers), pa.string())
    table = score_book(store, as_of).table
    places = pc.index_in(customers, value_set=table["customer_id"].combine_chunks())
    return pc.fill_null(table["rating_shown"].take(places), "not_rated")


def _model_version(store: Store, view: View) -> str:
    """Which card rated, where the view groups or keeps by rating; "" where no rating is in it."""
    if RATING not in (view.grouping, *dict(view.filters)):
        return ""
    used = champion(store)
    return f"{used.number} · {used.card.name}"
