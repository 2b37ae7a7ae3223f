"""Strategy against strategy: who gets which by a lasting lot, and when a difference may be called one.

The rule of stopping is stated before the start: so many cases in all, looked at so many times after equal shares of them,
by boundaries that hold the chance of a false finding at 5% over all looks together (O'Brien and Fleming 1979). Before the
first look, and between looks, there is no verdict.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from scoring.errors import ScoringError
from scoring.strategy.playbook.terms import Playbook, Rule

Arm = Literal["champion", "challenger"]
State = Literal["running", "better", "worse", "no_difference"]
Goal = Literal["recovered", "cleared"]
GOALS: tuple[Goal, ...] = ("recovered", "cleared")
"""Primary measures of a customer: the share of what was overdue at its entry that came in within the horizon; whether all of
it did."""
CONSTANTS = {1: 1.960, 2: 1.977, 3: 2.004, 4: 2.024, 5: 2.040}
"""Of O'Brien and Fleming by number of looks, two-sided, 5% (Jennison and Turnbull, Group Sequential Methods, 2000, table
2.3)."""
MARK = "/experiment-"
CONFIDENCE_Z = 1.960


@dataclass(frozen=True)
class Plan:
    """What was stated beforehand: in place of the level of `rule` (the champion) a share of its customers gets `challenger`
    from `start_on` until `stopped_on`, exclusive. `cases` of both arms together, looked at `looks` times; a case is followed
    for `horizon_days`."""

    number: int
    rule: str
    champion: str
    challenger: str
    share: float
    start_on: date
    goal: Goal
    cases: int
    looks: int
    horizon_days: int
    stopped_on: date | None = None

    def runs(self, day: date) -> bool:
        """Whether customers are assigned on a day."""
        return self.start_on <= day and (self.stopped_on is None or day < self.stopped_on)


@dataclass(frozen=True)
class Case:
    """One customer that came in, and what came of it: 0 to 1."""

    arm: Arm
    value: float


@dataclass(frozen=True)
class Verdict:
    """Where an experiment stands. While it runs nothing but the number of cases is told; else the difference challenger -
    champion at the look that decided, with its plain 95% interval, and the means of both."""

    state: State
    cases: int
    look: int
    next_at: int | None
    champion: float | None = None
    challenger: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def difference(self) -> float | None:
        """Challenger - champion."""
        if self.champion is None or self.challenger is None:
            return None
        return self.challenger - self.champion


def arm_of(number: int, customer_id: str, share: float) -> Arm:
    """Which arm a customer is in: always the same, whatever is imported or in which order.

    >>> [arm_of(1, customer, 0.5) for customer in ("C1", "C3", "C1")]
    ['challenger', 'champion', 'challenger']
    """
    return "challenger" if lot(number, customer_id) < share else "champion"


def lot(number: int, customer_id: str, of: str = "arm") -> float:
    """The lot that a customer draws in an experiment, 0 <= lot < 1: from the SHA-256 of both and of what it is drawn for, so
    that the order of those who come in on one day says nothing of their arms."""
    digest = hashlib.sha256(f"{of}|{number}|{customer_id}".encode()).digest()
    return float(int.from_bytes(digest[:7]) / 2**56)


def assigned(plans: Iterable[Plan], playbook: Playbook, rule: Rule, customer_id: str) -> Rule:
    """The rule as it holds for a customer: of the challenger's level, its id naming the experiment, where the customer is in
    that arm of a running one and the level is in the playbook."""
    for plan in plans:
        if plan.rule == rule.id and plan.challenger in playbook.levels:
            if arm_of(plan.number, customer_id, plan.share) == "challenger":
                return replace(rule, id=f"{rule.id}{MARK}{plan.number}", level=plan.challenger)
            return rule
    return rule


def base_rule(rule_id: str) -> str:
    """The rule of the playbook behind one that names an experiment.

    >>> base_rule("commercial.light/experiment-2")
    'commercial.light'
    """
    return rule_id.partition(MARK)[0]


def looks_at(plan: Plan) -> tuple[int, ...]:
    """After how many cases it is looked at.

    >>> looks_at(Plan(1, "r", "a", "b", 0.5, date(2026, 1, 1), "cleared", 100, 3, 30))
    (34, 67, 100)
    """
    return tuple(math.ceil(plan.cases * look / plan.looks) for look in range(1, plan.looks + 1))


def told_on(plan: Plan, verdict: Verdict) -> int:
    """How many cases the difference of a verdict rests on: those of its look."""
    return looks_at(plan)[verdict.look - 1] if verdict.look else 0


def boundary(looks: int, look: int) -> float:
    """How many standard errors the difference must reach at a look, counted from 1.

    >>> [round(boundary(3, look), 2) for look in (1, 2, 3)]
    [3.47, 2.45, 2.0]
    """
    return CONSTANTS[looks] * math.sqrt(looks / look)


def judge(plan: Plan, cases: Sequence[Case]) -> Verdict:
    """The verdict on the cases in the order in which they came in; later ones change no look that was taken."""
    planned, told = looks_at(plan), Verdict("running", len(cases), 0, None)
    for look, needed in enumerate(planned, start=1):
        if len(cases) < needed:
            return replace(told, next_at=needed)
        champion, challenger, error = compared(cases[:needed])
        told = replace(told, look=look)
        if champion is None or challenger is None:
            continue
        reach = CONFIDENCE_Z * error
        difference = challenger - champion
        final = replace(told, champion=champion, challenger=challenger, low=difference - reach, high=difference + reach)
        if error > 0 and abs(difference) / error >= boundary(plan.looks, look):
            return replace(final, state="better" if difference > 0 else "worse")
        if look == plan.looks:
            return replace(final, state="no_difference")
    return replace(told, state="no_difference")


def compared(cases: Sequence[Case]) -> tuple[float | None, float | None, float]:
    """Means of champion and challenger and the standard error of their difference; None for an arm with less than two.

    >>> compared([Case("champion", 0.0), Case("champion", 1.0), Case("challenger", 1.0), Case("challenger", 1.0)])
    (0.5, 1.0, 0.5)
    """
    means, variance = [], 0.0
    for arm in ("champion", "challenger"):
        values = [case.value for case in cases if case.arm == arm]
        if len(values) < 2:
            return None, None, 0.0
        mean = sum(values) / len(values)
        means.append(mean)
        variance += sum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)
    return means[0], means[1], math.sqrt(variance)


def check_plan(plan: Plan, playbook: Playbook, cases_min: int) -> None:
    """Raises ScoringError "experiment_rule", "experiment_level", "experiment_share", "experiment_cases", "experiment_looks"
    or "not_a_choice" for a plan that cannot decide anything."""
    rule = next((rule for rule in playbook.rules if rule.id == plan.rule), None)
    if rule is None:
        raise ScoringError("experiment_rule", rule=plan.rule)
    if plan.challenger not in playbook.levels or plan.challenger == rule.level:
        raise ScoringError("experiment_level", level=plan.challenger, rule=plan.rule)
    if not 0 < plan.share < 1:
        raise ScoringError("experiment_share", share=plan.share)
    if plan.looks not in CONSTANTS:
        raise ScoringError("experiment_looks", looks=plan.looks, most=max(CONSTANTS))
    if plan.cases < 2 * cases_min:
        raise ScoringError("experiment_cases", cases=plan.cases, least=2 * cases_min)
    if plan.goal not in GOALS:
        raise ScoringError("not_a_choice", option="goal", value=plan.goal, allowed=", ".join(GOALS))
