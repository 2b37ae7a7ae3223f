"""Scenarios kept: opened from a list, saved under a name, copied, deleted and brought back, shared by the address."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.shared import session as asked
from pages.shared.doing import do, me
from pages.shared.session import Session
from pages.shared.whatif import draft
from pages.shared.whatif.draft import Draft
from scoring.desk.whatif import saved as shelf
from scoring.desk.whatif.outcome import Outcome
from scoring.store import Store


def open_saved(session: Session, store: Store, kept: Draft) -> None:
    """The list of saved scenarios; choosing one opens it."""
    known = {one.number: one for one in shelf.saved(store)}
    options = [None, *known]
    chosen = st.selectbox(
        session.say("whatif.scenario"),
        options,
        index=options.index(kept.number) if kept.number in known else 0,
        format_func=lambda number: session.say("whatif.unnamed") if number is None else known[number].scenario.name,
        key=f"whatif_open_{kept.round}",
        width=280,
    )
    if chosen != (kept.number if kept.number in known else None):
        if chosen is None:
            draft.take(session, Draft(round=kept.round + 1))
        else:
            draft.take(session, draft.of_saved(known[chosen], kept))
        asked.put("scenario", chosen)
        st.rerun()


def save_bar(session: Session, store: Store, kept: Draft, found: Outcome) -> None:
    """Name, author and the buttons of keeping."""
    st.markdown(f"##### {session.say('whatif.keep_title')}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input(
            session.say("whatif.name"), value=found.scenario.name, key=f"whatif_name_{kept.round}", width=300
        )
        author = st.text_input(
            session.say("whatif.author"),
            value=me(session),
            disabled=session.user is not None,
            key="whatif_author",
            width=200,
        )
        if st.button(session.say("whatif.save"), type="primary", key="whatif_save"):
            do(session, author, lambda: _save(session, store, kept, found, name, author))
        if kept.number is not None and st.button(session.say("whatif.delete"), key="whatif_delete"):
            do(session, author, lambda: _delete(session, store, kept, author))
    gone = shelf.saved(store, deleted=True)
    if gone and st.button(
        session.say("whatif.restore", name=gone[0].scenario.name), type="tertiary", key="whatif_undo"
    ):
        do(session, author, lambda: _restore(session, store, kept, gone[0].number, author))


def _save(session: Session, store: Store, kept: Draft, found: Outcome, name: str, author: str) -> None:
    named = replace(found.scenario, name=name.strip() or found.scenario.name)
    one = shelf.save(store, named, author)
    draft.take(session, draft.of_saved(one, kept))
    asked.put("scenario", one.number)
    asked.remember("told", session.say("whatif.saved", name=named.name))


def _delete(session: Session, store: Store, kept: Draft, author: str) -> None:
    if kept.number is not None:
        one = shelf.delete(store, kept.number, author)
        draft.take(session, replace(kept, number=None, round=kept.round + 1))
        asked.put("scenario", None)
        asked.remember("told", session.say("whatif.deleted", name=one.scenario.name))


def _restore(session: Session, store: Store, kept: Draft, number: int, author: str) -> None:
    one = shelf.restore(store, number, author)
    draft.take(session, draft.of_saved(one, kept))
    asked.put("scenario", one.number)
    asked.remember("told", session.say("whatif.restored", name=one.scenario.name))
