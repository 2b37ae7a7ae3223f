"""How should I handle this? Questions from the playbook, marked with the reason; and how each person gets on."""

from __future__ import annotations

import streamlit as st

from pages.shared.doing import me
from pages.shared.guard import guarded
from pages.shared.session import Session
from pages.shared.training import practise, progress
from scoring.desk.training.answers import answers_of
from scoring.desk.training.sittings import Progress
from scoring.desk.training.sittings import progress as progress_of
from scoring.desk.training.wording import topic_text
from scoring.store import Store

TABS = {"practise": practise.tab, "progress": progress.tab}


@guarded("training", needs_ledger=False)
def main(session: Session, store: Store) -> None:
    """How the reader gets on, then questions, then everybody's progress."""
    title = st.empty()
    own = progress_of(answers_of(store, me(session))) if me(session) else []
    title.title(headline(session, own[0] if own else None))
    tabs = st.tabs(
        [session.say(f"training.tab.{name}") for name in TABS], key=f"training_tabs_{session.lang}", on_change="rerun"
    )
    for tab, show in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab:
                show(session, store)


def headline(session: Session, own: Progress | None) -> str:
    """How many answers were right, and what to practise next."""
    if own is None:
        return session.say("training.title")
    topic = topic_text(own.topics[0].topic, session.lang)
    facts = {"person": own.person, "right": own.right, "answers": len(own.answers), "topic": topic}
    return session.say("training.title_of", **facts)


main()
