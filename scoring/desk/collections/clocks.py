"""Claims whose limitation clock runs out, by the law of the workspace's jurisdiction and the evidence people noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.desk.collections.law import law_of
from scoring.desk.figures.documents import open_documents
from scoring.store import Store
from scoring.strategy.cases.limitation import FAR, Clock, Happened, clock, months_after
from scoring.terms import View

PAGE_ROWS = 1000
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Running:
    """One open claim and its clock."""

    customer_id: str
    customer_name: str
    document_no: str
    due_date: date
    currency: str
    open_amount: Decimal
    clock: Clock


def clocks_ending(store: Store, view: View) -> list[Running]:
    """Open claims whose clock ends within six months of the view's date or has ended, the earliest end first; empty where
    the workspace names no jurisdiction with a period.

    Part-payments that the ledger knows do not reset a clock by themselves: they count where somebody noted the evidence.
    """
    law = law_of(store)
    if law is None or law.limitation_years is None:
        return []
    by_document, by_customer = _noted(store)
    found = []
    for row in _old(store, view, months_after(view.as_of, FAR - law.limitation_years * MONTHS_A_YEAR)):
        events = by_document[row["customer_id"], row["document_no"]] + by_customer[row["customer_id"]]
        state = clock(row["due_date"], events, view.as_of, law.limitation_years, law.absolute_years)
        if state.state != "running":
            found.append(
                Running(
                    row["customer_id"],
                    row["customer_name"],
                    row["document_no"],
                    row["due_date"],
                    row["currency"],
                    row["open_amount"],
                    state,
                )
            )
    return sorted(found, key=lambda one: (one.clock.ends, -one.open_amount, one.document_no))


def _old(store: Store, view: View, due_by: date) -> Iterator[dict[str, Any]]:
    """Open claims due on or before a day, page by page, the oldest first."""
    offset, whole = 0, replace(view, currency=None)
    while True:
        page = open_documents(store, whole, order=("due_date asc", "document_key asc"), limit=PAGE_ROWS, offset=offset)
        for row in page.rows:
            if row["due_date"] > due_by:
                return
            yield row
        offset += PAGE_ROWS
        if len(page.rows) < PAGE_ROWS:
            return


def _noted(store: Store) -> tuple[dict[tuple[str, str], list[Happened]], dict[str, list[Happened]]]:
    documents: dict[tuple[str, str], list[Happened]] = defaultdict(list)
    customers: dict[str, list[Happened]] = defaultdict(list)
    for row in store.rows("clock_event"):
        event = Happened(row["kind"], row["happened_on"], row["evidence"])
        if row["document_no"] is None:
            customers[row["customer_id"]].append(event)
        else:
            documents[row["customer_id"], row["document_no"]].append(event)
    return documents, customers
