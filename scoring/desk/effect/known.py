"""What the customer list said on a date: who looked after a customer then, and of which nature it was known to be."""

from __future__ import annotations

from datetime import date

from scoring.store import Store

GIVEN = "given"


def attributes_on(store: Store, on: date, column: str) -> dict[str, str]:
    """Of every customer an attribute ("owner", "nature") as known at the end of a day, "" where it was not: by the customer
    lists imported until then; a first list fills the past back. A nature that no list gives follows from the name."""
    known = store.table("known_customers", {"days": [on]}).select(["customer_id", column])
    found = dict(zip(known["customer_id"].to_pylist(), known[column].to_pylist(), strict=True))
    rows = store.rows("customer") if column == "nature" else []
    by_name = {row["customer_id"]: row["nature"] for row in rows if row["nature_source"] != GIVEN}
    return {customer: told or by_name.get(customer) or "" for customer, told in found.items()}
