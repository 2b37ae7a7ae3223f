"""The playbook applied to everybody who owes: whoever looks alike to it is looked up once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from scoring.desk.strategy.columns import Whole, alike, mapped
from scoring.desk.strategy.standings import Kind, Standings
from scoring.errors import ScoringError
from scoring.strategy.cases.reasons import UNKNOWN, Alike, Finding, dispute_about, persistence_of, reasons_of
from scoring.strategy.cases.signs import marks_of, named
from scoring.strategy.effect.experiments import Plan, assigned
from scoring.strategy.playbook.choose import Choice, chosen, step_after, step_due
from scoring.strategy.playbook.terms import Debtor, Playbook

SEEN = ("nature", "severity", "rating", "size", "disputed")
RECORDED = ("recorded_reason", "recorded_persistence")
NOTHING = -1


class Handling:
    """A playbook on a day with the experiments that run then."""

    def __init__(self, playbook: Playbook, trials: Sequence[Plan], as_of: date) -> None:
        self._playbook, self._trials, self._as_of = playbook, trials, as_of
        self._choices: dict[tuple[object, ...], Choice] = {}

    def standings(self, currency: str, debtors: pa.Table) -> Standings:
        """Debtors (columns as `Standings` and SEEN) as they are handled. Raises ScoringError "playbook_gap"."""
        marks = np.where(np.asarray(debtors["signs"]), marks_of(debtors), NOTHING)
        seen = debtors.select([*SEEN, *RECORDED]).append_column("marks", pa.array(marks))
        seen = seen.append_column("dispute", mapped(debtors["dispute_reason"], dispute_about))
        first, kind = alike(seen.columns)
        kinds = [self._kind(row) for row in seen.take(pa.array(first)).to_pylist()]
        self._try_out(kinds, kind, debtors["customer_id"])
        levels = pa.array([one.level.id for one in kinds], pa.string()).take(pa.array(kind))
        first, step = alike([levels, debtors["step_days"]])
        days = debtors["step_days"].take(pa.array(first)).to_pylist()
        found = [(kinds[kind[place]].level, day) for place, day in zip(first, days, strict=True)]
        steps = tuple((step_due(level, day), step_after(level, day)) for level, day in found)
        table = debtors.append_column("kind", pa.array(kind)).append_column("step", pa.array(step))
        return Standings(self._as_of, currency, tuple(kinds), steps, table)

    def _kind(self, row: dict[str, Any]) -> Kind:
        """Debtors of one kind; without marks (NOTHING) nothing is past due, so that nothing tells why."""
        debtor = Debtor(**{name: row[name] for name in SEEN})
        reasons: tuple[Finding, ...] = (UNKNOWN,)
        lasting, outside = None, False
        if row["marks"] != NOTHING:
            noted = row["dispute"], row["recorded_reason"], row["recorded_persistence"]
            one = Alike(debtor, named(row["marks"]), self._as_of.month, *noted)
            reasons, lasting, outside = reasons_of(one), persistence_of(one), "outside" in one.marks
        choice, levels = self._choice(debtor, reasons[0], lasting), self._playbook.levels
        held = levels[choice.held.level] if choice.held else None
        return Kind(choice.debtor, choice.rule, levels[choice.rule.level], reasons, lasting, choice.held, held, outside)

    def _choice(self, debtor: Debtor, reason: Finding, lasting: Finding | None) -> Choice:
        seen = reason.value, reason.confidence, lasting and (lasting.value, lasting.confidence)
        if (debtor, *seen) not in self._choices:
            choice = chosen(self._playbook, debtor, reason, lasting)
            if choice is None:
                raise ScoringError("playbook_gap", nature=debtor.nature, severity=debtor.severity, rating=debtor.rating)
            self._choices[debtor, *seen] = choice
        return self._choices[debtor, *seen]

    def _try_out(self, kinds: list[Kind], kind: Whole, customers: pa.ChunkedArray) -> None:
        """Move customers in the challenger's arm of an experiment to kinds of its level, which are added."""
        tried = {plan.rule for plan in self._trials}
        for place, one in [(place, one) for place, one in enumerate(kinds) if one.rule.id in tried]:
            mine = np.flatnonzero(kind == place)
            rules = [
                assigned(self._trials, self._playbook, one.rule, name) for name in customers.take(mine).to_pylist()
            ]
            moved = [n for n, rule in enumerate(rules) if rule is not one.rule]
            if moved:
                rule = rules[moved[0]]
                kind[mine[moved]] = len(kinds)
                kinds.append(replace(one, rule=rule, level=self._playbook.levels[rule.level]))
