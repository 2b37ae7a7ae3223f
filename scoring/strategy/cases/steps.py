"""The four steps of a case as a state machine: confirm the debt, remind, agree a plan, final measures.

A case moves one step at a time; each move has an owner, a day, evidence, and for final measures somebody else who allowed
it. What a case is follows from its moves alone, so nothing about it can be changed without a trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from scoring.errors import ScoringError

Stage = Literal["new", "confirm", "remind", "plan", "final", "closed"]
Outcome = Literal["", "paid", "written_off", "withdrawn"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
NEXT: dict[Stage, tuple[Stage, ...]] = {
    "new": ("confirm",),
    "confirm": ("remind", "closed"),
    "remind": ("plan", "closed"),
    "plan": ("final", "closed"),
    "final": ("plan", "closed"),
    "closed": (),
}
"""Where a case may go. From final measures it may come back to a plan, when the debtor gives in."""


@dataclass(frozen=True)
class Move:
    """One move of a case. `evidence` = what proves that the step before was done (a reference, never empty but for the
    opening); `allowed_by` = who allowed it, "" where nobody needs to; `outcome` of a closing move."""

    to: Stage
    on: date
    owner: str
    evidence: str = ""
    allowed_by: str = ""
    outcome: Outcome = ""


def stage_of(moves: Sequence[Move]) -> Stage:
    """Where a case stands after its moves; "new" without any."""
    return moves[-1].to if moves else "new"


def check_move(moves: Sequence[Move], move: Move, disputed: bool = False) -> None:
    """Whether a case may make this move now.

    Raises ScoringError "case_step_skipped" (here, to, possible), "case_owner_missing", "case_backwards" (day, last),
    "case_disputed" (disputed claims leave the flow: they can only be closed), "case_evidence_missing", "case_not_allowed"
    (final measures, a closing without money and a way back need somebody beside the owner) or "case_outcome_missing".
    """
    here = stage_of(moves)
    if move.to not in NEXT[here]:
        raise ScoringError("case_step_skipped", here=here, to=move.to, possible=", ".join(NEXT[here]))
    if not move.owner.strip():
        raise ScoringError("case_owner_missing")
    if moves and move.on < moves[-1].on:
        raise ScoringError("case_backwards", day=move.on.isoformat(), last=moves[-1].on.isoformat())
    if disputed and move.to != "closed":
        raise ScoringError("case_disputed", to=move.to)
    if here != "new" and not move.evidence.strip():
        raise ScoringError("case_evidence_missing", here=here)
    if (move.to == "closed") != bool(move.outcome):
        raise ScoringError("case_outcome_missing", known=", ".join(OUTCOMES[1:]))
    if _needs_leave(here, move) and (not move.allowed_by.strip() or same_person(move.allowed_by, move.owner)):
        raise ScoringError("case_not_allowed", to=move.to)


def _needs_leave(here: Stage, move: Move) -> bool:
    return move.to == "final" or here == "final" or move.outcome in ("written_off", "withdrawn")


@dataclass(frozen=True)
class HandOver:
    """A case given from one department to another: open until somebody there accepts it; `given_by` = who gave it."""

    giver: str
    taker: str
    on: date
    reason: str
    accepted_by: str = ""
    accepted_on: date | None = None
    number: int = 0
    given_by: str = ""

    @property
    def open(self) -> bool:
        """Whether nobody has accepted yet: the giver is still responsible."""
        return self.accepted_on is None

    @property
    def one_person(self) -> bool:
        """Whether who gave it accepted it, because nobody else works in the workspace."""
        return not self.open and same_person(self.given_by, self.accepted_by)


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, however they were typed.

    >>> same_person("Lin", " lin "), same_person("Lin", "Wu"), same_person("", "")
    (True, False, False)
    """
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def owner_of(moves: Sequence[Move], given: Sequence[HandOver]) -> str:
    """Who is responsible for a case: the owner of its last move, or who accepted it since; "" without a move.

    >>> confirm = Move("confirm", date(2026, 1, 5), "Lin")
    >>> owner_of([confirm], [HandOver("finance", "legal", date(2026, 1, 6), "x", "Wu", date(2026, 1, 7))])
    'Wu'
    """
    if not moves:
        return ""
    taken = [one.accepted_by for one in given if one.accepted_on is not None and one.accepted_on >= moves[-1].on]
    return taken[-1] if taken else moves[-1].owner


def responsible(first: str, given: Sequence[HandOver]) -> str:
    """The department that answers for a case: the last that accepted it, else the first.

    >>> responsible("finance", [HandOver("finance", "legal", date(2026, 1, 5), "broken plan")])
    'finance'
    """
    taken = [hand_over.taker for hand_over in given if not hand_over.open]
    return taken[-1] if taken else first
