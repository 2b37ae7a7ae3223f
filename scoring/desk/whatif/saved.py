"""Scenarios kept in a workspace: saved under a name with their author, copied, deleted and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from scoring.errors import ScoringError
from scoring.scenario.scenario import Scenario
from scoring.scenario.scenariofile import from_toml, to_toml
from scoring.store import Store, scorecards


@dataclass(frozen=True)
class Saved:
    """One saved state of a scenario; `number` counts from 1 and stays. Deleted ones can be brought back."""

    number: int
    scenario: Scenario
    author: str
    saved_at: datetime
    deleted_by: str | None = None
    deleted_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values: number, name, note, author, saved_at, deleted_by, deleted_at, file (TOML)."""
        return {
            "number": self.number,
            "name": self.scenario.name,
            "note": self.scenario.note,
            "author": self.author,
            "saved_at": self.saved_at,
            "deleted_by": self.deleted_by,
            "deleted_at": self.deleted_at,
            "file": to_toml(self.scenario),
        }


def saved(store: Store, deleted: bool = False) -> list[Saved]:
    """The scenarios of a workspace by name, or those that were deleted, the last first."""
    rows = store.rows("scenario", order=["deleted_at desc", "scenario_id desc"] if deleted else ["name"])
    return [_saved(row) for row in rows if (row["deleted_at"] is not None) == deleted]


def saved_of(store: Store, which: int | str) -> Saved:
    """One scenario by number, or by the name it is kept under. Raises ScoringError "scenario_unknown"."""
    where = {"scenario_id": which} if isinstance(which, int) else {"name": which, "deleted_at": None}
    rows = store.rows("scenario", where=where)
    if not rows:
        raise ScoringError("scenario_unknown", scenario=which)
    return _saved(rows[0])


def save(store: Store, scenario: Scenario, author: str, at: datetime | None = None) -> Saved:
    """Keep a scenario under its name; one that is kept under that name already counts as deleted from then on.

    Raises ScoringError "person_missing".
    """
    number = max((row["scenario_id"] for row in store.rows("scenario")), default=0) + 1
    detail = {"scenario_id": number, "name": scenario.name, "file": to_toml(scenario), "author": _person(author)}
    scorecards.happen(store, "scenario_saved", detail, at)
    return saved_of(store, number)


def copy(store: Store, number: int, name: str, author: str, at: datetime | None = None) -> Saved:
    """Keep a copy under another name. Raises ScoringError "scenario_unknown", "scenario_name_taken" or "person_missing"."""
    if not name.strip() or any(kept.scenario.name == name.strip() for kept in saved(store)):
        raise ScoringError("scenario_name_taken", name=name.strip())
    return save(store, replace(saved_of(store, number).scenario, name=name.strip()), author, at)


def delete(store: Store, number: int, by: str, at: datetime | None = None) -> Saved:
    """Delete a scenario; `restore` brings it back. Raises ScoringError "scenario_unknown" or "person_missing"."""
    scorecards.happen(store, "scenario_deleted", {"scenario_id": saved_of(store, number).number, "by": _person(by)}, at)
    return saved_of(store, number)


def restore(store: Store, number: int, by: str, at: datetime | None = None) -> Saved:
    """Bring a deleted scenario back; one that is kept under its name meanwhile is deleted instead.

    Raises ScoringError "scenario_unknown" or "person_missing".
    """
    scorecards.happen(
        store, "scenario_restored", {"scenario_id": saved_of(store, number).number, "by": _person(by)}, at
    )
    return saved_of(store, number)


def _person(name: str) -> str:
    if not name.strip():
        raise ScoringError("person_missing")
    return name.strip()


def _saved(row: Mapping[str, Any]) -> Saved:
    return Saved(
        row["scenario_id"], from_toml(row["file"]), row["author"], row["saved_at"], row["deleted_by"], row["deleted_at"]
    )
