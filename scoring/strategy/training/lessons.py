"""Written cases: a story in steps, whose handling comes from the playbook in force and whose figures are computed.

A case is read as a whole: what is said in both languages, one right choice in each step, figures that bear out what is right
(`holds`). Which rule and level a debtor gets is never read from the case but asked of the playbook, so that an edited
playbook is what is taught.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.errors import ScoringError
from scoring.strategy.law import Law
from scoring.strategy.playbook.choose import rule_for
from scoring.strategy.playbook.read import LANGUAGES
from scoring.strategy.playbook.terms import Debtor, Level, Playbook, Rule, Told
from scoring.strategy.training import steps as next_steps
from scoring.strategy.training.computed import COMPUTED
from scoring.strategy.training.practice import Item
from scoring.strategy.training.terms import Choice, Part, Question, Remark, Saying, Written, shuffled

SOURCES = ("written", "level", "next_step")
BOUNDS = ("at_least", "above", "at_most", "below")


@dataclass(frozen=True)
class Option:
    """Something to do in a case: right or not, and why."""

    told: Told
    why: Told
    right: bool


@dataclass(frozen=True)
class LessonStep:
    """A step: what is asked, and what becomes of it afterwards. `source` "written" = choose among `options`; "level" and
    "next_step" = the playbook answers, `beside` being levels to choose from as well."""

    asked: Told
    source: str
    options: tuple[Option, ...] = ()
    beside: tuple[str, ...] = ()
    after: Told | None = None


@dataclass(frozen=True)
class Lesson:
    """A written case. `debtor` and `days` past due where the playbook is asked; `rule` and `level` = what the shipped one
    answers, so that a change of it is noticed."""

    id: str
    title: Told
    story: Told
    steps: tuple[LessonStep, ...]
    figures: Mapping[str, object]
    debtor: Debtor | None = None
    days: int = 0
    rule: str = ""
    level: str = ""

    @property
    def topic(self) -> str:
        """What its answers are counted under."""
        return f"lesson.{self.id}"


def read_lessons(text: str, laws: Mapping[str, Law]) -> dict[str, Lesson]:
    """Cases from their TOML. Raises ScoringError "lesson_invalid" (lesson, field) for one that is not whole."""
    return {name: _lesson(name, entry, laws) for name, entry in tomllib.loads(text).items()}


def items(lessons: Mapping[str, Lesson], playbook: Playbook) -> list[Item]:
    """Every case that the playbook can answer for."""
    found = [(lesson, len(questions(lesson, playbook, ""))) for lesson in lessons.values()]
    return [Item(lesson.topic, "lesson", (lesson.topic,), count) for lesson, count in found if count]


def questions(lesson: Lesson, playbook: Playbook, seed: str) -> list[Question]:
    """The steps of a case in order, those left out to which the playbook has no answer (any more)."""
    made = [(step, _part(lesson, step, playbook, f"{seed}|{lesson.id}|{n}")) for n, step in enumerate(lesson.steps)]
    kept = [(step, part) for step, part in made if part is not None]
    told = (Remark("lesson", {"title": lesson.title}), Written(lesson.story, lesson.figures))
    afters = [Written(step.after, lesson.figures) if step.after else None for step, _ in kept]
    return [
        Question(lesson.topic, "lesson", (part,), (*told, *(one for one in afters[:n] if one)), afters[n])
        for n, (_, part) in enumerate(kept)
    ]


def _part(lesson: Lesson, step: LessonStep, playbook: Playbook, seed: str) -> Part | None:
    asked: Saying = Written(step.asked, lesson.figures)
    if step.source == "written":
        return _written(lesson, step, asked, seed)
    rule = rule_for(playbook, lesson.debtor) if lesson.debtor else None
    if rule is None or lesson.debtor is None:
        return None
    if step.source == "level":
        return _level(lesson, lesson.debtor, rule, step, playbook, seed)
    try:
        made = next_steps.part(playbook, lesson.debtor, rule, lesson.days, seed)
    except ValueError:  # the edited level has no step for that day
        return None
    return Part(lesson.topic, asked, made.choices, made.right, made.why)


def _written(lesson: Lesson, step: LessonStep, asked: Saying, seed: str) -> Part:
    choices = [
        Choice(
            str(n), Written(option.told, lesson.figures), None if option.right else Written(option.why, lesson.figures)
        )
        for n, option in enumerate(step.options)
    ]
    right = tuple(str(n) for n, option in enumerate(step.options) if option.right)
    why = tuple(Written(option.why, lesson.figures) for option in step.options if option.right)
    return Part(lesson.topic, asked, shuffled(choices, seed), right, why)


def _level(lesson: Lesson, debtor: Debtor, rule: Rule, step: LessonStep, playbook: Playbook, seed: str) -> Part | None:
    """Which level the playbook gives the debtor of the case, among others."""
    right = playbook.levels[rule.level]
    beside = [playbook.levels[name] for name in step.beside if name in playbook.levels and name != rule.level]
    if not beside:
        return None
    wrong = [Choice(one.id, _said(one), _for_others(playbook, one)) for one in beside]
    facts = next_steps.told_of(debtor) | {"rule": rule.id, "level": right.name}
    why = (Remark("rule", facts), *next_steps.more_of(debtor, rule))
    choices = shuffled([Choice(right.id, _said(right)), *wrong], seed)
    return Part(lesson.topic, Written(step.asked, lesson.figures), choices, (right.id,), why)


def _said(level: Level) -> Remark:
    return Remark("level", {"level": level.name, "posture": level.posture})


def _for_others(playbook: Playbook, level: Level) -> Remark:
    rules = ", ".join(rule.id for rule in playbook.rules if rule.level == level.id)
    return Remark("other_level", {"level": level.name, "rules": rules})


def _lesson(name: str, entry: Mapping[str, Any], laws: Mapping[str, Law]) -> Lesson:
    figures = dict(_figures(name, entry, laws))
    steps = tuple(_step(name, step, figures) for step in entry.get("step", ()))
    told = entry.get("debtor")
    lesson = Lesson(
        id=name,
        title=_told(name, entry, "title", figures),
        story=_told(name, entry, "story", figures),
        steps=steps,
        figures=figures,
        debtor=Debtor(**told) if told else None,
        days=entry.get("days", 0),
        rule=entry.get("rule", ""),
        level=entry.get("level", ""),
    )
    if len(steps) < 2 or (lesson.debtor is None and any(step.source != "written" for step in steps)):
        raise ScoringError("lesson_invalid", lesson=name, field="step")
    return lesson


def _figures(name: str, entry: Mapping[str, Any], laws: Mapping[str, Law]) -> Iterator[tuple[str, object]]:
    """Every figure of a case, as `<name>_<figure>`."""
    for told in entry.get("figure", ()):
        try:
            found = COMPUTED[told["kind"]](told["of"], laws)
        except (KeyError, TypeError, ValueError, ArithmeticError, ScoringError) as trouble:
            raise ScoringError("lesson_invalid", lesson=name, field="figure") from trouble
        yield from ((f"{told.get('name', told['kind'])}_{figure}", value) for figure, value in found.items())


def _step(name: str, entry: Mapping[str, Any], figures: Mapping[str, object]) -> LessonStep:
    source = entry.get("from", "written")
    options = tuple(_option(name, option, figures) for option in entry.get("choice", ()))
    rights = sum(option.right for option in options)
    if source not in SOURCES or (source == "written" and not (rights == 1 and len(options) > 2)):
        raise ScoringError("lesson_invalid", lesson=name, field="choice")
    after = _told(name, entry, "after", figures) if "after" in entry else None
    return LessonStep(_told(name, entry, "ask", figures), source, options, tuple(entry.get("beside", ())), after)


def _option(name: str, entry: Mapping[str, Any], figures: Mapping[str, object]) -> Option:
    right = bool(entry.get("right", False))
    if "holds" in entry and _holds(name, entry["holds"], figures) != right:
        raise ScoringError("lesson_invalid", lesson=name, field="holds")
    return Option(_both(name, entry, "choice", figures), _told(name, entry, "why", figures), right)


def _holds(name: str, told: Mapping[str, Any], figures: Mapping[str, object]) -> bool:
    """Whether a computed figure keeps to the bounds that a choice states."""
    if told.get("figure") not in figures or not any(bound in told for bound in BOUNDS):
        raise ScoringError("lesson_invalid", lesson=name, field="holds")
    value: Any = figures[told["figure"]]
    tests = {
        "at_least": lambda bound: value >= bound,
        "above": lambda bound: value > bound,
        "at_most": lambda bound: value <= bound,
        "below": lambda bound: value < bound,
    }
    return all(tests[bound](told[bound]) for bound in BOUNDS if bound in told)


def _told(name: str, entry: Mapping[str, Any], key: str, figures: Mapping[str, object]) -> Told:
    both = entry.get(key)
    if not isinstance(both, dict):
        raise ScoringError("lesson_invalid", lesson=name, field=key)
    return _both(name, both, key, figures)


def _both(name: str, both: Mapping[str, Any], key: str, figures: Mapping[str, object]) -> Told:
    """A text in both languages, every figure of which is known."""
    told = {lang: both.get(lang) for lang in LANGUAGES}
    try:
        whole = all(isinstance(text, str) and text.strip() and text.format(**figures) for text in told.values())
    except (KeyError, IndexError, ValueError) as trouble:
        raise ScoringError("lesson_invalid", lesson=name, field=key) from trouble
    if not whole:
        raise ScoringError("lesson_invalid", lesson=name, field=key)
    return {lang: str(text) for lang, text in told.items()}
