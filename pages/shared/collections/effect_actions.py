"""What calls, visits and letters brought: treated claims beside similar untreated ones, as one chart and its table."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from pages.shared import cached, charts
from pages.shared.portfolio import report as tabled
from pages.shared.session import Session
from scoring.desk.effect.measured import KINDS, Record, record_of
from scoring.desk.effect.wording import HUNDRED, answer, names_of, record_table, span, verdicts
from scoring.desk.strategy.playbook import measure_of
from scoring.store import Store
from scoring.terms import View

ROW_HEIGHT, HEAD_HEIGHT = 44, 70


def title(session: Session, store: Store, view: View) -> str:
    """What the channel that works, else the one with most cases, brought; "" where none has enough."""
    with st.spinner(session.say("effect.measuring")):
        record = cached.report(store, session.scope, record_of, view.as_of, KINDS[0])
    enough = any(one.enough for one in record.effects)
    return answer(record, names_of(store, record, session.lang), session.lang) if enough else ""


def show(session: Session, store: Store, view: View) -> None:
    """A point with its interval for every action, the table; what to do where nothing is logged."""
    kind = st.segmented_control(
        session.say("effect.kind_label"),
        KINDS,
        default=KINDS[0],
        required=True,
        format_func=lambda name: session.say(f"effect.kind.{name}"),
        key="effect_kind",
    )
    with st.spinner(session.say("effect.measuring")):
        record = cached.report(store, session.scope, record_of, view.as_of, str(kind))
    names = names_of(store, record, session.lang)
    if any(one.points is not None for one in record.effects):
        told = answer(record, names, session.lang) if kind != KINDS[0] else verdicts(record, session.lang)
        charts.show(_points(session, record, names), "effect_points", told)
    if not any(one.enough for one in record.effects):
        if not record.effects:
            st.markdown(f"##### {answer(record, names, session.lang)}")
        st.info(session.say("effect.acted_how", needed=measure_of(store).cases_min))
    if record.effects:
        tabled.show(session, record_table(record, names, session.lang))
        facts = {"day": record.as_of, "controls": record.rules.controls_per_case}
        st.markdown(f":small[{session.say('effect.whole_ledger', **facts)}]")


def _points(session: Session, record: Record, names: dict[str, str]) -> go.Figure:
    """Points with intervals, a line at no difference; what rests on too few cases is grey."""
    shown = [one for one in record.effects if one.points is not None]
    figure = charts.blank("")
    for one in shown:
        assert one.points is not None
        value, low, high = (HUNDRED * end for end in (one.points.value, one.points.low, one.points.high))
        told = span(one.points, session.lang, HUNDRED, 0)
        facts = {"name": names[one.code], "points": told, "days": record.horizon_days, "cases": one.cases}
        figure.add_scatter(
            x=[value], y=[names[one.code]], mode="markers", hoverinfo="text",
            error_x={"array": [high - value], "arrayminus": [value - low], "thickness": 2},
            marker={"size": 11, "color": charts.ACCENT if one.enough else charts.ON_ACCOUNT},
            hovertext=session.say("effect.hover_points", **facts),
        )  # fmt: skip
    figure.add_vline(x=0, line_dash="dot", line_color=charts.ON_ACCOUNT)
    figure.update_yaxes(autorange="reversed", type="category", title="")
    figure.update_xaxes(title=session.say("effect.axis_points"), zeroline=False)
    figure.update_layout(height=HEAD_HEIGHT + ROW_HEIGHT * len(shown), showlegend=False)
    return figure
