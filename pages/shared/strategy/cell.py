"""One cell of the grid opened: posture, what is expected, what peers did, its steps, credit terms to try, its customers."""

from __future__ import annotations

import streamlit as st

from pages.shared import cached, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.strategy import reasons, steps
from pages.shared.tables import Column
from pages.shared.whatif import draft
from scoring.desk.strategy.standings import Standings
from scoring.desk.strategy.wording import finding_text
from scoring.desk.worklist.advice import Tried, cell_name, scenario_for, supporting, tried
from scoring.desk.worklist.segments import CreditAdvice, Segment, SegmentReport
from scoring.store import Store
from scoring.strategy.cases.peers import CASES_MIN
from scoring.terms import View

ROWS_MAX = 300


def show(session: Session, store: Store, view: View, found: SegmentReport, segment: Segment) -> None:
    """The cell in words, its level's steps, what to try about credit, and who is in it."""
    level = found.report.playbook.levels[segment.total.levels[0]]
    mine = found.report.standings[found.currency].in_cell(segment.cell)
    with st.container(border=True):
        st.markdown(f"#### {cell_name(segment.cell, session.lang)}")
        st.markdown(f"**{level.posture[session.lang]}**")
        amounts = {name: session.short(getattr(segment, name)) for name in ("asked", "without", "gain")}
        st.markdown(session.say("segments.expects", days=found.horizon_days, steps=segment.steps, **amounts))
        st.markdown(_peers(session, found, segment))
        steps.timeline(session, level, mine.of_level(level.id), "strategy_cell_steps")
        _credit(session, store, view, segment)
        _customers(session, mine)


def _peers(session: Session, found: SegmentReport, segment: Segment) -> str:
    one = segment.peers
    if one is None or not one.enough:
        return session.say("segments.peers_few", cases=one.cases if one else 0, least=CASES_MIN)
    known = one.median_days is not None
    median = (
        session.say("segments.peers_median", days=one.median_days) if known else session.say("segments.peers_no_median")
    )
    facts = {"paid": session.percent(one.paid_share), "worse": session.percent(one.worse_share), "median": median}
    return session.say("segments.peers", cases=one.cases, customers=one.customers, days=found.horizon_days, **facts)


def _credit(session: Session, store: Store, view: View, segment: Segment) -> None:
    """What the playbook does about credit, what that would come to, and the way to the scenario that shows it."""
    advice = segment.credit
    if advice is None:
        st.markdown(f":small[{session.say('advice.none')}]")
        return
    credit = session.say(f"strategy.credit.{advice.credit}")
    st.markdown(f"##### {session.say('advice.title', credit=credit, count=len(advice.customers))}")
    now: Tried = cached.report(store, session.scope, tried, view, segment.cell, advice, session.lang)
    st.markdown(_result(session, now, "advice.result", "advice.no_result"))
    kept: tuple[Tried, ...] = cached.report(store, session.scope, supporting, view, segment.cell, advice)
    for one in kept:
        st.markdown(_result(session, one, "advice.saved", "advice.saved_no_result"))
    with st.container(horizontal=True, gap="small"):
        if now.npv is not None and st.button(session.say("advice.open"), key="advice_open"):
            _open(session, segment, advice)
        for one in kept:
            if st.button(session.say("advice.open_saved", name=one.name), key=f"advice_open_{one.number}"):
                asked.put("scenario", one.number)
                st.switch_page("pages/whatif.py", query_params=asked.asked())


def _open(session: Session, segment: Segment, advice: CreditAdvice) -> None:
    """What-if with the advised terms filled in for these customers."""
    before = asked.recall(draft.key_of(session))
    draft.take(session, draft.of_scenario(scenario_for(segment.cell, advice, session.lang), before))
    asked.put("scenario", None)
    st.switch_page("pages/whatif.py", query_params=asked.asked())


def _result(session: Session, one: Tried, words: str, without: str) -> str:
    named = {"name": one.name, "segment": one.segment}
    if one.released is None or one.npv is None or one.value is None:
        return session.say(without, **named)
    amounts = {name: session.short(getattr(one, name)) for name in ("released", "npv", "value")}
    return session.say(words, **named, **amounts)


def _customers(session: Session, mine: Standings) -> None:
    st.markdown(f"##### {session.say('segments.customers')}")
    rows = [
        {
            "customer_name": one.name,
            "customer_id": one.customer_id,
            "open_amount": one.open,
            "overdue": one.overdue,
            "oldest": one.oldest_days,
            "what": one.due.told[session.lang] if one.due else session.say("strategy.why.not_yet"),
            "why": finding_text(one.why, session.lang) if one.overdue else "",
            "rule": one.rule.id,
        }
        for one in mine[:ROWS_MAX]
    ]
    columns = [
        Column("customer_name", pinned=True, width=180),
        Column("customer_id", width=84),
        Column("open_amount", "money"),
        Column("overdue", "money"),
        Column("oldest", "count", heading="strategy.column.oldest", width=90),
        Column("what", heading="worklist.column.what", width=340),
        Column("why", heading="strategy.column.reason_found", width=340),
        Column("rule", heading="strategy.column.rule", width=190),
    ]
    total = {"customer_name": session.say("tables.total_of", rows=len(mine))}
    total |= {name: mine.sum_of(name) for name in ("open_amount", "overdue")}
    picked = tables.show(session, rows, columns, key="strategy_cell", total=total, select=True)
    if picked:
        one = mine.of(picked.row["customer_id"])
        with st.container(border=True):
            st.markdown(f"#### {one.name}")
            reasons.lines(session, (one,), one.why)
    if len(mine) > ROWS_MAX:
        st.markdown(f":small[{session.say('tables.shown_of', shown=ROWS_MAX, rows=len(mine))}]")
