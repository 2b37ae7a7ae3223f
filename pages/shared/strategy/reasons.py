"""Why a customer does not pay and which rule counts for it, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared.session import Session
from scoring.desk.collections.debtors import Standing
from scoring.desk.collections.wording import finding_text, held_text, trace
from scoring.strategy.cases.reasons import Finding


def lines(session: Session, standings: Sequence[Standing], why: Finding) -> None:
    """The reason that counts, other suggestions, how lasting it is, and the rule with the facts that met it."""
    lang = session.lang
    if why.recorded or any(one.overdue for one in standings):
        st.markdown(f"- {session.say('trace.why')} {finding_text(why, lang)}")
    for one in standings:
        for other in one.reasons[1:]:
            st.markdown(f"  - :small[{finding_text(other, lang)}]")
        if one.lasting:
            st.markdown(f"- {session.say('trace.lasting')} {finding_text(one.lasting, lang, 'persistence')}")
        rule(session, one)
    if any(one.oldest_days > 0 and not why.recorded for one in standings):
        outside = any(one.outside for one in standings)
        st.markdown(f"- :small[{session.say('arrears_outside.some' if outside else 'arrears_outside.none')}]")


def rule(session: Session, standing: Standing) -> None:
    """The rule that counts, each of its conditions with the fact that met it, and what recording the reason would change."""
    st.markdown(f"- {session.say('trace.title', rule=standing.rule.id)}")
    for met in trace(standing, session.lang):
        st.markdown(f"  - {met}")
    if held := held_text(standing, session.lang):
        st.markdown(f"- :small[{held}]")
