"""How fast what was invoiced is collected: the share still unpaid by days since due, one curve a billing month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from scoring.desk.risk.provision_flows import months_back
from scoring.desk.views import scope_of
from scoring.metrics.delays import DelayCurve
from scoring.metrics.forecast.hazards import Exposure
from scoring.store import Store
from scoring.terms import View

MONTHS = 12
"""Billing months shown one by one; the twelve before them are what they are compared with."""
MARKS = (0, 30, 60, 90)
"""Days since due at which the share unpaid is told."""
WATCHED_MIN = 0.5
"""A curve ends where less than this part of the money has been watched so far: what follows rests on too little."""
FIRST_DAY, LAST_DAY = -60, 400
PARTS = ("paid", "lost", "waiting", "ended")
Steps = Mapping[int, Mapping[str, float]]


@dataclass(frozen=True)
class CollectionCurve:
    """The invoices of some billing months: their `amount`, how it is paid by days since due, and the last day since due
    that enough of it has been watched to (`until`, None = none yet)."""

    amount: Decimal
    curve: DelayCurve
    until: int | None

    def unpaid(self, day: int) -> float | None:
        """Share still unpaid at the end of a day since due; None where too little of the money has come so far."""
        return None if self.until is None or day > self.until else self.curve.unpaid_after(day)


@dataclass(frozen=True)
class Collection:
    """Curves of the last twelve billing months by their first day, oldest first, and that of the twelve before together
    (None where nothing was invoiced then). Right-censoring: Kaplan-Meier on money. What is still open counts as unpaid
    up to the day it was last seen and then leaves the count; so do credit notes; what was written off stays unpaid."""

    as_of: date
    currency: str
    months: dict[date, CollectionCurve]
    before: CollectionCurve | None

    def latest(self, day: int) -> tuple[date, CollectionCurve] | None:
        """The last billing month of which the share unpaid at `day` is known."""
        known = [(month, curve) for month, curve in self.months.items() if curve.unpaid(day) is not None]
        return known[-1] if known else None

    def as_json(self) -> dict[str, Any]:
        """Plain values: months (by YYYY-MM: amount, until, unpaid by day since due 0, 30, 60, 90) and before likewise."""
        return {
            "months": {f"{month:%Y-%m}": _plain(curve) for month, curve in self.months.items()},
            "before": None if self.before is None else _plain(self.before),
        }


def collection(store: Store, view: View) -> Collection:
    """Collection curves of a view in its currency (which must be given). Raises ScoringError as `scope_of`."""
    if view.currency is None:
        raise ValueError("collection is shown in one currency")
    scope = scope_of(store, view)
    first = months_back(view.as_of.replace(day=1), MONTHS - 1)
    start = months_back(first, MONTHS)
    customers = None if scope.customers is None else list(scope.customers)
    params = {"from_date": start - timedelta(days=1), "as_of": view.as_of, "customers": customers, **scope.params}
    by_month: dict[date, dict[int, dict[str, float]]] = {}
    for row in store.grouped("collection_steps", params, ["month", "day"], PARTS):
        by_month.setdefault(row["month"], {})[row["day"]] = row
    shown = {month: curve_of([steps]) for month, steps in sorted(by_month.items()) if month >= first}
    earlier = [steps for month, steps in by_month.items() if month < first]
    return Collection(view.as_of, view.currency, shown, curve_of(earlier) if earlier else None)


def curve_of(months: Sequence[Steps]) -> CollectionCurve:
    """One curve of the money of all the billing months given.

    >>> paid, late = {"paid": 60.0, "lost": 0.0, "waiting": 0.0, "ended": 0.0}, {"paid": 0.0, "lost": 0.0, "waiting": 40.0}
    >>> found = curve_of([{5: paid, 30: late | {"ended": 100.0}}])
    >>> found.until, found.unpaid(4), found.unpaid(5), found.unpaid(31)
    (30, 1.0, 0.4, None)
    """
    sums = {part: np.zeros(LAST_DAY - FIRST_DAY + 1) for part in PARTS}
    for steps in months:
        for day, amounts in steps.items():
            for part in PARTS:
                sums[part][day - FIRST_DAY] += amounts[part]
    exposure = Exposure(FIRST_DAY, sums["paid"], sums["lost"], np.maximum(sums["waiting"], 0.0))
    whole = float(sums["ended"].sum())
    return CollectionCurve(Decimal(str(round(whole, 2))), exposure.hazards().curve(), _until(sums["ended"], whole))


def _until(ended: np.ndarray[Any, np.dtype[np.float64]], whole: float) -> int | None:
    """The last day at whose end enough of the money is still watched, or has been."""
    if whole <= 0:
        return None
    watched = 1 - np.concatenate([[0.0], ended.cumsum()[:-1]]) / whole
    days = np.flatnonzero(watched >= WATCHED_MIN)
    return int(days[-1]) + FIRST_DAY


def _plain(curve: CollectionCurve) -> dict[str, Any]:
    unpaid = {str(day): curve.unpaid(day) for day in MARKS}
    return {
        "amount": str(curve.amount),
        "until": curve.until,
        "unpaid": {day: None if share is None else round(share, 6) for day, share in unpaid.items()},
    }
