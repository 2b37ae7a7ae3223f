"""What was done, and did it work? Cases, promises, plans; for each customer the sheet before a call and its story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared import cached, inputs, tables
from pages.shared import session as asked
from pages.shared.collections import bring_in, clocks, disputes, effect, effect_trials, inbox, one
from pages.shared.guard import guarded
from pages.shared.header import line as header_line
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.collections.overview import CustomerWork, work
from scoring.desk.views import header_of
from scoring.store import Store
from scoring.terms import View

ROWS_MAX = 300

WORKED_ON = [
    Column("customer_name", pinned=True, width=190),
    Column("stage", heading="case.stage_label", width=110),
    Column("owner", heading="note.by", width=110),
    Column("next_on", "date", heading="note.next_on"),
    Column("next_step", heading="note.next_step", width=150),
    Column("last_on", "date", heading="collections.last_on"),
    Column("waiting", "count", heading="promise.waiting"),
    Column("broken", "count", heading="promise.broken"),
    Column("disputes", "count", heading="collections.disputes"),
]


@guarded("collections")
def main(session: Session, store: Store) -> None:
    """One customer where one is chosen, else everybody somebody works on."""
    title, line = st.empty(), st.empty()
    title.title(session.say("collections.title_none"))
    view = inputs.single_currency_bar(session, store)
    with line:
        header_line(session, cached.report(store, session.scope, header_of, view))
    customer = session.chosen.get("customer")
    if customer and store.one("customer", customer_id=customer):
        title.title(one.headline(session, store, view, customer))
        st.button(session.say("collections.back"), type="tertiary", on_click=asked.put, args=("customer", None))
        one.show(session, store, view, customer)
        return
    tabs = st.tabs(
        [session.say(f"collections.tab.{name}") for name in TABS],
        key=f"collections_tabs_{session.lang}",
        on_change="rerun",
    )
    for tab, show in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab:
                title.title(show[0](session, store, view))
                show[1](session, store, view)


def working(session: Session, store: Store, view: View) -> None:
    """What waits, who is worked on, and whose claims run out."""
    inbox.show(session, store, view)
    names = {row["customer_id"]: str(row["name"]) for row in store.rows("customer")}
    everybody(session, names, cached.report(store, session.scope, work, view.as_of))
    disputes.everybody(session, store, view, names)
    clocks.everybody(session, store, view)
    bring_in.show(session, store)


def headline(session: Session, store: Store, view: View) -> str:
    """How many cases are open, how many promises were broken."""
    found = cached.report(store, session.scope, work, view.as_of)
    if not found:
        return session.say("collections.title_none")
    cases = sum(one.stage is not None for one in found)
    broken = sum(one.broken for one in found)
    waiting = sum(one.waiting for one in found)
    return session.say("collections.title", cases=cases, broken=broken, waiting=waiting)


def everybody(session: Session, names: Mapping[str, str], found: tuple[CustomerWork, ...]) -> None:
    """Customers with notes, the next step first; any other customer by its name."""
    chosen = st.selectbox(
        session.say("collections.find"),
        list(names),
        index=None,
        placeholder=session.say("collections.find_hint"),
        format_func=lambda customer: f"{names[customer]} ({customer})",
        key="collections_find",
        width=420,
    )
    if chosen:
        asked.put("customer", chosen)
        st.rerun()
    if not found:
        st.info(session.say("collections.nothing_yet"))
        return
    rows: list[dict[str, Any]] = [
        vars(one)
        | {
            "customer_name": names.get(one.customer_id, one.customer_id),
            "stage": session.say(f"case.stage.{one.stage}") if one.stage else "",
        }
        for one in found[:ROWS_MAX]
    ]
    total: dict[str, Any] = {"customer_name": session.say("tables.total_of", rows=len(found))}
    total |= {name: sum(getattr(one, name) for one in found) for name in ("waiting", "broken", "disputes")}
    picked = tables.show(session, rows, WORKED_ON, key="collections_work", total=total, select=True)
    if picked:
        asked.put("customer", picked.row["customer_id"])
        st.rerun()


TABS = {
    "work": (headline, working),
    "effect": (effect.title, effect.tab),
    "experiments": (effect_trials.title, effect_trials.tab),
}
"""What each tab answers, and what it shows."""

main()
