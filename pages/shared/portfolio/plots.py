"""Charts of the Portfolio page on the template of `charts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from pages.shared.charts import ACCENT, ON_ACCOUNT, RAMP, blank, ticks
from pages.shared.session import Session
from scoring.metrics.risk.capacity import Capacity, Standing
from scoring.metrics.risk.distribution import LossDistribution

BAR_HEIGHT, LABEL_MAX = 30, 34


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
    figure.update_xaxes(showticklabels=False, showgrid=False, zeroline=False, range=[0, top * 1.2 or 1])
    figure.update_layout(showlegend=False, height=40 + BAR_HEIGHT * len(rows))
    return figure


def losses(session: Session, found: LossDistribution, currency: str) -> go.Figure:
    """How often a year loses how much, with the expected loss, the bad and the worst year marked."""
    figure = blank(session.say("portfolio.distribution.axis"))
    pairs = list(pairwise(found.edges))
    figure.add_bar(
        x=[(low + high) / 2 for low, high in pairs],
        y=list(found.shares),
        width=[high - low for low, high in pairs],
        marker_color=[RAMP[0] if high <= found.bad_year.loss else RAMP[4] for _, high in pairs],
        hovertext=[
            session.say(
                "portfolio.distribution.hover",
                share=session.percent(share), low=session.short(low), high=session.short(high),
            )
            for (low, high), share in zip(pairs, found.shares, strict=True)
        ],
        hoverinfo="text",
    )  # fmt: skip
    marks = {"expected": found.expected, "bad_year": found.bad_year.loss, "worst_year": found.worst_year.loss}
    for place, (name, value) in enumerate(marks.items()):
        figure.add_vline(x=value, line={"color": ON_ACCOUNT, "width": 1.5, "dash": "dot"})
        figure.add_annotation(
            x=value, y=1.0 - 0.1 * place, yref="paper", text=session.say(f"portfolio.distribution.mark_{name}"),
            showarrow=False, xanchor="left", xshift=4,
        )  # fmt: skip
    figure.update_layout(showlegend=False, bargap=0)
    figure.update_yaxes(tickformat=".0%")
    figure.update_xaxes(title=currency, **ticks(session, found.edges[-1]))
    return figure


def frontier(session: Session, standing: Standing, found: Capacity, currency: str) -> go.Figure:
    """The largest balance at each overdue share; what lies below can be borne. Today is the point."""
    figure = blank(currency)
    reach = 2.5 * max(standing.balance, found.largest_balance or 0.0)
    points = [(share, balance) for share, balance in found.frontier if balance is not None]
    figure.add_scatter(
        x=[share for share, _ in points],
        y=[balance for _, balance in points],
        mode="lines",
        line_color=ACCENT,
        fill="tozeroy",
        fillcolor="rgba(59,127,184,0.15)",
        hovertext=[
            session.say("portfolio.capacity.hover", share=session.percent(share), amount=session.short(balance))
            for share, balance in points
        ],
        hoverinfo="text",
    )
    name = session.say("portfolio.capacity.point", share=session.percent(standing.overdue_share))
    figure.add_scatter(
        x=[standing.overdue_share], y=[standing.balance], mode="markers+text", text=[name],
        textposition="middle right", marker={"size": 12, "color": RAMP[4]}, hovertext=[name], hoverinfo="text",
    )  # fmt: skip
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=session.say("portfolio.capacity.axis"), tickformat=".0%", range=[0, 1])
    figure.update_yaxes(range=[0, reach], **ticks(session, reach))
    return figure
