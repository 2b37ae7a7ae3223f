"""Terms in a table, shocks and assumptions beside it: what the reader sets, as plain values of a scenario's file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import tables
from pages.shared.session import Session
from pages.shared.whatif.draft import Draft, field_key
from scoring.desk.whatif.facts import Starting
from scoring.desk.whatif.wording import evidence_text, help_of, label, segment_label
from scoring.scenario.assumptions import BOUNDS, NAMES, Assumption
from scoring.scenario.fields import SHOCK_RANGES, TERM_RANGES
from scoring.scenario.shocks import CALM
from scoring.scenario.terms import DUE_RULES

COMMON = (
    "net_days", "discount_percent", "discount_days", "late_interest_percent", "limit_months", "stop_ship_days",
    "deposit_percent",
)  # fmt: skip
OTHER = (
    "due_rule", "due_day", "instalments", "instalment_days", "limit_amount", "insurance_premium_percent",
    "insurance_cover_percent", "insurance_own_percent", "factoring_advance_percent", "factoring_fee_percent",
    "factoring_recourse",
)  # fmt: skip
Values = dict[str, Any]


def terms_table(session: Session, draft: Draft, values: Mapping[str, Any], start: Starting) -> list[Values]:
    """The changes of terms as the reader left them in the two tables, one row a segment."""
    given = {change["segment"]: change for change in values.get("change", [])}
    common = _table(session, draft, given, start, COMMON, "common")
    with st.expander(session.say("whatif.more_terms"), expanded=any(set(OTHER) & set(g) for g in given.values())):
        other = _table(session, draft, given, start, OTHER, "other")
    lists = dict(draft.lists)
    changes = []
    for key in start.segments:
        terms = common[key] | other[key]
        if terms:
            picked = {"customers": list(lists[key])} if key in lists else {}
            changes.append({"segment": key, **picked, **terms})
    return changes


def shocks(session: Session, draft: Draft, values: Mapping[str, Any]) -> Values:
    """What happens to everybody from outside; only what is not as expected."""
    given, found = values.get("shocks", {}), {}
    with st.expander(session.say("whatif.shocks"), expanded=bool(given)), st.grid(columns=4, min_column_width=150):
        for name, allowed in SHOCK_RANGES.items():
            whole, calm = allowed.whole, getattr(CALM, name)
            kind = int if whole else float
            value = st.number_input(
                label("shock", name, session.lang),
                min_value=kind(allowed.low),
                max_value=kind(allowed.high),
                value=kind(given.get(name, calm)),
                step=kind(1) if whole or name != "pd_multiple" else 0.25,
                help=help_of("shock", name, session.lang),
                key=f"whatif_{name}_{draft.round}",
            )
            if value != calm:
                found[name] = value
    return found


def assumptions(session: Session, draft: Draft, values: Mapping[str, Any], start: Starting) -> Values:
    """How customers answer: low, base and high of each with where it comes from; only those the reader moved."""
    given, found = values.get("assumptions", {}), {}
    measured = sum(start.assumptions.of(name).evidence != "stated" for name in NAMES)
    with st.expander(session.say("whatif.assumptions", count=len(NAMES), measured=measured), expanded=False):
        for name in NAMES:
            known = start.assumptions.of(name)
            own = given.get(name)
            told = Assumption(**own, evidence="own") if own else known
            moved = _assumption(session, draft, name, told)
            if (moved["low"], moved["base"], moved["high"]) != (known.low, known.base, known.high):
                found[name] = moved
    return found


def _assumption(session: Session, draft: Draft, name: str, told: Assumption) -> Values:
    low, high = BOUNDS[name]
    step = 0.01
    with st.grid(columns=2, min_column_width=220):
        base = st.slider(
            label("assumption", name, session.lang), low, high, told.base, step,
            help=help_of("assumption", name, session.lang), key=f"whatif_base_{name}_{draft.round}",
        )  # fmt: skip
        ends = st.slider(
            session.say("whatif.range"), low, high, (told.low, told.high), step,
            key=f"whatif_range_{name}_{draft.round}",
        )  # fmt: skip
    st.markdown(f":small[{evidence_text(told, session.lang)}]")
    return {"low": min(ends[0], base), "base": base, "high": max(ends[1], base)}


def _table(
    session: Session,
    draft: Draft,
    given: Mapping[str, Values],
    start: Starting,
    names: tuple[str, ...],
    part: str,
) -> dict[str, Values]:
    """One editable table; what a row gives by segment, empty cells left out."""
    facts = start.facts
    rows = [
        {
            "segment": segment_label(start, one.key, session.lang),
            "today": round(one.mean_gap, 1),
            "sales": round(one.yearly_sales),
            **{name: given.get(one.key, {}).get(name) for name in names},
        }
        for one in facts.segments
    ]
    frame = pd.DataFrame(rows, columns=["segment", "today", "sales", *names])
    for name in names:
        frame[name] = frame[name].astype("object" if name in ("due_rule", "factoring_recourse") else "Float64")
    edited = st.data_editor(
        frame,
        key=field_key(session, draft, part),
        hide_index=True,
        placeholder="",
        disabled=["segment", "today", "sales"],
        column_config=_config(session, facts.currency, names),
        height="content" if len(rows) <= tables.ROWS_SHOWN else tables.ROW_HEIGHT * (tables.ROWS_SHOWN + 1),
    )
    return {
        one.key: {name: _plain(row[name], name) for name in names if not pd.isna(row[name]) and row[name] != ""}
        for one, (_, row) in zip(facts.segments, edited.iterrows(), strict=True)
    }


def _config(session: Session, currency: str, names: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "segment": st.column_config.TextColumn(session.say("whatif.segment"), pinned=True, width=130),
        "today": st.column_config.NumberColumn(
            session.say("whatif.today_days"), format="%.0f", width=96, help=session.say("whatif.today_days_help")
        ),
        "sales": st.column_config.NumberColumn(
            session.say("whatif.yearly_sales", currency=currency), format="%,.0f", width=150
        ),
    }
    for name in names:
        found[name] = _field(session, name)
    return found


def _field(session: Session, name: str) -> Any:
    words, told = label("term", name, session.lang), help_of("term", name, session.lang)
    if name == "due_rule":
        return st.column_config.SelectboxColumn(
            words, options=list(DUE_RULES), help=told, width=110,
            format_func=lambda rule: session.say(f"whatif.due_rule.{rule}"),
        )  # fmt: skip
    if name == "factoring_recourse":
        return st.column_config.CheckboxColumn(words, help=told, width=90)
    allowed = TERM_RANGES[name]
    step = 1.0 if allowed.whole else 0.1
    return st.column_config.NumberColumn(words, help=told, step=step, width=118)


def _plain(value: Any, name: str) -> Any:
    if name in ("due_rule", "factoring_recourse"):
        return value
    number = float(value)
    return int(number) if number == int(number) else number
