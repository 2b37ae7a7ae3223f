"""The playbook in force in a workspace: as its people edited it, else as shipped; every version with author and reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from scoring.desk.noting import note_row
from scoring.errors import ScoringError
from scoring.settings import PROJECT
from scoring.store import Store
from scoring.strategy.capacity import check_capacity
from scoring.strategy.effect.measure import Measure, read_measure
from scoring.strategy.letters import read_templates
from scoring.strategy.playbook.read import read_playbook
from scoring.strategy.playbook.terms import Playbook
from scoring.strategy.value import Effects, read_effects

SHIPPED = PROJECT / "data" / "playbook"
RULING = ("levels", "rules", "excuses")
FILES = (*RULING, "effects", "measure", "letters", "capacity")
"""What can be edited; the first three are the playbook proper and have to fit together."""


@dataclass(frozen=True)
class Version:
    """One saved version of a file; number 0 = as shipped."""

    number: int
    file: str
    body: str
    reason: str = ""
    author: str = ""
    made_at: datetime | None = None


def playbook_of(store: Store, on: date | None = None) -> Playbook:
    """The workspace's playbook, now or as it was at the end of a day. Raises ScoringError as `read_playbook`."""
    return _read(*(text_of(store, file, on) for file in RULING))


def effects_of(store: Store) -> Effects:
    """What actions are assumed to bring in this workspace. Raises ScoringError as `read_effects`."""
    return read_effects(text_of(store, "effects"))


def measure_of(store: Store) -> Measure:
    """How effects are measured in this workspace and how much evidence is enough. Raises ScoringError as `read_measure`."""
    return read_measure(text_of(store, "measure"))


def text_of(store: Store, file: str, on: date | None = None) -> str:
    """The TOML of one of FILES as the workspace has it, or had it at the end of a day."""
    kept = versions(store, file)
    return next(v.body for v in kept if on is None or v.made_at is None or v.made_at.date() <= on)


def versions(store: Store, file: str) -> list[Version]:
    """Every version of one of FILES, the one in force first, the shipped one last."""
    rows = store.rows("playbook", where={"file": file}, order=["version desc"])
    kept = [Version(r["version"], file, r["body"], r["reason"], r["made_by"], r["made_at"]) for r in rows]
    return [*kept, Version(0, file, (SHIPPED / f"{file}.toml").read_text(encoding="utf-8"))]


def save(store: Store, file: str, body: str, author: str, reason: str, at: datetime | None = None) -> int:
    """Keep a changed file once it is found whole together with the others; returns its version.

    Raises ScoringError "not_a_choice", "reason_missing", "person_missing", "playbook_unchanged" and as the readers of the
    files.
    """
    if file not in FILES:
        raise ScoringError("not_a_choice", option="file", value=file, allowed=", ".join(FILES))
    if not reason.strip():
        raise ScoringError("reason_missing")
    if body == text_of(store, file):
        raise ScoringError("playbook_unchanged", file=file)
    _check(store, file, body)
    return note_row(store, "playbook_saved", "version", {"file": file, "body": body, "reason": reason}, author, at)


def revert(store: Store, file: str, number: int, author: str, at: datetime | None = None) -> int:
    """Put an earlier version of a file (0 = as shipped) in force again, as a new version. Raises ScoringError
    "note_unknown" and as `save`."""
    wanted = next((one for one in versions(store, file) if one.number == number), None)
    if wanted is None:
        raise ScoringError("note_unknown", number=number)
    return save(store, file, wanted.body, author, f"= {number}", at)


def _check(store: Store, file: str, body: str) -> None:
    if file in RULING:
        _read(*(body if name == file else text_of(store, name) for name in RULING))
        return
    try:
        tomllib.loads(body)
    except tomllib.TOMLDecodeError as trouble:
        raise ScoringError("playbook_not_toml", file=file, reason=str(trouble)) from trouble
    if file == "effects":
        read_effects(body)
    if file == "measure":
        read_measure(body)
    if file == "letters":
        read_templates(body)
    if file == "capacity":
        check_capacity(body)


@lru_cache(maxsize=8)
def _read(levels: str, rules: str, excuses: str) -> Playbook:
    return read_playbook(levels, rules, excuses)
