"""What forecasts learned of a ledger's payments, and how money flowed through its buckets. A cache, as scores are: written
without an event, true only while made_from is what it would be computed from today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from scoring.store import query
from scoring.store.store import Store

TABLES = ("forecast_learned", "forecast_delay")


class Kept(NamedTuple):
    """What is kept of a day: the model with its record as JSON, and a row a customer with open claims, in order."""

    told: str
    delays: pa.Table


def is_kept(store: Store, as_of: date, made_from: str) -> bool:
    """Whether something that was learned from this is kept for a day."""
    return bool(store.rows("forecast_learned", where={"as_of": as_of, "made_from": made_from}))


def kept(store: Store, as_of: date, made_from: str) -> Kept | None:
    """What is kept for a day, if it was learned from this."""
    where = {"as_of": as_of, "made_from": made_from}
    found = store.rows("forecast_learned", where=where)
    if not found:
        return None
    return Kept(str(found[0]["told"]), store.table("forecast_delay", where=where, order=["place"]))


def keep(store: Store, as_of: date, made_from: str, told: str, delays: pa.Table) -> None:
    """Keep what was learned on a day in place of everything kept; `delays` has columns of the table from place on."""
    day = {"as_of": as_of, "made_from": made_from}
    columns = ", ".join(query.name(column) for column in delays.column_names)
    with store.raw_transaction() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("INSERT INTO forecast_learned VALUES ($as_of, $made_from, $told)", day | {"told": told})
        cursor.register("learned_now", delays)
        cursor.execute(
            f"INSERT INTO forecast_delay (as_of, made_from, {columns}) "
            f"SELECT $as_of, $made_from, {columns} FROM learned_now",
            day,
        )
        cursor.unregister("learned_now")


def are_flows_kept(store: Store, window: Mapping[str, object], made_from: str) -> bool:
    """Whether flows of a window (from_date, as_of, lost_after_days) are kept that were computed from this."""
    return bool(store.rows("flow", where={**window, "made_from": made_from}, limit=1))


def keep_flows(store: Store, window: Mapping[str, object], made_from: str) -> None:
    """Keep the flows of a window; what was computed from another state of the ledger goes."""
    with store.raw_transaction() as cursor:
        cursor.execute("DELETE FROM flow WHERE made_from <> $made_from", {"made_from": made_from})
        cursor.execute(
            "INSERT INTO flow SELECT $from_date, $as_of, $lost_after_days, $made_from, * "
            "FROM native_flows($from_date, $as_of, $lost_after_days)",
            {**window, "made_from": made_from},
        )
