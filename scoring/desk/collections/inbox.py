"""What waits for somebody: hand-overs to accept, next steps whose day has come, broken promises and plans, open offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.desk.collections.before_call import judged
from scoring.desk.collections.cases import Case, cases, waiting_for
from scoring.desk.collections.overview import without_done
from scoring.desk.collections.repayment import plans
from scoring.desk.views import scope_of
from scoring.store import Store
from scoring.terms import View

KINDS = ("hand_over", "plan_broken", "promise_broken", "offer_open", "next_step")


@dataclass(frozen=True)
class Waits:
    """One thing that waits. `who` = the person it waits for, "" = anybody of the `department` ("" = no department);
    `since` = the day from which it waits, `told` = its own words."""

    kind: str
    who: str
    department: str
    customer_id: str
    since: date
    told: str = ""


def waiting(store: Store, as_of: date) -> tuple[Waits, ...]:
    """Everything that waits on a day, what has waited longest first; of customers who are late with nothing any more only
    hand-overs and offers."""
    rows = store.rows("activity", order=["done_on", "activity_id"])
    late = late_customers(store, as_of)
    last = without_done(store, as_of, {row["customer_id"]: row for row in rows if row["done_on"] <= as_of})
    open_cases = {case.customer_id: case for case in cases(store, as_of) if case.stage != "closed"}
    found = [
        *_hand_overs(open_cases),
        *(one for one in _next_steps(last, open_cases, as_of) if one.customer_id in late),
        *(one for one in _broken(store, as_of, last, open_cases) if one.customer_id in late),
        *_offers(store, as_of),
    ]
    return tuple(sorted(found, key=lambda one: (one.since, KINDS.index(one.kind), one.customer_id)))


def late_customers(store: Store, as_of: date) -> set[str]:
    """Everybody with a claim past due on a day, in whatever currency."""
    params = {"as_of": as_of, **scope_of(store, View(as_of)).params}
    return {row["customer_id"] for row in store.rows("arrears", params) if row["overdue"] > 0}


def people(found: tuple[Waits, ...]) -> list[str]:
    """Everybody something waits for, by name."""
    return sorted({one.who for one in found if one.who})


def _hand_overs(open_cases: dict[str, Case]) -> Iterator[Waits]:
    for customer, case in open_cases.items():
        given = waiting_for(case)
        if given is not None:
            yield Waits("hand_over", "", given.taker, customer, given.on, given.reason)


def _next_steps(last: dict[str, dict[str, Any]], open_cases: dict[str, Case], as_of: date) -> Iterator[Waits]:
    for customer, row in last.items():
        if row["next_on"] is not None and row["next_on"] <= as_of:
            department = open_cases[customer].department if customer in open_cases else ""
            yield Waits("next_step", row["owner"], department, customer, row["next_on"], row["next_step"])


def _broken(store: Store, as_of: date, last: dict[str, dict[str, Any]], open_cases: dict[str, Case]) -> Iterator[Waits]:
    """Promises and instalments that were broken since somebody last did something."""
    for customer, promises in judged(store, as_of).items():
        days = [one.promised_date for one in promises if one.state == "broken"]
        done = last[customer]["done_on"] if customer in last else None
        if days and (done is None or max(days) >= done):
            yield _for("promise_broken", customer, max(days), last, open_cases)
    for plan in plans(store, as_of):
        if plan.state == "broken" and plan.missed is not None:
            yield _for("plan_broken", plan.customer_id, plan.missed.instalment.due, last, open_cases)


def _for(kind: str, customer: str, since: date, last: dict[str, dict[str, Any]], open_cases: dict[str, Case]) -> Waits:
    """It waits for the owner of the case, else for who did something last."""
    case, row = open_cases.get(customer), last.get(customer)
    who = case.owner if case else str(row["owner"]) if row else ""
    return Waits(kind, who, case.department if case else "", customer, since)


def _offers(store: Store, as_of: date) -> Iterator[Waits]:
    for row in store.rows("settlements_kept", {"as_of": as_of}, where={"state": "open"}):
        yield Waits("offer_open", row["made_by"], "", row["customer_id"], row["offered_on"], row["note"])
