"""Changes of the playbook that follow from what was measured: proposed with their evidence, then approved or refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scoring.desk.effect.experiments import experiments
from scoring.desk.effect.measured import effects_at, month_before, record_of
from scoring.desk.noting import note_row
from scoring.desk.strategy.playbook import effects_of, save, text_of
from scoring.errors import ScoringError
from scoring.store import Store, scorecards
from scoring.strategy.effect.experiments import told_on
from scoring.strategy.effect.feedback import FILES, Kind, changed

PLACES = 2


@dataclass(frozen=True)
class Proposal:
    """One proposed change: the entry of a kind, what it was and becomes, and the facts it rests on (shares, points and cases
    by name). `approved` None = waits for a decision; `version` = of the file that it became."""

    number: int
    kind: Kind
    entry: str
    was: str
    becomes: str
    evidence: dict[str, Any]
    proposed_on: date
    by: str
    approved: bool | None = None
    decided_on: date | None = None
    decided_by: str = ""
    why: str = ""
    version: int | None = None


def learned(store: Store, as_of: date) -> list[Proposal]:
    """What a day's record would change and nobody has proposed yet (number 0): the challenger of a decided experiment in its
    rule, the measured speed of a channel in place of its assumption. Refused changes are not brought up again by the same
    experiment, nor while a channel's measured value is the same."""
    written = {(one.kind, one.entry, one.becomes) for one in proposals(store)}
    found = [*_of_experiments(store, as_of), *_of_channels(store, as_of)]
    return [one for one in found if (one.kind, one.entry, one.becomes) not in written]


def propose(store: Store, found: Proposal, by: str, at: datetime | None = None) -> int:
    """Keep one of `learned`; returns its number. Raises ScoringError "person_missing"."""
    told = {"kind": found.kind, "entry": found.entry, "was": found.was, "becomes": found.becomes}
    told |= {"evidence": json.dumps(found.evidence), "proposed_on": found.proposed_on.isoformat()}
    return note_row(store, "change_proposed", "proposal_id", told, by, at)


def decide(
    store: Store, number: int, approved: bool, on: date, why: str, by: str, at: datetime | None = None
) -> int | None:
    """Approve a change, which makes a new version of the playbook's file (its number is returned), or refuse it (None).

    Raises ScoringError "note_unknown", "note_ended", "reason_missing", "person_missing", "proposal_overtaken",
    "proposal_unwritable" and as `playbook.save`.
    """
    found = next((one for one in proposals(store) if one.number == number), None)
    if found is None:
        raise ScoringError("note_unknown", number=number)
    if found.decided_on is not None:
        raise ScoringError("note_ended", number=number, day=found.decided_on.isoformat())
    if not why.strip():
        raise ScoringError("reason_missing")
    if not by.strip():
        raise ScoringError("person_missing")
    version = None
    if approved:
        file = FILES[found.kind]
        body = changed(found.kind, text_of(store, file), found.entry, found.was, found.becomes, _learned(found))
        version = save(store, file, body, by, why, at)
    told = {"proposal_id": number, "decided_on": on.isoformat(), "decided_why": why, "by": by}
    scorecards.happen(store, "change_decided", told | {"approved": approved, "version": version}, at)
    return version


def proposals(store: Store, as_of: date | None = None) -> list[Proposal]:
    """Every change that was proposed, the newest first, refused ones too; with a day, as they stood at its end."""
    found = []
    for row in store.rows("proposal", order=["proposal_id desc"]):
        if as_of is not None and row["proposed_on"] > as_of:
            continue
        told = (row["proposal_id"], row["kind"], row["entry"], row["was"], row["becomes"], json.loads(row["evidence"]))
        decided = row["decided_on"] is not None and (as_of is None or row["decided_on"] <= as_of)
        end = (row["approved"], row["decided_on"], row["decided_by"], row["decided_why"], row["version"])
        found.append(Proposal(*told, row["proposed_on"], row["made_by"], *(end if decided else ())))
    return found


def learned_until(found: Proposal) -> date:
    """The day of the record that a change rests on; where an early version did not say, of the month before."""
    told = found.evidence.get("until")
    return date.fromisoformat(told) if told else month_before(found.proposed_on)


def _of_experiments(store: Store, as_of: date) -> list[Proposal]:
    rules = text_of(store, "rules")
    return [
        Proposal(
            0, "rule_level", one.plan.rule, one.plan.champion, one.plan.challenger,
            {
                "experiment": one.plan.number, "cases": told_on(one.plan, one.verdict), "points": one.verdict.difference,
                "low": one.verdict.low, "high": one.verdict.high,
            },
            as_of, "",
        )
        for one in experiments(store, as_of)
        if one.verdict.state == "better" and f'"{one.plan.rule}"' in rules
    ]  # fmt: skip


def _of_channels(store: Store, as_of: date) -> list[Proposal]:
    """Channels whose measured interval leaves the assumption out: it moves to where the worklist already weighs it. Only by
    cases that the assumption was not itself learned from, up to the month before."""
    assumed, weighed, until = effects_of(store).channels, effects_at(store, as_of).channels, month_before(as_of)
    found = []
    for one in record_of(store, until, anew=True).effects:
        ratio, was = one.hazard_ratio, assumed[one.code].hazard_ratio
        if not one.enough or ratio is None or ratio.low <= was <= ratio.high:
            continue
        becomes = round(weighed[one.code].hazard_ratio, PLACES)
        told: dict[str, Any] = {"cases": one.cases, "value": ratio.value, "low": ratio.low, "high": ratio.high}
        told |= {"until": until.isoformat(), "learned_cases": weighed[one.code].cases}
        if becomes > 0 and becomes != was:
            found.append(Proposal(0, "hazard_ratio", one.code, str(was), str(becomes), told, as_of, ""))
    return found


def _learned(found: Proposal) -> dict[str, str]:
    """What an approved effect says of the cases it was learned from, so that they are not counted again."""
    if found.kind != "hazard_ratio":
        return {}
    cases = found.evidence.get("learned_cases", found.evidence["cases"])
    return {"learned_until": learned_until(found).isoformat(), "learned_cases": str(cases)}
