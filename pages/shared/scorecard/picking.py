"""The choice of a version: the draft at work, a saved one, or the expert's card."""

from __future__ import annotations

import streamlit as st

from pages.shared.session import Session
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.scores_wording import card_label
from scoring.store import Store

DRAFT = -1
"""The card of the draft, which has no number yet."""


def version(
    session: Session,
    store: Store,
    key: str,
    label: str | None = None,
    shown: int | None = None,
    with_draft: bool = False,
) -> int:
    """The number of the version chosen, the one in use first; 0 = the expert's card, DRAFT = the draft at work, which
    stands first where it is offered. `shown` = the version shown until somebody chooses, else the first."""
    champion = scorecard_versions.champion(store)
    known = {
        each.number: each for each in [champion, *scorecard_versions.versions(store), scorecard_versions.expert(store)]
    }
    numbers = [*([DRAFT] if with_draft else []), *known]
    return st.selectbox(
        label or session.say("scorecard.version"),
        numbers,
        index=numbers.index(shown) if shown in numbers else 0,
        format_func=lambda number: _label(session, store, number),
        key=key,
    )


def _label(session: Session, store: Store, number: int) -> str:
    if number == DRAFT:
        return session.say("scorecard.draft")
    found = scorecard_versions.version_of(store, number)
    label = card_label(found, session.lang)
    return label if number == scorecard_versions.EXPERT else f"{label} · {session.say(f'scores.status.{found.status}')}"
