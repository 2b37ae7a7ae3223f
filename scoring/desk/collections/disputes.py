"""What is in dispute, with reason and age, whoever said so; and settling it, so that its documents are dunned again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from scoring.desk.collections.notes import close_dispute
from scoring.desk.noting import note_row
from scoring.errors import ScoringError
from scoring.store import Store


@dataclass(frozen=True)
class Disputed:
    """One open dispute. `document_no` None = of everything; `days` since it was opened, None = not told; `amount` = what is
    said to be in dispute, else what is open of the document in `currency`; `number` = of the note, None where a file said
    it."""

    customer_id: str
    document_no: str | None
    reason: str
    opened: date | None
    days: int | None
    amount: Decimal | None
    currency: str
    number: int | None


def disputes_open(store: Store, as_of: date, customer_id: str | None = None) -> tuple[Disputed, ...]:
    """Every dispute open at the end of a day, of everybody or one customer, the oldest first."""
    where: dict[str, object] = {} if customer_id is None else {"customer_id": customer_id}
    rows = store.rows("open_disputes", {"as_of": as_of}, where=where)
    open_now = _open_now(store, as_of, sorted({row["customer_id"] for row in rows}))
    noted = {
        (row["customer_id"], row["document_no"], row["opened_date"]): row["dispute_id"]
        for row in store.rows("dispute_noted", where=where)
    }
    found = []
    for row in rows:
        who, number, opened = row["customer_id"], row["document_no"], row["opened_date"]
        amount, currency = open_now.get((who, number), (None, ""))
        days = None if opened is None else (as_of - opened).days
        said = row["amount"] if row["amount"] is not None else amount
        note = noted.get((who, number, opened))
        found.append(Disputed(who, number, row["reason"] or "", opened, days, said, currency, note))
    return tuple(sorted(found, key=lambda one: (one.opened or date.min, one.customer_id, one.document_no or "")))


def settle_dispute(
    store: Store,
    customer_id: str,
    document_no: str | None,
    opened: date | None,
    closed: date,
    by: str,
    at: datetime | None = None,
) -> None:
    """Settle an open dispute, noted or from a file; what a file says stays settled when it is imported again.

    Raises ScoringError "dispute_none_open" and "person_missing".
    """
    for one in disputes_open(store, closed, customer_id):
        if (one.document_no, one.opened) == (document_no, opened):
            break
    else:
        raise ScoringError("dispute_none_open", customer=customer_id, document=document_no or "")
    if one.number is not None:
        close_dispute(store, one.number, closed, by, at)
        return
    told = {"customer_id": customer_id, "document_no": document_no, "opened_date": opened, "closed_date": closed}
    note_row(store, "dispute_settled", "dispute_end_id", told, by, at)


def _open_now(store: Store, as_of: date, customers: list[str]) -> dict[tuple[str, str | None], tuple[Decimal, str]]:
    """What is open of each document of these customers, with its currency."""
    found: dict[tuple[str, str | None], tuple[Decimal, str]] = {}
    for who in customers:
        for row in store.rows("customer_documents", {"customer": who, "as_of": as_of}):
            found[who, row["document_no"]] = row["open_amount"], row["currency"]
    return found
