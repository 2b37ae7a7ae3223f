"""Charts of the What-if page on the template of `charts`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from pages.shared.charts import ACCENT, ON_ACCOUNT, blank, ticks
from pages.shared.session import Session
from scoring.desk.whatif.outcome import Outcome
from scoring.desk.whatif.wording import label, lever_label
from scoring.scenario.compare import Bridge
from scoring.scenario.ranges import Bar, Ranges
from scoring.text import knows

GOOD, BAD = "#009E73", "#D55E00"
"""Better and worse, always beside a sign and a word."""
BAND = "rgba(59,127,184,0.18)"


def paths(session: Session, found: Outcome, sure: Ranges | None) -> go.Figure:
    """Receivables month by month under today's terms and under the scenario, with the band of the latter."""
    figure = blank(found.starting.facts.currency)
    days = [point.day for point in found.path]
    if sure is not None:
        low, high = (list(map(float, end)) for end in (sure.receivables.lowest, sure.receivables.highest))
        figure.add_scatter(
            x=[*days, *days[::-1]], y=[*high, *low[::-1]], fill="toself", fillcolor=BAND, line_width=0,
            name=session.say("whatif.band"), hoverinfo="skip",
        )  # fmt: skip
    for name, points, colour in (
        ("today", found.path_today, ON_ACCOUNT),
        ("scenario", found.path, ACCENT),
    ):
        words = session.say(f"whatif.line.{name}")
        figure.add_scatter(
            x=days,
            y=[float(point.receivables) for point in points],
            name=words,
            line={"color": colour, "width": 2.5, "dash": "dot" if name == "today" else "solid"},
            hovertext=[
                session.say("whatif.hover_path", day=p.day, name=words, amount=session.money(p.receivables))
                for p in points
            ],
            hoverinfo="text",
        )
    tops = [float(point.receivables) for point in (*found.path, *found.path_today)]
    figure.update_yaxes(**ticks(session, max(tops, default=0.0)), rangemode="tozero")
    figure.update_xaxes(tickformat="%Y-%m")
    figure.update_layout(showlegend=True)
    return figure


def bridge(session: Session, found: Bridge, kind: str) -> go.Figure:
    """What the change is made of, step by step, and its sum; `kind` names the steps: "line" of value, or "lever"."""
    steps = [step for step in found.steps if step.amount]
    names = [*(step_label(session, step.name, kind) for step in steps), session.say("whatif.total")]
    amounts = [*(step.amount for step in steps), found.after - found.before]
    figure = blank("")
    figure.add_waterfall(
        x=[float(amount) for amount in amounts],
        y=names,
        orientation="h",
        measure=[*["relative"] * len(steps), "total"],
        text=[session.short(amount) if amount else "–" for amount in amounts],
        textposition="outside",
        cliponaxis=False,
        hovertext=[f"{name}: {session.money(amount)}" for name, amount in zip(names, amounts, strict=True)],
        hoverinfo="text",
        increasing_marker_color=GOOD if kind == "line" else ACCENT,
        decreasing_marker_color=BAD if kind == "line" else ACCENT,
        totals_marker_color=ON_ACCOUNT,
        connector_line_color=ON_ACCOUNT,
    )
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False)
    levels = [0.0, *accumulate(float(step.amount) for step in steps)]
    room = 0.3 * ((max(levels) - min(levels)) or 1.0)
    ends = [min(levels) - room, max(levels) + room]
    figure.update_xaxes(showticklabels=False, showgrid=False, zeroline=True, range=ends)
    figure.update_layout(showlegend=False, height=90 + 40 * len(names))
    return figure


def tornado(session: Session, bars: Sequence[Bar], base: float) -> go.Figure:
    """How far each assumption at its low and high end moves the change of yearly value, the longest on top."""
    figure = blank("")
    names = [bar_label(session, bar.name) for bar in bars]
    for end, colour in (("low", ON_ACCOUNT), ("high", ACCENT)):
        values = [getattr(bar, f"value_{end}") for bar in bars]
        words = session.say(f"whatif.end.{end}")
        figure.add_bar(
            y=names,
            x=[value - base for value in values],
            base=base,
            orientation="h",
            name=words,
            marker_color=colour,
            hovertext=[f"{name}, {words}: {session.money(value)}" for name, value in zip(names, values, strict=True)],
            hoverinfo="text",
        )
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False)
    figure.update_xaxes(tickformat="~s")
    figure.update_layout(barmode="overlay", showlegend=True, height=110 + 34 * len(bars))
    return figure


def frontier(session: Session, points: Sequence[Any], today: tuple[float, float], currency: str) -> go.Figure:
    """The most value a year for each DSO; today's terms as a mark."""
    figure = blank(currency)
    figure.add_scatter(
        x=[point.measure("dso") for point in points],
        y=[point.steady.year.added for point in points],
        mode="lines+markers",
        line={"color": ACCENT, "shape": "hv"},
        name=session.say("whatif.best.line"),
        hovertext=[
            session.say(
                "whatif.best.hover", days=round(point.measure("dso"), 1), amount=session.money(point.steady.year.added)
            )
            for point in points
        ],
        hoverinfo="text",
    )
    figure.add_scatter(
        x=[today[0]], y=[today[1]], mode="markers", marker={"size": 12, "color": ON_ACCOUNT, "symbol": "diamond"},
        name=session.say("whatif.line.today"), hoverinfo="skip",
    )  # fmt: skip
    figure.update_xaxes(title=session.say("whatif.best.axis"))
    figure.update_layout(showlegend=True)
    return figure


def step_label(session: Session, name: str, kind: str) -> str:
    """A step of a bridge in words."""
    return lever_label(name, session.lang) if kind == "lever" else label("line", name, session.lang)


def bar_label(session: Session, name: str) -> str:
    """What a bar of the tornado stands for: an assumption, or the draws of the delays."""
    return (
        label("assumption", name, session.lang)
        if knows(f"scenario.assumption.{name}.name")
        else session.say(f"whatif.{name}")
    )
