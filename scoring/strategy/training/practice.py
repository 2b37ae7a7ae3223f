"""What to practise next: topics that go wrong come more often, what went right rests for a while; and how it goes.

Simple spaced repetition, stated so that anybody can check it:

    weight of a topic   (wrong + 1) / (answers + 2) over its last ten answers; a topic never practised has 1/2
    rest of an item     after one, two, three, four right answers in a row 1, 3, 7, 15 days; a wrong one ends the rest
    draw                largest chance^(1 / weight) first, the weight shared among the items of a kind; chance comes from
                        person, day and sitting alone, so a sitting can be repeated exactly
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scoring.strategy.training.terms import KINDS, Answer, Kind, chance

SITTING = 10
LAST = 10
LEAST = 2
RESTS_DAYS = (0, 1, 3, 7, 15)
LITTLE = 1e-6
"""Weight of an item that rests: it comes when nothing else is left."""
UNPRACTISED = 0.5


@dataclass(frozen=True)
class Item:
    """Something to practise: its topics, and how many questions it takes."""

    id: str
    kind: Kind
    topics: tuple[str, ...]
    questions: int = 1


@dataclass(frozen=True)
class TopicScore:
    """A topic of one person: answers, right ones, of the last ten, and its weight in the next draw."""

    topic: str
    answers: int
    right: int
    last: int
    last_right: int
    weight: float

    @property
    def share(self) -> float:
        """Share right of all answers."""
        return self.right / self.answers


def weight_of(correct: Sequence[bool]) -> float:
    """How much a topic needs practice: (wrong + 1) / (answers + 2) over the last ten answers, oldest first.

    >>> weight_of([]), weight_of([False, False]), round(weight_of([False] + [True] * 10), 3)
    (0.5, 0.75, 0.083)
    """
    last = correct[-LAST:]
    return (last.count(False) + 1) / (len(last) + 2) if last else UNPRACTISED


def topics(answers: Iterable[Answer]) -> list[TopicScore]:
    """Every topic practised, the one that needs it most first."""
    by_topic: dict[str, list[bool]] = defaultdict(list)
    for answer in answers:
        by_topic[answer.topic].append(answer.correct)
    found = [
        TopicScore(topic, len(all_), sum(all_), len(all_[-LAST:]), sum(all_[-LAST:]), weight_of(all_))
        for topic, all_ in by_topic.items()
    ]
    return sorted(found, key=lambda one: (-one.weight, one.topic))


def resting(answers: Iterable[Answer], day: date) -> set[str]:
    """Items that rest on `day`: answered right in every part of so many sittings in a row, the last of them not long ago."""
    times: dict[str, dict[tuple[date, int], bool]] = defaultdict(dict)
    for answer in answers:
        at = (answer.day, answer.sitting)
        times[answer.item][at] = times[answer.item].get(at, True) and answer.correct
    return {item for item, told in times.items() if day < max(told)[0] + timedelta(days=_rest(list(told.values())))}


def draw(items: Sequence[Item], answers: Sequence[Answer], seed: str, day: date, size: int = SITTING) -> list[Item]:
    """The items of a sitting of `size` questions, in order: one written case at most, and last; of every other kind two
    at least while there are any; the rest by weight. Fewer where there are not enough.

    >>> both = [Item("a", "excuse", ("excuse.x",)), Item("b", "excuse", ("excuse.y",))]
    >>> sorted(item.id for item in draw(both, [], "Kim", date(2026, 3, 2)))
    ['a', 'b']
    """
    weights = {one.topic: one.weight for one in topics(answers)}
    rest, many = resting(answers, day), Counter(item.kind for item in items)

    def rank(item: Item) -> float:
        needs = sum(weights.get(topic, UNPRACTISED) for topic in item.topics) / len(item.topics)
        weight = LITTLE if item.id in rest else needs
        return float(chance(seed, item.id) ** (many[item.kind] / weight / len(items)))

    ranked = sorted(items, key=lambda item: (-rank(item), item.id))
    lessons = [item for item in ranked if item.kind == "lesson" and item.questions <= size][:1]
    others = [item for item in ranked if item.kind != "lesson"]
    first = [item for kind in KINDS for item in [one for one in others if one.kind == kind][:LEAST]]
    left = size - sum(item.questions for item in lessons)
    taken = [*first, *(item for item in others if item not in first)][:left]
    return [*sorted(taken, key=lambda item: chance(seed, "order", item.id)), *lessons]


def standing(answers: Sequence[Answer], day: date) -> tuple[int, int]:
    """The sitting of `day` that is under way or comes next, and the number of its next question, both from 1.

    >>> standing([], date(2026, 3, 2))
    (1, 1)
    """
    today = [answer for answer in answers if answer.day == day]
    if not today:
        return 1, 1
    last = max(answer.sitting for answer in today)
    done = max(answer.number for answer in today if answer.sitting == last)
    size = next(answer.size for answer in today if answer.sitting == last)
    return (last, done + 1) if done < size else (last + 1, 1)


def before(answers: Iterable[Answer], day: date, sitting: int) -> list[Answer]:
    """What was answered before a sitting began."""
    return [answer for answer in answers if (answer.day, answer.sitting) < (day, sitting)]


def by_week(answers: Iterable[Answer]) -> list[tuple[date, int, int]]:
    """Answers and right ones by week (its Monday), oldest first; weeks without practice are left out."""
    found: dict[date, list[bool]] = defaultdict(list)
    for answer in answers:
        found[answer.day - timedelta(days=answer.day.weekday())].append(answer.correct)
    return [(monday, len(told), sum(told)) for monday, told in sorted(found.items())]


def _rest(correct: Sequence[bool]) -> int:
    """Days of rest after these answers, oldest first."""
    in_a_row = next((n for n, right in enumerate(reversed(correct)) if not right), len(correct))
    return RESTS_DAYS[min(in_a_row, len(RESTS_DAYS) - 1)]
