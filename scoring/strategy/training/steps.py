"""Questions on the next step: the one that the playbook asks for, among steps too early, too hard, or for somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scoring.strategy.playbook.choose import rule_for, step_after, step_due
from scoring.strategy.playbook.read import RATINGS
from scoring.strategy.playbook.terms import CHANNELS, Debtor, Level, Owner, Playbook, Rule, Step, Tone
from scoring.strategy.training.practice import Item
from scoring.strategy.training.terms import Case, Choice, Part, Question, Remark, Saying, chance, shuffled
from scoring.terms import Nature

WRONG, HALF = 3, 0.5
TONES: tuple[Tone, ...] = ("friendly", "neutral", "firm", "final")
DISPUTED = Remark("debtor_disputed")
STAND_IN: dict[Owner, Owner] = {
    "clerk": "legal", "sales": "legal", "manager": "sales", "finance": "clerk", "legal": "sales",
}  # fmt: skip
"""Who seems to be the one to do a step, and is not."""


@dataclass(frozen=True)
class Wrong:
    """A step that is not the next one: why not, and the level it belongs to."""

    code: str
    step: Step
    level: Level


def item(rule: Rule, debtor: Debtor) -> Item:
    """A rule of the playbook as something to practise; the topic is the nature of the debtor."""
    return Item(f"next_step.{rule.id}", "next_step", (f"next_step.{debtor.nature}",))


def question(
    playbook: Playbook, debtor: Debtor, rule: Rule, days_past_due: int, case: Case | None, seed: str
) -> Question:
    """The next step for a debtor whose oldest undisputed claim is so late, under the rule that counts for it.

    Raises ValueError where the rule's level has no step due.
    """
    code = "debtor_not_due" if days_past_due <= 0 else "debtor_in_dispute" if debtor.disputed else "debtor"
    story = (
        Remark(code, told_of(debtor) | {"days": abs(days_past_due)}),
        *(one for one in more_of(debtor, rule) if one != DISPUTED),
    )
    made = part(playbook, debtor, rule, days_past_due, seed)
    return Question(f"next_step.{rule.id}", "next_step", (made,), story, case=case)


def part(playbook: Playbook, debtor: Debtor, rule: Rule, days_past_due: int, seed: str) -> Part:
    """What is asked, offered and right. Raises as `question`."""
    level = playbook.levels[rule.level]
    right = step_due(level, days_past_due)
    if right is None:
        raise ValueError(f"no step due: {rule.id}, {days_past_due}")
    wrong = _chosen(_wrong(playbook, debtor, level, right, days_past_due), right, level, seed)
    choices = [Choice(_id(right, level), _said(right)), *(_choice(one, right, days_past_due) for one in wrong)]
    return Part(
        topic=f"next_step.{debtor.nature}",
        asked=Remark("next_step"),
        choices=shuffled(choices, f"{seed}|{rule.id}|shown"),
        right=(_id(right, level),),
        why=tuple(_why(debtor, rule, level, right, days_past_due)),
    )


def told_of(debtor: Debtor) -> dict[str, object]:
    """A debtor's class as facts of a sentence."""
    return {"nature": debtor.nature, "severity": debtor.severity, "rating": debtor.rating}


def more_of(debtor: Debtor, rule: Rule) -> Iterator[Saying]:
    """What else of a debtor the rule looks at, in sentences."""
    for name in ("size", "reason", "persistence"):
        if getattr(rule, name):
            yield Remark(f"debtor_{name}", {name: getattr(debtor, name)})
    if rule.disputed:
        yield DISPUTED


def _why(debtor: Debtor, rule: Rule, level: Level, right: Step, days: int) -> Iterator[Saying]:
    yield Remark("rule", told_of(debtor) | {"rule": rule.id, "level": level.name})
    yield from more_of(debtor, rule)
    yield level.posture
    later = step_after(level, days)
    facts = {"days": days, "day": right.day}
    yield Remark("step_last", facts) if later is None else Remark("step_latest", facts | {"next_day": later.day})


