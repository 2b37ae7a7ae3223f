"""The steps of a level along the days from the due date, and where the customers it is for stand."""

from __future__ import annotations

from pages.shared import charts
from pages.shared.session import Session
from scoring.desk.strategy.standings import Standings
from scoring.strategy.playbook.terms import Level, Step

STEPS_AT, CUSTOMERS_AT = 1.0, -1.6


def timeline(session: Session, level: Level, standings: Standings | None, key: str) -> None:
    """One mark a step, written above and below in turn; below them one stroke for those who stand there that day, by their
    oldest claims."""
    figure = charts.blank("")
    figure.add_scatter(
        x=[step.day for step in level.steps],
        y=[STEPS_AT] * len(level.steps),
        mode="lines+markers+text",
        text=[_label(session, step) for step in level.steps],
        textposition=["bottom center" if number % 2 else "top center" for number in range(len(level.steps))],
        marker={"size": 13, "color": charts.ACCENT},
        line={"color": charts.EDGE, "width": 1},
        hovertext=[_hover(session, step) for step in level.steps],
        hoverinfo="text",
        cliponaxis=False,
    )
    marks = {STEPS_AT: session.say("segments.timeline_steps")}
    if standings:
        marks[CUSTOMERS_AT] = session.say("segments.timeline_here")
        here = standings.by_step_days()
        figure.add_scatter(
            x=list(here),
            y=[CUSTOMERS_AT] * len(here),
            mode="markers",
            marker={"symbol": "line-ns-open", "size": 16, "color": charts.EDGE},
            hovertext=[_who(session, days, *there) for days, there in here.items()],
            hoverinfo="text",
        )
    figure.update_yaxes(range=[-2.2 if standings else -1, 3], tickvals=list(marks), ticktext=list(marks.values()))
    figure.update_yaxes(showgrid=False)
    figure.update_xaxes(title=session.say("segments.timeline_axis"))
    figure.update_layout(height=260, showlegend=False, margin={"l": 8, "r": 60, "t": 8, "b": 8})
    days = [step.day for step in level.steps]
    facts = {"level": level.name[session.lang], "steps": len(days), "first": days[0], "last": days[-1]}
    charts.show(figure, key, session.say("segments.timeline", **facts))


def _who(session: Session, days: int, name: str, count: int) -> str:
    if count == 1:
        return session.say("segments.customer_hover", name=name, days=days)
    return session.say("segments.customers_hover", count=count, days=days)


def _label(session: Session, step: Step) -> str:
    words = (session.say(f"strategy.{name}.{getattr(step, name)}") for name in ("channel", "owner", "tone"))
    return "<br>".join(words)


def _hover(session: Session, step: Step) -> str:
    channel, owner = (session.say(f"strategy.{name}.{getattr(step, name)}") for name in ("channel", "owner"))
    told = step.told[session.lang]
    return session.say("segments.timeline_hover", day=step.day, channel=channel, owner=owner, what=told)
