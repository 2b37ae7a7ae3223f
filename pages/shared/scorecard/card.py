"""The card of the draft: points of every bin, what was left out and why; kept as a version when it is good."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from pages.shared import parts
from pages.shared import session as asked
from pages.shared.guard import tell
from pages.shared.scorecard import work
from pages.shared.scorecard.work import Work
from pages.shared.session import Session
from scoring.desk.scorecard import model_document_card
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.draft import named
from scoring.errors import ScoringError
from scoring.scorecard.card import Card, Scaling
from scoring.scorecard.choices import Choices
from scoring.store import Store


def tab(session: Session, store: Store) -> None:
    """The points table in the words of the model document, the scale, and the door to a version."""
    found = work.of_draft(session, store, partial(_expert, session, store))
    if found is None:
        return
    if found.card is None:
        if found.stop is not None:
            work.tell_stop(session, found.stop)
        _expert(session, store)
        return
    facts = {"characteristics": len(found.card.characteristics), "base": found.card.base_points}
    until, later = found.split.train_until, found.split.test_from
    st.markdown(f"##### {session.say('scorecard.card.title', **facts)}")
    st.markdown(f":small[{session.say('scorecard.card.made_of', until=until, later=later)}]")
    parts.show(session, model_document_card.characteristics(found.card, session.lang), "card")
    parts.show(session, model_document_card.left_out(found.card, session.lang), "left_out")
    _scale(session, store, found)
    _save(session, store, found.card)


def _expert(session: Session, store: Store) -> None:
    """The points of the card that scores meanwhile."""
    expert = scorecard_versions.expert(store).card
    parts.show(session, model_document_card.characteristics(expert, session.lang), "expert_card")


def _scale(session: Session, store: Store, found: Work) -> None:
    scaling = found.choices.scaling
    with st.form("scale", border=True):
        st.markdown(f"**{session.say('scorecard.card.scale')}**", help=session.say("scorecard.card.scale_help"))
        with st.grid(columns=3, min_column_width=140):
            base = st.number_input(session.say("scorecard.card.base_score"), 100, 2000, scaling.base_score, step=10)
            odds = st.number_input(session.say("scorecard.card.base_odds"), 1.0, 1000.0, scaling.base_odds, step=5.0)
            pdo = st.number_input(session.say("scorecard.card.pdo"), 1.0, 200.0, scaling.pdo, step=5.0)
        with st.container(horizontal=True):
            if st.form_submit_button(session.say("scorecard.card.rescale")):
                chosen = Scaling(int(base), float(odds), float(pdo))
                work.keep(session, store, replace(found.choices, scaling=chosen))
                st.rerun()
    if found.choices != Choices(target=found.choices.target) and st.button(session.say("scorecard.card.start_over")):
        told = session.say("scorecard.card.started_over")
        work.keep(session, store, Choices(target=found.choices.target), told)
        st.rerun()


def _save(session: Session, store: Store, card: Card) -> None:
    with st.form("save_version", border=True):
        st.markdown(f"**{session.say('scorecard.card.save')}**")
        with st.grid(columns=3, min_column_width=180):
            name = st.text_input(session.say("scorecard.card.name"))
            person = st.text_input(session.say("scorecard.author"), value=work.author(session))
            reason = st.text_input(session.say("scorecard.reason"))
        if st.form_submit_button(session.say("scorecard.card.save"), type="primary"):
            try:
                version = scorecard_versions.save(store, named(card, name), person, reason)
            except ScoringError as stop:
                tell(stop, session.lang)
                return
            asked.remember("told", session.say("scorecard.card.saved", version=version.number))
            st.rerun()
