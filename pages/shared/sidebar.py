"""What is always in sight: language, workspace, as-of date, currency, unit."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared import session
from pages.shared.session import EACH, Session
from scoring.desk import workspaces
from scoring.desk.wording import workspace_label
from scoring.desk.workspaces import DEMOS, OWN
from scoring.text import LANGUAGES, say

UNITS = {"en": ("1", "k", "m"), "zh": ("1", "k", "wan", "yi")}


def first(lang: str, workspace: str, names: Sequence[str]) -> None:
    """Language and workspace: what can be chosen before any ledger is open."""
    with st.sidebar:
        st.segmented_control(
            say("app.language", lang),
            LANGUAGES,
            format_func=lambda code: say("app.own_name", code),
            label_visibility="collapsed",
            required=True,
            width="stretch",
            **session.bind("lang", lang),
        )
        st.selectbox(
            say("app.workspace", lang),
            names,
            format_func=lambda name: workspace_label(name, lang),
            **session.bind("workspace", workspace),
        )
        if workspace in DEMOS:
            own_ledger_button(lang, key="own_in_sidebar")


def rest(settled: Session) -> None:
    """As-of date, currency and unit of the opened ledger; nothing where there is no ledger yet."""
    if settled.empty:
        return
    with st.sidebar:
        st.date_input(
            settled.say("common.as_of"),
            min_value=settled.extent.first_day,
            max_value=settled.extent.last_day,
            format="YYYY-MM-DD",
            help=settled.say("app.as_of_help"),
            **session.bind("as_of", settled.view.as_of),
        )
        st.selectbox(
            settled.say("app.currency"),
            (*settled.extent.currencies, *((EACH,) if len(settled.extent.currencies) > 1 else ())),
            format_func=lambda code: _currency_words(settled, code),
            help=settled.say("app.currency_help"),
            **session.bind("currency", _currency_shown(settled)),
        )
        st.selectbox(
            settled.say("app.unit"),
            _units(settled),
            format_func=lambda unit: settled.say(f"app.unit_{unit}"),
            help=settled.say("app.unit_help"),
            **session.bind("unit", settled.unit),
        )


def demo_of(lang: str) -> str:
    """The demo workspace whose company speaks `lang`: what opens at the first start."""
    return next(name for name, spoken in DEMOS.items() if spoken == lang)


def own_ledger_button(lang: str, key: str) -> None:
    """ "Use my own ledger": opens the reader's own workspace (made on the first press) on the Ledger page."""
    if st.button(say("app.use_own", lang), key=key, width="stretch"):
        own = [name for name in workspaces.workspaces() if name not in DEMOS]
        if not own:
            workspaces.create(OWN)
        session.put("workspace", own[0] if own else OWN)
        st.switch_page("pages/ledger.py")


def _currency_shown(settled: Session) -> str:
    only = settled.extent.currencies
    return settled.view.currency or (only[0] if len(only) == 1 else EACH)


def _currency_words(settled: Session, code: str) -> str:
    if code == EACH:
        return settled.say("app.currency_each")
    single = len(settled.extent.currencies) == 1
    return code if single else settled.say("app.currency_converted", currency=code)


def _units(settled: Session) -> tuple[str, ...]:
    offered = UNITS[settled.lang]
    return offered if settled.unit in offered else (*offered, settled.unit)
