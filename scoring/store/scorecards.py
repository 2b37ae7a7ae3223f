"""Versions of the scorecard, ratings set by hand, and the scores that were computed.

Versions and ratings set by hand change through `happen` alone: what an event says is done and the event is recorded, on
the day and again when a rebuild repeats the journal. Scores are a cache: they are written without an event, so that
computing them never looks like a change of the workspace.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from scoring.store import collecting, provisions, query, scenarios, warnings
from scoring.store.store import Store, now

PARAMETER = re.compile(r"\$([a-z_]+)")
CHANGES: dict[str, tuple[str, ...]] = {
    "scorecard_saved": (
        "INSERT INTO scorecard VALUES ($version, $card, $author, $moment, $reason, $difference, 'draft', NULL, NULL, NULL)",
    ),
    "scorecard_approved": (
        "UPDATE scorecard SET status = 'retired' WHERE status = 'champion'",
        "UPDATE scorecard SET status = 'champion', approved_by = $by, approved_at = $moment, one_person = $one_person "
        "WHERE version = $version",
    ),
    "scorecard_restored": (
        "UPDATE scorecard SET status = 'retired' WHERE status = 'champion'",
        "UPDATE scorecard SET status = 'champion' WHERE version = $version",
    ),
    "override": (
        "INSERT INTO override VALUES ($override_id, $customer_id, $rating, $reason, $by, $moment, $from_date, $expires_on, "
        "NULL, NULL)",
    ),
    "override_lifted": (
        "UPDATE override SET lifted_by = $by, lifted_on = $lifted_on WHERE override_id = $override_id",
    ),
    **provisions.CHANGES,
    **collecting.CHANGES,
    "stress_saved": (
        "DELETE FROM stress_case WHERE name = $name",
        "INSERT INTO stress_case VALUES ($name, $body, $by, $moment)",
    ),
    "stress_removed": ("DELETE FROM stress_case WHERE name = $name",),
    **scenarios.CHANGES,
    **warnings.CHANGES,
}
"""What each kind of event does; its detail binds the parameters, `moment` is when it happened."""


def happen(store: Store, kind: str, detail: Mapping[str, object], at: datetime | None = None) -> None:
    """Do what an event of `kind` says and record it, all or nothing. Raises KeyError for a kind or detail unknown."""
    moment = at or now()
    bound = {**collecting.untold(kind), **detail, "moment": moment}
    with store.transaction() as cursor:
        for statement in CHANGES[kind]:
            cursor.execute(statement, {name: bound[name] for name in PARAMETER.findall(statement)})
        store.record(cursor, kind, detail, moment)


def events(store: Store, *kinds: str) -> list[dict[str, Any]]:
    """Events of `kinds` as recorded, newest first: event_id, happened_at, kind, detail (JSON)."""
    return store.rows("event", where={"kind": list(kinds)}, order=["event_id desc"])


def last_import_event(store: Store) -> int:
    """Number of the last event that changed the ledger's rows, 0 for an empty workspace."""
    found = events(store, "import", "undo")
    return int(found[0]["event_id"]) if found else 0


def keep_scores(store: Store, as_of: date, version: int, made_from: str, scores: pa.Table) -> None:
    """Keep the scores of one date and version in place of earlier ones.

    `scores` has the columns of the table from customer_id on. What was computed from another state of the ledger goes.
    """
    told = {"as_of": as_of, "version": version, "made_from": made_from}
    columns = ", ".join(query.name(column) for column in scores.column_names)
    with store.raw_transaction() as cursor:
        cursor.execute(
            "DELETE FROM score WHERE version = $version AND (made_from <> $made_from OR as_of = $as_of)", told
        )
        cursor.register("scores_now", scores)
        cursor.execute(
            f"INSERT INTO score (as_of, version, made_from, computed_at, {columns}) "
            f"SELECT $as_of, $version, $made_from, $moment, {columns} FROM scores_now",
            told | {"moment": now()},
        )
        cursor.unregister("scores_now")


def kept_scores(store: Store, as_of: date, version: int, made_from: str) -> pa.Table | None:
    """The scores kept for one date and version by customer, if they were computed from `made_from`, else None."""
    where = {"as_of": as_of, "version": version, "made_from": made_from}
    found = store.table("score", where=where, order=["customer_id"])
    return found if found.num_rows else None
