"""Who is being worked on: every customer with a case, a note, a promise or a dispute, the next step first."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.desk.collections.before_call import Promised, judged
from scoring.desk.collections.cases import Case, cases
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
    promised = judged(store, as_of)
    disputes = Counter(row["customer_id"] for row in store.rows("open_disputes", {"as_of": as_of}))
    everybody = {*notes, *open_cases, *promised, *disputes}
    found = [
        _one(name, notes.get(name, []), open_cases.get(name), promised.get(name, []), disputes[name])
        for name in sorted(everybody)
    ]
    return tuple(sorted(found, key=lambda one: (one.next_on or date.max, -one.broken, -one.waiting, one.customer_id)))


def _one(
    customer_id: str, notes: list[dict[str, Any]], case: Case | None, promises: list[Promised], disputes: int
) -> CustomerWork:
    last = notes[-1] if notes else None
    states = [one.state for one in promises]
    return CustomerWork(
        customer_id=customer_id,
        stage=case.stage if case else None,
        owner=case.owner if case else last["owner"] if last else "",
        next_on=last["next_on"] if last else None,
        next_step=last["next_step"] if last else "",
        last_on=last["done_on"] if last else None,
        waiting=states.count("waiting"),
        broken=states.count("broken"),
        disputes=disputes,
    )
