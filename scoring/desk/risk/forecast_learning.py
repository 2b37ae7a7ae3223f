"""What a ledger teaches about when its money comes: the model its own past speaks for, fitted, and how that model did."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from scoring.desk.kept import ledger_basis
from scoring.desk.risk.payment_history import EPOCH, day_number, payment_history
from scoring.metrics.forecast.backtest import Record, Trial, chosen, record, trial
from scoring.metrics.forecast.calendar import RHYTHMS
from scoring.metrics.forecast.history import Floats, History, Ints
from scoring.metrics.forecast.predict import Fitted, Model, fit
from scoring.metrics.forecast.table import Cells, DelayPast
from scoring.store import Store, learnings

FORM = 2
"""Of what is kept; raised when it changes."""
SAMPLE_PARTS = 30_000
"""Claims on which models are compared; of a longer ledger every n-th customer is taken."""


@dataclass(frozen=True)
class Learning:
    """How a ledger is forecast and how that did on its past. `record` None = the ledger is too short to try it on;
    `customer_weight` is the number of claims that a customer's segment counts like."""

    model: Model
    record: Record | None
    customer_weight: float

    @property
    def cuts(self) -> list[date]:
        """The past days on which the forecast was tried."""
        return [EPOCH + timedelta(days=cut) for cut in self.record.cuts] if self.record else []

    def as_json(self) -> dict[str, Any]:
        """Plain values: the model and its record. Keys: half_life_days, rhythms, interval_tail, customer_correlation,
        spread, segment_counts_like_claims, record (null or cuts, claims, waiting, error_days, naive_error_days, coverage,
        weeks, weeks_covered)."""
        model, kept = self.model, self.record
        return {
            "half_life_days": model.half_life_days,
            "rhythms": list(model.rhythms),
            "interval_tail": model.tail,
            "customer_correlation": round(model.together, 4),
            "spread": round(model.spread, 4),
            "segment_counts_like_claims": self.customer_weight,
            "record": None if kept is None else vars(kept) | {"cuts": [cut.isoformat() for cut in self.cuts]},
        }


@dataclass(frozen=True)
class Learned:
    """A forecast's knowledge of a ledger at the end of `as_of`. `customers` are those with open claims, by number: the rows
    of the fitted table."""

    as_of: date
    customers: dict[str, int]
    fitted: Fitted
    learning: Learning


def learned(store: Store, as_of: date) -> Learned:
    """What is known of payments at the end of `as_of`, nothing later: the model that several earlier days speak for,
    fitted to everything known then. What was learned last at the end of the ledger is kept, and read where still true."""
    last = (store.one("extent", {}) or {}).get("last_date")
    at_end = last is not None and as_of >= last
    basis = made_from(store)
    found = kept(store, as_of, basis) if at_end else None
    if found is None:
        found = learned_anew(store, as_of)
        if at_end:
            keep(store, found, basis)
    return found


def is_learned(store: Store, as_of: date) -> bool:
    """Whether what is known of payments on a day is kept and still true, so that it need only be read."""
    return learnings.is_kept(store, as_of, made_from(store))


def learned_anew(store: Store, as_of: date) -> Learned:
    """The same, without a look at what is kept."""
    past, today = payment_history(store, as_of), day_number(as_of)
    model, trials = chosen(sampled(past.history), today)
    fitted = fit(past.history, today, model)
    row_of = fitted.past.row_of
    customers = {name: int(row_of[number]) for name, number in past.customers.items() if row_of[number] >= 0}
    mine = replace(fitted, past=replace(fitted.past, row_of=np.arange(len(customers))))
    shown = record(trials, model) if trials else None
    return Learned(as_of, customers, mine, Learning(model, shown, fitted.past.customer_weight))


def made_from(store: Store) -> str:
    """What a forecast learns from."""
    return ledger_basis(store, FORM)


def keep(store: Store, found: Learned, basis: str) -> None:
    """Keep what was learned from a basis (see `made_from`), in place of what was learned before."""
    past, own = found.fitted.past, found.learning
    told = {
        "model": asdict(own.model),
        "record": None if own.record is None else asdict(own.record),
        "customer_weight": past.customer_weight,
        "segment_weight": past.segment_weight,
        "paid": past.paid.tolist(),
        "lost": past.lost.tolist(),
    }
    rows = pa.table(
        {
            "place": pa.array(range(len(past.segment)), pa.int32()),
            "customer_id": pa.array(sorted(found.customers, key=found.customers.__getitem__), pa.string()),
            "segment": pa.array(past.segment, pa.int32()),
            "days": _lists(past.cells.column.astype(np.int16), past.begins),
            **{name: _lists(getattr(past.cells, name), past.begins) for name in Cells._fields[1:]},
            **{name: _lists(values.ravel(), _even(values)) for name, values in found.fitted.factors.items()},
        }
    )
    learnings.keep(store, found.as_of, basis, json.dumps(told), rows)


def kept(store: Store, as_of: date, basis: str) -> Learned | None:
    """What is kept for a day, learned from this basis; None where nothing is."""
    found = learnings.kept(store, as_of, basis)
    if found is None:
        return None
    told, rows = json.loads(found.told), found.delays
    model = Model(**told["model"] | {"rhythms": tuple(told["model"]["rhythms"])})
    shown = told["record"] and Record(**told["record"] | {"cuts": tuple(told["record"]["cuts"])})
    names = rows["customer_id"].to_pylist()
    past = DelayPast(
        row_of=np.arange(len(names)),
        segment=rows["segment"].to_numpy().astype(np.int64),
        paid=np.array(told["paid"]),
        lost=np.array(told["lost"]),
        begins=rows["days"].combine_chunks().offsets.to_numpy().astype(np.int64),
        cells=Cells(_values(rows["days"]).astype(np.int64), *(_values(rows[name]) for name in Cells._fields[1:])),
        customer_weight=told["customer_weight"],
        segment_weight=told["segment_weight"],
    )
    factors = {name: _values(rows[name]).reshape(len(names), RHYTHMS[name].places) for name in model.rhythms}
    customers = {name: place for place, name in enumerate(names)}
    fitted = Fitted(day_number(as_of), model, past, factors)
    return Learned(as_of, customers, fitted, Learning(model, shown, past.customer_weight))


def _lists(values: Any, begins: Ints) -> pa.Array:
    """Values as lists, each from where it begins to where the next does."""
    return pa.ListArray.from_arrays(pa.array(begins, pa.int32()), pa.array(values))


def _even(matrix: Floats) -> Ints:
    """Where the rows of a matrix begin among its values."""
    return np.asarray(np.arange(len(matrix) + 1) * matrix.shape[1])


def _values(column: pa.ChunkedArray) -> Any:
    """The values of all lists, one after the other."""
    return column.combine_chunks().flatten().to_numpy()


def tried(store: Store, cut: date, until: date) -> tuple[Trial | None, Model]:
    """The forecast of `cut`, made with what was known then, against what happened up to `until` of everything open then."""
    model, _ = chosen(sampled(payment_history(store, cut).history), day_number(cut))
    whole = payment_history(store, until).history
    return trial(whole, day_number(cut), model, (until - cut).days), model


def sampled(history: History) -> History:
    """The claims of every n-th customer, so many that about SAMPLE_PARTS are left at most."""
    every = -(-len(history) // SAMPLE_PARTS) or 1
    return history.kept(history.customer % every == 0)
