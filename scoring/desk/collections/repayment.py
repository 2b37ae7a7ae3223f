"""Repayment plans: agreed with what the customer usually pays in mind, followed from its receipts, ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from scoring.desk.collections.letters import Claim, claims_of, planned
from scoring.desk.collections.offers import offers
from scoring.desk.noting import note_row, somebody, still_open
from scoring.errors import ScoringError
from scoring.store import Store, scorecards
from scoring.strategy.cases.plans import GRACE_DAYS, Habit, Instalment, Kept, followed, habit, plan
from scoring.terms import View

RUNNING = ("running", "broken")
"""States of a plan that nobody has ended and that is not paid."""


@dataclass(frozen=True)
class Plan:
    """An agreed plan and what became of each instalment by a date. `state`: running, broken, fulfilled, ended; `documents`
    = numbers of what it pays, empty = of an older plan, everything issued by the day it was agreed."""

    number: int
    customer_id: str
    currency: str
    agreed_on: date
    documents: tuple[str, ...]
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
    documents: Sequence[str] | None = None,
) -> int:
    """Keep an agreed plan; returns its number. `agreed_on` None = on its first day; `documents` = what it pays, None = what
    `planned` takes.

    Raises ScoringError "plan_impossible", "plan_backwards" (begins before it is agreed), "plan_documents" (one is not open
    then), "plan_above_claims" (a debt above all of them), "customer_unknown", "person_missing" or "plan_running" (the
    customer has one in this currency that is neither paid nor ended).
    """
    plan(debt, first_payment, instalments, start, interest_yearly)
    agreed = agreed_on or start
    if start < agreed:
        raise ScoringError("plan_backwards", start=str(start), agreed=str(agreed))
    _none_running(store, agreed, customer_id, currency)
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
        "documents": _paid_off(store, customer_id, currency, agreed, debt, documents),
    }
    return note_row(store, "plan_agreed", "plan_id", told, by, at)


def end_plan(store: Store, number: int, on: date, why: str, by: str, at: datetime | None = None) -> None:
    """End a plan before it is paid, so that a new one can be agreed or the case goes on.

    Raises ScoringError "note_unknown", "note_ended", "reason_missing" or "person_missing".
    """
    still_open(store, "plan", "plan_id", number, "ended_on")
    if not why.strip():
        raise ScoringError("reason_missing")
    somebody(by)
    detail = {"plan_id": number, "ended_on": on.isoformat(), "ended_why": why, "by": by}
    scorecards.happen(store, "plan_ended", detail, at)


def plans(store: Store, as_of: date, customer_id: str | None = None) -> list[Plan]:
    """Every plan agreed by a day and what became of its instalments by then: what paid the plan's documents since it was
    agreed pays the oldest instalment first. Receipts for other documents are no instalments."""
    where = {} if customer_id is None else {"customer_id": customer_id}
    rows = [row for row in store.rows("plan", where=where, order=["plan_id"]) if _agreed(row) <= as_of]
    paid: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    if rows:
        mine: dict[str, object] = {"plan_id": [row["plan_id"] for row in rows]}
        for one in store.rows("plan_payments", {"as_of": as_of}, where=mine):
            paid[one["plan_id"]].append((one["paid_on"], one["amount"]))
    return [_plan(row, paid[row["plan_id"]], as_of) for row in rows]


def claims_of_plan(store: Store, one: Plan) -> list[Claim]:
    """The documents that a plan pays, as they were open when it was agreed."""
    known = _open_then(store, one.customer_id, one.currency, one.agreed_on)
    return [row for number, row in known.items() if number in one.documents] or planned(list(known.values()))


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


def _plan(row: dict[str, Any], paid: list[tuple[date, Decimal]], as_of: date) -> Plan:
    kept = followed(instalments_of(row), paid, as_of, GRACE_DAYS, _agreed(row))
    states = {one.state for one in kept}
    ended = row["ended_on"] is not None and row["ended_on"] <= as_of
    state = "ended" if ended else "broken" if "broken" in states else "fulfilled" if states == {"kept"} else "running"
    documents = tuple(row["documents"] or ())
    return Plan(row["plan_id"], row["customer_id"], row["currency"], _agreed(row), documents, kept, state)


def _none_running(store: Store, agreed: date, customer_id: str, currency: str) -> None:
    for one in plans(store, agreed, customer_id):
        if one.currency == currency and one.state in RUNNING:
            raise ScoringError("plan_running", number=one.number)


def _paid_off(
    store: Store, customer_id: str, currency: str, agreed: date, debt: Decimal, documents: Sequence[str] | None
) -> list[str]:
    """The numbers of the documents that a plan pays, once they are found to be open and to cover its debt."""
    known = _open_then(store, customer_id, currency, agreed)
    chosen = [row["document_no"] for row in planned(list(known.values()))] if documents is None else list(documents)
    unknown = [number for number in chosen if number not in known]
    if unknown or not chosen:
        raise ScoringError("plan_documents", documents=", ".join(unknown), customer=customer_id)
    amount = sum((known[number]["open_amount"] for number in chosen), Decimal(0))
    if debt > amount:
        raise ScoringError("plan_above_claims", debt=f"{debt:,.2f}", open=f"{amount:,.2f}", currency=currency)
    return chosen


def _open_then(store: Store, customer_id: str, currency: str, agreed: date) -> dict[str, Claim]:
    """What was open when a plan was agreed, by number; what was paid on that very day, the first payment perhaps, still
    is."""
    known: dict[str, Claim] = {}
    for day in (agreed - timedelta(days=1), agreed):
        for row in claims_of(store, View(as_of=day), [customer_id]).get((customer_id, currency), []):
            known.setdefault(row["document_no"], row)
    return known


def _agreed(row: dict[str, Any]) -> date:
    day: date = row["agreed_on"] or row["start_on"]
    return day


def _counts(receipt: dict[str, Any], currency: str) -> bool:
    return (receipt["kind"], receipt["currency"]) == ("receipt", currency)
