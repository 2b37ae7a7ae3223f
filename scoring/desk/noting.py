"""How a note is kept: as an event under the next number of its table, with who made it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from scoring.errors import ScoringError
from scoring.store import Store, collecting, scorecards


def note_row(store: Store, kind: str, key: str, told: Mapping[str, Any], by: str, at: datetime | None) -> int:
    """Keep a note of a kind of `collecting.INSERTS` whose columns are `told`, under the next number of its column `key`.

    Raises ScoringError "customer_unknown" or "person_missing".
    """
    if "customer_id" in told and store.one("customer", customer_id=told["customer_id"]) is None:
        raise ScoringError("customer_unknown", customer=told["customer_id"])
    somebody(by)
    table, _ = collecting.INSERTS[kind]
    number = next((int(row[key]) for row in store.rows(table, order=[f"{key} desc"], limit=1)), 0) + 1
    scorecards.happen(store, kind, {key: number, **{name: _plain(v) for name, v in told.items()}, "by": by}, at)
    return number


def _plain(value: Any) -> Any:
    """A value as the journal keeps it."""
    return str(value) if isinstance(value, date | time | Decimal) else value


def still_open(store: Store, table: str, key: str, number: int, ended: str) -> dict[str, Any]:
    """The note `number` of a table, by its column `key`, which may be ended once: its column `ended` is empty.

    Raises ScoringError "note_unknown" or "note_ended".
    """
    row = next(iter(store.rows(table, where={key: number})), None)
    if row is None:
        raise ScoringError("note_unknown", number=number)
    if row[ended] is not None:
        raise ScoringError("note_ended", number=number, day=row[ended].isoformat())
    return row


def somebody(by: str) -> None:
    """Refuse a note of nobody. Raises ScoringError "person_missing"."""
    if not by.strip():
        raise ScoringError("person_missing")
