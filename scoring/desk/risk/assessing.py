"""Who owes what on a day and what of it is provided for, customer by customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from scoring import settings
from scoring.desk.figures.aging import open_items_params
from scoring.desk.risk.provision_basis import (
    SCHEME,
    Factor,
    Method,
    decisions_on,
    factor_on,
    method_of,
    parameters_of,
    percentages_of,
)
from scoring.desk.risk.provision_flows import Rates, segment_rates
from scoring.desk.views import Scope, customers_of, groups_of, scope_of
from scoring.metrics.risk.allowance import CENT, ZERO, Assessed, provided
from scoring.metrics.risk.provision import charged
from scoring.store import Store
from scoring.terms import View

Balances = dict[str, dict[str, Decimal]]
"""Open amount by customer and bucket."""


@dataclass(frozen=True)
class Basis:
    """What a day's allowance is computed by: the segment of each customer, and the share provided for by segment and
    bucket, by the method in use with the rates, decisions and look ahead of that day (fixed percentages: today's)."""

    segments: Mapping[str, str]
    shares: Mapping[str, Mapping[str, Decimal]]


def basis_at(store: Store, view: View, segment: str | None) -> Basis:
    """The basis at the end of `view.as_of`."""
    scope, method = scope_of(store, view), method_of(store)
    segments = segments_of(store, view.as_of, segment)
    rates: Rates = {}
    if method == "history":
        rates = segment_rates(store, scope, parameters_of(store), segments, intervals=False)
    return Basis(segments, shares_of(store, method, rates, factor_on(store, view.as_of)))


def assessed_by(
    store: Store, view: View, basis: Basis, params: Mapping[str, object] | None = None
) -> tuple[Assessed, ...]:
    """Everybody who owed at the end of `view.as_of` and the allowance then; `params` = other rates of exchange."""
    balances = balances_by(store, scope_of(store, view), SCHEME[method_of(store)], params)
    return assessed(balances, basis.shares, basis.segments, decisions_on(store, view.as_of), names_of(store))


def assessed(
    balances: Balances,
    shares: Mapping[str, Mapping[str, Decimal]],
    segments: Mapping[str, str],
    held: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, str],
) -> tuple[Assessed, ...]:
    """Everybody who owes with the allowance on it, the largest balance first. `shares` go by segment ("" = any other)."""
    found = []
    for customer, by_bucket in balances.items():
        segment, balance = segments.get(customer, ""), sum(by_bucket.values(), ZERO)
        if customer in held:
            own = (balance * held[customer]["share"]).quantize(CENT, ROUND_HALF_UP)
            found.append(Assessed(customer, names[customer], "individual", segment, balance, own))
        else:
            own = provided(by_bucket, shares.get(segment) or shares[""])
            found.append(Assessed(customer, names[customer], "portfolio", segment, balance, own))
    return tuple(sorted(found, key=lambda one: (-one.balance, one.customer_id)))


def balances_by(store: Store, scope: Scope, scheme: str, params: Mapping[str, object] | None = None) -> Balances:
    """Open amounts by customer and bucket of a scheme on its own basis, gross of credits on account."""
    owed, by = _open_by(store, scope, scheme, params), ["customer_id", "bucket"]
    table = owed.group_by(by).aggregate([("reporting_amount", "sum")])
    found: Balances = {}
    columns = (table[name].to_pylist() for name in (*by, "reporting_amount_sum"))
    for customer, bucket, amount in zip(*columns, strict=True):
        if amount:
            found.setdefault(customer, {})[bucket] = amount
    return found


def open_by_age(store: Store, scope: Scope, form: str) -> dict[str, Decimal]:
    """Open amounts by bucket of a statutory scheme, every bucket, gross of credits on account."""
    owed = _open_by(store, scope, form, None).group_by("bucket").aggregate([("reporting_amount", "sum")])
    sums = dict(zip(owed["bucket"].to_pylist(), owed["reporting_amount_sum"].to_pylist(), strict=True))
    return {bucket: sums.get(bucket) or ZERO for bucket in settings.load().schemes[form].keys}


def _open_by(store: Store, scope: Scope, scheme: str, params: Mapping[str, object] | None) -> pa.Table:
    """Open amounts by customer, bucket of a scheme and age. By due date and by age come of one reading of the ledger."""
    asked = open_items_params(scope) | {"scheme": "default", "basis": "due"} | dict(params or {})
    by = ["customer_id", "bucket", "age_days"]
    table = store.sums("open_items", asked, by, ["reporting_amount"], where=scope.items_where)
    if scheme == "default":
        return table
    aged = settings.load().schemes[scheme]
    places = np.searchsorted(aged.edges_days, table["age_days"].to_numpy())
    return table.set_column(1, "bucket", pa.array(aged.keys, pa.string()).take(pa.array(places)))


def shares_of(store: Store, method: Method, rates: Rates, factor: Factor) -> dict[str, dict[str, Decimal]]:
    """What a method provides for, bucket by bucket, by segment."""
    if method != "history":
        return {"": percentages_of(store, method)}
    return {name: {one.bucket: charged(one.loss, factor.value) for one in matrix} for name, matrix in rates.items()}


def segments_of(store: Store, as_of: date, segment: str | None) -> dict[str, str]:
    """The segment of every customer; nothing where the ledger is one portfolio."""
    return {} if segment is None else {name: group or "" for name, group in groups_of(store, as_of, segment).items()}


def names_of(store: Store) -> dict[str, str]:
    """Every customer's name, its number where it has none."""
    known = customers_of(store)
    pairs = zip(known["customer_id"].to_pylist(), known["name"].to_pylist(), strict=True)
    return {customer: name or customer for customer, name in pairs}
