"""Ratings set by hand: for a customer, with a reason and an end, logged. The model's rating is always shown beside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from scoring.errors import ScoringError
from scoring.scorecard.use.classes import SHOWN
from scoring.store import Store, scorecards

SETTABLE = tuple(rating for rating in SHOWN if rating != "not_rated")
"""What a rating may be set to by hand."""
Standing = Literal["in_force", "to_come", "expired", "lifted", "replaced"]
"""What an override is on a day; replaced = a later one of the same customer is in force instead."""


def override(
    store: Store,
    customer_id: str,
    rating: str,
    reason: str,
    by: str,
    from_date: date,
    expires_on: date,
    at: datetime | None = None,
) -> int:
    """Rate a customer by hand from `from_date` to `expires_on`, both inclusive; returns the number of the override.

    Of several in force on a day the last one made counts. Raises ScoringError "customer_unknown", "rating_unknown",
    "reason_missing", "person_missing" or "override_backwards".
    """
    if store.one("customer", customer_id=customer_id) is None:
        raise ScoringError("customer_unknown", customer=customer_id)
    if rating not in SETTABLE:
        raise ScoringError("rating_unknown", rating=rating, known=", ".join(SETTABLE))
    if not reason.strip():
        raise ScoringError("reason_missing")
    if not by.strip():
        raise ScoringError("person_missing")
    if expires_on < from_date:
        raise ScoringError("override_backwards", from_date=from_date.isoformat(), expires_on=expires_on.isoformat())
    number = max((row["override_id"] for row in store.rows("override")), default=0) + 1
    detail = {
        "override_id": number,
        "customer_id": customer_id,
        "rating": rating,
        "reason": reason,
        "by": by,
        "from_date": from_date.isoformat(),
        "expires_on": expires_on.isoformat(),
    }
    scorecards.happen(store, "override", detail, at)
    return number


def lift(store: Store, number: int, by: str, lifted_on: date, at: datetime | None = None) -> None:
    """End an override: from `lifted_on` on the model's rating holds again.

    Raises ScoringError "override_unknown", "override_lifted" or "person_missing".
    """
    row = store.one("override", override_id=number)
    if row is None:
        raise ScoringError("override_unknown", number=number)
    if row["lifted_on"] is not None:
        raise ScoringError("override_lifted", number=number, day=row["lifted_on"].isoformat())
    if not by.strip():
        raise ScoringError("person_missing")
    detail = {"override_id": number, "by": by, "lifted_on": lifted_on.isoformat()}
    scorecards.happen(store, "override_lifted", detail, at)


def overrides(store: Store, customer_id: str | None = None) -> list[dict[str, Any]]:
    """All overrides, or those of one customer, newest first: the rows of the table `override`."""
    where = {} if customer_id is None else {"customer_id": customer_id}
    return store.rows("override", where=where, order=["override_id desc"])


def in_force(store: Store, on: date) -> dict[str, dict[str, Any]]:
    """The override of each customer that has one on a day, by customer."""
    found = {}
    for row in reversed(overrides(store)):
        ended = row["lifted_on"] is not None and row["lifted_on"] <= on
        if row["from_date"] <= on <= row["expires_on"] and not ended:
            found[row["customer_id"]] = row
    return found


def log(store: Store, on: date, customer_id: str | None = None) -> list[dict[str, Any]]:
    """All overrides, or those of one customer, newest first, with the customer's name and how each stands on a day."""
    rows = overrides(store, customer_id)
    held, names = in_force(store, on), {row["customer_id"]: row["name"] for row in store.rows("customer")}
    return [
        row
        | {
            "customer_name": names.get(row["customer_id"]),
            "standing": standing(row, on, held.get(row["customer_id"], {}).get("override_id")),
        }
        for row in rows
    ]


def standing(row: Mapping[str, Any], on: date, in_force_id: int | None) -> Standing:
    """How one override stands on a day; `in_force_id` is that of its customer's one in force.

    >>> row = {"override_id": 1, "from_date": date(2026, 1, 1), "expires_on": date(2026, 6, 30), "lifted_on": None}
    >>> standing(row, date(2026, 6, 30), 1), standing(row, date(2026, 7, 1), None), standing(row, date(2026, 5, 1), 2)
    ('in_force', 'expired', 'replaced')
    """
    if row["lifted_on"] is not None and row["lifted_on"] <= on:
        return "lifted"
    if on < row["from_date"]:
        return "to_come"
    if on > row["expires_on"]:
        return "expired"
    return "in_force" if row["override_id"] == in_force_id else "replaced"
