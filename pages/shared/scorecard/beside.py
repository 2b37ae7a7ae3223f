"""Long work of the scorecard beside the page: it can be watched, called off or left, and its result waits.

found = beside.made(session, store, "scorecard.making", task, choices)   # None = under way, or called off: said
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from pages.shared import job as beside
from pages.shared import session as asked
from pages.shared.job import Job
from pages.shared.session import Session
from scoring.desk.intake.uploads import Tell
from scoring.store import Store, scorecards

T = TypeVar("T")


@dataclass(frozen=True)
class _Begun:
    """Work begun, and all that its result hangs on, as text."""

    hangs_on: str
    job: Job[Any]


def stage(code: str) -> str:
    """The key of the words for a stage of this work."""
    return f"scorecard.stage_{code}"


def made(session: Session, store: Store, title: str, task: Callable[[Tell], T], *hangs_on: object) -> T | None:
    """What `task` makes; None while it is under way, which is drawn, or after it was called off, which is said.

    `title` is the key of the words that say what is made; one such piece of work a workspace. It begins again where the
    ledger or something of `hangs_on` (read by its repr) is no longer the same. Raises what the task raised.
    """
    slot = f"{title}_{session.workspace}"
    told = repr((str(store.path), scorecards.last_import_event(store), hangs_on))
    begun: _Begun | None = asked.recall(slot)
    if begun is None or begun.hangs_on != told:
        if begun is not None:
            begun.job.call_off()
        begun = _Begun(told, Job(title, task, stage))
        asked.remember(slot, begun)
        begun.job.done(within_seconds=beside.SOON_SECONDS)
    if not begun.job.done():
        st.markdown(f":small[{session.say(title)}]")
        beside.draw(session, begun.job)
        return None
    return _ended(session, slot, begun)


def _ended(session: Session, slot: str, begun: _Begun) -> Any:
    try:
        found = begun.job.result()
    except BaseException:
        asked.remember(slot, None)  # the next run tries anew
        raise
    if found is None:
        st.info(session.say("scorecard.called_off"))
        st.button(session.say("scorecard.begin_again"), on_click=asked.remember, args=(slot, None), key=f"again_{slot}")
    return found
