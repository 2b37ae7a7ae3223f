"""Is the card still true? The champion, or any version, on the last month-ends of the ledger, as they were known then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from scoring.desk.scorecard import observations, overrides
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.versions import Version
from scoring.errors import ScoringError
from scoring.scorecard.card import Target
from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.scorecard.validation.monitor import Monitoring, Seen, monitor
from scoring.scorecard.windows import observation_days, window_end
from scoring.store import Store

MONTHS = 12
FIRST_YEAR = 12
"""Months of the ledger that an expert's card, which was fitted on nothing, is compared with."""


@dataclass(frozen=True)
class Watched:
    """What was watched. `reference` are the first and last observation dates that months are compared with: those the card
    was fitted on, or for an expert's card the first year of the ledger."""

    version: Version
    as_of: date
    reference: tuple[date, date]
    reference_rows: int
    found: Monitoring

    def as_json(self) -> dict[str, Any]:
        """Plain values: version, name, as_of, reference (first, last, rows), months, alarms."""
        first, last = self.reference
        return {
            "version": self.version.number,
            "name": self.version.card.name,
            "as_of": self.as_of,
            "reference": {"first": first, "last": last, "rows": self.reference_rows},
            "months": list(self.found.months),
            "alarms": [
                {"code": alarm.code, "severity": alarm.severity, "day": alarm.day, **dict(alarm.facts)}
                for alarm in self.found.alarms
            ],
        }


def watch(
    store: Store,
    as_of: date,
    version: int | None = None,
    months: int = MONTHS,
    on_share: observations.OnShare | None = None,
) -> Watched:
    """Watch a version (None = the champion) on the last `months` month-ends up to `as_of`, as known on `as_of`.

    Outcomes count where the performance window ended by `as_of`; after the ledger's last day nothing more is known, so that
    a later `as_of` sees what that day saw. Raises ScoringError "ledger_empty", "version_unknown",
    and "nothing_to_watch" where no month-end before `as_of` has enough history.
    """
    chosen = scorecard_versions.version_of(store, version)
    target = chosen.card.provenance.target or Target()
    begin, end = observations.ledger_days(store)
    known = min(as_of, end)
    days = observation_days(begin, known, target.window_months)
    if not days:
        raise ScoringError("nothing_to_watch", as_of=as_of.isoformat(), first=begin.isoformat())
    first, last = _reference_days(chosen, days)
    watched = days[-months:]
    wanted = {day for day in days if first <= day <= last} | set(watched)
    seen = _seen(store, sorted(wanted), target, known, on_share)
    reference = pa.concat_tables(one.table for one in seen if first.isoformat() <= one.day <= last.isoformat())
    if not reference.num_rows:
        raise ScoringError("nothing_to_watch", as_of=as_of.isoformat(), first=begin.isoformat())
    found = monitor(chosen.card, reference, [one for one in seen if one.day >= watched[0].isoformat()])
    return Watched(chosen, as_of, (first, last), reference.num_rows, found)


def _reference_days(version: Version, days: Sequence[date]) -> tuple[date, date]:
    """First and last date to compare with."""
    made = version.card.provenance
    if made.first_period:
        return date.fromisoformat(made.first_period), date.fromisoformat(made.last_period)
    return days[0], days[:FIRST_YEAR][-1]


def _seen(
    store: Store, days: Sequence[date], target: Target, as_of: date, on_share: observations.OnShare | None
) -> list[Seen]:
    """Customers on each date, with outcomes where the window ended by `as_of`."""
    complete = [day for day in days if window_end(day, target.window_months) <= as_of]
    found = _with_outcome(store, complete, target, on_share) if complete else []
    return found + [_as_known(store, day, target) for day in days if day not in set(complete)]


def _with_outcome(
    store: Store, days: Sequence[date], target: Target, on_share: observations.OnShare | None
) -> list[Seen]:
    developed = observations.development_sample(store, target, days[0], days[-1], on_share)
    sample, names = developed.sample, np.array(developed.customers)
    found = []
    for day in days:
        here = sample.period == day.isoformat()
        rows = sample.rows(here)
        found.append(Seen(day.isoformat(), rows.table, rows.bad, _by_hand(store, day, set(names[rows.group]))))
    return found


def _as_known(store: Store, day: date, target: Target) -> Seen:
    table = observations.observed(store, "observations", [day], target.days_past_due)
    kept = table.filter(pa.array(observations.reasons_of(table, target) == ""))
    by_hand = _by_hand(store, day, set(kept["customer_id"].to_pylist()))
    return Seen(day.isoformat(), kept.select(list(CHARACTERISTICS)), None, by_hand)


def _by_hand(store: Store, day: date, customers: Collection[str]) -> int:
    """How many of `customers` had a rating set by hand in force on a day."""
    return sum(customer in customers for customer in overrides.in_force(store, day))
