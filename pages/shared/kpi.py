"""A key figure as a card: name and definition, value, change in words, a year's line, a door to the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from pages.shared import session as asked
from pages.shared.session import Session
from scoring.terms import Figure
from scoring.text import numbers

BELOW_NOTICE = 0.0005
"""A relative change that would be written as 0.0%."""


@dataclass(frozen=True)
class Card:
    """One figure now and a month ago, with its trend (oldest first). `opens` names the documents a click opens.

    Words: `figure.<name>.name` and `figure.<name>.help`; `note` is a sentence already in words, shown under the change.
    """

    figure: Figure
    before: Figure | None = None
    trend: Sequence[float] = ()
    opens: str | None = None
    note: str | None = None


def row(session: Session, cards: Sequence[Card]) -> None:
    """Cards side by side, at most six; on a narrow screen they wrap."""
    with st.grid(columns=len(cards), min_column_width=150, gap="small"):
        for card in cards:
            _draw(session, card)


def change_in_words(session: Session, now: Figure, before: Figure | None) -> tuple[str, str]:
    """Direction and amount of a change, and whether it is good: ("▲ 3.2%", "worse than a month ago").

    Percentages change by points, days by days, the rest in proportion. Nothing to compare with gives ("", "").
    """
    if now.value is None or before is None or before.value is None:
        return "", ""
    difference = float(now.value) - float(before.value)
    size = _size(session, now, float(before.value), difference)
    if size is None:
        return session.say("common.unchanged"), session.say("common.than_last_month_same")
    arrow = "▲" if difference > 0 else "▼"
    verdict = "neutral" if now.better == 0 else "better" if (difference > 0) == (now.better > 0) else "worse"
    return f"{arrow} {size}", session.say(f"common.{verdict}")


def _size(session: Session, now: Figure, before: float, difference: float) -> str | None:
    """The amount of the change in words, None when it is too small to be seen in the unit of the figure."""
    if now.unit == "percent":
        points = round(abs(difference) * 100, 1)
        return session.say("common.points", points=numbers.decimal(points, session.lang)) if points else None
    if now.unit == "days":
        days = round(abs(difference), 1)
        return session.say("common.days", days=numbers.decimal(days, session.lang)) if days else None
    if not before:
        return session.short(abs(difference)) if difference else None
    share = abs(difference / before)
    return numbers.percent(share, session.lang) if share >= BELOW_NOTICE else None


def _draw(session: Session, card: Card) -> None:
    name = card.figure.name
    change, verdict = change_in_words(session, card.figure, card.before)
    with st.container(border=True, height="stretch", gap="xxsmall", key=f"card_{name}"):
        st.markdown(f":small[**{session.say(f'figure.{name}.name')}**]", help=session.say(f"figure.{name}.help"))
        st.metric(
            session.say(f"figure.{name}.name"),
            session.figure(card.figure),
            label_visibility="collapsed",
            delta_color="off",
            chart_data=list(card.trend) or None,
        )
        if change:
            st.markdown(f":small[{change} {verdict}]")
        if card.note:
            st.markdown(f":small[{card.note}]")
        if card.opens:
            opened = session.chosen.get("open") == card.opens
            st.button(
                session.say("common.close_documents" if opened else "common.open_documents"),
                key=f"open_{name}",
                type="tertiary",
                on_click=asked.put,
                args=("open", None if opened else card.opens),
            )
