"""Tables of a report on the screen, with their exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from pages.shared import drilldown, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column, Picked
from scoring.desk.risk.tables import Field, ReportTable
from scoring.store import Store
from scoring.terms import View

TEXT_WIDTHS = {
    "category": 230,
    "name": 220,
    "reason": 260,
    "evidence": 190,
    "interval": 130,
    "bucket": 90,
    "segment": 190,
    "group": 200,
    "satisfaction": 84,
    "action": 140,
    "points": 106,
    "hazard_ratio": 140,
    "verdict": 200,
}
COUNT = {"money": "money", "percent": "percent", "count": "count"}


def show(session: Session, table: ReportTable, select: bool = False, title: bool = True) -> Picked | None:
    """Draw a table under its title; with `select` the cell a reader clicked."""
    if title:
        st.markdown(f"##### {table.title}")
    columns = [column(field, first=place == 0) for place, field in enumerate(table.fields)]
    return tables.show(session, table.rows, columns, key=f"report_{table.name}", total=table.total, select=select)


def once(name: str, picked: Picked | None) -> Picked | None:
    """What was picked if it was not picked before: a click acts once, and not again with every run."""
    mark = None if picked is None else (picked.row.get("key"), picked.column)
    if asked.recall(f"{name}_picked") == mark:
        return None
    asked.remember(f"{name}_picked", mark)
    return picked


def open_documents(bucket: str | None = None, **groups: str) -> None:
    """Open the invoices of a bucket and of groups, in the page's address, and draw the page again."""
    asked.put("open", drilldown.address(bucket, **groups))
    asked.put("document", None)
    asked.remember("drill_page", 1)
    st.rerun()


def documents(session: Session, store: Store, view: View, names: Mapping[str, str]) -> None:
    """The invoices behind what the address asks to be opened, if anything."""
    place = drilldown.place_of(session, view)
    if place:
        drilldown.show(session, store, place, drilldown.title_of(session, place, names))


def customers_table(
    session: Session, rows: list[dict[str, Any]], key: str, title: str, columns: list[Column]
) -> Callable[[], None] | None:
    """Customers behind a cell, with their total; what a click on one does, None = nothing was clicked anew.

    Rows have customer_id, customer_name and the values of `columns`; money columns are added up.
    """
    st.markdown(f"##### {title}")
    money = [column.name for column in columns if column.kind == "money"]
    total = {name: sum(row[name] for row in rows) for name in money}
    first = Column("customer_name", pinned=True, width=240)
    shown = [row | {"key": row["customer_id"]} for row in rows]
    total |= {"customer_name": session.say("tables.total_of", rows=len(rows))}
    picked = once(key, tables.show(session, shown, [first, *columns], key=key, total=total, select=True))
    if picked is None:
        return None
    customer = str(picked.row["customer_id"])
    return lambda: open_documents(customer=customer)


def column(field: Field, first: bool = False) -> Column:
    """A field as a column on the screen."""
    kind: Any = COUNT.get(field.kind, "text")
    width = TEXT_WIDTHS.get(field.name) if kind == "text" else None
    return Column(field.name, kind, label=field.heading, pinned=first, width=width, help=field.help or None)
