"""Change the terms, see the result: the table of terms with its troubles beside it, then what would come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.shared import session as asked
from pages.shared.guard import tell
from pages.shared.session import Session
from pages.shared.whatif import draft, editing, keeping, result
from pages.shared.whatif.draft import Draft
from scoring.desk.whatif.facts import Starting
from scoring.desk.whatif.outcome import outcome
from scoring.desk.whatif.wording import field_text, label, segment_label
from scoring.errors import ScoringError
from scoring.scenario.fields import FieldError
from scoring.scenario.scenario import Scenario
from scoring.scenario.scenariofile import GROUPED_BY
from scoring.store import Store
from scoring.terms import View

CUSTOMERS_MAX = 2000


def tab(session: Session, store: Store, view: View, start: Starting) -> None:
    """Which segments, then the part that answers at once."""
    kept = draft.current(session, store)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        keeping.open_saved(session, store, kept)
        _grouping(session, kept)
        _pick(session, store, kept, start)
    _live(session, store, view, start)


@st.fragment
def _live(session: Session, store: Store, view: View, start: Starting) -> None:
    """Everything that moves when a term is changed; run again by itself."""
    try:
        kept = draft.on_page(session, draft.current(session, store), start)
        values: dict[str, Any] = {**kept.base, "change": editing.terms_table(session, kept, kept.base, start)}
        values["shocks"] = editing.shocks(session, kept, kept.base)
        values["assumptions"] = editing.assumptions(session, kept, kept.base, start)
        draft.take(session, replace(kept, values=values, touched=True))
        scenario = draft.scenario_of(values, start)
        if not isinstance(scenario, Scenario):
            _troubles(session, start, values, scenario)
            return
        found = outcome(start, scenario)
        result.show(session, store, found)
        keeping.save_bar(session, store, kept, found)
    except ScoringError as stop:
        tell(stop, session.lang)


def _grouping(session: Session, kept: Draft) -> None:
    chosen = st.selectbox(
        session.say("whatif.by"),
        GROUPED_BY,
        index=GROUPED_BY.index(kept.grouping),
        format_func=lambda name: session.say(f"grouping.{name}"),
        key=f"whatif_by_{kept.round}",
        width=220,
    )
    if chosen != kept.grouping:
        draft.take(session, Draft(grouping=chosen, lists=kept.lists, round=kept.round + 1))
        asked.put("scenario", None)
        st.rerun()


def _pick(session: Session, store: Store, kept: Draft, start: Starting) -> None:
    """A segment of customers picked by hand."""
    with st.popover(session.say("whatif.pick")):
        names = {row["customer_id"]: str(row["name"]) for row in store.rows("customer", limit=CUSTOMERS_MAX)}
        name = st.text_input(session.say("whatif.pick_name"), key=f"whatif_pick_name_{kept.round}")
        picked = st.multiselect(
            session.say("whatif.pick_customers"),
            list(names),
            format_func=lambda customer: f"{names[customer]} ({customer})",
            key=f"whatif_picked_{kept.round}",
        )
        able = bool(name.strip() and picked and name.strip() not in start.segments)
        if st.button(session.say("whatif.pick_add"), disabled=not able, key="whatif_pick_add"):
            others = tuple(one for one in kept.lists if one[0] != name.strip())
            draft.take(session, replace(kept, lists=(*others, (name.strip(), tuple(picked))), round=kept.round + 1))
            st.rerun()
        for listed, customers in kept.lists:
            told = session.say("whatif.pick_listed", name=listed, count=len(customers))
            if st.button(f"{told} ✕", key=f"whatif_unlist_{listed}"):
                left = tuple(one for one in kept.lists if one[0] != listed)
                changes = [c for c in kept.values.get("change", []) if c["segment"] != listed]
                values = {**kept.values, "change": changes}
                draft.take(session, replace(kept, lists=left, values=values, round=kept.round + 1))
                st.rerun()


def _troubles(session: Session, start: Starting, values: dict[str, Any], wrong: Sequence[FieldError]) -> None:
    """What is wrong, field by field, in words; the table stays as it was."""
    for error in wrong:
        part, _, rest = error.place.partition(".")
        position, _, name = rest.partition(".")
        if part == "change" and name:
            segment = segment_label(start, values["change"][int(position)]["segment"], session.lang)
            place = f"{segment} · {label('term', name, session.lang)}"
        else:
            place = error.place
        st.error(f"**{place}**: {field_text(error, session.lang)}")
