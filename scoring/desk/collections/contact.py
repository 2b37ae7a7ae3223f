"""Contacts with individuals against quiet hours and call limits: what is noted or planned is checked, and the list too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from scoring.desk.strategy.law import rules_of_contact
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.cases.contact import COUNTED, ContactRules, check_contact
from scoring.terms import Nature


@dataclass(frozen=True)
class Contact:
    """A contact made or planned: by which channel, on which day, at what time (None = not known)."""

    channel: str
    on: date
    at: time | None = None


def protected(store: Store, customer_id: str) -> ContactRules | None:
    """The rules that hold for a customer: None for all but individuals."""
    customer = store.one("customer", customer_id=customer_id)
    individual = customer is not None and customer["nature"] == Nature.INDIVIDUAL
    return rules_of_contact(store) if individual else None


def check_contacts(
    store: Store, customer_id: str, contacts: Sequence[Contact], reason: str = "", allowed_by: str = ""
) -> None:
    """Whether these contacts of one customer may be kept: nothing is asked of companies and public bodies.

    Raises ScoringError "contact_quiet" or "contact_limit", unless somebody (`allowed_by`) allowed it with a reason; with
    one of them alone "override_incomplete".
    """
    rules = protected(store, customer_id)
    if rules is None:
        return
    if bool(reason.strip()) != bool(allowed_by.strip()):
        raise ScoringError("override_incomplete")
    if reason.strip():
        return
    calls = days_of_calls(store, customer_id)
    for contact in contacts:
        check_contact(rules, contact.channel, contact.on, contact.at, calls)
        calls += [contact.on] * (contact.channel == COUNTED)


def days_of_calls(store: Store, customer_id: str) -> list[date]:
    """The days of a customer's calls: those made, and those planned that nothing has followed yet."""
    rows = store.rows("activity", where={"customer_id": customer_id}, order=["done_on", "activity_id"])
    made = [row["done_on"] for row in rows if row["channel"] == COUNTED]
    last = rows[-1:]
    return made + [row["next_on"] for row in last if row["next_channel"] == COUNTED and row["next_on"] is not None]


def calls_by_customer(rows: Sequence[Mapping[str, Any]], as_of: date) -> dict[str, list[date]]:
    """The days of the calls noted up to a day, by customer, from rows of the table "activity"."""
    found: dict[str, list[date]] = defaultdict(list)
    for row in rows:
        if row["channel"] == COUNTED and row["done_on"] <= as_of:
            found[row["customer_id"]].append(row["done_on"])
    return found
