"""Something a reader does that is kept under a name: done, told after the page is drawn anew; else one sentence."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared import session as asked
from pages.shared.guard import tell
from pages.shared.session import Session
from scoring.errors import ScoringError

PERSON = "author"


def me(session: Session) -> str:
    """Who signed in, else who last gave a name here."""
    return session.user or str(asked.recall(PERSON, ""))


def do(session: Session, who: str, task: Callable[[], object], told: str | None = None) -> None:
    """Do `task`, remember the person, tell what was done and draw the page anew; what is wrong stands as a sentence and
    nothing is lost. `told` None = the task tells by itself."""
    try:
        task()
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    asked.remember(PERSON, who)
    if told:
        asked.remember("told", told)
    st.rerun()
