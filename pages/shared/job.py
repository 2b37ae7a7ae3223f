"""Long work beside the page: it goes on while the reader looks around, tells how far it is, and can be called off.

    job = Job("ledger.reading", lambda tell: uploads.look_at_all(store, files, tell))

The task runs in a thread of its own and never speaks to Streamlit; the page asks the job and draws it.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import streamlit as st

from pages.shared.session import Session
from scoring.desk.intake.uploads import Tell

T = TypeVar("T")
SOON_SECONDS = 0.5
"""Work that is done this soon shows no progress at all."""
LOOK_EVERY_SECONDS = 0.5
ENDED_WITHIN_SECONDS = 60.0
UNDER_WAY: weakref.WeakSet[Any] = weakref.WeakSet()
"""Every job whose thread may still be using a store."""


def ledger_stage(code: str) -> str:
    """The key of the words for a stage of reading or importing."""
    return f"ledger.stage_{code}"


class CalledOffError(Exception):
    """The reader wanted the work to stop: raised inside the task, at the next thing it tells."""


class Job(Generic[T]):
    """One task under way. `title` is the key of the words that say what it is, `words` gives those of a stage; the thread
    ends with the process."""

    def __init__(self, title: str, task: Callable[[Tell], T], words: Callable[[str], str] = ledger_stage) -> None:
        self.title, self.words = title, words
        self.about, self.stage, self.share = "", "starting", 0.0
        self._stage_since = time.monotonic()
        self.called_off = False
        self._made: list[T] = []
        self._trouble: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(task,), daemon=True)
        UNDER_WAY.add(self)
        self._thread.start()

    @property
    def stage_seconds(self) -> int:
        """How long the present stage has lasted."""
        return int(time.monotonic() - self._stage_since)

    def call_off(self) -> None:
        """Ask the task to stop; it does at the next thing it tells, and leaves nothing behind."""
        self.called_off = True

    def done(self, within_seconds: float = 0) -> bool:
        """Whether the task has ended, waiting for it that long."""
        self._thread.join(within_seconds)
        return not self._thread.is_alive()

    def result(self) -> T | None:
        """What an ended task made, None where it was called off. Raises what the task raised."""
        if isinstance(self._trouble, CalledOffError):
            return None
        if self._trouble is not None:
            raise self._trouble
        return self._made[0]

    def _run(self, task: Callable[[Tell], T]) -> None:
        try:
            self._made.append(task(self._tell))
        except BaseException as trouble:  # whatever it is, the reader's next run says it
            self._trouble = trouble

    def _tell(self, about: str, stage: str, share: float) -> None:
        if (about, stage) != (self.about, self.stage):
            self._stage_since = time.monotonic()
        self.about, self.stage, self.share = about, stage, share
        if self.called_off:
            raise CalledOffError


def end_all(within_seconds: float = ENDED_WITHIN_SECONDS) -> None:
    """Call every job off and wait until none is left, so long at the most: before a store is closed or forgotten, since a
    file that a thread still holds cannot be replaced."""
    deadline = time.monotonic() + within_seconds
    for job in list(UNDER_WAY):
        job.call_off()
    for job in list(UNDER_WAY):
        job.done(max(0.0, deadline - time.monotonic()))


def draw(session: Session, job: Job[T]) -> None:
    """How far a job is, looked at twice a second, and the way to call it off; draws the page anew when it has ended."""
    st.fragment(_draw, run_every=LOOK_EVERY_SECONDS)(session, job)


def _draw(session: Session, job: Job[T]) -> None:
    if job.done():
        st.rerun()
    with st.container(border=True):
        stage = session.say(job.words("stopping" if job.called_off else job.stage))
        told = session.say("ledger.stage_since", stage=stage, seconds=job.stage_seconds)
        st.progress(min(job.share, 1.0), text=f"{job.about} · {told}" if job.about else told)
        st.button(session.say("ledger.cancel"), key="cancel_job", disabled=job.called_off, on_click=job.call_off)
