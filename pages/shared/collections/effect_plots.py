"""The effect of collecting as one chart: four figures side by side over the same groups."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pages.shared import charts
from pages.shared.session import Session
from scoring.desk.effect.report import EffectReport
from scoring.desk.effect.tables import label_of
from scoring.strategy.effect.recovered import Recovered
from scoring.text import numbers

FIGURES = ("recovery_rate", "days_overdue", "bad_debt_rate", "satisfaction")
GROUPS_MAX = 12
ROW_HEIGHT, HEAD_HEIGHT = 30, 70
MOST = {"satisfaction": 5.0}
"""Where the scale ends that does not end with its values."""


def recovered(session: Session, found: EffectReport, currency: str) -> go.Figure:
    """A panel for each figure, a bar for each group: the largest first, months in order. No satisfaction, no panel."""
    lines = found.lines[currency][-GROUPS_MAX:] if found.by == "month" else found.lines[currency][:GROUPS_MAX]
    labels = [label_of(found, line.key, session.lang) for line in lines]
    asked = found.totals[currency].answers > 0
    shown = FIGURES if asked else FIGURES[:-1]
    names = [session.say(f"effect.column.{name}") for name in shown]
    figure = make_subplots(1, len(shown), shared_yaxes=True, horizontal_spacing=0.03, subplot_titles=names)
    figure.update_layout(charts.blank("").layout)
    for place, (name, told) in enumerate(zip(shown, names, strict=True), start=1):
        values = [getattr(line.figures, name) for line in lines]
        texts = [written(session, line.figures, name) for line in lines]
        hovers = [_hover(session, label, told, text) for label, text in zip(labels, texts, strict=True)]
        known = [float(value) for value in values if value is not None]
        figure.add_bar(
            y=labels, x=[None if value is None else float(value) for value in values], text=texts, orientation="h",
            textposition="outside", cliponaxis=False, marker_color=charts.ACCENT, hovertext=hovers, hoverinfo="text",
            row=1, col=place,
        )  # fmt: skip
        top = MOST.get(name) or max(known, default=0) or 1
        figure.update_xaxes(range=[0, top * 1.5], showticklabels=False, showgrid=False, zeroline=False, col=place)
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False, title="")
    height = HEAD_HEIGHT + ROW_HEIGHT * len(lines)
    figure.update_layout(height=height, margin={"t": 34, "l": 8, "r": 8, "b": 8}, showlegend=False)
    figure.update_annotations(font_size=13)
    return figure


def written(session: Session, figures: Recovered, name: str) -> str:
    """A figure as it stands at its bar; "" where it is not known."""
    value: Any = getattr(figures, name)
    if value is None:
        return ""
    if name in ("recovery_rate", "bad_debt_rate"):
        return session.percent(value)
    return numbers.whole(round(value), session.lang) if name == "days_overdue" else numbers.decimal(value, session.lang)


def _hover(session: Session, group: str, name: str, text: str) -> str:
    if not text:
        return session.say("effect.hover_none", group=group, name=name)
    return session.say("effect.hover", group=group, name=name, value=text)
