"""The filter bar above the content: what is kept, as chips that can be taken off; kept across pages and in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from pages.shared import cached
from pages.shared import session as asked
from pages.shared.session import FILTERS, Session
from scoring.scorecard.use.classes import SHOWN
from scoring.store import Store
from scoring.terms import View
from scoring.text import knows

CHOICES_MAX = 500
"""More different values than this cannot be chosen from a list."""


def single_currency_bar(session: Session, store: Store) -> View:
    """The filter bar of a page that shows one currency at a time, and the view of the currency shown.

    Where each currency stands by itself the reader picks the one shown; nothing is converted then.
    """
    view, currencies = session.view, session.extent.currencies
    names = [name for name in FILTERS if name != "currency" or view.currency]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if view.currency is None:
            kept = dict(view.filters).get("currency")
            offered = [kept] if kept else list(currencies)
            shown = session.chosen.get("shown")
            shown = shown if shown in offered else offered[0]
            others = tuple((name, value) for name, value in view.filters if name != "currency")
            view = replace(view, currency=shown, filters=(*others, ("currency", shown)))
            st.segmented_control(
                session.say("columns.currency"),
                offered,
                required=True,
                label_visibility="collapsed",
                **asked.bind("shown", shown),
            )
        _menu(session, store, names)
    return view


def word_of(session: Session, name: str, value: str) -> str:
    """A filter's value in words where it is a code ("government"), as the ledger writes it otherwise."""
    return session.say(f"{name}.{value}") if knows(f"{name}.{value}") else value


def filter_choices(store: Store) -> Mapping[str, tuple[str, ...]]:
    """The values each filter can take on this ledger, in order; none for a field with too many."""
    table = store.table("customer")
    found = {}
    for name in FILTERS:
        if name in table.column_names:
            values = sorted(str(value) for value in table.column(name).unique().to_pylist() if value not in (None, ""))
            found[name] = tuple(values) if len(values) <= CHOICES_MAX else ()
    last = (store.one("extent", {}) or {}).get("last_date")
    rows = store.rows("currencies_in", {"as_of": last}) if last else []
    return {**found, "rating": SHOWN, "currency": tuple(row["currency"] for row in rows)}


def search(session: Session, key: str = "q") -> str:
    """A search field kept in the address; the text looked for, "" when there is none."""
    st.text_input(
        session.say("app.search"),
        placeholder=session.say("app.search_hint"),
        label_visibility="collapsed",
        **asked.bind(key, session.chosen.get(key, "")),
    )
    return session.chosen.get(key, "")


def _menu(session: Session, store: Store, names: Sequence[str]) -> None:
    choices = cached.report(store, session.scope, filter_choices)
    offered = [name for name in names if len(choices.get(name, ())) > 1]
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
        st.button(session.say("common.clear_filters"), type="tertiary", on_click=asked.clear_filters, key="clear_all")


def _choice(session: Session, name: str, values: Sequence[str]) -> None:
    kept = dict(session.view.filters).get(name)
    st.selectbox(
        session.say(f"columns.{name}"),
        [None, *values],
        format_func=lambda value: session.say("app.all") if value is None else word_of(session, name, value),
        **asked.bind(f"only_{name}", kept),
    )
