"""Today's list: what to do first, what each step should bring, and a note of what came of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from pages.shared import cached, tables
from pages.shared.guard import tell
from pages.shared.session import Session
from pages.shared.strategy import noting
from pages.shared.tables import Column
from scoring.desk.effect.measured import effects_at
from scoring.desk.worklist.items import Item, Items, Today
from scoring.desk.worklist.today import capacity_of, clerks, worklist
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.playbook.terms import Step
from scoring.terms import View

ROWS_MAX = 300


def tab(session: Session, store: Store, view: View) -> None:
    """The hours, the list of today with one line opened, everybody else with the reason."""
    try:
        minutes = _hours(session, store)
        with st.spinner(session.say("strategy.weighing")):
            found = cached.report(store, session.scope, worklist, view, minutes)
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    chosen = found.chosen
    st.markdown(f"### {answer(session, found, chosen)}")
    _assumed(session, store, found)
    if chosen:
        rows = [_row(session, item) for item in chosen[:ROWS_MAX]]
        total = {"customer_name": session.say("tables.total_of", rows=len(chosen)), **chosen.totals}
        picked = tables.show(session, rows, COLUMNS, key="today_list", total=total, select=True)
        if picked:
            noting.panel(session, store, view, chosen[picked.row["rank"] - 1])
        else:
            st.markdown(f":small[{session.say('strategy.pick_one')}]")
        if len(chosen) > ROWS_MAX:
            st.markdown(f":small[{session.say('tables.shown_of', shown=ROWS_MAX, rows=len(chosen))}]")
    _others(session, found.others)


def answer(session: Session, found: Today, chosen: Items) -> str:
    """How many steps fit into the day, what they should be worth, and what no list could exceed."""
    if not chosen:
        return session.say("strategy.today_none")
    urgent = chosen.urgent
    value = f"{session.short(found.worklist.value)} {found.currency}"
    facts = {
        "tasks": len(chosen),
        "value": value,
        "days": found.horizon_days,
        "gap": session.percent(found.worklist.gap),
    }
    told = session.say("strategy.today", **facts)
    return f"{told} {session.say('strategy.today_urgent', urgent=urgent)}" if urgent else told


def _hours(session: Session, store: Store) -> dict[str, float]:
    """The clerks' hours of the day; the others' stand in the playbook."""
    usual = clerks(store)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        people = st.number_input(
            session.say("strategy.people"), 0, 1000, value=usual[0], step=1, key="today_people", width=130
        )
        hours = st.number_input(
            session.say("strategy.hours"), 0.0, 24.0, value=usual[1], step=0.5, key="today_hours", width=150
        )
    return capacity_of(store, float(hours), int(people))


def _assumed(session: Session, store: Store, found: Today) -> None:
    """Whether the effects are assumed or measured."""
    names = ", ".join(session.say(f"strategy.channel.{name}") for name in found.measured)
    told = session.say("strategy.measured", channels=names) if found.measured else session.say("strategy.assumed")
    with st.expander(told):
        rows = [
            {
                "channel": session.say(f"strategy.channel.{name}"),
                "ratio": f"× {effect.hazard_ratio:.2f}",
                "minutes": int(effect.minutes),
                "cost": session.percent(effect.cost_share),
                "cases": effect.cases,
            }
            for name, effect in effects_at(store, found.as_of).channels.items()
        ]
        columns = [
            Column("channel", heading="worklist.column.channel", width=140),
            Column("ratio", heading="strategy.column.ratio", width=160),
            Column("minutes", "count", heading="worklist.column.minutes"),
            Column("cost", heading="strategy.column.cost", width=140),
            Column("cases", "count", heading="strategy.column.cases"),
        ]
        tables.show(session, rows, columns, key="today_effects")


def _others(session: Session, others: Items) -> None:
    if not others:
        return
    with st.expander(session.say("strategy.others", count=len(others))):
        rows = [
            _row(session, item)
            | {"why": session.say(f"strategy.why.{item.waiting or item.why}")}
            | _later(session, item)
            for item in others[:ROWS_MAX]
        ]
        columns = [
            NAME,
            Column("why", heading="strategy.column.why", width=190),
            *COLUMNS[2:6],
            Column(
                "later_on", "date", heading="strategy.column.later_on", help=session.say("strategy.column.later_help")
            ),
            Column("later", heading="strategy.column.later", width=260),
            *COLUMNS[6:],
        ]
        tables.show(session, rows, columns, key="today_others")
        if len(others) > ROWS_MAX:
            st.markdown(f":small[{session.say('tables.shown_of', shown=ROWS_MAX, rows=len(others))}]")


NAME = Column("customer_name", pinned=True, width=160)
COLUMNS = [
    NAME,
    Column("rank", "count", heading="worklist.column.rank", width=46),
    Column("what", heading="worklist.column.what", width=210),
    Column("due_on", "date", heading="strategy.column.due_on", width=92),
    Column("who", heading="worklist.column.owner", width=110),
    Column("how", heading="worklist.column.channel", width=84),
    Column("amount", "money"),
    Column("gain", "money", heading="worklist.column.gain"),
    Column("minutes", "count", heading="worklist.column.minutes", width=70),
    Column("level", heading="strategy.column.level", width=170),
    Column("rule", heading="strategy.column.rule", width=190),
]


def _day(session: Session, item: Item, step: Step | None) -> date | None:
    """The day on which a step falls due, counted from the claim that the level's steps count by."""
    return None if step is None else session.view.as_of + timedelta(days=step.day - item.standing.step_days)


def _later(session: Session, item: Item) -> dict[str, Any]:
    """The first step after today and its day."""
    step = item.standing.later
    return {"later": step.told[session.lang] if step else "", "later_on": _day(session, item, step)}


def _row(session: Session, item: Item) -> dict[str, Any]:
    step = item.step
    return {
        "due_on": _day(session, item, step),
        "rank": item.rank,
        "customer_name": item.standing.name,
        "what": step.told[session.lang] if step else "",
        "who": session.say(f"strategy.owner.{step.owner}") if step else "",
        "how": session.say(f"strategy.channel.{step.channel}") if step else "",
        "amount": item.amount,
        "gain": round(item.gain, 2),
        "minutes": int(item.minutes),
        "level": item.standing.level.name[session.lang],
        "rule": item.standing.rule.id,
    }
