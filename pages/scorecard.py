"""Who will pay late, and where do we draw the line? From the definition of bad to a card in use, a tab a step."""

from __future__ import annotations

import streamlit as st

from pages.shared import cached, header
from pages.shared.guard import guarded
from pages.shared.scorecard import bins, by_hand, card, cutoffs, define, monitor, validate, versions
from pages.shared.session import Session
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.views import header_of
from scoring.store import Store

TABS = {
    "define": define.tab,
    "bins": bins.tab,
    "card": card.tab,
    "validate": validate.tab,
    "cutoffs": cutoffs.tab,
    "versions": versions.tab,
    "monitor": monitor.tab,
    "by_hand": by_hand.tab,
}


@guarded("scorecard")
def main(session: Session, store: Store) -> None:
    """Which card is in use, then the steps; only the open one is computed."""
    champion = scorecard_versions.champion(store)
    if champion.status == "expert":
        st.title(session.say("scorecard.title_expert"))
    else:
        st.title(session.say("scorecard.title_champion", version=champion.number, name=champion.card.name))
    header.line(session, cached.report(store, session.scope, header_of, session.view))
    labels = [session.say(f"scorecard.tab.{name}") for name in TABS]
    tabs = st.tabs(labels, key=f"scorecard_tabs_{session.lang}", on_change="rerun")
    for tab, show in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab:
                show(session, store)


main()
