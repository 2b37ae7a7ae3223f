"""Every indicator with its record on this ledger, and what another threshold would have done before it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.shared import cached, charts, guard, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.intake.importing import user_of_machine
from scoring.desk.warnings import thresholds
from scoring.desk.warnings.records import in_force, records
from scoring.desk.warnings.wording import limit_text, record_text, value_text
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.warnings.indicators import Indicator, load
from scoring.strategy.warnings.record import Record

COLUMNS = (
    Column("name", heading="warnings.column.indicator", pinned=True, width=210),
    Column("risk", heading="warnings.column.risk", width=80),
    Column("limit", heading="warnings.column.limit", width=92),
    Column("alerts", "count", heading="warnings.column.alerts"),
    Column("monthly", heading="warnings.column.monthly", width=80),
    Column("followed_share", "percent", heading="warnings.column.followed"),
    Column("lead_days", "count", heading="warnings.column.lead_days"),
    Column("false_alarms", "count", heading="warnings.column.false"),
    Column("warned_share", "percent", heading="warnings.column.warned"),
)


HELPED = ("alerts", "monthly", "followed", "lead_days", "false", "warned")


def columns(session: Session) -> list[Column]:
    """COLUMNS, each figure with its definition behind the "?"."""
    found = []
    for column in COLUMNS:
        name = (column.heading or "").rpartition(".")[2]
        told = session.say(f"warnings.column_help.{name}") if name in HELPED else None
        found.append(replace(column, help=told))
    return found


def show(session: Session, store: Store) -> None:
    """The indicators at the threshold in force; the one picked at every threshold."""
    told = cached.report(store, session.scope, records, session.view.as_of)
    limits = thresholds.thresholds(store)
    now = in_force(told, limits)
    months = max((one.months for one in now.values()), default=0)
    title = "warnings.records_title" if months else "warnings.records_none"
    st.markdown(f"##### {session.say(title, months=months)}")
    st.markdown(f":small[{session.say('warnings.records_help')}]")
    rows = [_row(session, load()[name], one) for name, one in now.items()]
    picked = tables.show(session, rows, columns(session), key="warning_records", select=True)
    if picked:
        _trade_off(session, store, load()[picked.row["id"]], told[picked.row["id"]], limits[picked.row["id"]])
    else:
        st.markdown(f":small[{session.say('warnings.pick_indicator')}]")


def _row(session: Session, one: Indicator, record: Record) -> dict[str, Any]:
    told = ("followed_share", "false_alarms", "warned_share")
    return {
        "id": one.id,
        "name": session.say(f"warning.{one.id}"),
        "risk": session.say(f"warnings.risk.{one.risk}"),
        "limit": limit_text(one, record.threshold, session.lang),
        "alerts": record.alerts,
        "monthly": value_text(record.alerts_a_month, "ratio", session.lang),
        "lead_days": record.lead_days,
        **{name: getattr(record, name) for name in told},
    }


def _trade_off(session: Session, store: Store, one: Indicator, told: Sequence[Record], now: float) -> None:
    """What every threshold would have done, as a chart and a table, and the form that puts another one in force."""
    name = session.say(f"warning.{one.id}")
    st.markdown(session.say(f"warning_help.{one.id}"))
    current = next(record for record in told if record.threshold == now)
    st.markdown(f"{name} {limit_text(one, now, session.lang)}: {record_text(current, session.lang)}")
    rows = [
        _row(session, one, record) | {"name": session.say("common.yes") if record.threshold == now else ""}
        for record in told
    ]
    if any(record.alerts for record in told):
        charts.show(_plot(session, one, told, now), f"trade_{one.id}", session.say("warnings.trade_title", name=name))
    shown = [Column("limit", heading="warnings.column.limit", pinned=True, width=110)]
    shown.append(Column("name", heading="warnings.column.in_force", width=90))
    tables.show(session, rows, [*shown, *columns(session)[3:]], key=f"trade_table_{one.id}")
    _choose(session, store, one, now)


def _plot(session: Session, one: Indicator, told: Sequence[Record], now: float) -> go.Figure:
    """Alerts a month against the share followed by bad, a point a threshold; the one in force filled."""
    figure = charts.blank(session.say("warnings.followed_axis"))
    points = [record for record in told if record.alerts]
    figure.add_scatter(
        x=[record.alerts_a_month for record in points],
        y=[record.followed_share for record in points],
        mode="lines+markers+text",
        text=[limit_text(one, record.threshold, session.lang) for record in points],
        textposition="top center",
        line={"color": charts.ACCENT},
        marker={"size": [14 if record.threshold == now else 8 for record in points], "color": charts.ACCENT},
        hovertext=[
            f"{limit_text(one, record.threshold, session.lang)}: {record_text(record, session.lang)}"
            for record in points
        ],
        hoverinfo="text",
        cliponaxis=False,
    )
    figure.update_xaxes(title=session.say("warnings.monthly_axis"), rangemode="tozero")
    figure.update_yaxes(tickformat=".0%", rangemode="tozero")
    figure.update_layout(showlegend=False)
    return figure


def _choose(session: Session, store: Store, one: Indicator, now: float) -> None:
    """Another threshold with a reason, or the one before; and what was changed so far."""
    with st.form(f"threshold_{one.id}", border=True):
        left, right = st.columns([2, 4], vertical_alignment="bottom")
        wanted = left.select_slider(
            session.say("warnings.column.threshold"),
            one.offered,
            value=now,
            format_func=lambda t: limit_text(one, t, session.lang),
            key=f"wanted_{one.id}",
        )
        reason = right.text_input(session.say("scores.why"), key=f"why_{one.id}")
        save, back, _ = st.columns([1, 1, 3])
        earlier = thresholds.before_last(store, one.id)
        saved = save.form_submit_button(session.say("common.save"), type="primary")
        label = session.say(
            "warnings.revert", limit=limit_text(one, one.threshold if earlier is None else earlier, session.lang)
        )
        reverted = back.form_submit_button(label, disabled=earlier is None)
    if saved:
        _put(session, store, one, float(wanted), reason)
    if reverted and earlier is not None:
        _put(session, store, one, earlier, reason)
    for row in thresholds.history(store, one.id):
        facts = {"by": row["author"], "reason": row["reason"], "at": row["made_at"]}
        st.markdown(
            f"- {session.say('warnings.changed', limit=limit_text(one, row['threshold'], session.lang), **facts)}"
        )


def _put(session: Session, store: Store, one: Indicator, threshold: float, reason: str) -> None:
    try:
        thresholds.change(store, one.id, threshold, session.user or user_of_machine(), reason)
    except ScoringError as stop:
        guard.tell(stop, session.lang)
        return
    limit = limit_text(one, threshold, session.lang)
    asked.remember("told", session.say("warnings.threshold_now", name=session.say(f"warning.{one.id}"), limit=limit))
    st.rerun()
