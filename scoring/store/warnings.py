"""Thresholds of early warning, steps in the life of alerts, and what indicators found on each day.

Thresholds and steps change through `scorecards.happen`, so that a rebuild repeats them. What indicators found is a cache:
written without an event, true only while made_from is what it would be computed from today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from scoring.store import query
from scoring.store.store import Store

CHANGES: dict[str, tuple[str, ...]] = {
    "warning_threshold": (
        "INSERT INTO warning_threshold SELECT coalesce(max(change_id), 0) + 1, $indicator, $threshold, $by, $reason, "
        "$moment FROM warning_threshold",
    ),
    "alert_step": (
        "INSERT INTO alert_step SELECT coalesce(max(step_id), 0) + 1, $alert_id, $indicator, $customer_id, $raised_on, "
        "$value, $threshold, $evidence, $step, $outcome, $note, $by, $on_date, $moment FROM alert_step",
    ),
}
"""What each kind of event does; its detail binds the parameters, `moment` is when it happened."""
TABLES = ("warning_trip", "warning_day", "warning_bad")


@dataclass(frozen=True)
class DayFound:
    """What was found on one day: trips (columns of the table from indicator on), customers looked at, the end of the
    window where it is complete, and who went bad in it (customer_id, bad_on)."""

    as_of: date
    trips: pa.Table
    customers: int
    window_end: date | None
    bads: pa.Table


def keep(store: Store, made_from: str, found: DayFound) -> None:
    """Keep what was found on a day; what was computed from another state of the ledger goes."""
    told = {"as_of": found.as_of, "made_from": made_from}
    with store.raw_transaction() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table} WHERE made_from <> $made_from OR as_of = $as_of", told)
        cursor.execute(
            "INSERT INTO warning_day VALUES ($as_of, $made_from, $window_end, $customers)",
            told | {"window_end": found.window_end, "customers": found.customers},
        )
        for table, rows in (("warning_trip", found.trips), ("warning_bad", found.bads)):
            columns = ", ".join(query.name(column) for column in rows.column_names)
            cursor.register("found_now", rows)
            cursor.execute(
                f"INSERT INTO {table} (as_of, made_from, {columns}) SELECT $as_of, $made_from, {columns} FROM found_now",
                told,
            )
            cursor.unregister("found_now")


def days_kept(store: Store, made_from: str) -> dict[date, date | None]:
    """Days looked at, with the end of their window."""
    return {row["as_of"]: row["window_end"] for row in store.rows("warning_day", where={"made_from": made_from})}
