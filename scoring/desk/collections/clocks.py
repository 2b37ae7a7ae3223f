"""Claims whose limitation clock runs out, by the law of the workspace's jurisdiction and the evidence people noted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.desk.collections.letters import claims_of
from scoring.desk.figures.documents import open_documents
from scoring.desk.strategy.law import law_of
from scoring.store import Store
from scoring.strategy.cases.limitation import FAR, Clock, Happened, State, clock, months_after
from scoring.terms import View

PAGE_ROWS = 1000
MONTHS_A_YEAR = 12
WARNED: tuple[State, ...] = ("expired", "warn_3", "warn_6")
"""States that warn, the most urgent first."""


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
        state = clock(row["due_date"], events, view.as_of, law.limitation_years, law.absolute_years, law.resets)
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


@dataclass(frozen=True)
class DocumentClock:
    """One open document of a customer: `late_days` past due (<= 0 = not yet), `disputed` = left out of dunning; `clock` None
    where the law of the workspace states no period."""

    document_no: str
    issue_date: date
    due_date: date
    late_days: int
    currency: str
    open_amount: Decimal
    disputed: bool
    clock: Clock | None


def document_clocks(store: Store, view: View, customer_id: str) -> list[DocumentClock]:
    """Every open document of a customer with its clock on the view's date, the earliest due first."""
    law = law_of(store)
    by_document, by_customer = _noted(store)
    rows = [row for rows in claims_of(store, view, [customer_id]).values() for row in rows]
    found = []
    for row in rows:
        events = by_document[customer_id, row["document_no"]] + by_customer[customer_id]
        ends = None
        if law is not None and law.limitation_years is not None:
            ends = clock(row["due_date"], events, view.as_of, law.limitation_years, law.absolute_years, law.resets)
        found.append(
            DocumentClock(
                row["document_no"],
                row["issue_date"],
                row["due_date"],
                row["days_past_due"],
                row["currency"],
                row["open_amount"],
                row["disputed"],
                ends,
            )
        )
    return found


def warnings(found: Iterable[Clock]) -> dict[State, int]:
    """How many clocks end within six months, within three, or have ended; states without any are left out."""
    counts = Counter(one.state for one in found)
    return {state: counts[state] for state in WARNED if counts[state]}


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
