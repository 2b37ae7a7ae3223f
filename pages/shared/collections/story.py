"""Everything that happened with one customer, newest first, in sentences."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import tables
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.collections.timeline import Happening, timeline
from scoring.store import Store
from scoring.text import knows, numbers

CODES = {
    "channel": "strategy.channel", "outcome": "note.outcome", "stage": "case.stage", "reason": "arrears_reason",
    "taker": "case.department", "giver": "case.department", "answer": "offer.answer", "state": "offer.state",
    "kind": "clock.kind",
}  # fmt: skip


def show(session: Session, store: Store, customer_id: str) -> None:
    """The story as a table."""
    found = timeline(store, customer_id, session.view.as_of)
    st.markdown(f"##### {session.say('timeline.title', count=len(found))}")
    if not found:
        st.info(session.say("timeline.nothing"))
        return
    rows: list[dict[str, Any]] = [
        {"on": one.on, "what": session.say(f"timeline.{one.kind}"), "told": _told(session, one), "by": one.by}
        for one in found
    ]
    columns = [
        Column("on", "date", heading="timeline.on"),
        Column("what", heading="timeline.what", width=150),
        Column("told", heading="timeline.told_label", width=560),
        Column("by", heading="note.by", width=120),
    ]
    tables.show(session, rows, columns, key="timeline")


def _told(session: Session, one: Happening) -> str:
    """The facts of a row in one line: codes in words, amounts and days as the reader writes them."""
    facts = {name: _written(session, one.kind, name, value) for name, value in one.facts.items()}
    key = f"timeline.told.{one.kind}"
    return " ".join(session.say(key, **facts).split()) if knows(key) else ""


def _written(session: Session, kind: str, name: str, value: Any) -> str:
    if value is None:
        return ""
    area = "dispute.reason" if (kind, name) == ("dispute", "reason") else CODES.get(name)
    word = f"{area}.{value}" if area else ""
    return session.say(word) if word and knows(word) else numbers.written(value, session.lang)
