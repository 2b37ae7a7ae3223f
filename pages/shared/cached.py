"""What is kept between runs: the only `st.cache_*`.

A store is opened once for everybody (one writer per file). A report is kept by the store's file and version, the task, its
arguments and the reader's rights; never by a frame, whose hash is taken from a sample.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd
import pyarrow as pa
import streamlit as st

from pages.shared import job
from scoring.desk import workspaces
from scoring.store import Store, scorecards

P = ParamSpec("P")
R = TypeVar("R")


def store(workspace: str) -> Store:
    """The opened store of a workspace; a demo is filled on its first opening.

    Raises ScoringError as `open_workspace` does (another process holds the file, file unreadable).
    """
    return _store(str(workspaces.store_path(workspace)), workspace)


def report(opened: Store, scope: str, task: Callable[Concatenate[Store, P], R], *args: P.args, **facts: P.kwargs) -> R:
    """`task(opened, *args)` of the desk, computed once per store version, arguments and rights.

    `report(store, session.scope, aging_report, session.view)`. Arguments are views, dates, texts and numbers; a frame or
    table raises TypeError. A function among them, who is told how far the task is, is no part of the key.
    """
    for argument in (*args, *facts.values()):
        if isinstance(argument, pd.DataFrame | pd.Series | pa.Table):
            raise TypeError(f"{task.__qualname__}: a frame cannot be part of a cache key")
    key = _key(task, args, facts)
    return cast(R, _report(str(opened.path), opened.version, scope, key, lambda: task(opened, *args, **facts)))


def held(opened: Store, scope: str, task: Callable[Concatenate[Store, P], R], *args: P.args, **facts: P.kwargs) -> R:
    """`report` for what is large and depends on the ledger's imports alone: the very object is kept, not a copy of it, and
    a setting, a draft or an approval does not make it stale. What it returns is read, never changed."""
    key = _key(task, args, facts)
    basis = scorecards.last_import_event(opened)
    return cast(R, _held(str(opened.path), basis, scope, key, lambda: task(opened, *args, **facts)))


def beside(opened: Store) -> dict[int, Any]:
    """Work beside the pages of a store, by the last import it is about: the same for everybody who reads it."""
    return _beside(str(opened.path))


def _key(task: Callable[..., object], args: tuple[object, ...], facts: dict[str, object]) -> str:
    plain = tuple(argument for argument in args if not callable(argument))
    named = sorted((name, value) for name, value in facts.items() if not callable(value))
    return f"{task.__module__}.{task.__qualname__}{plain!r}{named!r}"


def close(workspace: str) -> None:
    """Close a workspace's store and forget what was kept of it, so that its file can be replaced; the next run opens it."""
    job.end_all()
    store(workspace).close()
    forget()


def forget() -> None:
    """Forget every kept store and report, once work under way is called off; stores still in use stay open for those who
    hold them."""
    job.end_all()
    _report.clear()
    _held.clear()
    _beside.clear()
    _store.clear()


@st.cache_resource(show_spinner=False)
def _store(path: str, workspace: str) -> Store:
    return workspaces.open_workspace(workspace)


@st.cache_resource(show_spinner=False)
def _beside(path: str) -> dict[int, Any]:
    return {}


@st.cache_data(show_spinner=False, max_entries=300)
def _report(path: str, version: int, scope: str, key: str, _compute: Callable[[], Any]) -> Any:
    return _compute()


@st.cache_resource(show_spinner=False, max_entries=40)
def _held(path: str, basis: int, scope: str, key: str, _compute: Callable[[], Any]) -> Any:
    return _compute()
