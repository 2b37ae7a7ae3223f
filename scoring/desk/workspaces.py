"""Where workspaces live: one store file each, in one folder of the user's; two demo workspaces fill themselves."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from scoring.desk.intake.importing import import_files
from scoring.desk.intake.maintenance import rebuild
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.settings import PROJECT
from scoring.store import RawFiles, Store
from scoring.text import say

HOME_VARIABLE = "DUEWISE_HOME"
OWN = "own"
DEMOS = {"demo": "en", "demo-zh": "zh"}
"""Demo workspaces and the language of the company in them. The app's language never changes a workspace's data."""
NAME = re.compile(r"[\w][\w .-]{0,39}")


def home() -> Path:
    """The folder of the workspaces: $DUEWISE_HOME, else ~/.duewise."""
    return Path(os.environ.get(HOME_VARIABLE) or Path.home() / ".duewise")


def workspaces() -> list[str]:
    """Names of the demos, then of the user's own workspaces."""
    own = sorted(path.stem for path in home().glob("*.duckdb") if path.stem not in DEMOS)
    return [*DEMOS, *own]


def store_path(name: str) -> Path:
    """The store file of a workspace. Raises ScoringError "workspace_name" for a name that is no plain name."""
    if not NAME.fullmatch(name) or ".." in name:
        raise ScoringError("workspace_name", name=name)
    return home() / f"{name}.duckdb"


def create(name: str) -> None:
    """Make an empty workspace; nothing happens when it is there."""
    Store.open(store_path(name)).close()


def open_workspace(name: str) -> Store:
    """Open a workspace; a demo is filled from data/sample on its first opening. One that another version of the program
    made is made again from its kept files and its journal, the old file staying beside it."""
    store = opened_store(store_path(name))
    if name in DEMOS and not store.imports():
        fill_with_demo(store, DEMOS[name])
    return store


def opened_store(path: Path, on_other_version: Callable[[], None] = lambda: None) -> Store:
    """Open or create the store file at `path`; one that another version of the program made is made again from its kept
    files and its journal (`on_other_version` hears of it beforehand), the old file staying beside it as .before.

    Raises what `Store.open` does; ScoringError "store_outdated" where nothing is kept to make it again from.
    """
    try:
        return Store.open(path)
    except ScoringError as stop:
        if stop.code != "store_outdated" or not RawFiles(path).journalled():
            raise
    on_other_version()
    rebuild(path)
    return Store.open(path)


def fill_with_demo(store: Store, lang: str) -> None:
    """Import the committed sample ledger of a language ("en" or "zh") into `store`; the Chinese company works under the law
    of China, so that clocks and late interest are there to be seen."""
    folder = PROJECT / "data" / "sample" / lang
    store.set_setting("entity", say("demo.entity", lang))
    if lang == "zh":
        store.set_setting("jurisdiction", "CN")
    outcome = import_files(store, sorted(folder.glob("*.csv")), ImportOptions())
    for failure in outcome.failures:
        raise failure.error
