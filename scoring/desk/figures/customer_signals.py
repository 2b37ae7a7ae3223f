"""What the small tables say of one customer on a date: protections, promises to pay, events, ratings by agencies."""

from __future__ import annotations

from datetime import date
from typing import Any

from scoring.store import Store

MARTS = {
    "protections": ("known_protections", "valid_from desc"),
    "promises": ("promises_kept", "promised_date desc"),
    "events": ("known_events", "event_date desc"),
    "ratings": ("known_ratings", "rating_date desc"),
}
"""Where each table stands, and its order: the newest first."""


def signals_of(store: Store, customer_id: str, as_of: date) -> dict[str, list[dict[str, Any]]]:
    """Rows by table, as known at the end of `as_of`. A promise has `state` "kept", "broken" or "open" beside it."""
    found = {
        name: store.rows(mart, {"as_of": as_of}, where={"customer_id": customer_id}, order=[order])
        for name, (mart, order) in MARTS.items()
    }
    states = {True: "kept", False: "broken", None: "open"}
    found["promises"] = [row | {"state": states[row["kept"]]} for row in found["promises"]]
    return found
