"""Everything that happened with one customer, in order: what people noted, what was promised and agreed, what came in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.store import Store

SOURCES: tuple[tuple[str, str, str], ...] = (
    ("activity", "done_on", "activity"),
    ("promise_noted", "made_on", "promise"),
    ("dispute_noted", "opened_date", "dispute"),
    ("case_move", "moved_on", "case"),
    ("plan", "start_on", "plan"),
    ("arrears_reason", "noted_on", "reason"),
    ("survey", "asked_on", "survey"),
    ("clock_event", "happened_on", "clock"),
)
"""Table, the column of its day, and what it is called in `timeline.<kind>`."""


@dataclass(frozen=True)
class Happening:
    """One thing that happened. `facts` are the columns of its row; `by` = who noted it, "" for what the ledger tells."""

    on: date
    kind: str
    facts: dict[str, Any]
    by: str


def timeline(store: Store, customer_id: str, as_of: date) -> list[Happening]:
    """All of one customer up to the end of a day, newest first. Hand-overs stand with their case."""
    found = [*_noted(store, customer_id, as_of), *_received(store, customer_id, as_of)]
    return sorted(found, key=lambda one: (one.on, one.kind), reverse=True)


def _noted(store: Store, customer_id: str, as_of: date) -> Iterator[Happening]:
    for table, day, kind in SOURCES:
        for row in store.rows(table, where={"customer_id": customer_id}):
            if row[day] <= as_of:
                yield Happening(row[day], kind, row, row["made_by"])
    own = {row["case_id"] for row in store.rows("case_move", where={"customer_id": customer_id})}
    for row in store.rows("hand_over", where={"case_id": sorted(own)}) if own else []:
        if row["given_on"] <= as_of:
            yield Happening(row["given_on"], "hand_over", row, row["made_by"])


def _received(store: Store, customer_id: str, as_of: date) -> Iterator[Happening]:
    for row in store.rows("customer_receipts", {"customer": customer_id, "as_of": as_of}):
        yield Happening(row["receipt_date"], row["kind"], row, "")
