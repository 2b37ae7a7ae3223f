"""Is my data in, and right? Files in, what was understood of them, what went wrong row by row, and the way back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

import streamlit as st

from pages.shared import guard, import_preview, import_report, imported, sidebar
from pages.shared import session as asked
from pages.shared.guard import guarded
from pages.shared.session import Session
from scoring.desk import uploads
from scoring.desk.uploads import Waiting
from scoring.desk.workspaces import DEMOS
from scoring.errors import ScoringError
from scoring.store import ImportReport, Store

FORMS = ["csv", "tsv", "txt", "xlsx", "xls", "xlsm", "xlsb", "ods", "parquet", "json", "jsonl", "gz"]
OWN_WIDTH = 280


@guarded("ledger", needs_ledger=False)
def main(session: Session, store: Store) -> None:
    """The answer, then whatever is next: drop files, look at what they hold, confirm; below, what is in already."""
    waiting = _waiting(session)
    st.title(_title(session, store, waiting))
    if session.workspace in DEMOS:
        st.info(session.say("ledger.demo"))
        with st.container(width=OWN_WIDTH):
            sidebar.own_ledger_button(session.lang, key="own_on_ledger")
    elif waiting:
        look_over(session, store, waiting)
    else:
        _taken(session)
        drop(session, store)
    if not session.empty or store.imports():
        imported.show(session, store)


def drop(session: Session, store: Store) -> None:
    """The place for files: each is written to disk, read in a process of its own, and let go of."""
    if session.empty:
        st.write(session.say("ledger.empty_text"))
    files = st.file_uploader(
        session.say("ledger.drop"),
        type=FORMS,
        accept_multiple_files=True,
        key=f"upload_{asked.recall('uploads', 0)}",
        help=session.say("ledger.drop_help"),
    )
    if not files:
        return
    found: list[Waiting] = []
    with st.status(session.say("ledger.reading"), expanded=True):
        for file in files:
            found += _read(session, store, file, file.name)
    asked.remember("uploads", asked.recall("uploads", 0) + 1)
    _wait_for(session, store, found)


def look_over(session: Session, store: Store, waiting: list[Waiting]) -> None:
    """What the waiting sheets hold and would do; corrections; and, above them, the decision."""
    rehearsed = asked.recall("rehearsed", {})
    decision, ready = st.container(horizontal=True), []
    for position, one in enumerate(waiting):
        with st.container(border=True):
            st.subheader(import_preview.name_of(session, one))
            if isinstance(rehearsed.get(one.key), ImportReport) and _is_chosen(session, one):
                ready.append(one)
            key = f"{one.file.sha256[:8]}_{one.sheet}_{asked.recall('revision', 0)}"
            options = import_preview.show(session, one, rehearsed.get(one.key), key)
        if options is not None:
            with st.status(session.say("ledger.reading"), expanded=True):
                again = uploads.look_again(store, one, options, _progress(session, one.file.name))
            _wait_for(session, store, [*waiting[:position], again, *waiting[position + 1 :]])
    with decision:
        _decide(session, store, waiting, ready)


def _decide(session: Session, store: Store, waiting: list[Waiting], ready: list[Waiting]) -> None:
    if st.button(session.say("ledger.confirm", sheets=len(ready)), type="primary", disabled=not ready, key="confirm"):
        with st.status(session.say("ledger.importing"), expanded=True):
            done = uploads.take(store, ready, _progress(session, ""))
        asked.remember("taken", {import_preview.name_of(session, one): done[one.key] for one in ready})
        _let_go(session, store, waiting)
    if st.button(session.say("ledger.discard"), key="discard"):
        _let_go(session, store, waiting)


def _is_chosen(session: Session, one: Waiting) -> bool:
    """Whether a readable sheet is to go in; one that was taken before only if the reader asks for it."""
    return st.checkbox(
        session.say("ledger.take"),
        value=one.already is None,
        key=f"take_{one.file.sha256[:8]}_{one.sheet}",
    )


def _taken(session: Session) -> None:
    """What became of the files just taken, until others are dropped."""
    for number, (name, outcome) in enumerate(asked.recall("taken", {}).items()):
        with st.container(border=True):
            if isinstance(outcome, ScoringError):
                st.subheader(name)
                guard.tell(outcome, session.lang)
                continue
            st.subheader(f"✓ {name}")
            import_report.show(session, outcome.as_json(), f"taken_{number}")
    if asked.recall("taken"):
        with st.container(horizontal=True):
            st.page_link("pages/aging.py", label=session.say("ledger.to_aging"))
            st.page_link("pages/overview.py", label=session.say("ledger.to_overview"))


def _title(session: Session, store: Store, waiting: list[Waiting]) -> str:
    if waiting:
        readable = sum(1 for one in waiting if one.reading)
        return session.say("ledger.title_waiting", sheets=len(waiting), readable=readable)
    extent = store.one("extent") or {}
    if session.empty:
        return session.say("ledger.empty_title")
    last = {name: extent[name] for name in ("documents", "customers", "first_date", "last_date")}
    return session.say("ledger.title", **last)


def _read(session: Session, store: Store, file: IO[bytes], name: str) -> list[Waiting]:
    with tempfile.NamedTemporaryFile(prefix="upload-") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        return uploads.look(store, Path(copy.name), name, _progress(session, name))


def _progress(session: Session, name: str) -> Callable[[str, float], None]:
    """A bar that says which stage a file is in and how far."""
    bar = st.progress(0.0, text=name or " ")

    def tell(stage: str, share: float) -> None:
        bar.progress(min(share, 1.0), text=f"{name} {session.say(f'ledger.stage_{stage}')}")

    return tell


def _waiting(session: Session) -> list[Waiting]:
    """Sheets this reader dropped on this workspace and has not decided about."""
    found: list[Waiting] = asked.recall(f"waiting_{session.workspace}", [])
    return found


def _wait_for(session: Session, store: Store, waiting: list[Waiting]) -> None:
    """Keep the sheets for the reader to look over, with what taking them would do, and draw the page anew."""
    with st.spinner(session.say("ledger.rehearsing")):
        asked.remember("rehearsed", uploads.rehearse(store, waiting))
    asked.remember(f"waiting_{session.workspace}", waiting)
    asked.remember("revision", asked.recall("revision", 0) + 1)
    asked.remember("taken", {})
    st.rerun()


def _let_go(session: Session, store: Store, waiting: list[Waiting]) -> None:
    uploads.discard(store, waiting)
    asked.remember(f"waiting_{session.workspace}", [])
    asked.remember("rehearsed", {})
    st.rerun()


main()
