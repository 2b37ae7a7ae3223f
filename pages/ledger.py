"""Is my data in, and right? Files in, what was understood of them, what went wrong row by row, and the way back."""

from __future__ import annotations

import streamlit as st

from pages.shared import guard, import_preview, import_report, import_work, imported, job, sidebar
from pages.shared import session as asked
from pages.shared.guard import guarded
from pages.shared.import_work import keep, kept
from pages.shared.session import Session
from scoring.desk.intake import uploads
from scoring.desk.intake.uploads import Waiting
from scoring.desk.workspaces import DEMOS
from scoring.errors import ScoringError
from scoring.store import ImportReport, Store

FORMS = ["csv", "tsv", "txt", "xlsx", "xls", "xlsm", "xlsb", "ods", "parquet", "json", "jsonl", "gz"]
OWN_WIDTH = 280


@guarded("ledger", needs_ledger=False)
def main(session: Session, store: Store) -> None:
    """The answer, then whatever is next: drop files, look at what they hold, confirm; below, what is in already."""
    work = import_work.under_way(session, store)
    waiting = kept(session, "waiting", [])
    st.title(session.say(work.title) if work else _title(session, store, waiting))
    if session.workspace in DEMOS:
        st.info(session.say("ledger.demo"))
        with st.container(width=OWN_WIDTH):
            sidebar.own_ledger_button(session.lang, key="own_on_ledger")
    elif work:
        job.draw(session, work)
    elif waiting:
        look_over(session, store, waiting)
    else:
        _taken(session, store)
        drop(session, store)
    if not session.empty or store.imports():
        imported.show(session, store)


def drop(session: Session, store: Store) -> None:
    """The place for files: each is written to disk, read in a process of its own, and let go of."""
    if session.empty:
        st.write(session.say("ledger.empty_text"))
    number = asked.recall("uploads", 0)
    files = st.file_uploader(
        session.say("ledger.drop"),
        type=FORMS,
        accept_multiple_files=True,
        key=f"upload_{number}",
        help=session.say("ledger.drop_help"),
    )
    if files:
        asked.remember("uploads", number + 1)
        import_work.read(session, store, [(file.name, file) for file in files])


def look_over(session: Session, store: Store, waiting: list[Waiting]) -> None:
    """What the waiting sheets hold and would do; corrections; and, above them, the decision."""
    rehearsed = kept(session, "rehearsed", {})
    decision, ready = st.container(horizontal=True), []
    for position, one in enumerate(waiting):
        with st.container(border=True):
            st.subheader(one.name)
            if isinstance(rehearsed.get(one.key), ImportReport) and _is_chosen(session, one):
                ready.append(one)
            key = f"{one.file.sha256[:8]}_{one.sheet}_{kept(session, 'revision', 0)}"
            options = import_preview.show(session, one, rehearsed.get(one.key), key)
        if options is not None:
            import_work.read_again(session, store, waiting, position, options)
    with decision:
        _decide(session, store, waiting, ready)


def _decide(session: Session, store: Store, waiting: list[Waiting], ready: list[Waiting]) -> None:
    if st.button(session.say("ledger.confirm", sheets=len(ready)), type="primary", disabled=not ready, key="confirm"):
        import_work.take(session, store, ready)
    if st.button(session.say("ledger.discard"), key="discard"):
        uploads.discard(store, waiting)
        keep(session, waiting=[], rehearsed={})
        st.rerun()


def _is_chosen(session: Session, one: Waiting) -> bool:
    """Whether a readable sheet is to go in; one that was taken before only if the reader asks for it."""
    return st.checkbox(
        session.say("ledger.take"),
        value=one.already is None,
        key=f"take_{one.file.sha256[:8]}_{one.sheet}",
    )


def _taken(session: Session, store: Store) -> None:
    """What became of the files just taken, until others are dropped."""
    taken = kept(session, "taken", {})
    for number, (name, outcome) in enumerate(taken.items()):
        with st.container(border=True):
            if isinstance(outcome, ScoringError):
                st.subheader(name)
                guard.tell(outcome, session.lang)
                continue
            st.subheader(f"✓ {name}")
            import_report.brought_in(session, store.one("import", import_id=outcome.import_id) or {})
            import_report.show(session, outcome.as_json(), f"taken_{number}")
    if taken:
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


main()
