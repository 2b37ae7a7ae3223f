"""What was learned: changes of the playbook proposed with their evidence, for a person to approve or refuse."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from pages.shared import cached, tables
from pages.shared.doing import do, me
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.effect.proposals import Proposal, decide, learned, learned_until, proposals, propose
from scoring.desk.effect.wording import HUNDRED
from scoring.desk.strategy.playbook import playbook_of
from scoring.store import Store
from scoring.terms import View
from scoring.text import numbers

PLACES = 2


def show(session: Session, store: Store, view: View) -> None:
    """What could be proposed, what waits for a decision, everything that was."""
    st.divider()
    st.markdown(f"### {session.say('proposal.title')}")
    new = cached.report(store, session.scope, learned, view.as_of)
    written = proposals(store, view.as_of)
    if not new and not written:
        st.info(session.say("proposal.nothing"))
        return
    who = st.text_input(session.say("note.by"), value=me(session), key="proposal_by", width=220)
    for place, one in enumerate(new):
        with st.container(border=True):
            st.markdown(f"**{change(session, store, one)}**  \n{evidence(session, one)}")
            if st.button(session.say("proposal.propose"), key=f"proposal_new_{place}"):
                do(session, who, partial(propose, store, one, who), session.say("proposal.proposed"))
    for one in written:
        if one.approved is None:
            _decide(session, store, view, one, who)
    if written:
        _list(session, store, written)


def change(session: Session, store: Store, one: Proposal) -> str:
    """The change in one sentence."""
    facts = {"entry": one.entry, "was": one.was, "becomes": one.becomes}
    if one.kind == "hazard_ratio":
        facts["entry"] = session.say(f"effect.channel.{one.entry}")
    else:
        levels = playbook_of(store).levels
        facts |= {n: levels[v].name[session.lang] for n, v in facts.items() if n != "entry" and v in levels}
    return session.say(f"proposal.{one.kind}", **facts)


def evidence(session: Session, one: Proposal) -> str:
    """What it rests on."""
    facts: dict[str, Any] = dict(one.evidence)
    for name in ("points", "value", "low", "high"):
        if isinstance(facts.get(name), int | float):
            points = one.kind == "rule_level"
            told = round(HUNDRED * facts[name]) if points else numbers.decimal(facts[name], session.lang, PLACES)
            facts[name] = told
    facts["until"] = learned_until(one)
    return session.say(f"proposal.why_{one.kind}", **facts)


def _decide(session: Session, store: Store, view: View, one: Proposal, who: str) -> None:
    with st.container(border=True):
        st.markdown(f"**{change(session, store, one)}**  \n{evidence(session, one)}")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            why = st.text_input(session.say("proposal.reason"), key=f"proposal_why_{one.number}", width=360)
            for name, approved in (("approve", True), ("refuse", False)):
                if st.button(session.say(f"proposal.{name}"), key=f"proposal_{name}_{one.number}"):
                    told = session.say("proposal.approved" if approved else "proposal.refused")
                    do(session, who, partial(decide, store, one.number, approved, view.as_of, why, who), told)


def _list(session: Session, store: Store, written: list[Proposal]) -> None:
    rows = [
        {
            "change": change(session, store, one),
            "evidence": evidence(session, one),
            "proposed": f"{numbers.day(one.proposed_on, session.lang)} {one.by}",
            "state": session.say(f"proposal.state.{STATES[one.approved]}"),
            "decided": one.decided_by,
            "reason": one.why,
            "version": one.version,
        }
        for one in written
    ]
    widths = {"change": 330, "evidence": 300, "proposed": 130, "state": 120, "decided": 90, "reason": 160}
    columns = [Column(name, heading=f"proposal.column.{name}", width=width) for name, width in widths.items()]
    tables.show(
        session, rows, [*columns, Column("version", "count", heading="proposal.column.version")], key="proposals"
    )


STATES = {None: "waiting", True: "approved", False: "refused"}
