"""The documents behind a figure: what every card, bar and cell opens. Searchable, totalled, with its source row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from pages.shared import cached, empty, inputs, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column, Picked
from scoring import settings
from scoring.desk.documents import DocumentPage, open_documents
from scoring.store import Store
from scoring.terms import View
from scoring.text import knows

SHOWN_MAX = 500
DUE_SOON_DAYS = range(-30, 1)
"""Days past due of what falls due within 30 days, the day itself included."""
CONDITIONS = {"bucket": "bucket", "customer": "customer_id", "currency": "currency"}
"""What `open` may name, and the column of the mart it means."""


@dataclass(frozen=True)
class Wanted:
    """Open invoices asked for: the view to age them by, and conditions on the mart open_items as (column, value)."""

    view: View
    where: tuple[tuple[str, Any], ...]


def opened(session: Session, view: View | None = None) -> Wanted | None:
    """What the reader opened, out of `view` (default: the session's); None = nothing.

    The address carries it as `open`: "all", "overdue", "due_soon", "bucket:31-60", "customer:C001", "currency:EUR", or
    several joined with "+". What it does not know is left out.
    """
    asked_for = session.chosen.get("open")
    if asked_for is None:
        return None
    where: dict[str, Any] = {}
    view = view or session.view
    for part in asked_for.split("+"):
        name, _, value = part.partition(":")
        if name == "overdue":
            view = replace(view, scheme="default", basis=None)
            where["bucket"] = settings.load().schemes["default"].keys[1:]
        elif name == "due_soon":
            where["days_past_due"] = tuple(DUE_SOON_DAYS)
        elif name in CONDITIONS:
            where[CONDITIONS[name]] = value
    return Wanted(view, tuple(sorted(where.items())))


def show(session: Session, store: Store, wanted: Wanted, title: str | None = None, key: str = "documents") -> None:
    """The open invoices wanted, the most overdue first, under a title, with search, total and downloads.

    A click on a row opens the way to its customer.
    """
    with st.container(border=True, key=f"{key}_box"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"##### {title or title_of(session)}")
            st.button(
                session.say("common.close_documents"), key=f"{key}_close", on_click=asked.put, args=("open", None)
            )
        looked_for = inputs.search(session)
        found = cached.report(
            store, session.scope, open_documents, wanted.view, _conditions(wanted), looked_for or None, limit=SHOWN_MAX
        )
        if not found.found:
            empty.nothing_found(session)
            return
        files = cached.report(store, session.scope, file_names)
        picked = _table(session, found, files, key)
        if picked:
            to_customer(session, picked.row["customer_id"], picked.row["customer_name"], key)


def to_customer(session: Session, customer_id: str, name: str, key: str) -> None:
    """A button that leads to the page of one customer."""
    label = session.say("tables.to_customer", name=name)
    if st.button(label, key=f"{key}_to_customer", type="primary", on_click=asked.put, args=("customer", customer_id)):
        st.switch_page("pages/customers.py")


def file_names(store: Store) -> dict[int, str]:
    """The file of each import, so that a document can name its source row."""
    return {row["import_id"]: row["file_name"] for row in store.rows("import")}


def title_of(session: Session) -> str:
    """What is opened, in words: "Open invoices · overdue · 1–30"."""
    words = [session.say("tables.open_invoices")]
    for part in session.chosen.get("open", "").split("+"):
        name, _, value = part.partition(":")
        if name == "bucket":
            words.append(session.say(f"bucket.{value}") if knows(f"bucket.{value}") else value)
        elif name in CONDITIONS:
            words.append(value)
        elif name in ("overdue", "due_soon"):
            words.append(session.say(f"tables.part_{name}"))
    return " · ".join(words)


def _conditions(wanted: Wanted) -> dict[str, Any]:
    """The conditions as the store takes them: a list = any of."""
    return {column: list(value) if isinstance(value, tuple) else value for column, value in wanted.where}


def _table(session: Session, found: DocumentPage, files: dict[int, str], key: str) -> Picked | None:
    if found.found > len(found.rows):
        st.markdown(f":small[{session.say('tables.shown_of', shown=len(found.rows), rows=found.found)}]")
    shown = next(iter(found.totals)) if len(found.totals) == 1 else None
    converted = shown and any(row["currency"] != shown for row in found.rows)
    columns = [
        Column("customer_name", pinned=True),
        Column("document_no", width=100),
        Column("issue_date", "date"),
        Column("due_date", "date"),
        Column("days_past_due", "days"),
        Column("bucket", "word", words="bucket"),
        Column("currency", "code"),
        Column("open_amount", "exact"),
        *(
            [Column("reporting_amount", "money", label=session.say("tables.open_in", currency=shown))]
            if converted
            else []
        ),
        Column("disputed", "flag"),
        Column("source", width=150),
    ]
    rows = [row | {"source": f"{files.get(row['import_id'], '')}:{row['source_row']}"} for row in found.rows]
    total: dict[str, Any] = {"customer_name": session.say("tables.total_of", rows=found.found)}
    if shown:
        total["reporting_amount" if converted else "open_amount"] = found.totals[shown]
    return tables.show(session, rows, columns, key=key, total=total, select=True)
