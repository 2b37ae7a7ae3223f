"""What if we changed the credit terms? Terms by segment, the result against today with its ranges, the best terms."""

from __future__ import annotations

import streamlit as st

from pages.shared import cached, empty, inputs
from pages.shared.guard import guarded
from pages.shared.header import line as header_line
from pages.shared.session import Session
from pages.shared.whatif import best, compare, draft, terms
from scoring.desk.whatif.facts import Starting
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.text import numbers

NOTHING_TO_START_FROM = ("no_dated_payments", "ledger_empty")
"""A ledger, or what filters leave of it, that tells nothing of how customers pay: no error of the reader's."""
TABS = {"terms": terms.tab, "best": best.tab, "compare": compare.tab}


@guarded("whatif")
def main(session: Session, store: Store) -> None:
    """Where today's terms lead, as the title; then the terms to change, the best ones, and scenarios side by side."""
    title, line = st.empty(), st.empty()
    title.title(session.say("whatif.title_none"))
    view = inputs.single_currency_bar(session, store)
    kept = draft.current(session, store)
    try:
        with st.spinner(session.say("whatif.reading")):
            start = cached.report(store, session.scope, draft.start_of, view, kept.grouping, kept.lists)
    except ScoringError as stop:
        if stop.code not in NOTHING_TO_START_FROM:
            raise
        empty.nothing_found(session, session.say(f"error.{stop.code}", **stop.facts))
        return
    title.title(headline(session, start))
    with line:
        header_line(session, start.header)
    if start.left_out:
        st.warning(session.say("whatif.left_out", currencies=", ".join(start.left_out)))
    tabs = st.tabs(
        [session.say(f"whatif.tab.{name}") for name in TABS], key=f"whatif_tabs_{session.lang}", on_change="rerun"
    )
    for tab, show in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab:
                show(session, store, view, start)


def headline(session: Session, start: Starting) -> str:
    """What customers are given today, and what they owe under it."""
    owed = sum(segment.receivables for segment in start.facts.segments)
    sales = sum(segment.yearly_sales for segment in start.facts.segments)
    days = sum(segment.mean_gap * segment.yearly_sales for segment in start.facts.segments) / sales if sales else 0.0
    amount = f"{session.short(owed)} {start.facts.currency}"
    return session.say("whatif.title", amount=amount, days=numbers.decimal(days, session.lang, 0))


main()
