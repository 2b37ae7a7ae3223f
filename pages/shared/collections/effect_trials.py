"""Strategy against strategy: what is tried, how it stands, a new one; and what was learned, for a person to decide."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from pages.shared import cached, tables
from pages.shared.collections import effect_learned
from pages.shared.doing import do, me
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.effect.experiments import Followed, experiments, start, stop
from scoring.desk.effect.wording import HUNDRED
from scoring.desk.strategy.playbook import measure_of, playbook_of
from scoring.store import Store
from scoring.strategy.effect.experiments import CONSTANTS, GOALS, Goal, told_on
from scoring.strategy.playbook.terms import Playbook
from scoring.terms import View

USUAL_SHARE, USUAL_CASES, USUAL_LOOKS = 50, 200, 3


def tab(session: Session, store: Store, view: View) -> None:
    """All experiments, what each was stated to be, a form for another, what was learned."""
    found, book = cached.report(store, session.scope, experiments, view.as_of), playbook_of(store)
    if found:
        _list(session, found, book)
        for one in found:
            _one(session, store, view, one, book)
    else:
        st.info(session.say("experiment.how"))
    _form(session, store, view, book)
    effect_learned.show(session, store, view)


def title(session: Session, store: Store, view: View) -> str:
    """What the newest experiment found, or how far it is."""
    with st.spinner(session.say("effect.measuring")):
        found = cached.report(store, session.scope, experiments, view.as_of)
    return headline(session, found[0], playbook_of(store)) if found else session.say("experiment.title_none")


def headline(session: Session, one: Followed, book: Playbook) -> str:
    """What an experiment found, or how far it is."""
    verdict, plan = one.verdict, one.plan
    facts: dict[str, Any] = {"number": plan.number, "cases": verdict.cases, "planned": plan.cases}
    state = _state(one)
    if verdict.difference is not None and verdict.low is not None and verdict.high is not None:
        sign = -1 if state == "worse" else 1
        ends = sorted(sign * round(HUNDRED * end) for end in (verdict.low, verdict.high))
        facts |= {"points": sign * round(HUNDRED * verdict.difference), "low": ends[0], "high": ends[1]}
        facts["cases"] = told_on(plan, verdict)
    facts |= {"champion": name_of(session, book, plan.champion), "challenger": name_of(session, book, plan.challenger)}
    return session.say(f"experiment.title_{state}", **facts)


def name_of(session: Session, book: Playbook, level: str) -> str:
    """A level's name; its id where the playbook no longer has it."""
    return book.levels[level].name[session.lang] if level in book.levels else level


def _state(one: Followed) -> str:
    stopped = one.plan.stopped_on is not None and one.verdict.state == "running"
    return "stopped" if stopped else one.verdict.state


def _list(session: Session, found: list[Followed], book: Playbook) -> None:
    rows = [
        {
            "number": str(one.plan.number),
            "rule": one.plan.rule,
            "champion": name_of(session, book, one.plan.champion),
            "challenger": name_of(session, book, one.plan.challenger),
            "share": one.plan.share,
            "start_on": one.plan.start_on,
            "stopped_on": one.plan.stopped_on,
            "entered": one.entered,
            "cases": one.verdict.cases,
            "next_at": one.verdict.next_at,
            "state": session.say(f"experiment.state.{_state(one)}"),
        }
        for one in found
    ]
    kinds: dict[str, Any] = {
        "number": "code", "rule": "text", "champion": "text", "challenger": "text", "state": "text", "share": "percent",
        "entered": "count", "cases": "count", "next_at": "count", "start_on": "date", "stopped_on": "date",
    }  # fmt: skip
    widths = {"number": 56, "rule": 170, "champion": 160, "challenger": 160, "state": 130, "share": 64}
    columns = [Column(n, k, heading=f"experiment.column.{n}", width=widths.get(n)) for n, k in kinds.items()]
    total = {"entered": sum(one.entered for one in found), "cases": sum(one.verdict.cases for one in found)}
    tables.show(session, rows, columns, key="experiments", total={"number": session.say("common.total")} | total)


