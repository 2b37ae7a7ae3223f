"""What debtors say, what it may mean, and an answer that listens, sympathises, clarifies and proposes."""

from __future__ import annotations

import streamlit as st

from pages.shared.session import Session
from scoring.desk.strategy.playbook import playbook_of
from scoring.store import Store
from scoring.terms import View

PARTS = ("may_mean", "ask", "say", "offer", "escalate")


def tab(session: Session, store: Store, view: View) -> None:
    """The excuse heard, then its answer."""
    excuses = playbook_of(store).excuses
    chosen = st.selectbox(
        session.say("excuse.heard"),
        list(excuses),
        format_func=lambda name: excuses[name].says[session.lang],
        key="strategy_excuse",
    )
    excuse = excuses[chosen]
    st.markdown(f"### “{excuse.says[session.lang]}”")
    st.markdown(f":small[{session.say('excuse.reason', reason=session.say(f'arrears_reason.{excuse.reason}'))}]")
    for part in PARTS:
        st.markdown(f"**{session.say(f'excuse.{part}')}** — {getattr(excuse, part)[session.lang]}")
