"""The papers to have at hand before a call, ticked and remembered, and the sheet to take along."""

from __future__ import annotations

import streamlit as st

from pages.shared import tables
from pages.shared.doing import do, me, turn
from pages.shared.session import Session
from scoring.desk.collections.before_call import Sheet
from scoring.desk.collections.papers import PAPERS, tick_papers
from scoring.desk.collections.sheet import FORMS, sheet_file
from scoring.store import Store
from scoring.terms import View


def show(session: Session, store: Store, view: View, found: Sheet) -> None:
    """Which papers are at hand, to be ticked, and the whole sheet as a file."""
    kept = found.papers
    if kept.ticked_on is None:
        st.markdown(f"**{session.say('papers.title_none')}**")
    elif kept.missing:
        missing = ", ".join(session.say(f"before.paper.{name}") for name in kept.missing)
        st.markdown(f"**{session.say('papers.title_missing', missing=missing)}**")
    else:
        st.markdown(f"**{session.say('papers.title_all')}**")
    with st.form("papers", border=False):
        with st.container(horizontal=True):
            key = f"paper_{found.customer_id}{turn()}"
            ticked = [
                name
                for name in PAPERS
                if st.checkbox(session.say(f"before.paper.{name}"), name in kept.at_hand, key=f"{key}_{name}")
            ]
        with st.container(horizontal=True, vertical_alignment="bottom"):
            who = st.text_input(session.say("note.by"), value=me(session), key=f"papers_by{turn()}", width=180)
            if st.form_submit_button(session.say("papers.keep")):
                day = session.view.as_of
                task = lambda: tick_papers(store, found.customer_id, ticked, day, who)  # noqa: E731
                do(session, who, task, session.say("note.kept"))
    if kept.ticked_on is not None:
        told = session.say("papers.ticked", by=kept.ticked_by or "", day=kept.ticked_on)
        st.markdown(f":small[{told}]")
    lang = session.lang
    files = {form: (lambda form=form: sheet_file(store, view, found.customer_id, form, lang)) for form in FORMS}
    tables.downloads(session, f"sheet_{found.customer_id}", files, key="sheet", label=session.say("papers.sheet"))
