"""The alerts that stand on a day: found from the ledger, with what was done about them, and the steps people take."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.warnings.finding import Progress, days_until, find
from scoring.desk.warnings.thresholds import thresholds
from scoring.errors import ScoringError
from scoring.store import Store, scorecards
from scoring.strategy.warnings.indicators import NAMES, Indicator, load
from scoring.strategy.warnings.life import SHOWN_MONTHS, Alert, Step, alert_id, allowed, standing


def alerts(
    store: Store, as_of: date, customer_id: str | None = None, on_progress: Progress | None = None
) -> list[Alert]:
    """Every alert that stands on `as_of`, or those of one customer: the open ones first, worst first, then the closed.

    Raises as `find`.
    """
    basis = find(store, as_of, on_progress)
    where: dict[str, Any] = {"made_from": basis.made_from} | ({"customer_id": customer_id} if customer_id else {})
    days = days_until(store, as_of)
    found = store.table("warning_trip", where=where | {"as_of": days})
    months = pc.index_in(found["as_of"], value_set=pa.array(days, pa.date32()))
    found = found.append_column("month", months)
    limits = thresholds(store)
    fresh = [
        alert
        for name, one in load().items()
        for alert in _fresh(one, limits[name], found.filter(pc.equal(found["indicator"], name)), days)
    ]
    return standing(fresh, handled(store, as_of, customer_id))


def alert_of(store: Store, as_of: date, name: str) -> Alert:
    """One alert by its number or by the first digits of it. Raises ScoringError "alert_unknown"."""
    found = [alert for alert in alerts(store, as_of) if name and alert.id.startswith(name)]
    if len(found) != 1:
        raise ScoringError("alert_unknown", alert=name, day=as_of.isoformat())
    return found[0]


def take_step(
    store: Store, alert: Alert, step: str, on_date: date, by: str, note: str, outcome: str | None = None,
    at: datetime | None = None,
) -> None:  # fmt: skip
    """Acknowledge an alert, act on it, or close it with an outcome; it is kept as it was raised, whatever the ledger says
    later. Raises ScoringError "person_missing" and as `allowed`."""
    if not by.strip():
        raise ScoringError("person_missing")
    allowed(alert, step, note, outcome)
    detail = {
        "alert_id": alert.id,
        "indicator": alert.indicator,
        "customer_id": alert.customer_id,
        "raised_on": alert.raised_on.isoformat(),
        "value": alert.value,
        "threshold": alert.threshold,
        "evidence": json.dumps(alert.evidence),
        "step": step,
        "outcome": outcome if step == "closed" else None,
        "note": note.strip(),
        "by": by.strip(),
        "on_date": on_date.isoformat(),
    }
    scorecards.happen(store, "alert_step", detail, at)


def handled(store: Store, as_of: date, customer_id: str | None = None) -> list[Alert]:
    """Alerts that somebody took a step with by `as_of`, as they were raised, with their steps."""
    rows = store.rows("alert_step", where={"customer_id": customer_id} if customer_id else {}, order=["step_id"])
    taken: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["on_date"] <= as_of and row["indicator"] in load():
            taken.setdefault(row["alert_id"], []).append(row)
    return [_kept(steps) for steps in taken.values()]


def _kept(rows: Sequence[dict[str, Any]]) -> Alert:
    first, one = rows[0], load()[rows[0]["indicator"]]
    evidence = tuple((name, months, value) for name, months, value in json.loads(first["evidence"]))
    steps = tuple(Step(r["alert_id"], r["step"], r["on_date"], r["made_by"], r["note"], r["outcome"]) for r in rows)
    return Alert(
        first["alert_id"], one.id, one.risk, one.severity, first["customer_id"], first["raised_on"], first["value"],
        first["threshold"], evidence, False, steps,
    )  # fmt: skip


def _fresh(indicator: Indicator, threshold: float, found: pa.Table, days: Sequence[date]) -> Iterator[Alert]:
    """Runs of month-ends in which the indicator trips that go on until the last day, or ended not long before it."""
    bit = indicator.offered.index(threshold)
    hit = found.filter(pa.array((found["steps"].to_numpy() >> bit & 1).astype(np.bool_)))
    hit = hit.sort_by([("customer_id", "ascending"), ("month", "ascending")])
    if not hit.num_rows:
        return
    month = hit["month"].to_numpy().astype(np.int64)
    who = hit["customer_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    begins = np.append(True, (np.diff(who) != 0) | (np.diff(month) != 1))
    first = np.flatnonzero(begins)
    last_month = month[np.append(first[1:], len(month)) - 1]
    seen = last_month >= len(days) - 1 - SHOWN_MONTHS
    names = [(name, months) for name, months in indicator.evidence if NAMES[name] == "number"]
    rows = hit.take(pa.array(first[seen])).select(["customer_id", "value", "evidence", "month"]).to_pylist()
    for row, ended in zip(rows, last_month[seen].tolist(), strict=True):
        day = days[row["month"]]
        told = tuple((name, months, v) for (name, months), v in zip(names, row["evidence"], strict=True))
        yield Alert(
            alert_id(indicator.id, row["customer_id"], day), indicator.id, indicator.risk, indicator.severity,
            row["customer_id"], day, row["value"], threshold, told, ended == len(days) - 1,
        )  # fmt: skip
