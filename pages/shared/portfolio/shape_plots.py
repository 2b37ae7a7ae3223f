"""Charts of shape, movement and provision on the house's template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from pages.shared.charts import ACCENT, ON_ACCOUNT, RAMP, blank
from pages.shared.session import Session
from scoring.desk.risk.collection import Collection
from scoring.desk.risk.overdue_bridge import OverdueBridge
from scoring.desk.risk.provision import Provision
from scoring.desk.wording import bucket_label
from scoring.metrics.concentration import Concentration

MORE, LESS, PALE = "#D55E00", "#009E73", "rgba(110,140,170,0.45)"
FIRST_SHOWN, LAST_SHOWN = -30, 120
"""Days since due of the collection curves."""
SELECTABLE = 38


def lorenz(session: Session, found: Concentration, points: Sequence[tuple[float, float]]) -> go.Figure:
    """Share of what is owed by the share of debtors, the smallest first; the diagonal is everybody owing the same."""
    figure = blank(session.say("portfolio.shape.axis_owed"))
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", line={"color": ON_ACCOUNT, "dash": "dot"}, hoverinfo="skip")
    hovers = [
        session.say("portfolio.shape.hover_lorenz", debtors=session.percent(x), owed=session.percent(y))
        for x, y in points
    ]
    figure.add_scatter(
        x=[x for x, _ in points], y=[y for _, y in points], mode="lines", fill="tozeroy", line_color=ACCENT,
        hovertext=hovers, hoverinfo="text",
    )  # fmt: skip
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title=session.say("portfolio.shape.axis_debtors"), tickformat=".0%", range=[0, 1])
    figure.update_yaxes(tickformat=".0%", range=[0, 1.01])
    return figure


def bridge(session: Session, found: OverdueBridge) -> go.Figure:
    """From the overdue of one day to that of another: floating bars, up what came, down what went."""
    figure = blank(found.currency)
    steps = [
        ("opening", 0.0, float(found.opening), ACCENT),
        ("come", float(found.opening), float(found.come), MORE),
    ]
    level = float(found.opening + found.come)
    for part in ("cured", "part_paid", "credited", "written_off"):
        amount = float(getattr(found, part))
        level -= amount
        steps.append((part, level, amount, LESS))
    steps.append(("closing", 0.0, float(found.closing), ACCENT))
    names = [session.say(f"portfolio.shape.bridge.{name}") for name, *_ in steps]
    figure.add_bar(
        x=names,
        base=[base for _, base, _, _ in steps],
        y=[amount for _, _, amount, _ in steps],
        marker_color=[colour for *_, colour in steps],
        customdata=[[name] for name, *_ in steps],
        text=[session.short(amount) if amount else "–" for _, _, amount, _ in steps],
        textposition="outside",
        cliponaxis=False,
        hovertext=[f"{label}: {session.money(amount)}" for label, (_, _, amount, _) in zip(names, steps, strict=True)],
        hoverinfo="text",
    )
    figure.update_layout(showlegend=False)
    figure.update_yaxes(showticklabels=False, range=[0, 1.15 * max(float(found.opening + found.come), 1.0)])
    figure.update_xaxes(type="category", tickangle=0)
    return figure


def collection(session: Session, found: Collection) -> go.Figure:
    """Share unpaid by days since due, a pale line a billing month, the last known in full colour, the year before dotted."""
    figure = blank(session.say("portfolio.shape.axis_unpaid"))
    latest = found.latest(30) or found.latest(0)
    for month, one in found.months.items():
        if one.until is None or one.until < FIRST_SHOWN:
            continue
        last = latest is not None and month == latest[0]
        days = list(range(FIRST_SHOWN, min(one.until, LAST_SHOWN) + 1))
        shares = [one.curve.unpaid_after(day) for day in days]
        hovers = [_hover(session, f"{month:%Y-%m}", day, share) for day, share in zip(days, shares, strict=True)]
        figure.add_scatter(
            x=days, y=shares, mode="lines", name=f"{month:%Y-%m}", showlegend=last, hovertext=hovers, hoverinfo="text",
            line={"color": ACCENT if last else PALE, "width": 3 if last else 1.2},
        )  # fmt: skip
    if found.before is not None and found.before.until is not None:
        days = list(range(FIRST_SHOWN, min(found.before.until, LAST_SHOWN) + 1))
        shares = [found.before.curve.unpaid_after(day) for day in days]
        name = session.say("portfolio.shape.before")
        hovers = [_hover(session, name, day, share) for day, share in zip(days, shares, strict=True)]
        figure.add_scatter(
            x=days, y=shares, mode="lines", name=name, hovertext=hovers, hoverinfo="text",
            line={"color": RAMP[4], "width": 2, "dash": "dot"},
        )  # fmt: skip
    figure.add_vline(x=0, line={"color": ON_ACCOUNT, "width": 1})
    figure.update_layout(showlegend=True)
    figure.update_xaxes(title=session.say("portfolio.shape.axis_days"), dtick=30, range=[FIRST_SHOWN, LAST_SHOWN])
    figure.update_yaxes(tickformat=".0%", range=[0, 1.02])
    return figure


def allowances(session: Session, found: Provision) -> go.Figure:
    """The allowance on each bucket by history and by the fixed rates, all segments together."""
    figure = blank(found.currency)
    buckets = list(dict.fromkeys(line.rate.bucket for line in found.lines))
    labels = [bucket_label(bucket, "due", session.lang) for bucket in buckets]
    for name, field, colour in (("history", "by_history", ACCENT), ("due", "by_fixed", ON_ACCOUNT)):
        sums = [float(sum(getattr(li, field) for li in found.lines if li.rate.bucket == bucket)) for bucket in buckets]
        words = session.say(f"provision.method.{name}")
        hovers = [f"{label} · {words}: {session.money(amount)}" for label, amount in zip(labels, sums, strict=True)]
        figure.add_bar(
            x=labels, y=sums, name=words, marker_color=colour, hovertext=hovers, hoverinfo="text",
            text=[session.short(amount) if amount else "–" for amount in sums], textposition="outside", cliponaxis=False,
        )  # fmt: skip
    figure.update_layout(barmode="group", showlegend=True, height=300)
    figure.update_yaxes(showticklabels=False)
    figure.update_xaxes(type="category")
    return figure


def clickable(
    figure: go.Figure, cells: Mapping[tuple[str, str], Sequence[Any]], hovers: Mapping[tuple[str, str], str]
) -> None:
    """Lay invisible marks over the cells of a matrix, since a heat map itself takes no clicks: (x, y) -> what is clicked."""
    figure.update_traces(hoverinfo="skip", selector={"type": "heatmap"})
    figure.add_scatter(
        x=[x for x, _ in cells], y=[y for _, y in cells], mode="markers", customdata=[list(told) for told in cells.values()],
        marker={"size": SELECTABLE, "symbol": "square", "opacity": 0.01, "color": ACCENT},
        selected={"marker": {"opacity": 0.25}}, unselected={"marker": {"opacity": 0.01}},
        hovertext=[hovers[place] for place in cells], hoverinfo="text", showlegend=False,
    )  # fmt: skip


def _hover(session: Session, month: str, day: int, share: float) -> str:
    return session.say("portfolio.shape.hover_unpaid", month=month, day=day, share=session.percent(share))
