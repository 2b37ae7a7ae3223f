"""Something a reader does that is kept under a name: done, told after the page is drawn anew; else one sentence."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared import session as asked
from pages.shared.guard import tell
from pages.shared.session import Session
from scoring.errors import ScoringError

PERSON, TURN = "author", "turn"


def me(session: Session) -> str:
    """Who signed in, else who last gave a name here."""
    return session.user or str(asked.recall(PERSON, ""))


def turn() -> str:
    """The end of the key of a field that is empty again once what it held is kept, and as it was when that failed: another
    text after each `do` that worked."""
    number = asked.recall(TURN, 0)
    return f"_{number}" if number else ""


def do(session: Session, who: str, task: Callable[[], object], told: str | None = None) -> None:
    """Do `task`, remember the person, tell what was done and draw the page anew; what is wrong stands as a sentence and
    nothing is lost. `told` None = the task tells by itself."""
    try:
        task()
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    asked.remember(PERSON, who)
    asked.remember(TURN, asked.recall(TURN, 0) + 1)
    if told:
        asked.remember("told", told)
    st.rerun()
