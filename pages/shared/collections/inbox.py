"""What waits for me: hand-overs of my department, next steps, broken promises and plans, offers nobody has answered."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import cached, tables
from pages.shared import session as asked
from pages.shared.doing import me
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.collections.cases import DEPARTMENTS
from scoring.desk.collections.inbox import Waits, people, waiting
from scoring.store import Store
from scoring.terms import View

ROWS_MAX = 100


def show(session: Session, store: Store, view: View) -> None:
    """What waits, of one person or department where one is chosen; a click opens the customer."""
    found = cached.report(store, session.scope, waiting, view.as_of)
    if not found:
        return
    names = people(found)
    mine = me(session)
    options = [None, *DEPARTMENTS, *(name for name in names if name not in DEPARTMENTS)]
    chosen = st.selectbox(
        session.say("inbox.whose"),
        options,
        index=options.index(mine) if mine in names else 0,
        format_func=lambda name: _whose(session, name),
        key=f"inbox_whose_{mine}",
        width=320,
    )
    shown = [one for one in found if chosen in (None, one.who, one.department)]
    st.markdown(f"##### {session.say('inbox.title', count=len(shown))}")
    if not shown:
        return
    customers = {row["customer_id"]: str(row["name"]) for row in store.rows("customer")}
    rows = [_row(session, one, customers) for one in shown[:ROWS_MAX]]
    columns = [
        Column("customer_name", pinned=True, width=190),
        Column("what", heading="inbox.what", width=220),
        Column("since", "date", heading="inbox.since"),
        Column("who", heading="inbox.for", width=150),
        Column("told", heading="timeline.told_label", width=300),
    ]
    picked = tables.show(session, rows, columns, key="inbox", select=True)
    if picked:
        asked.put("customer", picked.row["customer_id"])
        st.rerun()


def _whose(session: Session, name: str | None) -> str:
    if name is None:
        return session.say("app.all")
    return session.say(f"case.department.{name}") if name in DEPARTMENTS else name


def _row(session: Session, one: Waits, customers: dict[str, str]) -> dict[str, Any]:
    department = session.say(f"case.department.{one.department}") if one.department else ""
    return vars(one) | {
        "customer_name": customers.get(one.customer_id, one.customer_id),
        "what": session.say(f"inbox.{one.kind}"),
        "who": " · ".join(part for part in (one.who, department) if part),
    }