def _one(session: Session, store: Store, view: View, one: Followed, book: Playbook) -> None:
    """What was stated beforehand, the arms, the means at the look that decided; a way to stop it."""
    plan, verdict = one.plan, one.verdict
    names = {
        "champion_name": name_of(session, book, plan.champion),
        "challenger_name": name_of(session, book, plan.challenger),
    }
    with st.expander(headline(session, one, book)):
        facts = {
            "goal": session.say(f"experiment.goal.{plan.goal}"), "days": plan.horizon_days, "cases": plan.cases,
            "looks": plan.looks, "apart": measure_of(store).experiment_days, "reason": one.reason, "by": one.started_by,
        }  # fmt: skip
        st.markdown(session.say("experiment.rules_told", **facts))
        arms = {"champion": one.by_arm[0], "challenger": one.by_arm[1]}
        st.markdown(session.say("experiment.arms", **arms, **names))
        if verdict.champion is not None and verdict.challenger is not None:
            means = {"champion": session.percent(verdict.champion), "challenger": session.percent(verdict.challenger)}
            st.markdown(session.say("experiment.means", look=verdict.look, **means, **names))
        if plan.stopped_on is not None:
            told = {"day": plan.stopped_on, "by": one.stopped_by, "why": one.stopped_why}
            st.markdown(session.say("experiment.stopped_told", **told))
            return
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            who = st.text_input(
                session.say("note.by"), value=me(session), key=f"experiment_by_{plan.number}", width=180
            )
            why = st.text_input(session.say("experiment.reason"), key=f"experiment_why_{plan.number}", width=320)
            if st.button(session.say("experiment.stop", number=plan.number), key=f"experiment_stop_{plan.number}"):
                number, day = plan.number, view.as_of
                do(session, who, lambda: stop(store, number, day, why, who), session.say("experiment.stopped"))


def _form(session: Session, store: Store, view: View, book: Playbook) -> None:
    """Everything that has to be stated beforehand."""
    with st.expander(session.say("experiment.start_title")):
        st.markdown(f":small[{session.say('experiment.how')}]")
        with st.grid(columns=4, min_column_width=170):
            rule, level = _strategies(session, book)
            share = st.number_input(session.say("experiment.share"), 1, 99, USUAL_SHARE, key="experiment_share")
            begin = st.date_input(session.say("experiment.start_on"), value=view.as_of, key="experiment_start")
            goal: Goal = st.selectbox(
                session.say("experiment.goal_label"),
                GOALS,
                format_func=lambda name: session.say(f"experiment.goal.{name}"),
                key="experiment_goal",
            )
            cases = st.number_input(session.say("experiment.cases"), 1, 1_000_000, USUAL_CASES, key="experiment_cases")
            looks = st.number_input(
                session.say("experiment.looks"), 1, max(CONSTANTS), USUAL_LOOKS, key="experiment_looks"
            )
            who = st.text_input(session.say("note.by"), value=me(session), key="experiment_by")
        why = st.text_input(session.say("experiment.reason"), key="experiment_why")
        if st.button(session.say("experiment.start"), type="primary", key="experiment_go"):
            told = (rule, level, int(share) / HUNDRED, begin, goal, int(cases), int(looks), why, who)
            do(session, who, partial(start, store, *told), session.say("experiment.started"))


def _strategies(session: Session, book: Playbook) -> tuple[str, str]:
    """The rule tried on and the level tried."""
    rule = st.selectbox(
        session.say("experiment.rule"), [one.id for one in book.rules if not one.disputed], key="experiment_rule"
    )
    here = next(one.level for one in book.rules if one.id == rule)
    level = st.selectbox(
        session.say("experiment.challenger"),
        [name for name in book.levels if name != here],
        format_func=lambda name: name_of(session, book, name),
        key="experiment_level",
    )
    return str(rule), str(level)
