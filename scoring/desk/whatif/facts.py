"""Where a scenario starts: the ledger on a date, segment by segment, with what is assumed of its customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

import numpy as np

from scoring import settings
from scoring.desk.parameters import currency_of, number_of
from scoring.desk.risk.delays import NOTHING, delays_in
from scoring.desk.views import Scope, default_currency, groups_of, header_of, scope_of
from scoring.desk.whatif.evidence import assumptions_of
from scoring.desk.whatif.ledger import Columns, columns_of
from scoring.desk.whatif.segments import segment_of
from scoring.errors import ScoringError
from scoring.scenario.assumptions import Assumptions
from scoring.scenario.facts import Costs, Facts
from scoring.store import Store
from scoring.terms import ReportHeader, View

Lists = tuple[tuple[str, tuple[str, ...]], ...]
"""Customers picked by hand, under a name each."""
HALF_LIFE_DAYS = 365
OTHERS = "*"
"""The segment of the groups that are too many to be segments of their own: those with the smallest sales."""
SEGMENTS_MAX = 60


@dataclass(frozen=True)
class Starting:
    """A ledger ready for scenarios: facts and assumptions, which customers are in which segment, and what is left out.

    `grouping` and `lists` say what the segments are (keys as in `facts.segments`); `left_out` are currencies that no rate
    takes into the one shown: their documents are not in it.
    """

    header: ReportHeader
    grouping: str
    lists: Lists
    facts: Facts
    assumptions: Assumptions
    left_out: tuple[str, ...]

    @property
    def segments(self) -> tuple[str, ...]:
        """Keys of the segments, largest sales first."""
        return tuple(segment.key for segment in self.facts.segments)


def starting(store: Store, view: View, grouping: str = "rating", lists: Lists = ()) -> Starting:
    """The ledger of `view` (its date, currency and filters) by the groups of `grouping`, `lists` taken out of them.

    Raises ScoringError "ledger_empty" (nothing sold in a year and nothing open), "no_dated_payments" (nothing says how late
    anybody pays), "list_customer_unknown", and as `scope_of`.
    """
    scope, left_out = _scope(store, view, grouping)
    columns = columns_of(store, scope, _pds(store, view))
    groups = _groups(store, scope, columns, lists)
    if not groups:
        raise ScoringError("ledger_empty")
    delays = delays_in(store, view.as_of, groups, HALF_LIFE_DAYS)
    whole = reduce(add, delays.values(), NOTHING)
    if not whole.exposure.paid.sum() > 0:
        raise ScoringError("no_dated_payments")
    keys = list(dict.fromkeys(sorted(groups.values())))
    positions = np.array([keys.index(groups[c]) if c in groups else -1 for c in columns.customer_id])
    segments = [segment_of(scope, columns, positions == i, key, delays.get(key), whole) for i, key in enumerate(keys)]
    segments.sort(key=lambda segment: (-segment.yearly_sales, -segment.receivables, segment.key))
    facts = Facts(
        as_of=view.as_of,
        currency=scope.view.currency or "",
        segments=tuple(segments),
        costs=_costs(store),
        scheme=settings.load().schemes["default"],
        period_days=view.period_days,
    )
    assumed = assumptions_of(store, view.as_of, facts)
    return Starting(header_of(store, scope.view), grouping, lists, facts, assumed, left_out)


def _scope(store: Store, view: View, grouping: str) -> tuple[Scope, tuple[str, ...]]:
    """The view in one currency: its own, else the ledger's; else the workspace's alone, others left out."""
    asked = replace(view, scheme="default", basis="due", grouping=grouping)
    currency = view.currency or dict(view.filters).get("currency") or default_currency(store)
    if currency is not None:
        return scope_of(store, replace(asked, currency=currency)), ()
    known = [row["currency"] for row in store.rows("currencies_in", {"as_of": view.as_of})]
    home = currency_of(store)
    one = home if home in known or not known else sorted(known)[0]
    filters = (*view.filters, ("currency", one))
    others = tuple(sorted(set(known) - {one}))
    return scope_of(store, replace(asked, currency=one, filters=filters)), others


def _groups(store: Store, scope: Scope, columns: Columns, lists: Lists) -> dict[str, str]:
    """The segment of every customer that buys or owes; groups beyond SEGMENTS_MAX are one."""
    open_ = np.bincount(columns.open.customer, np.abs(columns.open.amounts["open"]), len(columns.customer_id))
    alive = (columns.sales > 0) | (open_ > 0)
    kept = None if scope.customers is None else set(scope.customers)
    group = groups_of(store, scope.view.as_of, scope.view.grouping)
    found = {
        customer: group[customer]
        for customer, lives in zip(columns.customer_id, alive.tolist(), strict=True)
        if lives and (kept is None or customer in kept)
    }
    sales = dict(zip(columns.customer_id, columns.sales.tolist(), strict=True))
    found = _largest(found, sales)
    known = set(columns.customer_id)
    for name, picked in lists:
        for customer in picked:
            if customer not in known:
                raise ScoringError("list_customer_unknown", segment=name, customer=customer)
        found |= {customer: name for customer in picked if customer in found}
    return found


def _largest(groups: dict[str, str], sales: Mapping[str, float]) -> dict[str, str]:
    totals: dict[str, float] = {}
    for customer, group in groups.items():
        totals[group] = totals.get(group, 0.0) + sales[customer]
    if len(totals) <= SEGMENTS_MAX:
        return groups
    named = set(sorted(totals, key=lambda group: (-totals[group], group))[: SEGMENTS_MAX - 1])
    return {customer: group if group in named else OTHERS for customer, group in groups.items()}


def _pds(store: Store, view: View) -> dict[str, float]:
    """PDs within a year of rated customers; none before the ledger begins."""
    from scoring.desk.scorecard.scores import score_book

    first = (store.one("extent", {}) or {}).get("first_date")
    if first is None or view.as_of < first:
        return {}
    table = score_book(store, view.as_of).table.select(["customer_id", "status", "pd_yearly"]).to_pylist()
    return {row["customer_id"]: row["pd_yearly"] for row in table if row["status"] == "rated"}


def _costs(store: Store) -> Costs:
    return Costs(
        gross_margin=number_of(store, "gross_margin"),
        cost_of_capital_yearly=number_of(store, "cost_of_capital_yearly"),
        collection_cost=number_of(store, "collection_cost"),
    )
