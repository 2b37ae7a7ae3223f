"""A page without data says what it will show and how to get there."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.session import Session
from pages.shared.sidebar import demo_of


def no_ledger(settled: Session, page: str) -> None:
    """The state of a page whose workspace holds no ledger: `<page>.empty_title`, `<page>.empty_text`, two ways on."""
    st.title(settled.say(f"{page}.empty_title"))
    st.write(settled.say(f"{page}.empty_text"))
    with st.container(horizontal=True):
        if st.button(settled.say("common.to_ledger"), type="primary"):
            st.switch_page("pages/ledger.py")
        st.button(settled.say("common.to_demo"), on_click=session.put, args=("workspace", demo_of(settled.lang)))


def nothing_found(settled: Session, sentence: str | None = None) -> None:
    """In place of a table or chart that the filters left empty: says so and offers to take the filters back."""
    st.info(sentence or settled.say("common.nothing_found"))
    if settled.view.filters:
        st.button(settled.say("common.clear_filters"), on_click=session.clear_filters, key="clear_empty")
