"""Every page's first line: who may see it, which ledger is open, and what is said when something goes wrong.

A page's address runs its file without app.py after a restart, so the gate stands here and not at the front door.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import wraps
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitAPIException, StreamlitSecretNotFoundError

from pages.shared import cached, empty, preparing, session, sidebar
from pages.shared.extent import extent_of
from pages.shared.session import EACH, EVERYONE, Session
from scoring.desk import workspaces
from scoring.desk.stops import stop_text
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.text import say

LOOPBACK = ("127.0.0.1", "localhost", "::1")
Page = Callable[[Session, Store], None]
log = logging.getLogger("duewise")


def guarded(name: str, needs_ledger: bool = True) -> Callable[[Page], Callable[[], None]]:
    """Decorator of a page's `main(session, store)`: gate, sidebar, open store, errors as sentences.

    `name` is the page's entry in PAGES and the area of its words (`<name>.empty_title`, `<name>.empty_text`). With
    `needs_ledger` a workspace without documents shows the designed empty state instead of the page.
    """

    def decorate(main: Page) -> Callable[[], None]:
        @wraps(main)
        def run() -> None:
            try:
                _run(name, main, needs_ledger)
            except ScoringError as stop:
                tell(stop, session.language())
            except Exception as trouble:
                _tell_unexpected(trouble, session.language())

        return run

    return decorate


def tell(stop: ScoringError, lang: str) -> None:
    """Show the sentence of a stop; the page goes on."""
    st.error(stop_text(stop, lang) or say("guard.stop", lang, code=stop.code))
    if stop.code == "rate_missing":
        st.button(say("app.currency_each", lang), on_click=session.put, args=("currency", EACH), key="each_instead")


def _run(name: str, main: Page, needs_ledger: bool) -> None:
    names = workspaces.workspaces()
    session.begin(names)
    lang = session.language()
    scope = _gate(lang)
    _through_the_front_door(name)
    chosen = session.workspace(sidebar.demo_of(lang))
    sidebar.first(lang, chosen, names)
    with st.spinner(say("guard.opening", lang)):
        store = cached.store(chosen)
    settled = session.settle(chosen, cached.report(store, scope, extent_of), date.today(), scope)
    sidebar.rest(settled)
    _tell_news(settled, name)
    if needs_ledger and settled.empty:
        empty.no_ledger(settled, name)
    else:
        preparing.begin(store)
        main(settled, store)


def _gate(lang: str) -> str:
    """The reader's scope of rights; stops the run before anything is shown to somebody who must sign in first.

    With [auth] in the secrets everybody signs in; without it, only this machine is served.
    """
    if _signs_in():
        if not st.user.get("is_logged_in", False):
            st.title(say("guard.sign_in_title", lang))
            st.write(say("guard.sign_in_text", lang))
            st.button(say("guard.sign_in", lang), type="primary", on_click=st.login)
            st.stop()
        return str(st.user.get("email") or st.user.get("sub"))
    if str(st.get_option("server.address") or "") not in LOOPBACK:
        st.title(say("guard.exposed_title", lang))
        st.error(say("guard.exposed", lang))
        st.stop()
    return EVERYONE


def _signs_in() -> bool:
    """Whether sign-in is set up. A secrets file that is there but cannot be read raises: better shut than open."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        if any(Path(file).exists() for file in st.get_option("secrets.files")):
            raise
        return False


def _through_the_front_door(name: str) -> None:
    """A page opened by its address on a fresh server runs alone, without the menu: send the reader through app.py."""
    if session.entered():
        return
    with suppress(StreamlitAPIException):  # the page is the main script itself: there is no front door, only the gate
        st.switch_page("app.py", query_params={**session.asked(), "page": name})


def _tell_news(settled: Session, page: str) -> None:
    for name, value in session.refused(page):
        st.warning(settled.say("guard.refused", name=name, value=value))
    told = session.recall("told")
    if told:
        session.remember("told", None)
        st.success(told)


def _tell_unexpected(trouble: Exception, lang: str) -> None:
    """Say that something broke, with an id to quote; the traceback goes to the log, never to the screen."""
    number = uuid.uuid4().hex[:8]
    log.error("error %s", number, exc_info=trouble)
    st.error(say("guard.unexpected", lang, id=number))
