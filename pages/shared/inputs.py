"""The filter bar above the content: what is kept, as chips that can be taken off; kept across pages and in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.shared import cached
from pages.shared import session as asked
from pages.shared.session import FILTERS, Session
from scoring.store import Store
from scoring.text import knows

CHOICES_MAX = 500
"""More different values than this cannot be chosen from a list."""


def filter_bar(session: Session, store: Store, names: Sequence[str] = FILTERS) -> None:
    """Chips of what is kept, and a menu to keep more: by nature, industry, region, owner, size, currency."""
    choices = cached.report(store, session.scope, filter_choices)
    offered = [name for name in names if len(choices.get(name, ())) > 1]
    if name_currency_alone(session, offered):
        offered.remove("currency")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if offered:
            with st.popover(session.say("app.filter")):
                for name in offered:
                    _choice(session, name, choices[name])
        for name, value in session.view.filters:
            st.button(
                f"{session.say(f'columns.{name}')}: {word_of(session, name, value)} ✕",
                key=f"chip_{name}",
                help=session.say("app.remove_filter"),
                on_click=asked.put,
                args=(f"only_{name}", None),
            )
        if len(session.view.filters) > 1:
            st.button(
                session.say("common.clear_filters"), type="tertiary", on_click=asked.clear_filters, key="clear_all"
            )


def name_currency_alone(session: Session, offered: Sequence[str]) -> bool:
    """Whether the currency filter would say nothing: the ledger has a single one."""
    return "currency" in offered and len(session.extent.currencies) == 1


def word_of(session: Session, name: str, value: str) -> str:
    """A filter's value in words where it is a code ("government"), as the ledger writes it otherwise."""
    return session.say(f"{name}.{value}") if knows(f"{name}.{value}") else value


def filter_choices(store: Store) -> Mapping[str, tuple[str, ...]]:
    """The values each filter can take on this ledger, in order; none for a field with too many."""
    table = store.table("customers", {})
    found = {}
    for name in FILTERS:
        if name in table.column_names:
            values = sorted(str(value) for value in table.column(name).unique().to_pylist() if value not in (None, ""))
            found[name] = tuple(values) if len(values) <= CHOICES_MAX else ()
    last = (store.one("extent", {}) or {}).get("last_date")
    rows = store.rows("currencies_in", {"as_of": last}) if last else []
    return {**found, "currency": tuple(row["currency"] for row in rows)}


def search(session: Session, key: str = "q") -> str:
    """A search field kept in the address; the text looked for, "" when there is none."""
    st.text_input(
        session.say("app.search"),
        placeholder=session.say("app.search_hint"),
        label_visibility="collapsed",
        **asked.bind(key, session.chosen.get(key, "")),
    )
    return session.chosen.get(key, "")


def _choice(session: Session, name: str, values: Sequence[str]) -> None:
    kept = dict(session.view.filters).get(name)
    st.selectbox(
        session.say(f"columns.{name}"),
        [None, *values],
        format_func=lambda value: session.say("app.all") if value is None else word_of(session, name, value),
        **asked.bind(f"only_{name}", kept),
    )
