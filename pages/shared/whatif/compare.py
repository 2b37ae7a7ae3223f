"""Up to four scenarios side by side, against today's terms."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import tables
from pages.shared.guard import tell
from pages.shared.session import Session
from pages.shared.tables import Column
from pages.shared.whatif import draft
from scoring.desk.whatif.compared import COMPARED_MAX, Compared, compared
from scoring.desk.whatif.facts import Starting
from scoring.desk.whatif.outcome import Pair
from scoring.desk.whatif.saved import saved, saved_of
from scoring.desk.whatif.wording import label
from scoring.errors import ScoringError
from scoring.scenario.scenario import Scenario
from scoring.store import Store
from scoring.terms import Figure, View

OWN = 0
"""Stands for the scenario on the first tab, which has no number."""


def tab(session: Session, store: Store, view: View, start: Starting) -> None:
    """Which scenarios, then their figures."""
    names = {one.number: one.scenario.name for one in saved(store)}
    now = draft.scenario_of(draft.filled(session, draft.current(session, store), start), start)
    mine = {OWN: session.say("whatif.compare.own")} if isinstance(now, Scenario) else {}
    offered = mine | names
    if len(offered) < 2:
        st.info(session.say("whatif.compare.empty"))
        return
    picked = st.multiselect(
        session.say("whatif.compare.pick", most=COMPARED_MAX),
        list(offered),
        default=list(offered)[:COMPARED_MAX],
        format_func=lambda number: offered[number],
        max_selections=COMPARED_MAX,
        key="whatif_compared",
    )
    if not picked:
        return
    scenarios = [now if number == OWN else saved_of(store, number).scenario for number in picked]
    try:
        with st.spinner(session.say("whatif.reading")):
            found = compared(store, view, [one for one in scenarios if isinstance(one, Scenario)])
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    _table(session, found, [offered[number] for number in picked])


def _table(session: Session, found: Compared, names: list[str]) -> None:
    rows: list[dict[str, Any]] = []
    for name, pairs in found.rows.items():
        row: dict[str, Any] = {
            "figure": label("figure", name, session.lang),
            "today": _said(session, pairs[0], "today"),
        }
        row |= {f"s{place}": _said(session, pair, "scenario") for place, pair in enumerate(pairs)}
        rows.append(row)
    columns = [
        Column("figure", heading="whatif.compare.figure", pinned=True, width=240),
        Column("today", heading="whatif.line.today", width=130),
        *(Column(f"s{place}", label=name, width=170) for place, name in enumerate(names)),
    ]
    tables.show(session, rows, columns, key="whatif_compare")
    best = max(range(len(names)), key=lambda place: float(found.rows["value_added"][place].scenario or 0))
    st.markdown(session.say("whatif.compare.best", name=names[best]))


def _said(session: Session, pair: Pair, side: str) -> str:
    amount = pair.today if side == "today" else pair.scenario
    if pair.unit == "money" and amount is not None:
        return session.money(amount)
    return session.figure(Figure(pair.name, amount, pair.unit, pair.better))
