"""Frames to Plotly figures, all on one template. A chart answers a question: its title, given by the page, is the answer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.shared.session import Session

RAMP = ("#4575B4", "#91BFDB", "#FEE090", "#FC8D59", "#D73027", "#7F0000")
"""From calm to hot, readable for the colour-blind; the same on every page."""
ACCENT = "#3B7FB8"
ON_ACCOUNT = "#8A929C"
EDGE = "rgba(140,148,158,0.8)"
"""Around every piece of a stack, so that the darkest stands out from a dark page too."""
HEAT, ON_HEAT = [[0, "#E8EFF6"], [1, "#6FA8D6"]], "#10151B"
"""From light to dark for a matrix, and the text on it; the same in both themes, so that the text stays readable."""
HEIGHT = 340
LABELS = 5

Row = Mapping[str, Any]


def ramp(buckets: Sequence[str]) -> dict[str, str]:
    """Colour of each bucket of a scheme, in order; the last is always the hottest.

    >>> ramp(["not_due", "1-30", "over_30"])["over_30"]
    '#7F0000'
    """
    last = max(len(buckets) - 1, 1)
    colours = {bucket: RAMP[round(place * (len(RAMP) - 1) / last)] for place, bucket in enumerate(buckets)}
    return colours | {"on_account": ON_ACCOUNT}


def aging_over_time(
    session: Session, rows: Sequence[Row], buckets: Sequence[str], value: str = "reporting_amount"
) -> go.Figure:
    """Stacked columns, one a month-end and one colour a bucket. rows: `month_end`, `bucket`, and the amount `value`."""
    figure = blank(session.view.currency or "")
    for bucket, colour in ramp(buckets).items():
        mine = [row for row in rows if row["bucket"] == bucket]
        if not mine:
            continue
        name = session.say(f"bucket.{bucket}")
        figure.add_bar(
            x=[_month(row["month_end"]) for row in mine],
            y=[float(row[value]) for row in mine],
            name=name,
            marker={"color": colour, "line": {"color": EDGE, "width": 0.5}},
            customdata=[[str(row["month_end"]), bucket] for row in mine],
            hovertext=[
                session.say("charts.hover_bucket", day=row["month_end"], bucket=name, amount=session.money(row[value]))
                for row in mine
            ],
            hoverinfo="text",
        )
    tops: dict[str, float] = {}
    for row in rows:
        tops[str(row["month_end"])] = tops.get(str(row["month_end"]), 0.0) + float(row[value])
    figure.update_layout(barmode="stack", showlegend=True)
    months = list(dict.fromkeys(_month(row["month_end"]) for row in rows))
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=months, tickangle=0)
    figure.update_xaxes(tickvals=months[:: -max(1, round(len(months) / LABELS))][::-1])
    figure.update_yaxes(**ticks(session, max(tops.values(), default=0.0)))
    return figure


def stack(session: Session, amounts: Mapping[str, Any], buckets: Sequence[str]) -> go.Figure:
    """One horizontal bar split into buckets. amounts: bucket -> amount."""
    figure = blank("")
    for bucket, colour in ramp(buckets).items():
        if not amounts.get(bucket):
            continue
        name = session.say(f"bucket.{bucket}")
        figure.add_bar(
            x=[float(amounts[bucket])], y=[""], orientation="h", name=name, marker_color=colour, customdata=[[bucket]],
            hovertext=[session.say("charts.hover_bar", name=name, amount=session.money(amounts[bucket]))],
            hoverinfo="text",
        )  # fmt: skip
    figure.update_layout(barmode="stack", height=130, showlegend=True)
    figure.update_xaxes(showticklabels=False, showgrid=False)
    return figure


def line(session: Session, rows: Sequence[Row], x: str, y: str, axis: str, hover: str) -> go.Figure:
    """One line over time. `axis` is the title of the value axis; `hover` a key of words with {day} and {value}."""
    figure = blank(axis)
    figure.add_scatter(
        x=[row[x] for row in rows],
        y=[None if row[y] is None else float(row[y]) for row in rows],
        mode="lines+markers",
        line_color=ACCENT,
        hovertext=["" if row[y] is None else session.say(hover, day=row[x], value=row[y]) for row in rows],
        hoverinfo="text",
    )
    figure.update_layout(showlegend=False)
    return figure


def heat(session: Session, cells: Sequence[Sequence[float | None]], x: Sequence[str], y: Sequence[str],
         texts: Sequence[Sequence[str]], hovers: Sequence[Sequence[str]]) -> go.Figure:  # fmt: skip
    """A matrix with its values written in, darker = more. rows of `cells`, `texts` and `hovers` follow `y`."""
    figure = blank("")
    figure.add_heatmap(
        z=cells, x=list(x), y=list(y), text=texts, texttemplate="%{text}", hovertext=hovers, hoverinfo="text",
        colorscale=HEAT, textfont_color=ON_HEAT, showscale=False, xgap=2, ygap=2, zmin=0,
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False)
    figure.update_xaxes(type="category", side="top", showgrid=False)
    figure.update_layout(height=60 + 44 * len(y))
    return figure


def show(figure: go.Figure, key: str, title: str, alt: str | None = None, select: bool = False) -> list[dict[str, Any]]:
    """Draw a figure under its title. With `select`: the points clicked, each with its `customdata`; else nothing."""
    st.markdown(f"##### {title}")
    drawn = st.plotly_chart(
        figure,
        key=key,
        width="stretch",
        config={"displayModeBar": False, "displaylogo": False, "scrollZoom": False},
        on_select="rerun" if select else "ignore",
        selection_mode="points",
        alt=alt or title,
    )
    return list(drawn["selection"]["points"]) if select else []


def ticks(session: Session, top: float) -> dict[str, Any]:
    """Four or five round marks from 0 to `top`, written as the language writes short amounts."""
    if top <= 0:
        return {}
    rough = top / 4
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= rough)
    marks = [step * place for place in range(math.ceil(top / step) + 1)]
    return {"tickvals": marks, "ticktext": [session.short(mark) if mark else "0" for mark in marks]}


def _month(day: date) -> str:
    """A month-end as its month; any other day in full."""
    return f"{day:%Y-%m}" if (day + timedelta(days=1)).day == 1 else day.isoformat()


def blank(axis: str) -> go.Figure:
    """An empty figure on the house's template; `axis` is the title of the value axis."""
    figure = go.Figure()
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        bargap=0.25,
        hoverlabel={"align": "left"},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0, "traceorder": "normal"},
        separators=".,",
        dragmode=False,
    )
    figure.update_yaxes(title=axis, automargin=True, zeroline=False)
    figure.update_xaxes(automargin=True)
    return figure
