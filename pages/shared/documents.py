"""The documents behind a figure: what every card, bar and cell opens. Searchable, totalled, with its source row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from pages.shared import cached, empty, inputs, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring import settings
from scoring.desk import aging, views
from scoring.store import Store
from scoring.terms import View

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


def opened(session: Session) -> Wanted | None:
    """What the reader opened; None = nothing.

    The address carries it as `open`: "all", "overdue", "due_soon", "bucket:31-60", "customer:C001", "currency:EUR", or
    several joined with "+". What it does not know is left out.
    """
    asked_for = session.chosen.get("open")
    if asked_for is None:
        return None
    view, where = session.view, {}
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


def show(session: Session, store: Store, wanted: Wanted, title: str, key: str = "documents") -> None:
    """The open invoices wanted, the largest first, under a title, with search, total and downloads."""
    with st.container(border=True, key=f"{key}_box"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"##### {title}")
            st.button(
                session.say("common.close_documents"), key=f"{key}_close", on_click=asked.put, args=("open", None)
            )
        looked_for = inputs.search(session)
        found = cached.report(store, session.scope, open_documents, wanted.view, wanted.where, looked_for)
        if not found["rows"]:
            empty.nothing_found(session)
            return
        _table(session, found, key)


def open_documents(store: Store, view: View, where: Sequence[tuple[str, Any]], looked_for: str) -> dict[str, Any]:
    """At most SHOWN_MAX open invoices with their source file, and the totals of all that were found."""
    scope = views.scope_of(store, view)
    params, conditions = aging.open_items_params(scope), scope.items_where | {k: _listed(v) for k, v in where}
    files = {row["import_id"]: row["file_name"] for row in store.rows("import")}
    rows = store.rows(
        "open_items",
        params,
        where=conditions,
        search=looked_for or None,
        order=["reporting_amount desc"],
        limit=SHOWN_MAX,
    )
    total = store.total("open_items", params, ["reporting_amount"], where=conditions, search=looked_for or None)
    sourced = [row | {"source": f"{files.get(row['import_id'], '')}:{row['source_row']}"} for row in rows]
    return {"shown": sourced, "rows": total["rows"], "total": total["reporting_amount"]}


def _table(session: Session, found: Mapping[str, Any], key: str) -> None:
    rows, currency = found["shown"], session.view.currency
    single = currency or (rows[0]["currency"] if len({row["currency"] for row in rows}) == 1 else None)
    if found["rows"] > len(rows):
        st.markdown(f":small[{session.say('tables.shown_of', shown=len(rows), rows=found['rows'])}]")
    converted = Column("reporting_amount", "money", label=f"{session.say('columns.open_amount')} {single or ''}")
    columns = [
        Column("customer_name", pinned=True),
        Column("document_no"),
        Column("issue_date", "date"),
        Column("due_date", "date"),
        Column("days_past_due", "days"),
        Column("bucket", "word", words="bucket"),
        Column("currency", "code"),
        Column("open_amount", "exact"),
        *([converted] if any(row["currency"] != currency for row in rows) and single else []),
        Column("disputed", "flag"),
        Column("source", width=170),
    ]
    name = "reporting_amount" if converted in columns else "open_amount"
    total = {"customer_name": session.say("tables.total_of", rows=found["rows"])} | (
        {name: found["total"]} if single else {}
    )
    tables.show(session, rows, columns, key=key, total=total)


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
