"""The record of every indicator on the ledger's own past, at each threshold that is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.warnings.finding import Progress, days_until, find
from scoring.desk.warnings.thresholds import thresholds
from scoring.desk.warnings.wording import limit_text, value_text
from scoring.scorecard.windows import month_ends_within
from scoring.store import Store, warnings
from scoring.strategy.warnings.indicators import Indicator, load
from scoring.strategy.warnings.record import Bads, Ints, Record, Trips, record_of
from scoring.text import say


def records(store: Store, as_of: date, on_progress: Progress | None = None) -> dict[str, tuple[Record, ...]]:
    """Each indicator's record at every threshold offered, over the month-ends whose windows ended by `as_of`.

    "Bad" is the target of the card in use. Raises as `find`.
    """
    basis = find(store, as_of, on_progress)
    kept = warnings.days_kept(store, basis.made_from)
    ends = _month_ends(store, as_of)
    complete = [day for day in ends if (until := kept[day]) is not None and until <= as_of]
    where = {"made_from": basis.made_from, "as_of": complete}
    found, bad = store.table("warning_trip", where=where), store.table("warning_bad", where=where)
    who = pc.unique(pa.concat_arrays([found["customer_id"].combine_chunks(), bad["customer_id"].combine_chunks()]))
    bads = Bads(_places(bad, "customer_id", who), _months(bad, complete), _days(bad))
    return {
        name: _records(one, found.filter(pc.equal(found["indicator"], name)), bads, who, complete)
        for name, one in load().items()
    }


@dataclass(frozen=True)
class RecordLine:
    """The record of one indicator at one threshold, and whether that one is in force."""

    indicator: Indicator
    record: Record
    in_force: bool

    def as_json(self) -> dict[str, Any]:
        """Plain values: what the record counts and the shares told from it."""
        told = ("alerts_a_month", "followed_share", "false_alarms", "warned_share")
        shares = {name: getattr(self.record, name) for name in told}
        return {"indicator": self.indicator.id, "in_force": self.in_force, **vars(self.record), **shares}

    def cells(self, lang: str) -> list[object]:
        """In words, for a table: name, threshold, in force, alerts, a month, followed, days before, false, warned."""
        one = self.record
        return [
            say(f"warning.{self.indicator.id}", lang),
            limit_text(self.indicator, one.threshold, lang),
            say("common.yes", lang) if self.in_force else "",
            one.alerts,
            value_text(one.alerts_a_month, "ratio", lang),
            value_text(one.followed_share, "share", lang),
            value_text(one.lead_days, "days", lang),
            one.false_alarms,
            value_text(one.warned_share, "share", lang),
        ]


def record_lines(store: Store, as_of: date) -> list[RecordLine]:
    """The records of all indicators at every threshold, in order. Raises as `records`."""
    limits = thresholds(store)
    told = records(store, as_of)
    return [RecordLine(load()[name], one, one.threshold == limits[name]) for name, ones in told.items() for one in ones]


def at_threshold(told: Sequence[Record], threshold: float) -> Record:
    """The record at one of the thresholds offered."""
    return next(record for record in told if record.threshold == threshold)


def in_force(told: Mapping[str, Sequence[Record]], thresholds: Mapping[str, float]) -> dict[str, Record]:
    """The record of each indicator at the threshold in force."""
    return {name: at_threshold(records, thresholds[name]) for name, records in told.items()}


def _month_ends(store: Store, as_of: date) -> list[date]:
    days = days_until(store, as_of)
    return [day for day in days if list(month_ends_within(day, day))]


def _records(
    indicator: Indicator, found: pa.Table, bads: Bads, who: pa.Array, complete: Sequence[date]
) -> tuple[Record, ...]:
    customer, month = _places(found, "customer_id", who), _months(found, complete)
    alive, steps = found["alive"].to_numpy(), found["steps"].to_numpy()
    told = []
    for bit, threshold in enumerate(indicator.offered):
        hit = (steps >> bit & 1).astype(np.bool_)
        told.append(record_of(threshold, Trips(customer[hit], month[hit]), alive[hit], bads, len(complete)))
    return tuple(told)


def _places(table: pa.Table, name: str, among: pa.Array) -> Ints:
    places: Ints = pc.index_in(table[name], value_set=among).to_numpy().astype(np.int64)
    return places


def _months(table: pa.Table, days: Sequence[date]) -> Ints:
    return _places(table, "as_of", pa.array(days, pa.date32()))


def _days(bad: pa.Table) -> Ints:
    day, first = (bad[name].to_numpy().astype("datetime64[D]") for name in ("as_of", "bad_on"))
    found: Ints = (first - day).astype(np.int64)
    return found
