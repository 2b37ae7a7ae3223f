"""What became of customers who stood in the same cell of the grid at the month-ends of the last year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.figures.figures import month_ends
from scoring.desk.strategy.columns import Column, alike, mapped
from scoring.desk.strategy.debtors import UNKNOWN_NATURE, severity_of
from scoring.desk.strategy.standings import Cell
from scoring.desk.views import ratings_of, scope_of
from scoring.store import Store
from scoring.strategy.cases.peers import Followed, Peers, peers_of
from scoring.strategy.playbook.terms import SEVERITIES
from scoring.terms import View

MONTHS = 12


def peers(store: Store, view: View, horizon_days: int) -> dict[Cell, Peers]:
    """By cell, of the whole ledger whatever the view's filters on customers: each customer at each month-end of the twelve
    months before the view's date whose horizon has ended by it, rated and classed as on that month-end.

    Raises ScoringError as `scope_of` and as `score_book`.
    """
    whole = replace(view, filters=tuple(one for one in view.filters if one[0] == "currency"))
    days = days_of(store, view.as_of, horizon_days)
    if not days:
        return {}
    params = {"days": days, "horizon_days": horizon_days, "as_of": view.as_of, **scope_of(store, whole).params}
    rows = store.table("peers_followed", params, order=["day", "customer_id"])
    if not rows.num_rows:
        return {}
    severity = mapped(rows["oldest_days"], severity_of)
    cells = pa.table({"nature": _natures(store, rows), "severity": severity, "rating": _ratings(store, rows)})
    first, which = alike(cells.columns)
    followed = _followed(rows, severity, view.as_of)
    order, names = np.argsort(which, kind="stable"), cells.take(pa.array(first)).to_pylist()
    parts = np.split(order, np.cumsum(np.bincount(which))[:-1])
    return {Cell(**name): peers_of(followed.at(part)) for name, part in zip(names, parts, strict=True)}


def days_of(store: Store, as_of: date, horizon_days: int) -> list[date]:
    """The month-ends looked back at, oldest first; none before the ledger begins."""
    first = (store.one("extent", {}) or {}).get("first_date")
    ends = month_ends(as_of, MONTHS + 2)
    kept = [day for day in ends if day + timedelta(days=horizon_days) <= as_of and first is not None and day >= first]
    return kept[-MONTHS:]


def _natures(store: Store, rows: pa.Table) -> pa.ChunkedArray:
    found = store.table("customer")
    natures = found["nature"].take(pc.index_in(rows["customer_id"], value_set=found["customer_id"].combine_chunks()))
    return pc.if_else(pc.equal(pc.fill_null(natures, ""), ""), str(UNKNOWN_NATURE), natures)


def _ratings(store: Store, rows: pa.Table) -> pa.ChunkedArray:
    """The rating of each row on its day; rows stand in order of their days."""
    found = [
        ratings_of(store, day, rows["customer_id"].filter(pc.equal(rows["day"], pa.scalar(day))))
        for day in pc.unique(rows["day"]).to_pylist()
    ]
    return pa.chunked_array([chunk for one in found for chunk in _chunks(one)], pa.string())


def _followed(rows: pa.Table, severity: pa.Array, as_of: date) -> Followed:
    then = mapped(rows["oldest_then"], lambda days: SEVERITIES[0] if days is None else severity_of(days))
    return Followed(
        customer=np.asarray(rows["customer_id"].combine_chunks().dictionary_encode().indices, dtype=np.int64),
        amount=_real(rows["amount"]),
        paid=_real(rows["paid"]),
        after_days=_real(rows["settled_after"]),
        watched_days=_real(pc.days_between(rows["day"], pa.scalar(as_of))),
        worse=_class(then) > _class(severity),
    )


def _class(severity: pa.Array) -> Any:
    return np.asarray(pc.index_in(severity, value_set=pa.array(SEVERITIES)))


def _real(column: Column) -> Any:
    return np.asarray(pc.fill_null(column.cast(pa.float64()), float("nan")), dtype=float)


def _chunks(column: Column) -> list[pa.Array]:
    return column.chunks if isinstance(column, pa.ChunkedArray) else [column]
