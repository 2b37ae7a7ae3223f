"""Cases on their way through the four steps: opened, moved, handed over, closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scoring.desk.colleagues import others_than
from scoring.desk.collections.repayment import plans
from scoring.desk.noting import note_row, somebody, still_open
from scoring.desk.views import scope_of
from scoring.errors import ScoringError
from scoring.store import Store, scorecards
from scoring.strategy.cases.steps import (
    HandOver,
    Move,
    Stage,
    check_move,
    owner_of,
    responsible,
    same_person,
    stage_of,
)
from scoring.terms import View

FIRST_DEPARTMENT = "finance"
DEPARTMENTS = ("finance", "sales", "legal")
NAMED = 5
"""How many colleagues a refusal names."""


@dataclass(frozen=True)
class Case:
    """One case with its moves and hand-overs, oldest first. `department` answers for it."""

    number: int
    customer_id: str
    moves: tuple[Move, ...]
    given: tuple[HandOver, ...]

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return stage_of(self.moves)

    @property
    def owner(self) -> str:
        """Who is responsible for its step."""
        return owner_of(self.moves, self.given)

    @property
    def department(self) -> str:
        """Which department answers for it."""
        return responsible(FIRST_DEPARTMENT, self.given)


def cases(store: Store, as_of: date, customer_id: str | None = None) -> list[Case]:
    """Every case as it stood at the end of a day, by number; closed ones too."""
    where = {} if customer_id is None else {"customer_id": customer_id}
    moves: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in store.rows("case_move", where=where, order=["move_id"]):
        if row["moved_on"] <= as_of:
            moves[row["case_id"]].append(row)
    given: dict[int, list[HandOver]] = defaultdict(list)
    for row in store.rows("hand_over", order=["hand_over_id"]):
        if row["given_on"] <= as_of:
            given[row["case_id"]].append(_hand_over(row, as_of))
    return [
        Case(number, rows[0]["customer_id"], tuple(map(_move, rows)), tuple(given[number]))
        for number, rows in sorted(moves.items())
    ]


def open_case(store: Store, as_of: date, customer_id: str) -> Case | None:
    """The case of a customer that is not closed on a day; None where there is none."""
    return next((case for case in cases(store, as_of, customer_id) if case.stage != "closed"), None)


def waiting_for(case: Case) -> HandOver | None:
    """The hand-over of a case that nobody has accepted yet."""
    return next((one for one in case.given if one.open), None)


def move_case(store: Store, customer_id: str, move: Move, by: str, at: datetime | None = None) -> int:
    """Open a case for a customer, or move the one it has; returns the case's number.

    Raises ScoringError "customer_unknown", "person_missing", "case_plan_kept" (no final measures while a plan is kept) and
    as `check_move`.
    """
    held = open_case(store, date.max, customer_id)
    check_move(held.moves if held else (), move, disputed=_all_disputed(store, customer_id, move.on))
    kept = [one for one in plans(store, move.on, customer_id) if one.state == "running"]
    if move.to == "final" and kept:
        raise ScoringError("case_plan_kept", number=kept[0].number)
    number = held.number if held else max((row["case_id"] for row in store.rows("case_move")), default=0) + 1
    told = {
        "case_id": number,
        "customer_id": customer_id,
        "stage": move.to,
        "moved_on": move.on,
        "owner": move.owner,
        "evidence": move.evidence,
        "allowed_by": move.allowed_by,
        "outcome": move.outcome,
    }
    note_row(store, "case_moved", "move_id", told, by, at)
    return number


def hand_over(
    store: Store, customer_id: str, taker: str, reason: str, on: date, by: str, at: datetime | None = None
) -> int:
    """Give a customer's open case to another department, which has to accept it; returns the hand-over's number.

    Raises ScoringError "case_missing", "not_a_choice", "hand_over_same", "hand_over_open", "reason_missing" or
    "person_missing".
    """
    held = open_case(store, on, customer_id)
    if held is None:
        raise ScoringError("case_missing", customer=customer_id)
    if taker not in DEPARTMENTS:
        raise ScoringError("not_a_choice", option="taker", value=taker, allowed=", ".join(DEPARTMENTS))
    if any(one.open for one in held.given):
        raise ScoringError("hand_over_open", case=held.number)
    if taker == held.department:
        raise ScoringError("hand_over_same", taker=taker)
    if not reason.strip():
        raise ScoringError("reason_missing")
    told = {"case_id": held.number, "giver": held.department, "taker": taker, "given_on": on, "reason": reason}
    return note_row(store, "case_handed_over", "hand_over_id", told, by, at)


def accept(store: Store, number: int, on: date, by: str, at: datetime | None = None) -> None:
    """Accept a hand-over. `by` is not who gave it, unless nobody else works in this workspace: `HandOver.one_person` then
    says so.

    Raises ScoringError "note_unknown", "note_ended", "person_missing" or "accepter_is_giver".
    """
    row = still_open(store, "hand_over", "hand_over_id", number, "accepted_on")
    somebody(by)
    others = others_than(store, by)
    if same_person(row["made_by"], by) and others:
        raise ScoringError("accepter_is_giver", person=by.strip(), others=", ".join(others[:NAMED]))
    detail = {"hand_over_id": number, "accepted_on": on.isoformat(), "by": by}
    scorecards.happen(store, "hand_over_accepted", detail, at)


def _all_disputed(store: Store, customer_id: str, on: date) -> bool:
    """Whether everything past due of a customer is in dispute on a day."""
    params = {"as_of": on, **scope_of(store, View(on)).params}
    rows = store.rows("arrears", params, where={"customer_id": customer_id})
    overdue = sum((row["overdue"] for row in rows), Decimal(0))
    return overdue > 0 and sum((row["disputed_overdue"] for row in rows), Decimal(0)) == overdue


def _move(row: dict[str, Any]) -> Move:
    return Move(row["stage"], row["moved_on"], row["owner"], row["evidence"], row["allowed_by"], row["outcome"])


def _hand_over(row: dict[str, Any], as_of: date) -> HandOver:
    accepted = row["accepted_on"] is not None and row["accepted_on"] <= as_of
    return HandOver(
        row["giver"],
        row["taker"],
        row["given_on"],
        row["reason"],
        row["accepted_by"] if accepted else "",
        row["accepted_on"] if accepted else None,
        row["hand_over_id"],
        row["made_by"],
    )
