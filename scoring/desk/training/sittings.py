"""A sitting: some ten questions for one person on one day, drawn from the playbook in force, a ledger's debtors and the
written cases; and what the answers so far say of each person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from scoring.desk.strategy.playbook import SHIPPED, playbook_of
from scoring.desk.strategy.standings import Standing
from scoring.desk.training.cases import cases, pool
from scoring.store import Store
from scoring.strategy.law import read_laws
from scoring.strategy.playbook.terms import Playbook
from scoring.strategy.training import classify, excuses, lessons, practice, steps
from scoring.strategy.training.classify import Verdict
from scoring.strategy.training.lessons import Lesson
from scoring.strategy.training.practice import Item, TopicScore
from scoring.strategy.training.terms import Answer, Case, Question, chance

Shown = Mapping[tuple[str, str], tuple[Case, Verdict]]
"""Cases with what the program says of them, by customer and currency."""


@dataclass(frozen=True)
class Sitting:
    """The questions of the sitting `number` of a day; `borrowed` = its debtors are another ledger's, since this one has
    none."""

    person: str
    day: date
    number: int
    questions: tuple[Question, ...]
    borrowed: bool


@dataclass(frozen=True)
class Progress:
    """One person: what was answered, how each topic goes (the one in most need first), and by week."""

    person: str
    answers: tuple[Answer, ...]
    topics: tuple[TopicScore, ...]
    weeks: tuple[tuple[date, int, int], ...]

    @property
    def right(self) -> int:
        """Right answers."""
        return sum(answer.correct for answer in self.answers)


def sitting(
    store: Store, debtors: Store, as_of: date, person: str, day: date, number: int, answers: Sequence[Answer]
) -> Sitting:
    """The sitting of a person, the same whenever it is asked for: drawn from what was answered before it began.

    `store` has the playbook and the answers, `debtors` the ledger that cases are taken from, on `as_of` (the same store, or
    another where this one has nobody who owes). Raises ScoringError as `strategy_report` and `read_playbook`.
    """
    sources = _sources(store, debtors, as_of, f"{person}|{day.isoformat()}|{number}")
    drawn = practice.draw(_offered(sources), practice.before(answers, day, number), sources.seed, day)
    chosen = {item.id: _one_of(sources, item) for item in drawn if item.id in sources.standings}
    shown = cases(debtors, as_of, chosen.values())
    made = [question for item in drawn for question in _questions(sources, item, chosen.get(item.id), shown)]
    return Sitting(person, day, number, tuple(made), debtors is not store)


def progress(answers: Sequence[Answer]) -> list[Progress]:
    """Everybody who practised, by name."""
    by_person: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_person[answer.person].append(answer)
    return [
        Progress(person, tuple(own), tuple(practice.topics(own)), tuple(practice.by_week(own)))
        for person, own in sorted(by_person.items())
    ]


@lru_cache(maxsize=1)
def written_cases() -> dict[str, Lesson]:
    """The written cases as shipped. Raises ScoringError as `read_lessons`."""
    laws = read_laws((SHIPPED / "law.toml").read_text(encoding="utf-8"))
    return lessons.read_lessons((SHIPPED / "lessons.toml").read_text(encoding="utf-8"), laws)


@dataclass(frozen=True)
class _Sources:
    """What questions are made from; `standings` by the item that they can be used for."""

    playbook: Playbook
    written: Mapping[str, Lesson]
    standings: Mapping[str, Sequence[Standing]]
    seed: str


def _sources(store: Store, debtors: Store, as_of: date, seed: str) -> _Sources:
    playbook = playbook_of(store)
    standings: dict[str, list[Standing]] = defaultdict(list)
    for one in pool(debtors, as_of, playbook):
        standings[classify.item(one.debtor).id].append(one)
        if one.due is not None:
            standings[steps.item(one.rule, one.debtor).id].append(one)
    return _Sources(playbook, written_cases(), standings, seed)


def _offered(sources: _Sources) -> list[Item]:
    """Everything that can be practised."""
    found = [
        classify.item(ones[0].debtor) if item.startswith("classify.") else steps.item(ones[0].rule, ones[0].debtor)
        for item, ones in sources.standings.items()
    ]
    return [*found, *excuses.items(sources.playbook), *lessons.items(sources.written, sources.playbook)]


def _one_of(sources: _Sources, item: Item) -> Standing:
    chances = {chance(sources.seed, item.id, one.customer_id, one.currency): one for one in sources.standings[item.id]}
    return chances[min(chances)]


def _questions(sources: _Sources, item: Item, one: Standing | None, shown: Shown) -> list[Question]:
    if item.kind == "excuse":
        _, name, aspect = item.id.split(".", 2)
        return [excuses.question(sources.playbook, name, aspect, sources.seed)]
    if one is None:
        return lessons.questions(sources.written[item.id.partition(".")[2]], sources.playbook, sources.seed)
    case, verdict = shown[one.customer_id, one.currency]
    if item.kind == "classify":
        return [classify.question(case, verdict)]
    return [steps.question(sources.playbook, one.debtor, one.rule, one.oldest_days, case, sources.seed)]
