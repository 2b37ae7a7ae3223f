"""Which rule a debtor falls under, and which of its level's steps comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scoring.strategy.cases.reasons import Finding
from scoring.strategy.playbook.terms import Debtor, Level, Playbook, Rule, Step


@dataclass(frozen=True)
class Choice:
    """The rule that counts for a debtor as the rules may see it; `held` = the rule that its suggested reason would lead to
    if somebody recorded it, None where that is the same."""

    debtor: Debtor
    rule: Rule
    held: Rule | None = None


def chosen(playbook: Playbook, debtor: Debtor, reason: Finding | None, lasting: Finding | None) -> Choice | None:
    """The rule for a debtor of whom `reason` and persistence (`lasting`) are found; None where no rule fits.

    What is recorded or strongly evidenced is seen by every rule. What is fairly evidenced moves a debtor only to a level
    with the same consequence for credit and the same pressure; a weak suggestion is for the reader alone.
    """
    sure = _with(debtor, reason if reason and reason.sure else None, lasting if lasting and lasting.sure else None)
    all_fair = _with(debtor, _believed(reason), _believed(lasting))
    firm, wider = rule_for(playbook, sure), rule_for(playbook, all_fair)
    if firm is None or wider is None:
        return None
    if _as_hard(playbook, firm, wider):
        return Choice(all_fair, wider, _if_recorded(playbook, debtor, reason, lasting, wider))
    return Choice(sure, firm, _if_recorded(playbook, debtor, reason, lasting, firm))


def asked_of(rule: Rule, debtor: Debtor) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """The conditions of a rule that fits a debtor: the debtor's value of each, and what the rule accepts.

    >>> asked_of(Rule("a", "x", rating=("prime", "ordinary")), Debtor("commercial", "light", "prime"))
    {'rating': ('prime', ('prime', 'ordinary'))}
    """
    found = {
        name: (str(getattr(debtor, name)), getattr(rule, name))
        for name in ("nature", "severity", "rating", "size", "reason", "persistence")
        if getattr(rule, name)
    }
    return {"disputed": ("all", ()), **found} if rule.disputed else found


def rule_for(playbook: Playbook, debtor: Debtor) -> Rule | None:
    """The first rule that fits, None where none does (a playbook that was read as a whole has one for everybody)."""
    return next((rule for rule in playbook.rules if rule.fits(debtor)), None)


def step_due(level: Level, days_past_due: int, done_until_day: int | None = None) -> Step | None:
    """The step to take: the latest whose day has come and that was not taken yet; None = nothing to do today.

    `done_until_day` is the `day` of the last step taken on this claim. A step that was passed over is not made up for: who
    comes late to a claim goes in where it stands.

    >>> from scoring.strategy.playbook.terms import Step
    >>> steps = tuple(Step(day, "email", "neutral", "clerk", "", {}) for day in (3, 10, 20))
    >>> level = Level("a", {}, {}, steps, (), (), "none", "a", "a")
    >>> [getattr(step_due(level, days, done), "day", None) for days, done in ((2, None), (12, None), (12, 10), (25, 10))]
    [None, 10, None, 20]
    """
    due = [step for step in level.steps if step.day <= days_past_due]
    if not due or (done_until_day is not None and due[-1].day <= done_until_day):
        return None
    return due[-1]


def step_after(level: Level, days_past_due: int) -> Step | None:
    """The first step whose day has not come yet; None after the last."""
    return next((step for step in level.steps if step.day > days_past_due), None)


def _believed(finding: Finding | None) -> Finding | None:
    return finding if finding and finding.confidence != "weak" else None


def _with(debtor: Debtor, reason: Finding | None, lasting: Finding | None) -> Debtor:
    told: dict[str, Any] = {"reason": reason and reason.value, "persistence": lasting and lasting.value}
    return replace(debtor, **told)


def _as_hard(playbook: Playbook, one: Rule, other: Rule) -> bool:
    here, there = playbook.levels[one.level], playbook.levels[other.level]
    return here.credit == there.credit and set(here.pressure) == set(there.pressure)


def _if_recorded(
    playbook: Playbook, debtor: Debtor, reason: Finding | None, lasting: Finding | None, counts: Rule
) -> Rule | None:
    rule = rule_for(playbook, _with(debtor, reason, lasting))
    return None if rule is None or rule.level == counts.level else rule
