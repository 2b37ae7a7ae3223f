"""Which versions are there, who made and approved them, what changed; approve, restore, put side by side, take along."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared import cached, tables
from pages.shared import session as asked
from pages.shared.guard import tell
from pages.shared.scorecard import cutoffs, picking, work
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.scorecard import card_export
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.cutoffs import side_by_side
from scoring.desk.scorecard.scores_wording import card_label, difference_sentence
from scoring.errors import ScoringError
from scoring.store import Store


def tab(session: Session, store: Store) -> None:
    """The versions, newest first, and what can be done with one."""
    known = scorecard_versions.versions(store)
    if not known:
        st.info(session.say("scorecard.versions.none"))
    else:
        _table(session, known)
    waiting = next((each.number for each in known if each.status == "draft"), None)
    number = picking.version(session, store, "shown_version", shown=waiting)
    version = scorecard_versions.version_of(store, number)
    st.markdown(f"##### {card_label(version, session.lang)}")
    if version.difference:
        told = [difference_sentence(each, session.lang) for each in version.difference]
        st.markdown("\n".join(f"- {sentence}" for sentence in told))
    _act(session, store, version)
    files = {suffix: _maker(version, form, session.lang) for form, suffix in card_export.SUFFIX.items()}
    tables.downloads(session, f"scorecard_{number}", files, key=f"card_{number}")
    _side_by_side(session, store)


def _maker(version: scorecard_versions.Version, form: str, lang: str) -> Callable[[], bytes]:
    return lambda: card_export.card_bytes(version, form, lang)


def _table(session: Session, known: list[scorecard_versions.Version]) -> None:
    rows = [
        version.as_json()
        | {
            "version": str(version.number),
            "made_at": f"{version.made_at:%Y-%m-%d %H:%M}" if version.made_at else "",
            "approved_by": _approval(session, version),
        }
        for version in known
    ]
    columns = [
        Column("version", heading="scores.column.version", width=70),
        Column("status", "word", heading="scores.column.status", words="scores.status"),
        Column("name", heading="scores.column.name", width=160),
        Column("author", heading="scores.column.author"),
        Column("made_at", heading="scores.column.made_at", width=130),
        Column("reason", heading="scores.column.reason", width=240),
        Column("approved_by", heading="scores.column.approved_by", width=240),
    ]
    tables.show(session, rows, columns, key="versions")


def _approval(session: Session, version: scorecard_versions.Version) -> str:
    told = version.approved_by or ""
    return f"{told} · {session.say('scores.one_person')}" if version.one_person and told else told


def _act(session: Session, store: Store, version: scorecard_versions.Version) -> None:
    if version.status not in ("draft", "retired"):
        return
    action = "approve" if version.status == "draft" else "restore"
    with st.form(f"{action}_{version.number}", border=True):
        with st.grid(columns=2, min_column_width=180):
            person = st.text_input(session.say("scorecard.versions.person"), value=work.author(session))
            reason = st.text_input(session.say("scorecard.reason")) if action == "restore" else ""
        if st.form_submit_button(session.say(f"scorecard.versions.{action}"), type="primary"):
            try:
                if action == "approve":
                    scorecard_versions.approve(store, version.number, person)
                else:
                    scorecard_versions.restore(store, version.number, person, reason)
            except ScoringError as stop:
                tell(stop, session.lang)
                return
            asked.remember("told", session.say(f"scorecard.versions.{action}d", version=version.number))
            st.rerun()


def _side_by_side(session: Session, store: Store) -> None:
    st.markdown(f"##### {session.say('scorecard.versions.beside')}")
    left, right = st.columns(2)
    with left:
        first = picking.version(session, store, "beside_first", session.say("scorecard.before"))
    with right:
        others = [*(each.number for each in scorecard_versions.versions(store)), scorecard_versions.EXPERT]
        other = next((number for number in others if number != scorecard_versions.champion(store).number), None)
        second = picking.version(session, store, "beside_second", session.say("scorecard.after"), shown=other)
    if first == second:
        st.write(session.say("scorecard.versions.same"))
        return
    cards = [scorecard_versions.version_of(store, number).card for number in (first, second)]
    found = cached.report(store, session.scope, side_by_side, cards[0], cards[1], session.view.as_of)
    st.write(session.say("scorecard.cutoffs.moved", customers=len(found.changes)))
    cutoffs.show_changes(session, store, found, "beside")
