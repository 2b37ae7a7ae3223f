"""Which rule a debtor falls under, and which of its level's steps comes next."""

from __future__ import annotations

from scoring.strategy.playbook.terms import Debtor, Level, Playbook, Rule, Step


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