def _wrong(playbook: Playbook, debtor: Debtor, level: Level, right: Step, days: int) -> Iterator[Wrong]:
    """Steps that somebody might take instead."""
    later = step_after(level, days)
    if later is not None:
        yield Wrong("too_early", later, level)
    passed = [step for step in level.steps if step.day < right.day]
    if passed:
        yield Wrong("passed", passed[-1], level)
    for other in _others(playbook, debtor):
        step = step_due(playbook.levels[other.level], days)
        if step is not None and other.level != level.id:
            yield Wrong(_difference(step, right), step, playbook.levels[other.level])


def _others(playbook: Playbook, debtor: Debtor) -> Iterator[Rule]:
    """The rules for debtors who differ in one thing: the rating, the nature, or that nothing is in dispute."""
    differing = [replace(debtor, rating=rating) for rating in RATINGS]
    differing += [replace(debtor, nature=str(nature)) for nature in Nature]
    if debtor.disputed:
        differing.append(replace(debtor, disputed=False))
    for other in differing:
        rule = rule_for(playbook, other)
        if other != debtor and rule is not None:
            yield rule


def _difference(step: Step, right: Step) -> str:
    """What is wrong about a step of another level: its tone, else its channel, else that it is for others."""
    if TONES.index(step.tone) != TONES.index(right.tone):
        return "too_hard" if TONES.index(step.tone) > TONES.index(right.tone) else "too_soft"
    return "wrong_channel" if CHANNELS.index(step.channel) != CHANNELS.index(right.channel) else "for_others"


def _chosen(wrong: Iterator[Wrong], right: Step, level: Level, seed: str) -> list[Wrong]:
    """Three of them, as different in kind as there are; never one that says the same as the right one.

    Every second time only one, with both steps in other hands as well: four choices of which two and two say the same, so
    that saying it twice gives nothing away.
    """
    seen, by_code = {_shown(right)}, dict[str, list[Wrong]]()
    for one in sorted(wrong, key=lambda one: chance(seed, level.id, one.code, _id(one.step, one.level))):
        if _shown(one.step) not in seen:
            seen.add(_shown(one.step))
            by_code.setdefault(one.code, []).append(one)
    firsts = [ones[0] for ones in by_code.values()]
    more = [one for ones in by_code.values() for one in ones[1:]]
    kept = [*firsts, *more][:WRONG]
    if (kept and len(kept) < WRONG) or chance(seed, level.id, right.day, "hands") < HALF:
        twins = [Wrong("wrong_owner", right, level), kept[0]] if kept else [Wrong("wrong_owner", right, level)]
        return [*kept[:1], *(replace(one, step=_in_other_hands(one.step)) for one in twins)]
    return kept


def _in_other_hands(step: Step) -> Step:
    return replace(step, owner=STAND_IN[step.owner])


def _shown(step: Step) -> tuple[object, ...]:
    return step.channel, step.owner, step.tone, step.told["en"]


def _choice(wrong: Wrong, right: Step, days: int) -> Choice:
    facts = {
        "level": wrong.level.name, "posture": wrong.level.posture, "day": wrong.step.day, "days": days,
        "owner": right.owner, "other_owner": wrong.step.owner, "tone": right.tone, "other_tone": wrong.step.tone,
        "channel": right.channel, "other_channel": wrong.step.channel,
    }  # fmt: skip
    return Choice(_id(wrong.step, wrong.level), _said(wrong.step), Remark(wrong.code, facts))


def _said(step: Step) -> Remark:
    facts = {"channel": step.channel, "owner": step.owner, "tone": step.tone, "day": step.day, "told": step.told}
    return Remark("step", facts)


def _id(step: Step, level: Level) -> str:
    return f"{level.id}:{step.day}:{step.owner}"
