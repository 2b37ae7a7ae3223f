"""What do I know about this one? A list of all customers, the worst first, and one page for each (?customer=ID)."""

from __future__ import annotations

import zlib

import streamlit as st

from pages.shared import cached, customer_page, empty, inputs, ratings, tables
from pages.shared import session as asked
from pages.shared.guard import guarded
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.figures.customer_list import CustomerLine, customer_lines
from scoring.store import Store

ROWS_MAX = 500


@guarded("customers")
def main(session: Session, store: Store) -> None:
    """The customer the address names, else the list."""
    chosen = session.chosen.get("customer")
    if chosen:
        st.button(session.say("customers.back"), on_click=_leave, key="back")
        customer_page.show(session, store, chosen)
    else:
        everyone(session, store)


def everyone(session: Session, store: Store) -> None:
    """All customers, most overdue first, found by name or number; a click opens one."""
    title = st.empty()
    title.title(session.say("customers.empty_title"))
    view = inputs.single_currency_bar(session, store)
    lines = cached.report(store, session.scope, customer_lines, view)
    title.title(_headline(session, lines, view.currency or ""))
    wanted = st.text_input(
        session.say("app.search"),
        placeholder=session.say("customers.find"),
        label_visibility="collapsed",
        key="find_customer",
    ).strip()
    found = [line for line in lines if wanted.casefold() in f"{line.name} {line.customer_id}".casefold()]
    if not found:
        empty.nothing_found(session)
        return
    if len(found) > ROWS_MAX:
        st.markdown(f":small[{session.say('customers.shown_of', shown=ROWS_MAX, rows=len(found))}]")
    _table(session, store, found, f"customers_{zlib.crc32(repr((session.workspace, view, wanted)).encode())}")
    ratings.fill(session, store)


def _table(session: Session, store: Store, found: list[CustomerLine], key: str) -> None:
    shown = found[:ROWS_MAX]
    known = ratings.of_customers(session, store, (line.customer_id for line in shown))
    rows = [
        vars(line)
        | {"customer_name": line.name, "open_amount": line.open, "credit_limit": line.limit}
        | ratings.cells(known, line.customer_id)
        for line in shown
    ]
    columns = [
        Column("customer_name", pinned=True, width=ratings.NAME_WIDTH if known else None),
        Column("customer_id", width=108),
        *(ratings.COLUMNS if known else ()),
        *(Column(name, "money") for name in ("open_amount", "overdue", "on_account", "credit_limit")),
        Column("utilisation", "percent", heading="customers.utilisation", width=86),
        Column("nature", "word", words="customers.nature_short", width=100),
        Column("owner", width=104),
    ]
    total = {
        "customer_name": session.say("tables.total_of", rows=len(found)),
        "open_amount": sum(line.open for line in found),
        "overdue": sum(line.overdue for line in found),
        "on_account": sum(line.on_account for line in found),
    }
    picked = tables.show(session, rows, columns, key=key, total=total, select=True)
    if picked and asked.recall("customer_picked") != (key, picked.row["customer_id"]):
        asked.remember("customer_picked", (key, picked.row["customer_id"]))
        asked.put("customer", picked.row["customer_id"])
        st.rerun()
    if not picked:
        asked.remember("customer_picked", None)
    if known:
        ratings.source(session, store)


def _headline(session: Session, lines: list[CustomerLine], currency: str) -> str:
    """How many are late and how many owe more than their limit."""
    owing = sum(1 for line in lines if line.open)
    late = sum(1 for line in lines if line.overdue)
    over = sum(1 for line in lines if line.utilisation is not None and line.utilisation > 1)
    key = "customers.title_over" if over else "customers.title"
    return session.say(key, owing=owing, late=late, over=over, currency=currency)


def _leave() -> None:
    for name in ("customer", "open", "document"):
        asked.put(name, None)


main()
