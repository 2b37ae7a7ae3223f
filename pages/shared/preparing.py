"""Beside the pages of a long ledger: what takes longest is computed from the first look at it on, and after each import.

Pages that need it earlier say how far it is. On shorter ledgers they compute it themselves, within a second or two.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.shared import cached
from pages.shared.job import LOOK_EVERY_SECONDS, UNDER_WAY, Job
from pages.shared.session import Session
from scoring.desk.parameters import default_as_of
from scoring.desk.preparing import prepare, prepared
from scoring.store import Store, scorecards

LONG_DOCUMENTS = 50_000
"""From so many on a ledger is prepared."""


def begin(store: Store) -> None:
    """Begin to prepare a long ledger, unless that is under way or done since its last import, or files are going in."""
    if any(job.title.startswith("ledger.") and not job.done() for job in list(UNDER_WAY)):
        return
    if (store.one("extent", {}) or {}).get("documents", 0) < LONG_DOCUMENTS:
        return
    basis, known = scorecards.last_import_event(store), cached.beside(store)
    begun = known.get(basis)
    if begun is None or (begun.done() and begun.called_off):
        known.clear()
        if not prepared(store):
            known[basis] = Job("preparing.text", lambda tell: prepare(store, tell), stage)


def call_off(store: Store) -> None:
    """Leave the processor to something more urgent; the next page goes on with it."""
    for job in cached.beside(store).values():
        job.call_off()


def under_way(store: Store, day: date) -> bool:
    """Whether what belongs to a day is being prepared just now."""
    job = cached.beside(store).get(scorecards.last_import_event(store))
    return job is not None and not job.done() and day == default_as_of(store)


def show(session: Session, store: Store) -> None:
    """How far it is, looked at twice a second; draws the page anew when it has ended."""
    job = cached.beside(store).get(scorecards.last_import_event(store))
    if job is not None:
        st.fragment(_show, run_every=LOOK_EVERY_SECONDS)(session, job)


def _show(session: Session, job: Job[None]) -> None:
    if job.done():
        st.rerun()
    told = session.say("ledger.stage_since", stage=session.say(stage(job.stage)), seconds=job.stage_seconds)
    st.progress(min(job.share, 1.0), text=f"{session.say(job.title)} {told}")


def stage(code: str) -> str:
    """The key of the words for a stage."""
    return f"preparing.stage_{code}"
