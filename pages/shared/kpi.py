"""A key figure as a card: name and definition, value, change in words, a year's line, a door to the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import session as asked
from pages.shared.session import Session
from scoring.desk.figures.figures import FigureLine
from scoring.text import numbers

BELOW_NOTICE = Decimal("0.0005")
"""A relative change that would be written as 0.0%."""


@dataclass(frozen=True)
class Card:
    """One figure with its past; its short name stands in the words `kpi.<name>`.

    `opens` names the documents a click opens (see drilldown.place_of), `tab` the tab of the Portfolio page a click leads to,
    `note` is a sentence under the change.
    """

    line: FigureLine
    opens: str | None = None
    note: str | None = None
    tab: str | None = None


def row(session: Session, cards: Sequence[Card | None]) -> list[DeltaGenerator]:
    """Cards side by side, at most six; on a narrow screen they wrap. None keeps a place for a card that is known later:
    the places in their order, each to be filled by `late`."""
    places = []
    with st.grid(columns=len(cards), min_column_width=150, gap="small"):
        for card in cards:
            if card is None:
                places.append(st.container(height="stretch"))
            else:
                _draw(session, card)
    return places


def late(session: Session, place: DeltaGenerator, card: Card) -> None:
    """Draw a card in the place that `row` kept for it."""
    with place:
        _draw(session, card)


def change_in_words(session: Session, line: FigureLine) -> str:
    """Direction and amount of a change, and whether it is good: "▲ 3.2% · worse"; "" where nothing is known before.

    Percentages change by points, days by days, the rest in proportion.
    """
    change = line.change
    if change is None:
        return ""
    size = size_of(session, line, change)
    if size is None:
        return session.say("common.unchanged")
    verdict = "" if line.verdict == "neutral" else f" · {session.say(f'figure_change.{line.verdict}')}"
    return f"{'▲' if change > 0 else '▼'} {size}{verdict}"


def size_of(session: Session, line: FigureLine, change: Decimal) -> str | None:
    """The amount of a change in words without its sign; None when it is too small to be seen in the figure's unit."""
    unit, before = line.figure.unit, Decimal(str(line.before))
    if unit == "percent":
        points = round(abs(change) * 100, 1)
        return session.say("common.points", points=numbers.decimal(points, session.lang)) if points else None
    if unit == "days":
        days = round(abs(change), 1)
        return session.say("common.days", days=numbers.decimal(days, session.lang)) if days else None
    if not before:
        return session.short(abs(change)) if change else None
    share = abs(change / before)
    return numbers.percent(share, session.lang) if share >= BELOW_NOTICE else None


def _draw(session: Session, card: Card) -> None:
    name, change = card.line.figure.name, change_in_words(session, card.line)
    trend = [float(value) for _, value in card.line.series if value is not None]
    with st.container(border=True, height="stretch", gap="xxsmall", key=f"card_{name}"):
        st.markdown(f":small[**{session.say(f'kpi.{name}')}**]", help=_definition(session, name))
        st.metric(
            session.say(f"figure.{name}.name"),
            session.figure(card.line.figure),
            label_visibility="collapsed",
            delta_color="off",
            chart_data=trend or None,
        )
        if change:
            st.markdown(f":small[{change}]")
        if card.note:
            st.markdown(f":small[{card.note}]")
        if card.tab and st.button(session.say(f"portfolio.tab.{card.tab}"), key=f"tab_{name}", type="tertiary"):
            asked.remember("portfolio_tab", card.tab)
            st.switch_page("pages/portfolio.py")
        if card.opens:
            opened = session.chosen.get("open") == card.opens
            st.button(
                session.say("common.close_documents" if opened else "common.open_documents"),
                key=f"open_{name}",
                type="tertiary",
                on_click=asked.put,
                args=("open", None if opened else card.opens),
            )


def _definition(session: Session, name: str) -> str:
    return f"**{session.say(f'figure.{name}.name')}**\n\n{session.say(f'figure.{name}.help')}"
