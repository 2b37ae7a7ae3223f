"""Alerts beside figures: shown where they are found, found below the rest of the page where they are not; one alert opened.

What indicators find is kept in the store. On a long ledger the first look takes a minute; so a page draws everything else
first, then `fill` looks through the month-ends that are missing and the page is drawn again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.shared import cached, guard, preparing, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.figures.customer_list import CustomerLine, customer_lines
from scoring.desk.intake.importing import user_of_machine
from scoring.desk.warnings.alerts import alerts, take_step
from scoring.desk.warnings.finding import find, to_find
from scoring.desk.warnings.wording import evidence_text, limit_text, value_text
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.warnings import life
from scoring.strategy.warnings.indicators import SEVERITIES, load
from scoring.strategy.warnings.life import OUTCOMES, Alert
from scoring.terms import View
from scoring.text import numbers

COLUMNS = (
    Column("severity", "word", heading="warnings.column.severity", words="warnings.severity", width=76),
    Column("warning", heading="warnings.column.warning", width=210),
    Column("raised_on", "date", heading="warnings.column.raised_on"),
    Column("value", heading="warnings.column.value", width=90),
    Column("limit", heading="warnings.column.limit", width=90),
    Column("state", "word", heading="warnings.column.state", words="warnings.state", width=96),
    Column("still", "flag", heading="warnings.column.still", width=76),
)
"""Of a table of alerts, for rows as `cells` gives them."""


def known(session: Session, store: Store) -> list[Alert] | None:
    """The alerts of the as-of date; None while not all month-ends were looked through."""
    if to_find(store, session.view.as_of):
        return None
    return cached.report(store, session.scope, alerts, session.view.as_of)


def fill(session: Session, store: Store) -> None:
    """Look through what is missing, the last thing on a page, and draw it again."""
    missing = to_find(store, session.view.as_of)
    if not missing:
        return
    if preparing.under_way(store, session.view.as_of):
        preparing.show(session, store)
        return
    words = session.say("warnings.looking", days=len(missing))
    bar = st.progress(0.0, text=words)
    find(store, session.view.as_of, lambda share: bar.progress(share, text=words))
    bar.empty()
    if not to_find(store, session.view.as_of):
        st.rerun()


def by_exposure(found: Sequence[Alert], lines: Mapping[str, CustomerLine]) -> list[Alert]:
    """Open alerts first, the most severe, of those the customers that owe most."""
    return life.by_exposure(found, {customer: line.open for customer, line in lines.items()})


def cells(session: Session, one: Alert) -> dict[str, Any]:
    """Values of COLUMNS for one alert."""
    indicator = load()[one.indicator]
    return vars(one) | {
        "warning": session.say(f"warning.{one.indicator}"),
        "value": value_text(one.value, indicator.unit, session.lang),
        "limit": limit_text(indicator, one.threshold, session.lang),
        "state": one.state,
    }


def counted(session: Session, found: Sequence[Alert]) -> str:
    """How many are open and how many of them urgent, in one sentence."""
    severities = Counter(one.severity for one in found if one.is_open)
    facts = {name: severities[name] for name in SEVERITIES}
    return session.say("warnings.counted", alerts=sum(severities.values()), as_of=session.view.as_of, **facts)


def opened(session: Session, store: Store, one: Alert, name: str) -> None:
    """One alert: its evidence, what to do, what was done, and the next step."""
    with st.container(border=True):
        values = cells(session, one)
        facts = {"warning": values["warning"], "value": values["value"], "limit": values["limit"]}
        st.markdown(f"##### {session.say('warnings.of_customer', name=name, **facts)}")
        st.markdown(session.say(f"warning_help.{one.indicator}"))
        st.markdown(session.say("warnings.evidence", day=one.raised_on, evidence=evidence_text(one, session.lang)))
        st.markdown(session.say("warnings.to_do", action=session.say(f"warning_do.{one.indicator}")))
        for step in one.steps:
            state = session.say(f"warnings.state.{step.step}")
            outcome = session.say(f"warnings.outcome.{step.outcome}") if step.outcome else ""
            told = {"day": step.on_date, "by": step.by, "state": state, "outcome": outcome, "note": step.note}
            st.markdown(f"- {session.say('warnings.step', **told)}".rstrip(" ·"))
        if one.is_open:
            _next_step(session, store, one)


def _next_step(session: Session, store: Store, one: Alert) -> None:
    """Acknowledge, act or close: one form."""
    steps = [step for step in ("acknowledged", "acted", "closed") if step != "acknowledged" or one.state == "raised"]
    with st.form(f"step_{one.id}", border=False):
        left, middle, right = st.columns([2, 2, 4], vertical_alignment="bottom")
        step = left.selectbox(
            session.say("warnings.next"),
            steps,
            format_func=lambda s: session.say(f"warnings.step_{s}"),
            key=f"do_{one.id}",
        )
        outcome = middle.selectbox(
            session.say("warnings.ended"),
            OUTCOMES,
            format_func=lambda o: session.say(f"warnings.outcome.{o}"),
            help=session.say("warnings.ended_help"),
            key=f"outcome_{one.id}",
        )
        note = right.text_input(session.say("warnings.note"), key=f"note_{one.id}")
        if st.form_submit_button(session.say("common.save"), type="primary"):
            _take(session, store, one, str(step), note, str(outcome))


def _take(session: Session, store: Store, one: Alert, step: str, note: str, outcome: str) -> None:
    person, day = session.user or user_of_machine(), session.view.as_of
    try:
        take_step(store, one, step, day, person, note, outcome if step == "closed" else None)
    except ScoringError as stop:
        guard.tell(stop, session.lang)
        return
    facts = {
        "alert": one.id,
        "name": session.say(f"warning.{one.indicator}"),
        "state": session.say(f"warnings.state.{step}"),
    }
    asked.remember("told", session.say("warnings.step_taken", **facts))
    st.rerun()


def of_customer(session: Session, store: Store, customer_id: str, name: str) -> None:
    """The alerts of one customer, with the one picked opened; nothing while they are not found yet."""
    found = known(session, store)
    mine = [one for one in found or [] if one.customer_id == customer_id]
    if found is None:
        return
    if not mine:
        st.markdown(session.say("warnings.customer_none"))
        return
    st.markdown(f"##### {session.say('warnings.customer', alerts=sum(one.is_open for one in mine))}")
    rows = [cells(session, one) for one in mine]
    picked = tables.show(session, rows, COLUMNS, key=f"alerts_of_{customer_id}", select=True)
    if picked:
        opened(session, store, next(one for one in mine if one.id == picked.row["id"]), name)


def in_overview(session: Session, store: Store, view: View) -> None:
    """How many alerts are open, the worst of them, and the way to all."""
    found = known(session, store)
    if found is None:
        return
    lines = {line.customer_id: line for line in cached.report(store, session.scope, customer_lines, view)}
    mine = [one for one in found if one.is_open and (one.customer_id in lines or not view.filters)]
    st.markdown(f"##### {counted(session, mine)}")
    told = [
        session.say(
            "warnings.line",
            name=lines[one.customer_id].name if one.customer_id in lines else one.customer_id,
            severity=session.say(f"warnings.severity.{one.severity}"),
            warning=session.say(f"warning.{one.indicator}"),
            value=cells(session, one)["value"],
            day=numbers.day(one.raised_on, session.lang),
        )
        for one in by_exposure(mine, lines)[:SHORT]
    ]
    st.markdown("\n".join(f"- {line}" for line in told))
    if mine and st.button(session.say("warnings.all"), key="to_warnings"):
        asked.remember("portfolio_tab", "warnings")
        st.switch_page("pages/portfolio.py")


SHORT = 5
"""Alerts listed on the overview, the worst first."""
