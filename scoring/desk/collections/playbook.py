"""The playbook in force in a workspace: as its people edited it, else as shipped."""

from __future__ import annotations

from functools import lru_cache

from scoring.settings import PROJECT
from scoring.store import Store
from scoring.strategy.playbook.read import read_playbook
from scoring.strategy.playbook.terms import Playbook
from scoring.strategy.value import Effects, read_effects

SHIPPED = PROJECT / "data" / "playbook"
FILES = ("levels", "rules", "excuses")


def playbook_of(store: Store) -> Playbook:
    """The workspace's playbook. Raises ScoringError as `read_playbook`."""
    return _read(*(text_of(store, file) for file in FILES))


def effects_of(store: Store) -> Effects:
    """What actions are assumed to bring in this workspace. Raises ScoringError as `read_effects`."""
    return read_effects(text_of(store, "effects"))


def text_of(store: Store, file: str) -> str:
    """The TOML of one of FILES or of "effects", as the workspace has it, else as shipped."""
    return store.setting(f"playbook_{file}") or (SHIPPED / f"{file}.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def _read(levels: str, rules: str, excuses: str) -> Playbook:
    return read_playbook(levels, rules, excuses)
