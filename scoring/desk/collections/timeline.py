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
    ("arrears_reason", "noted_on", "reason"),
    ("survey", "asked_on", "survey"),
    ("clock_event", "happened_on", "clock"),
    ("papers_at_hand", "ticked_on", "papers"),
)
"""Table, the column of its day, and what it is called in `timeline.<kind>`."""
LATER = {"closed_date": (), "withdrawn_on": (), "accepted_on": ("accepted_by",), "ended_on": ("ended_why",)}
"""Columns of a note that may be filled later, each with those that go with it."""


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
                yield Happening(
                    row[day], kind, _known(row, as_of), row["owner"] if kind == "activity" else row["made_by"]
                )
    yield from _imported(store, customer_id, as_of)
    yield from _agreed(store, customer_id, as_of)
    own = {row["case_id"] for row in store.rows("case_move", where={"customer_id": customer_id})}
    for row in store.rows("hand_over", where={"case_id": sorted(own)}) if own else []:
        if row["given_on"] <= as_of:
            yield Happening(row["given_on"], "hand_over", _known(row, as_of), row["made_by"])


def _imported(store: Store, customer_id: str, as_of: date) -> Iterator[Happening]:
    """Promises and disputes that files tell of, beside those people noted."""
    mine: dict[str, object] = {"customer_id": customer_id}
    noted = {_promise(row) for row in store.rows("promise_noted", where=mine)}
    for row in store.rows("known_promises", {"as_of": as_of}, where=mine):
        if _promise(row) not in noted:
            yield Happening(row["made_on"], "promise", row, "")
    disputed = {(row["document_no"], row["opened_date"]) for row in store.rows("dispute_noted", where=mine)}
    for row in store.rows("dispute", where=mine):
        opened = row["opened_date"]
        if opened is not None and opened <= as_of and (row["document_no"], opened) not in disputed:
            yield Happening(opened, "dispute", _known(row, as_of), "")


def _promise(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["document_no"], row["made_on"], row["promised_date"], row["promised_amount"]


def _agreed(store: Store, customer_id: str, as_of: date) -> Iterator[Happening]:
    """Plans, and offers as they stand on the day: made, then answered."""
    for row in store.rows("plan", where={"customer_id": customer_id}):
        day = row["agreed_on"] or row["start_on"]
        if day <= as_of:
            yield Happening(day, "plan", _known(row, as_of), row["made_by"])
    for row in store.rows("settlements_kept", {"as_of": as_of}, where={"customer_id": customer_id}):
        yield Happening(row["offered_on"], "settlement", row, row["made_by"])
        if row["answered_on"] is not None:
            yield Happening(row["answered_on"], "settlement_answer", row, "")


def _known(row: dict[str, Any], as_of: date) -> dict[str, Any]:
    """A note as it was known at the end of a day: what was filled in later is not in it."""
    later = [name for name in LATER if name in row and row[name] is not None and row[name] > as_of]
    hidden = {*later, *(beside for name in later for beside in LATER[name])}
    return {name: None if name in hidden else value for name, value in row.items()}


def _received(store: Store, customer_id: str, as_of: date) -> Iterator[Happening]:
    for row in store.rows("customer_receipts", {"customer": customer_id, "as_of": as_of}):
        yield Happening(row["receipt_date"], row["kind"], row, "")
