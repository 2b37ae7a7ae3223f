"""The case of one customer: where it stands, every move it made, the moves it can make, and its hand-over."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared import tables
from pages.shared.doing import do, me, turn
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.collections.before_call import Sheet
from scoring.desk.collections.cases import DEPARTMENTS, Case, accept, hand_over, move_case, waiting_for
from scoring.store import Store
from scoring.strategy.cases.steps import NEXT, OUTCOMES, Move


def show(session: Session, store: Store, found: Sheet) -> None:
    """Where the case stands and how it came there, the next move, the hand-over."""
    here = found.case.stage if found.case else "new"
    facts = {"stage": session.say(f"case.stage.{here}")}
    if found.case is None:
        st.markdown(f"##### {session.say('case.here', **facts)}")
    else:
        department = session.say(f"case.department.{found.case.department}")
        st.markdown(f"##### {session.say('case.here_owned', owner=found.case.owner, department=department, **facts)}")
        moves(session, found.case)
        if any(one.one_person for one in found.case.given):
            st.markdown(f":small[{session.say('case.one_person')}]")
    _move(session, store, found, here)
    if found.case:
        _hand_over(session, store, found.case)


def moves(session: Session, case: Case) -> None:
    """Every move of a case with its owner, day, evidence and who allowed it."""
    rows = [vars(move) | {"stage": session.say(f"case.stage.{move.to}")} for move in case.moves]
    columns = [
        Column("on", "date", heading="timeline.on"),
        Column("stage", heading="case.stage_label", width=150),
        Column("owner", heading="case.owner", width=120),
        Column("evidence", heading="case.evidence", width=300),
        Column("allowed_by", heading="case.allowed_by", width=120),
    ]
    tables.show(session, rows, columns, key="case_moves")


def _move(session: Session, store: Store, found: Sheet, here: str) -> None:
    missed = next((plan.missed for plan in found.plans if plan.state == "broken" and plan.missed), None)
    broken = "" if missed is None else session.say("plan.missed_evidence", number=missed.instalment.number)
    with st.form("case_move", border=False):
        with st.grid(columns=5, min_column_width=150):
            to = st.selectbox(
                session.say("case.to"),
                NEXT[here],  # type: ignore[index]
                format_func=lambda name: session.say(f"case.stage.{name}"),
                key=f"case_to_{here}",
            )
            owner = st.text_input(
                session.say("case.owner"), found.case.owner if found.case else me(session), key=f"case_owner{turn()}"
            )
            evidence = st.text_input(session.say("case.evidence"), broken, key=f"case_evidence{turn()}")
            allowed = st.text_input(session.say("case.allowed_by"), key=f"case_allowed{turn()}")
            outcome = st.selectbox(
                session.say("case.outcome_label"),
                OUTCOMES,
                format_func=lambda name: session.say(f"case.outcome.{name}") if name else "–",
                key=f"case_outcome{turn()}",
            )
        if st.form_submit_button(session.say("case.move")):
            move = Move(to, session.view.as_of, owner, evidence, allowed, outcome)
            who = me(session) or owner
            _keep(session, who, lambda: move_case(store, found.customer_id, move, who))


def _hand_over(session: Session, store: Store, case: Case) -> None:
    waiting = waiting_for(case)
    here = session.say(f"case.department.{case.department}")
    with st.expander(session.say("case.hand_over", department=here), expanded=waiting is not None):
        if waiting is not None:
            accepting(session, store, case, f"one{turn()}")
            return
        others = [name for name in DEPARTMENTS if name != case.department]
        taker = st.selectbox(
            session.say("case.taker"),
            others,
            format_func=lambda name: session.say(f"case.department.{name}"),
            key="case_taker",
        )
        why = st.text_input(session.say("case.why"), key=f"case_why{turn()}")
        who = st.text_input(session.say("note.by"), value=me(session), key=f"case_giver{turn()}")
        if st.button(session.say("case.give"), key="case_give"):
            day = session.view.as_of
            _keep(session, who, lambda: hand_over(store, case.customer_id, taker, why, day, who))


def accepting(session: Session, store: Store, case: Case, key: str) -> None:
    """A hand-over that waits, and the field in which somebody of the department accepts it."""
    given = waiting_for(case)
    if given is None:
        return
    taker = session.say(f"case.department.{given.taker}")
    st.markdown(session.say("case.waits_for", taker=taker, reason=given.reason))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.text_input(session.say("case.accepted_by"), key=f"case_accepted_by_{key}", width=220)
        if st.button(session.say("case.accept"), key=f"case_accept_{key}"):
            _keep(session, who, lambda: accept(store, given.number, session.view.as_of, who))


def _keep(session: Session, who: str, task: Callable[[], object]) -> None:
    do(session, who, task, session.say("note.kept"))
