"""Reading and importing beside the page, and what this reader's files on this workspace have come to.

Kept between runs, by workspace: the "job" under way, the sheets "waiting" for a decision, what taking them would do
("rehearsed"), how often they were read ("revision"), and what became of those taken ("taken").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, NoReturn

import streamlit as st

from pages.shared import cached, preparing
from pages.shared import session as asked
from pages.shared.job import SOON_SECONDS, Job
from pages.shared.session import Session
from scoring.desk.intake import uploads
from scoring.desk.intake.uploads import Outcomes, Tell, Waiting
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.store import ImportReport, Store


@dataclass(frozen=True)
class Looked:
    """What reading ends in: sheets to look over, and what taking them would do."""

    waiting: list[Waiting]
    rehearsed: Outcomes


@dataclass(frozen=True)
class Taken:
    """What importing ends in, by the sheets' names."""

    outcomes: dict[str, ImportReport | ScoringError]


def read(session: Session, store: Store, sources: list[tuple[str, IO[bytes]]]) -> NoReturn:
    """Begin to read files, given by name and content."""
    _begin(session, "ledger.reading", lambda tell: Looked(*uploads.look_at_all(store, sources, tell)))


def read_again(
    session: Session, store: Store, waiting: list[Waiting], position: int, options: ImportOptions
) -> NoReturn:
    """Begin to read one of the waiting sheets again, with other options."""

    def task(tell: Tell) -> Looked:
        one = waiting[position]
        again = uploads.look_again(store, one, options, partial(tell, one.file.name))
        together = [*waiting[:position], again, *waiting[position + 1 :]]
        return Looked(together, uploads.rehearse(store, together, tell))

    _begin(session, "ledger.reading", task)


def take(session: Session, store: Store, ready: list[Waiting]) -> NoReturn:
    """Begin to import sheets."""
    names = {one.key: one.name for one in ready}

    def task(tell: Tell) -> Taken:
        done = uploads.take(store, ready, tell, session.user)
        return Taken({names[key]: outcome for key, outcome in done.items()})

    _begin(session, "ledger.importing", task)


def under_way(session: Session, store: Store) -> Job[Looked | Taken] | None:
    """The job under way, None where there is none; one that has ended leaves its result for the rest of the page."""
    job: Job[Looked | Taken] | None = kept(session, "job", None)
    if job is None or not job.done():
        return job
    keep(session, job=None)
    found = job.result()
    if isinstance(found, Looked):
        revision = kept(session, "revision", 0) + 1
        keep(session, waiting=found.waiting, rehearsed=found.rehearsed, revision=revision, taken={})
    elif isinstance(found, Taken):
        uploads.discard(store, kept(session, "waiting", []))
        keep(session, waiting=[], rehearsed={}, taken=found.outcomes)
        st.rerun()  # the sidebar, too, is that of the ledger as it is now
    else:
        asked.remember("told", session.say("ledger.called_off"))
        st.rerun()
    return None


def keep(session: Session, **values: object) -> None:
    """Remember something about the files of this workspace."""
    for name, value in values.items():
        asked.remember(f"{name}_{session.workspace}", value)


def kept(session: Session, name: str, default: Any) -> Any:
    """What `keep` remembered."""
    return asked.recall(f"{name}_{session.workspace}", default)


def _begin(session: Session, title: str, task: Callable[[Tell], Looked | Taken]) -> NoReturn:
    """Start work and draw the page anew: at once, or a moment later where that is all the work takes."""
    preparing.call_off(cached.store(session.workspace))
    job = Job(title, task)
    keep(session, job=job)
    job.done(within_seconds=SOON_SECONDS)
    st.rerun()
