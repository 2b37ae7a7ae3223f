"""Who is being worked on: every customer with a case, a note, a promise or a dispute, the next step first."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.desk.collections.before_call import Promised, judged
from scoring.desk.collections.cases import Case, cases
from scoring.desk.views import scope_of
from scoring.store import Store
from scoring.terms import View


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
    """Everybody somebody works on, as of a date: those with the earliest next step first, then open cases, then who
    broke most promises.

    Who owes nothing is on it for an open case, a promise that waits or a dispute alone; the next step of a document that is
    paid is done with.
    """
    notes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in store.rows("activity", order=["done_on", "activity_id"]):
        if row["done_on"] <= as_of:
            notes[row["customer_id"]].append(row)
    open_cases = {case.customer_id: case for case in cases(store, as_of) if case.stage != "closed"}
    promised = judged(store, as_of)
    disputes = Counter(row["customer_id"] for row in store.rows("open_disputes", {"as_of": as_of}))
    owing = {
        row["customer_id"] for row in store.rows("arrears", {"as_of": as_of, **scope_of(store, View(as_of)).params})
    }
    last = without_done(store, as_of, {name: rows[-1] for name, rows in notes.items() if name in owing})
    waiting = {name for name, ones in promised.items() if any(one.state == "waiting" for one in ones)}
    everybody = {*last, *open_cases, *disputes, *waiting, *(owing & promised.keys())}
    found = [
        _one(name, last.get(name), open_cases.get(name), promised.get(name, []), disputes[name])
        for name in sorted(everybody)
    ]
    return tuple(sorted(found, key=_first))


def _first(one: CustomerWork) -> tuple[date, bool, int, int, str]:
    """The earliest next step first, then open cases, then who broke most promises."""
    return one.next_on or date.max, one.stage is None, -one.broken, -one.waiting, one.customer_id


def without_done(store: Store, as_of: date, last: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The last note of each customer, without its next step where that was about a document paid by now."""
    about = {name: row["document_no"] for name, row in last.items() if row["next_on"] and row["document_no"]}
    where: dict[str, object] = {"customer_id": list(about), "document_no": list(set(about.values()))}
    paid = {
        (row["customer_id"], row["document_no"])
        for row in (store.rows("document", where=where) if about else [])
        if row["settled_date"] is not None and row["settled_date"] <= as_of
    }
    done = {"next_on": None, "next_step": ""}
    return {name: row | done if (name, about.get(name)) in paid else row for name, row in last.items()}


def _one(
    customer_id: str, last: dict[str, Any] | None, case: Case | None, promises: list[Promised], disputes: int
) -> CustomerWork:
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
