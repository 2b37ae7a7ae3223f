"""Who else works in a workspace: whoever asks for something does not allow it too, where there is somebody else."""

from __future__ import annotations

from scoring.store import Store
from scoring.strategy.cases.steps import same_person


def others_than(store: Store, person: str) -> list[str]:
    """The names of everybody else who did something in this workspace, as typed, in order of the alphabet."""
    return sorted(row["name"] for row in store.rows("colleagues") if not same_person(row["name"], person))
