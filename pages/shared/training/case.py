"""The facts of a debtor without a name: what is open, how it paid, what else is known, what the scorecard takes off."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared.session import Session
from scoring.desk.training.wording import lost_text, sentence
from scoring.strategy.training.terms import Case, Scored
from scoring.text import numbers

MONTHS_A_QUARTER = 3


def show(session: Session, case: Case, whole: bool) -> None:
    """Columns beside each other, below each other on a phone; `whole` = with how it paid and the scorecard's points."""
    columns = st.columns([4, 5, 6] if whole else [4, 11], gap="medium")
    with columns[0]:
        _claims(session, case)
    with columns[-1]:
        _known(session, case)
        if whole and case.scored is not None:
            _score(session, case.scored)
    if whole:
        with columns[1]:
            _history(session, case)


def _claims(session: Session, case: Case) -> None:
    st.markdown(f"**{session.say('training.claims')}**", help=session.say("training.claims_help"))
    rows = [
        (
            numbers.whole(claim.days_past_due, session.lang),
            numbers.whole(claim.share, session.lang),
            session.say("common.yes") if claim.disputed else "–",
        )
        for claim in case.claims
    ]
    _table([session.say(f"training.column.{name}") for name in ("days", "share", "disputed")], rows)


def _history(session: Session, case: Case) -> None:
    st.markdown(f"**{session.say('training.history')}**", help=session.say("training.history_help"))
    rows = [
        (
            f"{MONTHS_A_QUARTER * (quarter.ago + 1)}–{MONTHS_A_QUARTER * quarter.ago}",
            numbers.whole(quarter.due, session.lang),
            numbers.whole(quarter.late, session.lang),
            "–" if quarter.mean_days is None else numbers.whole(quarter.mean_days, session.lang),
        )
        for quarter in case.quarters
    ]
    _table([session.say(f"training.column.{name}") for name in ("quarter", "due", "late", "mean")], rows)


def _known(session: Session, case: Case) -> None:
    told = [sentence(one, session.lang) for one in case.signs]
    if case.name_part is not None:
        key = "training.name_part" if case.name_part else "training.name_person"
        told.insert(0, session.say(key, word=case.name_part))
    if told:
        st.markdown(f"**{session.say('training.known')}**")
        st.markdown("\n".join(f"- {one}" for one in told))


def _score(session: Session, scored: Scored) -> None:
    st.markdown(f"**{session.say('training.score')}**", help=session.say("training.score_help"))
    lost = lost_text(scored, session.lang) or (session.say("training.none_lost"),)
    st.markdown("\n".join(f"- {one}" for one in lost))
    lines = {"best": scored.best, "prime_from": scored.prime_from, "ordinary_from": scored.ordinary_from}
    st.markdown(session.say("training.score_lines", **lines))


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A small table as text; figures stand on the right."""
    lines = [headings, ["--:"] * len(headings), *rows]
    st.markdown("\n".join(f"| {' | '.join(cells)} |" for cells in lines))
