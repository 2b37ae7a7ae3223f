"""The tools for bins by hand: merge, split, move an edge, force a direction, leave out, back to the best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from pages.shared import session as asked
from pages.shared.guard import tell
from pages.shared.scorecard import work
from pages.shared.scorecard.work import Work
from pages.shared.session import Session
from scoring.desk.scorecard.wording import bin_label, characteristic_label
from scoring.errors import ScoringError
from scoring.scorecard.bins import edit
from scoring.scorecard.bins.counted import edges_of, ordinary
from scoring.scorecard.card import Binning, Trend
from scoring.scorecard.sample import Counts
from scoring.store import Store

Option = TypeVar("Option")
TRENDS: tuple[Trend, ...] = ("auto", "ascending", "descending", "peak", "valley", "none")


def panel(session: Session, store: Store, found: Work, binning: Binning) -> None:
    """One tool a line; each shows what it would do before it is kept."""
    counts = found.split.coded.counts[binning.name]
    if len(ordinary(binning)) > 1:
        _merge(session, binning, counts)
    _split(session, binning, counts)
    if binning.kind == "number" and edges_of(binning):
        _move(session, binning, counts)
    if binning.kind == "number":
        _direction(session, store, found, binning)
    _whole(session, store, found, binning)


def _merge(session: Session, binning: Binning, counts: Counts) -> None:
    places = range(len(ordinary(binning)) - 1)
    labels = [bin_label(binning.name, part, session.lang) for part in ordinary(binning)]
    place = _choice(
        session, "merge", places, lambda i: session.say("scorecard.bins.pair", first=labels[i], second=labels[i + 1])
    )
    if place is not None:
        _try(session, lambda: edit.merge(binning, counts, place))


def _split(session: Session, binning: Binning, counts: Counts) -> None:
    parts = ordinary(binning)
    if binning.kind == "number":
        edges = [(i, edge) for i in range(len(parts)) for edge in edit.edges_within(binning, counts, i)]
        cut = _choice(session, "split", edges, lambda each: f"{each[1]:,.6g}")
        if cut is not None:
            _try(session, lambda: edit.split(binning, counts, cut[0], cut[1]))
        return
    values = [(i, value) for i, part in enumerate(parts) if len(part.values) > 1 for value in part.values]
    taken = _choice(session, "take_out", values, lambda each: each[1])
    if taken is not None:
        _try(session, lambda: edit.split(binning, counts, taken[0], [taken[1]]))


def _move(session: Session, binning: Binning, counts: Counts) -> None:
    edges, parts = edges_of(binning), len(ordinary(binning))
    moves = [
        (place, to)
        for place in range(len(edges))
        for side in (place, place + 1)
        if side < parts
        for to in edit.edges_within(binning, counts, side)
    ]
    move = _choice(session, "move", moves, lambda each: f"{edges[each[0]]:,.6g} → {each[1]:,.6g}")
    if move is not None:
        _try(session, lambda: edit.move_edge(binning, counts, move[0], move[1]))


def _direction(session: Session, store: Store, found: Work, binning: Binning) -> None:
    forced = found.choices.trends.get(binning.name)
    chosen = st.selectbox(
        session.say("scorecard.bins.direction"),
        (None, *TRENDS),
        index=0 if forced is None else TRENDS.index(forced) + 1,
        format_func=lambda trend: session.say(f"scorecard.trend.{trend or 'expected'}"),
        key=f"trend_{binning.name}",
    )
    if chosen != forced:
        trends = {name: trend for name, trend in found.choices.trends.items() if name != binning.name}
        if chosen is not None:
            trends[binning.name] = chosen
        work.keep(session, store, replace(found.choices, trends=trends))
        st.rerun()


def _whole(session: Session, store: Store, found: Work, binning: Binning) -> None:
    """What concerns the characteristic as a whole: in or out, and back to the best bins."""
    name, choices = binning.name, found.choices
    label = characteristic_label(name, session.lang)
    with st.container(horizontal=True):
        if name in choices.by_hand and st.button(session.say("scorecard.bins.back")):
            others = {each: made for each, made in choices.by_hand.items() if each != name}
            work.keep(
                session, store, replace(choices, by_hand=others), session.say("scorecard.bins.best_again", name=label)
            )
            st.rerun()
        if st.button(session.say("scorecard.bins.leave_out")):
            told = session.say("scorecard.bins.left", name=label)
            work.keep(session, store, replace(choices, left_out=(*choices.left_out, name)), told)
            st.rerun()
        if choices.left_out and st.button(session.say("scorecard.bins.take_back", number=len(choices.left_out))):
            work.keep(session, store, replace(choices, left_out=()))
            st.rerun()


def _choice(session: Session, tool: str, options: Sequence[Option], label: Callable[[Option], str]) -> Option | None:
    """A list of what a tool can do here, nothing chosen at first; the choice falls back once it was taken."""
    if not options:
        return None
    run = asked.recall("edits", 0)
    return st.selectbox(
        session.say(f"scorecard.bins.{tool}"),
        options,
        index=None,
        format_func=label,
        placeholder=session.say("scorecard.bins.choose"),
        key=f"{tool}_{run}",
    )


def _try(session: Session, change: Callable[[], Binning]) -> None:
    """Put what a tool makes on the screen; a stop is told and changes nothing."""
    try:
        made = change()
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    asked.remember("bins_pending", made)
    asked.remember("edits", asked.recall("edits", 0) + 1)
    st.rerun()
