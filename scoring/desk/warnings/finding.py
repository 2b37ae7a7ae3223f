"""What every indicator finds on each month-end of a ledger, kept until the ledger changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.scorecard.observations import amounts_of, ledger_days, rates_on
from scoring.desk.scorecard.scores import made_from as scores_made_from
from scoring.desk.scorecard.versions import Version, champion
from scoring.desk.warnings.frames import Frame, Past, frames_on
from scoring.scorecard.card import Target
from scoring.scorecard.windows import month_ends_within, window_end
from scoring.store import Store, warnings
from scoring.strategy.warnings.indicators import Indicator, load, longest_look_back, trips

FORM = 1
"""Of what is kept; raised when it changes."""
ROWS_TOGETHER = 100_000
"""Customers, all days of a run added up, that are looked at in one reading of the ledger."""
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Basis:
    """What findings are made from: the card in use with its target, and the state of ledger, parameters and indicators."""

    version: Version
    target: Target
    made_from: str


def basis_of(store: Store) -> Basis:
    """Of a workspace as it is now."""
    version = champion(store)
    told = [FORM, scores_made_from(store, version), [repr(vars(one)) for one in load().values()]]
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
    return Basis(version, version.card.provenance.target or Target(), digest)


def days_until(store: Store, as_of: date) -> list[date]:
    """The month-ends of the ledger up to `as_of`, and `as_of` itself, oldest first.

    Raises ScoringError "ledger_empty".
    """
    first, _ = ledger_days(store)
    ends = [day for day in month_ends_within(first, as_of) if day < as_of]
    return [*ends, as_of] if as_of >= first else ends


def to_find(store: Store, as_of: date) -> list[date]:
    """Those of `days_until` that were not looked at since the ledger last changed."""
    kept = warnings.days_kept(store, basis_of(store).made_from)
    return [day for day in days_until(store, as_of) if day not in kept]


def find(store: Store, as_of: date, on_progress: Progress | None = None) -> Basis:
    """Make sure that everything up to `as_of` is found and kept, day by day, so that what was stopped goes on from there;
    `on_progress` hears a share in 0..1."""
    basis, days, missing = basis_of(store), days_until(store, as_of), to_find(store, as_of)
    _, end = ledger_days(store)
    frames: dict[date, Frame] = {}
    done = 0
    for run in _runs(store, missing):
        wanted = {day: _looked_back(days, day) for day in run}
        needed = sorted({day for before in wanted.values() for day in before})
        frames = {day: frame for day, frame in frames.items() if day in needed}
        frames |= frames_on(store, [day for day in needed if day not in frames], basis.version)
        windows = {day: window_end(day, basis.target.window_months) for day in run}
        bads = _bads(store, basis.target, [frames[day] for day in run if windows[day] <= end], windows)
        for day in run:
            past = Past(frames[day], [frames[before] for before in reversed(wanted[day][:-1])])
            found = pa.concat_tables(_tripped(indicator, past) for indicator in load().values())
            until = windows[day] if day in bads else None
            told = warnings.DayFound(day, found, past.rows, until, bads.get(day, NO_BADS))
            warnings.keep(store, basis.made_from, told)
            done += 1
            if on_progress:
                on_progress(done / len(missing))
    return basis


def _runs(store: Store, days: Sequence[date]) -> list[Sequence[date]]:
    """The days in runs of about ROWS_TOGETHER customers, at least one day each."""
    customers = store.total("customer", None, [])["rows"]
    size = max(1, ROWS_TOGETHER // max(customers, 1))
    return [days[start : start + size] for start in range(0, len(days), size)]


def _looked_back(days: Sequence[date], day: date) -> Sequence[date]:
    """A day with those before it that indicators look at, oldest first."""
    at = days.index(day)
    return days[max(0, at - longest_look_back()) : at + 1]


NO_BADS = pa.table({"customer_id": pa.array([], pa.string()), "bad_on": pa.array([], pa.date32())})


def _tripped(indicator: Indicator, past: Past) -> pa.Table:
    """Customers for which an indicator trips at any threshold offered: a bit for each of them, and the evidence."""
    steps = np.zeros(past.rows, np.int32)
    value = np.full(past.rows, np.nan)
    for bit, threshold in enumerate(indicator.offered):
        value, beyond = trips(indicator, threshold, past.ask, past.rows)
        steps |= beyond.astype(np.int32) << bit
    at = np.flatnonzero(steps)
    return pa.table(
        {
            "indicator": pa.array([indicator.id] * len(at), pa.string()),
            "customer_id": past.now.customers.take(pa.array(at)).combine_chunks(),
            "alive": pa.array(past.now.alive[at]),
            "value": pa.array(value[at]),
            "steps": pa.array(steps[at], pa.int32()),
            "evidence": _evidence(indicator, past, at),
        }
    )


def _evidence(indicator: Indicator, past: Past, at: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> pa.Array:
    """The numbers an indicator asked for, in the order of `Indicator.evidence`, words left out."""
    columns = [past.ask(name, months)[at] for name, months in indicator.evidence]
    numbers = np.column_stack([c for c in columns if c.dtype != object]) if len(at) else np.zeros((0, 1))
    flat = pa.array(numbers.ravel(), from_pandas=True)
    ends = np.arange(len(at) + 1, dtype=np.int32) * numbers.shape[1]
    return pa.ListArray.from_arrays(pa.array(ends), flat)


def _bads(store: Store, target: Target, frames: Sequence[Frame], windows: Mapping[date, date]) -> dict[date, pa.Table]:
    """By day the customers not bad on it that go bad within its window by the target's definition, and when first."""
    if not frames:
        return {}
    days = [frame.day for frame in frames]
    spans = {"days": days, "lasts": [windows[day] for day in days], "thresholds": [target.days_past_due]}
    table = store.table("past_due_days", spans | rates_on(store, days))
    return {now.day: _bad_after(now, target, table.filter(pc.equal(table["as_of"], now.day))) for now in frames}


def _bad_after(now: Frame, target: Target, days: pa.Table) -> pa.Table:
    places = pc.index_in(days["customer_id"], value_set=now.customers.combine_chunks())
    owed = amounts_of(now.table, "open_amount")
    material = np.maximum(target.material_share * owed, target.material_amount)
    limit = np.append(material, np.inf)[pc.fill_null(places, -1).to_numpy()]
    living = np.append(now.alive, False)[pc.fill_null(places, -1).to_numpy()]
    bad = days.filter(pa.array((amounts_of(days, "amount") > limit) & living))
    first = bad.group_by("customer_id").aggregate([("day", "min")])
    return first.select(["customer_id", "day_min"]).rename_columns(["customer_id", "bad_on"])
