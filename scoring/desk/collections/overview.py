"""Who is being worked on: every customer with a case, a note, a promise or a dispute, the next step first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.desk.collections.before_call import judged
from scoring.desk.collections.cases import cases
from scoring.store import Store


@dataclass(frozen=True)
class CustomerWork:
    """One customer: where its open case stands (None = no case), what is to be done next and when, promises waiting for
    their day and broken, open disputes."""

    customer_id: str
    stage: str | None
    owner: str
    next_on: date | None
    next_step: str
    last_on: date | None
    waiting: int
    broken: int
    disputes: int


def work(store: Store, as_of: date) -> tuple[CustomerWork, ...]:
    """Everybody somebody works on, as of a date: those with the earliest next step first, then who broke most promises."""
    notes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in store.rows("activity", order=["done_on", "activity_id"]):
        if row["done_on"] <= as_of:
            notes[row["customer_id"]].append(row)
    open_cases = {case.customer_id: case for case in cases(store, as_of) if case.stage != "closed"}
    promised = {row["customer_id"] for row in store.rows("known_promises", {"as_of": as_of})}
    disputes: dict[str, int] = defaultdict(int)
    for row in store.rows("dispute_noted"):
        if row["opened_date"] <= as_of and (row["closed_date"] is None or row["closed_date"] > as_of):
            disputes[row["customer_id"]] += 1
    everybody = {*notes, *open_cases, *promised, *disputes}
    found = [_one(store, name, as_of, notes.get(name, []), open_cases, disputes) for name in sorted(everybody)]
    return tuple(sorted(found, key=lambda one: (one.next_on or date.max, -one.broken, -one.waiting, one.customer_id)))


def _one(
    store: Store,
    customer_id: str,
    as_of: date,
    notes: list[dict[str, Any]],
    open_cases: Mapping[str, Any],
    disputes: Mapping[str, int],
) -> CustomerWork:
    case = open_cases.get(customer_id)
    last = notes[-1] if notes else None
    states = [one.state for one in judged(store, customer_id, as_of)]
    return CustomerWork(
        customer_id=customer_id,
        stage=case.stage if case else None,
        owner=case.owner if case else last["owner"] if last else "",
        next_on=last["next_on"] if last else None,
        next_step=last["next_step"] if last else "",
        last_on=last["done_on"] if last else None,
        waiting=states.count("waiting"),
        broken=states.count("broken"),
        disputes=disputes.get(customer_id, 0),
    )
