"""What became of customers who stood in the same cell of the grid at the month-ends of the last year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scoring.desk.figures.figures import month_ends
from scoring.desk.strategy.debtors import UNKNOWN_NATURE, severity_of
from scoring.desk.strategy.standings import Cell
from scoring.desk.views import ratings_on, scope_of
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
    params = {"days": days, "horizon_days": horizon_days, "as_of": view.as_of, **scope_of(store, whole).params}
    rows = store.rows("peers_followed", params, order=["day", "customer_id"]) if days else []
    ratings = {day: ratings_on(store, day) for day in {row["day"] for row in rows}}
    natures = {row["customer_id"]: row["nature"] or UNKNOWN_NATURE for row in store.rows("customer")}
    found: dict[Cell, list[Followed]] = defaultdict(list)
    for row in rows:
        who, severity = row["customer_id"], severity_of(row["oldest_days"])
        cell = Cell(natures[who], severity, ratings[row["day"]].get(who, "not_rated"))
        found[cell].append(_followed(row, severity, view.as_of))
    return {cell: peers_of(ones) for cell, ones in found.items()}


def days_of(store: Store, as_of: date, horizon_days: int) -> list[date]:
    """The month-ends looked back at, oldest first; none before the ledger begins."""
    first = (store.one("extent", {}) or {}).get("first_date")
    ends = month_ends(as_of, MONTHS + 2)
    kept = [day for day in ends if day + timedelta(days=horizon_days) <= as_of and first is not None and day >= first]
    return kept[-MONTHS:]


def _followed(row: dict[str, Any], severity: str, as_of: date) -> Followed:
    then = row["oldest_then"]
    worse = then is not None and SEVERITIES.index(severity_of(then)) > SEVERITIES.index(severity)
    return Followed(
        customer_id=row["customer_id"],
        amount=float(row["amount"]),
        paid=float(row["paid"]),
        after_days=row["settled_after"],
        watched_days=(as_of - row["day"]).days,
        worse=worse,
    )
