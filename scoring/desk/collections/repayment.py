"""Repayment plans: agreed with what the customer usually pays in mind, followed from its receipts, ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scoring.desk.collections.offers import offers
from scoring.desk.noting import note_row
from scoring.errors import ScoringError
from scoring.store import Store, scorecards
from scoring.strategy.cases.plans import Habit, Instalment, Kept, followed, habit, plan

GRACE_DAYS = 3
"""A payment so many days after an instalment's day still keeps it."""
RUNNING = ("running", "broken")
"""States of a plan that nobody has ended and that is not paid."""


@dataclass(frozen=True)
class Plan:
    """An agreed plan and what became of each instalment by a date. `state`: running, broken, fulfilled, ended."""

    number: int
    customer_id: str
    currency: str
    agreed_on: date
    instalments: tuple[Kept, ...]
    state: str

    @property
    def left(self) -> Decimal:
        """What is still to be paid."""
        return sum((one.instalment.amount - one.paid for one in self.instalments), Decimal(0))

    @property
    def missed(self) -> Kept | None:
        """The first instalment that was broken; None where none was."""
        return next((one for one in self.instalments if one.state == "broken"), None)


def agree_plan(
    store: Store,
    customer_id: str,
    currency: str,
    debt: Decimal,
    first_payment: Decimal,
    instalments: int,
    start: date,
    by: str,
    interest_yearly: Decimal = Decimal(0),
    note: str = "",
    at: datetime | None = None,
    agreed_on: date | None = None,
) -> int:
    """Keep an agreed plan; returns its number. `agreed_on` None = on its first day.

    Raises ScoringError "plan_impossible", "plan_backwards" for one that begins before it is agreed, "customer_unknown",
    "person_missing" or "plan_running" where the customer has one in this currency that is neither paid nor ended.
    """
    plan(debt, first_payment, instalments, start, interest_yearly)
    agreed = agreed_on or start
    if start < agreed:
        raise ScoringError("plan_backwards", start=str(start), agreed=str(agreed))
    running = [one for one in plans(store, agreed, customer_id) if one.currency == currency and one.state in RUNNING]
    if running:
        raise ScoringError("plan_running", number=running[0].number)
    told = {
        "customer_id": customer_id,
        "currency": currency,
        "debt": debt,
        "first_payment": first_payment,
        "instalments": instalments,
        "start_on": start,
        "interest_yearly": interest_yearly,
        "note": note,
        "agreed_on": agreed,
    }
    return note_row(store, "plan_agreed", "plan_id", told, by, at)


def end_plan(store: Store, number: int, on: date, why: str, by: str, at: datetime | None = None) -> None:
    """End a plan before it is paid, so that a new one can be agreed or the case goes on.

    Raises ScoringError "note_unknown", "note_ended", "reason_missing" or "person_missing".
    """
    row = next(iter(store.rows("plan", where={"plan_id": number})), None)
    if row is None:
        raise ScoringError("note_unknown", number=number)
    if row["ended_on"] is not None:
        raise ScoringError("note_ended", number=number, day=row["ended_on"].isoformat())
    if not why.strip():
        raise ScoringError("reason_missing")
    if not by.strip():
        raise ScoringError("person_missing")
    detail = {"plan_id": number, "ended_on": on.isoformat(), "ended_why": why, "by": by}
    scorecards.happen(store, "plan_ended", detail, at)


def plans(store: Store, as_of: date, customer_id: str | None = None) -> list[Plan]:
    """Every plan agreed by a day and what became of its instalments by then: the customer's receipts in the plan's
    currency since it was agreed pay the oldest instalment first."""
    where = {} if customer_id is None else {"customer_id": customer_id}
    rows = store.rows("plan", where=where, order=["plan_id"])
    return [_plan(store, row, as_of) for row in rows if _agreed(row) <= as_of]


def instalments_of(row: dict[str, Any]) -> tuple[Instalment, ...]:
    """The instalments of a stored plan."""
    return plan(row["debt"], row["first_payment"], row["instalments"], row["start_on"], row["interest_yearly"])


def habit_of(store: Store, customer_id: str, currency: str, as_of: date) -> Habit | None:
    """What a customer paid in a currency in the year before a day, or since it is known; None without a document."""
    issued = store.rows("customer_documents", {"customer": customer_id, "as_of": as_of}, order=["issue_date"], limit=1)
    receipts = store.rows("customer_receipts", {"customer": customer_id, "as_of": as_of})
    paid = [(row["receipt_date"], row["amount"]) for row in receipts if _counts(row, currency)]
    days = [row["issue_date"] for row in issued] + [day for day, _ in paid]
    return habit(paid, min(days), as_of) if days else None


def agreed_amounts(store: Store, as_of: date, rates: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What each customer is not asked for on a day because a plan is being kept or an accepted offer waits for its day: the
    rest of the plan, or the whole claim of the offer, whichever is most. Converted at `rates`, what has none left out."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    for one in plans(store, as_of):
        if one.state == "running" and one.currency in rates:
            found[one.customer_id].append(one.left * rates[one.currency])
    for offer in offers(store, as_of):
        if offer.state == "waiting" and offer.currency in rates:
            found[offer.customer_id].append(offer.claim * rates[offer.currency])
    return {customer: max(amounts) for customer, amounts in found.items()}


def _plan(store: Store, row: dict[str, Any], as_of: date) -> Plan:
    receipts = store.rows("customer_receipts", {"customer": row["customer_id"], "as_of": as_of})
    paid = [(one["receipt_date"], one["amount"]) for one in receipts if _counts(one, row["currency"])]
    kept = followed(instalments_of(row), paid, as_of, GRACE_DAYS, _agreed(row))
    states = {one.state for one in kept}
    ended = row["ended_on"] is not None and row["ended_on"] <= as_of
    state = "ended" if ended else "broken" if "broken" in states else "fulfilled" if states == {"kept"} else "running"
    return Plan(row["plan_id"], row["customer_id"], row["currency"], _agreed(row), kept, state)


def _agreed(row: dict[str, Any]) -> date:
    day: date = row["agreed_on"] or row["start_on"]
    return day


def _counts(receipt: dict[str, Any], currency: str) -> bool:
    return (receipt["kind"], receipt["currency"]) == ("receipt", currency)
