"""The log of ratings set by hand: for whom, to what, why, by whom, until when, and how each stands on the day shown."""

from __future__ import annotations

import streamlit as st

from pages.shared import tables
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.scorecard import overrides
from scoring.store import Store

HEADING = "ratings_by_hand.column."


def show(session: Session, store: Store, customer_id: str | None = None) -> None:
    """All ratings set by hand, newest first, or one customer's; nothing for a customer without one."""
    rows = overrides.log(store, session.view.as_of, customer_id)
    if not rows:
        if customer_id is None:
            st.write(session.say("ratings_by_hand.none"))
        return
    held = sum(row["standing"] == "in_force" for row in rows)
    told = session.say("ratings_by_hand.log", held=held, count=len(rows), day=session.view.as_of)
    st.markdown(f"##### {told}" if customer_id is None else f":small[{told}]")
    customer = [Column("customer_name", heading=f"{HEADING}customer")] if customer_id is None else []
    columns = [
        *customer,
        Column("rating", "word", heading=f"{HEADING}rating", words="rating"),
        Column("standing", "word", heading=f"{HEADING}standing", words="ratings_by_hand.standing"),
        Column("from_date", "date", heading=f"{HEADING}from_date"),
        Column("expires_on", "date", heading=f"{HEADING}expires_on"),
        Column("made_by", heading=f"{HEADING}by", width=110),
        Column("reason", heading=f"{HEADING}reason", width=240),
        Column("lifted_by", heading=f"{HEADING}lifted_by", width=110),
    ]
    tables.show(session, rows, columns, key="ratings_by_hand")
