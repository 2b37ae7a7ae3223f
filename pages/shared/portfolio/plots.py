"""Charts of the Portfolio page on the template of `charts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from pages.shared.charts import ACCENT, blank
from pages.shared.session import Session

BAR_HEIGHT, LABEL_MAX = 30, 28


@dataclass(frozen=True)
class Bar:
    """One bar: what it is called, how long it is, what is said on hovering, what a click on it stands for."""

    label: str
    value: float
    hover: str
    key: str


def bars(session: Session, rows: Sequence[Bar]) -> go.Figure:
    """Horizontal bars, the first on top, each with its amount at its end."""
    figure = blank("")
    figure.add_bar(
        x=[row.value for row in rows],
        y=[row.key for row in rows],
        orientation="h",
        marker_color=ACCENT,
        customdata=[[row.key] for row in rows],
        text=[session.short(row.value) for row in rows],
        textposition="outside",
        cliponaxis=False,
        hovertext=[row.hover for row in rows],
        hoverinfo="text",
    )
    names = [row.label if len(row.label) <= LABEL_MAX else row.label[: LABEL_MAX - 1] + "…" for row in rows]
    figure.update_yaxes(
        type="category",
        autorange="reversed",
        tickvals=[row.key for row in rows],
        ticktext=names,
        title="",
        showgrid=False,
    )
    top = max((row.value for row in rows), default=0.0)
    figure.update_xaxes(showticklabels=False, showgrid=False, zeroline=False, range=[0, top * 1.15 or 1])
    figure.update_layout(showlegend=False, height=40 + BAR_HEIGHT * len(rows))
    return figure
