"""Activities, answers, promises and disputes from a file: looked at first, then taken; the way back is on Ledger."""

from __future__ import annotations

import streamlit as st

from pages.shared import guard, import_report, imported
from pages.shared import session as asked
from pages.shared.import_work import keep, kept
from pages.shared.session import Session
from scoring.desk.collections.logs import only_logs
from scoring.desk.intake import uploads
from scoring.desk.intake.uploads import Outcomes, Waiting
from scoring.errors import ScoringError
from scoring.store import ImportReport, Store

FORMS = ["csv", "tsv", "txt", "xlsx", "xls", "xlsm", "xlsb", "ods", "parquet", "json", "jsonl"]


def show(session: Session, store: Store) -> None:
    """An expander with whatever is next: the place for a file, the decision, what became of it."""
    waiting: list[Waiting] = kept(session, "log_waiting", [])
    taken: Outcomes = kept(session, "log_taken", {})
    with st.expander(session.say("bring_in.title"), expanded=bool(waiting or taken), key="bring_in"):
        if waiting:
            _look_over(session, store, waiting, kept(session, "log_rehearsed", {}))
            return
        _done(session, store, taken)
        _drop(session, store)


def _drop(session: Session, store: Store) -> None:
    number = asked.recall("log_uploads", 0)
    file = st.file_uploader(
        session.say("bring_in.drop"), type=FORMS, key=f"log_upload_{number}", help=session.say("bring_in.help")
    )
    if file is None:
        return
    asked.remember("log_uploads", number + 1)
    with st.spinner(session.say("bring_in.reading")):
        waiting = only_logs(uploads.look_at_all(store, [(file.name, file)], _unheard)[0])
        outcomes = uploads.rehearse(store, waiting, _unheard)
    keep(session, log_waiting=waiting, log_rehearsed=outcomes, log_taken={})
    st.rerun()


def _look_over(session: Session, store: Store, waiting: list[Waiting], rehearsed: Outcomes) -> None:
    """What each sheet holds and would do, and the decision."""
    ready = []
    for one in waiting:
        outcome = rehearsed.get(one.key)
        st.markdown(f"**{one.name}**")
        if one.already is not None:
            st.info(session.say("ledger.already", import_id=str(one.already)))
        elif isinstance(outcome, ImportReport):
            ready.append(one)
        _tell(session, outcome if one.stop is None else one.stop, f"log_{one.file.sha256[:8]}_{one.sheet}")
    with st.container(horizontal=True):
        told = session.say("bring_in.confirm", sheets=len(ready))
        if st.button(told, type="primary", disabled=not ready, key="log_confirm"):
            with st.spinner(session.say("bring_in.taking")):
                taken = uploads.take(store, ready, _unheard, session.user)
            uploads.discard(store, waiting)
            keep(session, log_waiting=[], log_rehearsed={}, log_taken=taken)
            st.rerun()
        if st.button(session.say("ledger.discard"), key="log_discard"):
            uploads.discard(store, waiting)
            keep(session, log_waiting=[], log_rehearsed={})
            st.rerun()


def _tell(session: Session, outcome: ImportReport | ScoringError | None, key: str) -> None:
    if isinstance(outcome, ScoringError):
        guard.tell(outcome, session.lang)
    elif outcome is not None:
        st.markdown(session.say(f"kind.{outcome.kind}"))
        import_report.show(session, outcome.as_json(), key)


def _done(session: Session, store: Store, taken: Outcomes) -> None:
    """What became of the file just taken; its rejected rows to download, correct and send again."""
    for number, outcome in enumerate(taken.values()):
        if isinstance(outcome, ScoringError) or outcome.import_id is None:
            _tell(session, outcome, f"log_taken_{number}")
            continue
        st.success(session.say("bring_in.taken", rows=outcome.loaded, import_id=str(outcome.import_id)))
        import_report.remarks(session, outcome.as_json())
        if outcome.rejected:
            imported.rejected(session, store, outcome.import_id, outcome.rejected)
    if taken:
        st.page_link("pages/ledger.py", label=session.say("bring_in.to_ledger"))


def _unheard(name: str, stage: str, share: float) -> None:
    """Progress nobody listens to."""
