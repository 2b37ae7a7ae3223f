"""The segments of the strategy: nature by arrears by rating, what should come in of each, and what peers did."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.shared import cached, charts, preparing, tables
from pages.shared.session import Session
from pages.shared.strategy import cell
from pages.shared.tables import Column
from scoring.desk.scorecard.scores import score_book, to_compute
from scoring.desk.strategy.playbook import effects_of
from scoring.desk.worklist.advice import cell_name
from scoring.desk.worklist.peers import days_of
from scoring.desk.worklist.segments import Segment, SegmentReport, segment_report
from scoring.store import Store
from scoring.strategy.cases.peers import CASES_MIN
from scoring.terms import View

BARS = 10
CALM, MORE, REST = "#91BFDB", charts.ACCENT, "rgba(140,148,158,0.35)"


def tab(session: Session, store: Store, view: View) -> None:
    """Every cell that holds somebody, with its total; the one picked below."""
    if not _rated(session, store, view):
        return
    with st.spinner(session.say("segments.reading")):
        found: SegmentReport = cached.report(store, session.scope, segment_report, view)
    if not found.segments:
        st.info(session.say("strategy.title_none"))
        return
    charts.show(_bars(session, found), "strategy_segments", title(session, found))
    rows = [_row(session, found, segment) for segment in found.segments]
    picked = tables.show(
        session, rows, _columns(session, found), key="strategy_grid", total=_total(session, found), select=True
    )
    names = [row["name"] for row in rows]
    at = names.index(picked.row["name"]) if picked else 0
    chosen = st.selectbox(session.say("segments.pick"), names, index=at, key=f"strategy_cell_{at}", width=420)
    cell.show(session, store, view, found, found.segments[names.index(chosen)])


def _rated(session: Session, store: Store, view: View) -> bool:
    """Whether customers are rated as they stood on the month-ends looked back at; they are now, with a sign of how far that
    is, unless that is under way beside the pages."""
    days = to_compute(store, days_of(store, view.as_of, effects_of(store).horizon_days))
    if days and preparing.under_way(store, view.as_of):
        preparing.show(session, store)
        return False
    bar = st.empty()
    for number, day in enumerate(days, start=1):
        told = session.say("segments.rating", day=day, number=number, count=len(days))
        bar.progress(number / (len(days) + 1), text=told)
        score_book(store, day)
    bar.empty()
    return True


def title(session: Session, found: SegmentReport) -> str:
    """What today's steps should bring, and where most of it is."""
    gain, best = sum(one.gain for one in found.segments), found.segments[0]
    if not gain:
        amount = f"{session.short(sum(one.without for one in found.segments))} {found.currency}"
        return session.say("segments.title_none", amount=amount, days=found.horizon_days)
    facts = {
        "gain": f"{session.short(gain)} {found.currency}",
        "part": session.short(best.gain),
        "name": cell_name(best.cell, session.lang),
    }
    return session.say("segments.title", days=found.horizon_days, **facts)


def _bars(session: Session, found: SegmentReport) -> go.Figure:
    """What is asked of the cells with most of it, split into what comes in anyway, what the step adds, and the rest."""
    shown = sorted(found.segments, key=lambda one: -one.asked)[:BARS]
    names = [cell_name(one.cell, session.lang) for one in shown]
    labels = [name.replace(" · ", "<br>", 1) for name in names]
    figure = charts.blank("")
    parts = {
        ("segments.without", CALM): [one.without for one in shown],
        ("segments.gain", MORE): [one.gain for one in shown],
        ("segments.rest", REST): [max(one.asked - one.expected, one.asked * 0) for one in shown],
    }
    for (word, colour), amounts in parts.items():
        what = session.say(word, days=found.horizon_days) if word == "segments.rest" else session.say(word)
        figure.add_bar(
            x=[float(amount) for amount in amounts],
            y=labels,
            orientation="h",
            name=what,
            marker={"color": colour, "line": {"color": charts.EDGE, "width": 0.5}},
            hovertext=[
                session.say("segments.hover", name=name, what=what, amount=session.money(amount))
                for name, amount in zip(names, amounts, strict=True)
            ],
            hoverinfo="text",
        )
    figure.update_layout(barmode="stack", showlegend=True, height=120 + 34 * len(shown))
    figure.update_yaxes(autorange="reversed", type="category")
    top = max(float(one.asked) for one in shown)
    figure.update_xaxes(title=f"{session.say('segments.axis')} ({found.currency})", **charts.ticks(session, top))
    return figure


def _row(session: Session, found: SegmentReport, segment: Segment) -> dict[str, Any]:
    level = found.report.playbook.levels[segment.total.levels[0]]
    return {
        "name": cell_name(segment.cell, session.lang),
        "customers": segment.total.customers,
        "overdue": segment.total.overdue,
        "asked": segment.asked,
        "without": segment.without,
        "expected": segment.expected,
        "steps": segment.steps,
        **_peers(session, segment),
        "level": ", ".join(found.report.playbook.levels[one].name[session.lang] for one in segment.total.levels),
        "credit": session.say(f"strategy.credit.{level.credit}"),
        "posture": level.posture[session.lang],
    }


def _peers(session: Session, segment: Segment) -> dict[str, Any]:
    """What peers did; few cases say so in each column."""
    few = session.say("segments.few")
    one = segment.peers
    if one is None or not one.enough:
        return {"cases": one.cases if one else 0, "paid": few, "median": few, "worse": few}
    worst = segment.cell.severity == "severe"
    return {
        "cases": one.cases,
        "paid": session.percent(one.paid_share),
        "median": session.say("segments.over") if one.median_days is None else str(one.median_days),
        "worse": session.say("segments.best") if worst else session.percent(one.worse_share),
    }


def _total(session: Session, found: SegmentReport) -> dict[str, Any]:
    sums: dict[str, Any] = {"name": session.say("tables.total_of", rows=len(found.segments))}
    sums["customers"] = sum(one.total.customers for one in found.segments)
    sums["overdue"] = sum(one.total.overdue for one in found.segments)
    for name in ("asked", "without", "expected", "steps"):
        sums[name] = sum(getattr(one, name) for one in found.segments)
    return sums


def _columns(session: Session, found: SegmentReport) -> list[Column]:
    def told(name: str) -> str:
        return session.say(f"segments.column.{name}_help", days=found.horizon_days, least=CASES_MIN)

    def column(name: str, kind: Any = "text", width: int | None = None) -> Column:
        return Column(name, kind, heading=f"segments.column.{name}", help=told(name), width=width)

    return [
        Column("name", heading="strategy.column.cell", pinned=True, width=290),
        Column("customers", "count", width=76),
        Column("overdue", "money"),
        column("asked", "money"),
        column("without", "money"),
        column("expected", "money"),
        Column("steps", "count", heading="segments.column.steps", width=84),
        column("cases", "count", 88),
        column("paid", width=88),
        column("median", width=96),
        column("worse", width=96),
        Column("level", heading="strategy.column.level", width=200),
        Column("credit", heading="segments.column.credit", width=120),
        Column("posture", heading="strategy.column.posture", width=420),
    ]
