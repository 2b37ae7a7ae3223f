"""Noting what happened while collecting: calls, promises, disputes, contacts, reasons, answers, evidence.

Each note is checked in full before it is kept, has somebody who made it, and outlives every import.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal, get_args

from scoring.desk.collections.contact import Contact, check_contacts
from scoring.desk.noting import note_row, somebody, still_open
from scoring.errors import ScoringError
from scoring.store import Store, scorecards
from scoring.strategy.cases.limitation import RESETTING
from scoring.strategy.playbook.terms import CHANNELS, PERSISTENCES, REASONS

Outcome = Literal[
    "reached", "not_reached", "promised", "disputed", "refused", "says_paid", "plan_asked", "sent", "other"
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
DISPUTE_REASONS = ("quality", "quantity", "price", "delivery", "service", "papers", "other")
BEST_SCORE = 5


@dataclass(frozen=True)
class Activity:
    """One call, visit, e-mail or letter. `level` and `step_day` name the step of the playbook that it carried out.

    `done_at`, `next_at` None = the time is not known; `override_reason` and `override_by` = why an individual was contacted
    in spite of quiet hours or limits, and who allowed it.
    """

    customer_id: str
    done_on: date
    channel: str
    outcome: str
    owner: str
    document_no: str | None = None
    spoke_with: str = ""
    note: str = ""
    next_step: str = ""
    next_on: date | None = None
    level: str | None = None
    step_day: int | None = None
    minutes: int | None = None
    done_at: time | None = None
    next_channel: str | None = None
    next_at: time | None = None
    override_reason: str = ""
    override_by: str = ""


def note_activity(store: Store, activity: Activity, by: str, at: datetime | None = None) -> int:
    """Keep an activity; returns its number.

    Raises ScoringError "customer_unknown", "person_missing", "not_a_choice" or "next_before_done", and as `check_contacts`
    where the customer is an individual.
    """
    _allowed("channel", activity.channel, CHANNELS)
    if activity.next_channel is not None:
        _allowed("channel", activity.next_channel, CHANNELS)
    _allowed("outcome", activity.outcome, OUTCOMES)
    if activity.next_on is not None and activity.next_on < activity.done_on:
        raise ScoringError("next_before_done", next_on=activity.next_on.isoformat(), done=activity.done_on.isoformat())
    check_contacts(store, activity.customer_id, _contacts(activity), activity.override_reason, activity.override_by)
    return note_row(store, "activity_noted", "activity_id", vars(activity), by, at)


def _contacts(activity: Activity) -> list[Contact]:
    """The contact that was made and the one that is planned."""
    made = Contact(activity.channel, activity.done_on, activity.done_at)
    if activity.next_channel is None or activity.next_on is None:
        return [made]
    return [made, Contact(activity.next_channel, activity.next_on, activity.next_at)]


def note_promise(
    store: Store,
    customer_id: str,
    promised_date: date,
    amount: Decimal,
    currency: str,
    made_on: date,
    by: str,
    document_no: str | None = None,
    note: str = "",
    at: datetime | None = None,
) -> int:
    """Keep a promise to pay `amount` by a day; returns its number.

    Raises ScoringError "customer_unknown", "person_missing", "amount_not_positive" or "promise_backwards".
    """
    if amount <= 0:
        raise ScoringError("amount_not_positive", amount=str(amount))
    if promised_date < made_on:
        raise ScoringError("promise_backwards", promised=promised_date.isoformat(), made=made_on.isoformat())
    told = {
        "customer_id": customer_id,
        "document_no": document_no,
        "promised_date": promised_date,
        "promised_amount": amount,
        "currency": currency,
        "made_on": made_on,
        "note": note,
    }
    return note_row(store, "promise_noted", "promise_id", told, by, at)


def note_dispute(
    store: Store,
    customer_id: str,
    document_no: str | None,
    opened: date,
    reason: str,
    by: str,
    amount: Decimal | None = None,
    at: datetime | None = None,
) -> int:
    """Keep a dispute of a document, or of everything (None); returns its number. Raises ScoringError as `note_activity`,
    and "document_not_of_customer"."""
    _allowed("reason", reason, DISPUTE_REASONS)
    if document_no is not None and store.one("document", customer_id=customer_id, document_no=document_no) is None:
        raise ScoringError("document_not_of_customer", customer=customer_id, document=document_no)
    told = {
        "customer_id": customer_id,
        "document_no": document_no,
        "opened_date": opened,
        "reason": reason,
        "amount": amount,
    }
    return note_row(store, "dispute_noted", "dispute_id", told, by, at)


def close_dispute(store: Store, number: int, closed: date, by: str, at: datetime | None = None) -> None:
    """Settle a noted dispute. Raises ScoringError "note_unknown", "note_ended" or "person_missing"."""
    _end(store, "dispute_closed", ("dispute_noted", "dispute_id", "closed_date"), number, closed, by, at)


def withdraw_promise(store: Store, number: int, on: date, by: str, at: datetime | None = None) -> None:
    """Take a noted promise back by agreement: from `on` it is neither kept nor broken. Raises as `close_dispute`."""
    _end(store, "promise_withdrawn", ("promise_noted", "promise_id", "withdrawn_on"), number, on, by, at)


def remove_contact(store: Store, number: int, on: date, by: str, at: datetime | None = None) -> None:
    """A contact is no longer to be spoken to. Raises as `close_dispute`."""
    _end(store, "contact_removed", ("contact", "contact_id", "removed_on"), number, on, by, at)


def note_contact(
    store: Store,
    customer_id: str,
    name: str,
    by: str,
    *,
    role: str = "",
    phone: str = "",
    email: str = "",
    decides: bool = False,
    note: str = "",
    at: datetime | None = None,
) -> int:
    """Keep somebody to speak to; `decides` = releases payments. Returns its number. Raises as `note_activity`."""
    if not name.strip():
        raise ScoringError("contact_nameless")
    told = {"customer_id": customer_id, "name": name, "role": role, "phone": phone, "email": email}
    return note_row(store, "contact_noted", "contact_id", told | {"decides": decides, "note": note}, by, at)


def note_reason(
    store: Store,
    customer_id: str,
    reason: str,
    on: date,
    by: str,
    persistence: str | None = None,
    note: str = "",
    at: datetime | None = None,
) -> int:
    """Keep why a customer does not pay; the last one noted by a day counts on it. Raises as `note_activity`."""
    _allowed("reason", reason, REASONS)
    if persistence is not None:
        _allowed("persistence", persistence, PERSISTENCES)
    told = {"customer_id": customer_id, "reason": reason, "persistence": persistence, "noted_on": on, "note": note}
    return note_row(store, "reason_noted", "reason_id", told, by, at)


def note_survey(
    store: Store, customer_id: str, on: date, score: int, by: str, note: str = "", at: datetime | None = None
) -> int:
    """Keep how a customer felt treated, 1 to 5. Raises as `note_activity`, and "score_out_of_range"."""
    if not 1 <= score <= BEST_SCORE:
        raise ScoringError("score_out_of_range", score=score, best=BEST_SCORE)
    told = {"customer_id": customer_id, "asked_on": on, "score": score, "note": note}
    return note_row(store, "survey_noted", "survey_id", told, by, at)


def note_clock_event(
    store: Store,
    customer_id: str,
    document_no: str | None,
    kind: str,
    on: date,
    evidence: str,
    by: str,
    at: datetime | None = None,
) -> int:
    """Keep what may reset the limitation clock, with what proves it. Raises as `note_activity`, and "evidence_missing"."""
    _allowed("kind", kind, RESETTING)
    if document_no is not None and store.one("document", customer_id=customer_id, document_no=document_no) is None:
        raise ScoringError("document_not_of_customer", customer=customer_id, document=document_no)
    if not evidence.strip():
        raise ScoringError("evidence_missing")
    told = {"customer_id": customer_id, "document_no": document_no, "kind": kind, "happened_on": on}
    return note_row(store, "clock_event_noted", "clock_event_id", told | {"evidence": evidence}, by, at)


def _end(
    store: Store,
    kind: str,
    where: tuple[str, str, str],
    number: int,
    on: date,
    by: str,
    at: datetime | None,
) -> None:
    table, key, column = where
    still_open(store, table, key, number, column)
    somebody(by)
    scorecards.happen(store, kind, {key: number, column: on.isoformat(), "by": by}, at)


def _allowed(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ScoringError("not_a_choice", option=option, value=value, allowed=", ".join(allowed))
