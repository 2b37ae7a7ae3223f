"""Why a customer does not pay and which rule counts for it, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared.session import Session
from scoring.desk.strategy.standings import Standing
from scoring.desk.strategy.wording import finding_text, held_text, trace
from scoring.strategy.cases.reasons import Finding


def lines(session: Session, standings: Sequence[Standing], why: Finding) -> None:
    """The reason that counts, other suggestions, how lasting it is, and the rule with the facts that met it."""
    lang, told = session.lang, list[str]()
    if why.recorded or any(one.overdue for one in standings):
        told.append(f"- {session.say('trace.why')} {finding_text(why, lang)}")
    for one in standings:
        told += [f"    - :small[{finding_text(other, lang)}]" for other in one.reasons[1:]]
        if one.lasting:
            told.append(f"- {session.say('trace.lasting')} {finding_text(one.lasting, lang, 'persistence')}")
        told += _rule(session, one)
    if any(one.overdue and not why.recorded for one in standings):
        outside = any(one.outside for one in standings)
        told.append(f"- :small[{session.say('arrears_outside.some' if outside else 'arrears_outside.none')}]")
    st.markdown("\n".join(told))


def _rule(session: Session, standing: Standing) -> list[str]:
    """The rule that counts, each of its conditions with the fact that met it, and what recording the reason would change."""
    held = held_text(standing, session.lang)
    return [
        f"- {session.say('trace.title', rule=standing.rule.id)}",
        *(f"    - {met}" for met in trace(standing, session.lang)),
        *([f"- :small[{held}]"] if held else []),
    ]
