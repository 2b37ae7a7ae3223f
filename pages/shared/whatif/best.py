"""The best terms for a goal within limits: which segments to change, how, and what every day of DSO would be worth."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import cached, charts, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column
from pages.shared.whatif import draft, plots
from scoring.desk.whatif.best import BestReport, TermsGrid, as_scenario, best, options
from scoring.desk.whatif.facts import Starting
from scoring.desk.whatif.wording import label, price_text, segment_label, shortfall_text, terms_text
from scoring.scenario.optimise import GOALS, Goal
from scoring.scenario.options import Limits, Option
from scoring.store import Store
from scoring.terms import View

DAYS = (7, 14, 30, 45, 60, 90)
DISCOUNTS = ((1.0, 10), (2.0, 10), (2.0, 14), (3.0, 10))
STOPS = (15, 30, 45, 60, 90)
DEPOSITS = (10.0, 20.0, 30.0, 50.0)


def tab(session: Session, store: Store, view: View, start: Starting) -> None:
    """Goal and limits, then the answer with its price; what to try can be changed below."""
    goal, limits = _asked(session, start)
    grid = _grid(session)
    with st.spinner(session.say("whatif.best.trying", count=len(grid.terms) * len(start.segments))):
        tried = cached.report(store, session.scope, _tried, view, start.grouping, start.lists, grid)
    found = best(tried, goal, limits)
    _answer(session, start, found, goal)


def _tried(store: Store, view: View, grouping: str, lists: Any, grid: TermsGrid) -> tuple[Option, ...]:
    return options(draft.start_of(store, view, grouping, lists), grid)


def _asked(session: Session, start: Starting) -> tuple[Goal, Limits]:
    with st.grid(columns=5, min_column_width=150):
        goal: Any = st.selectbox(
            session.say("whatif.best.goal"),
            GOALS,
            format_func=lambda name: session.say(f"whatif.best.goal_{name}"),
            key="whatif_goal",
        )
        dso = _limit(session, "dso", 1.0)
        receivables = _limit(session, "receivables", 10_000.0)
        loss = _limit(session, "expected_loss", 1_000.0)
        risk = _limit(session, "sales_at_risk", 1.0)
        changed = _limit(session, "segments_changed", 1.0)
    share = None if risk is None else risk / 100
    count = None if changed is None else int(changed)
    return goal, Limits(dso, loss, receivables, share, count)


def _limit(session: Session, name: str, step: float) -> float | None:
    value = st.number_input(
        session.say(f"whatif.best.limit_{name}"),
        min_value=0.0,
        value=None,
        step=step,
        placeholder=session.say("whatif.best.no_limit"),
        key=f"whatif_limit_{name}",
    )
    return None if value is None else float(value)


def _grid(session: Session) -> TermsGrid:
    """What is tried for every segment; today's terms are always among it."""
    shipped = TermsGrid()
    with st.expander(session.say("whatif.best.grid")):
        days = st.multiselect(
            label("term", "net_days", session.lang), DAYS, [d for d in shipped.net_days if d], key="whatif_try_days"
        )
        discounts = st.multiselect(
            label("term", "discount_percent", session.lang),
            DISCOUNTS,
            [d for d in shipped.discounts if d],
            format_func=lambda pair: session.say("whatif.best.discount", percent=pair[0], days=pair[1]),
            key="whatif_try_discounts",
        )
        stops = st.multiselect(
            label("term", "stop_ship_days", session.lang), STOPS, [d for d in shipped.stop_ship_days if d],
            key="whatif_try_stops",
        )  # fmt: skip
        deposits = st.multiselect(
            label("term", "deposit_percent", session.lang), DEPOSITS, [d for d in shipped.deposit_percent if d],
            key="whatif_try_deposits",
        )  # fmt: skip
    return TermsGrid((None, *days), (None, *discounts), (None, *stops), (None, *deposits))


def _answer(session: Session, start: Starting, found: BestReport, goal: Goal) -> None:
    if found.answer.best is None:
        for shortfall in found.answer.shortfalls:
            st.warning(shortfall_text(shortfall, session.lang))
    else:
        _best(session, start, found, goal)
    if found.frontier:
        today = found.today
        mark = (today_dso(found), today.year.added)
        title = session.say("whatif.best.frontier")
        charts.show(plots.frontier(session, found.frontier, mark, start.facts.currency), "whatif_frontier", title)


def _best(session: Session, start: Starting, found: BestReport, goal: Goal) -> None:
    winner = found.answer.best
    assert winner is not None
    more = winner.steady.year.added - found.today.year.added
    facts = {
        "value": f"{session.short(more)} {start.facts.currency}",
        "from_days": round(today_dso(found)),
        "to_days": round(winner.measure("dso")),
        "count": len(winner.changed),
    }
    st.markdown(f"### {session.say('whatif.best.answer', **facts)}")
    rows = [
        {
            "segment": segment_label(start, change.segment, session.lang),
            "terms": terms_text(change.terms, session.lang),
        }
        for change in found.scenario_changes
    ]
    columns = [
        Column("segment", heading="whatif.segment", width=200),
        Column("terms", heading="whatif.new_terms", width=480),
    ]
    if rows:
        tables.show(session, rows, columns, key="whatif_best")
    for price in found.answer.prices:
        st.markdown(f"- {price_text(price, goal, session.lang)}")
    if rows and st.button(session.say("whatif.best.take"), type="primary", key="whatif_take"):
        kept = as_scenario(found, session.say("whatif.best.name"), start)
        draft.take(session, draft.of_scenario(kept, asked.recall(draft.key_of(session))))
        asked.put("scenario", None)
        asked.remember("told", session.say("whatif.best.taken"))
        st.rerun()


def today_dso(found: BestReport) -> float:
    """DSO of today's terms, as the limits are compared with it."""
    return float(found.as_json()["today"]["dso"])
