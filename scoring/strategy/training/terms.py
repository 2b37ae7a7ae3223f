"""The nouns of practice: a question with its parts, what may be chosen, why what is right, and what came of an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from scoring.strategy.cases.reasons import Evidence
from scoring.strategy.playbook.terms import Told

Kind = Literal["classify", "next_step", "excuse", "lesson"]
KINDS: tuple[Kind, ...] = get_args(Kind)
UNIT = 2**64


@dataclass(frozen=True)
class Remark:
    """A sentence by its code, with the facts that its words want. A fact may be a code or a text by language."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """A text of a written case, with figures to be filled in."""

    told: Told
    facts: Mapping[str, object] = field(default_factory=dict)


Saying = Remark | Written | Evidence | Told
"""What is said: by a code of ours, as a written case, the evidence of a reason, or the playbook says it."""


@dataclass(frozen=True)
class Choice:
    """Something to choose: what it says, and why choosing it is wrong (of the right one: None, its part tells)."""

    id: str
    said: Saying
    why: Saying | None = None


@dataclass(frozen=True)
class Part:
    """One thing to decide. `choices` in the order in which they are shown, `right` the ids that are accepted, `why` the
    reasons for them; `topic` is what progress is counted by."""

    topic: str
    asked: Saying
    choices: tuple[Choice, ...]
    right: tuple[str, ...]
    why: tuple[Saying, ...]


@dataclass(frozen=True)
class Claim:
    """An open claim of a debtor: how late it is (<= 0 = not due), its part of 100 owed, whether it is in dispute."""

    days_past_due: int
    share: int
    disputed: bool


@dataclass(frozen=True)
class Quarter:
    """Invoices that came due in a quarter of a year up to the day: how many, how many of them were not paid within five
    days of it, and the mean days late of those that were paid (None = none was)."""

    ago: int
    due: int
    late: int
    mean_days: int | None


@dataclass(frozen=True)
class Scored:
    """What the scorecard holds against a debtor: points lost by characteristic (name, points, known), the largest first,
    `rest` points in all others; nobody has more than `best`, classes begin at the two lines. `score` = best - all lost."""

    lost: tuple[tuple[str, int, bool], ...]
    rest: int
    best: int
    score: int
    prime_from: int
    ordinary_from: int


@dataclass(frozen=True)
class Case:
    """A debtor without a name, with everything that is shown of it. Amounts are parts of 100 that it owes.

    `name_part` = a word of its name that many share ("Ltd"), "" = only that it is a person's name, None = no hint;
    `signs` = what else is known of it, in sentences.
    """

    claims: tuple[Claim, ...]
    quarters: tuple[Quarter, ...]
    name_part: str | None = None
    scored: Scored | None = None
    signs: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is put to a learner. `item` names what is practised, so that it can come back: the same cell of debtors, the
    same rule, excuse or case. `story` is read before, `after` once it is answered."""

    item: str
    kind: Kind
    parts: tuple[Part, ...]
    story: tuple[Saying, ...] = ()
    after: Saying | None = None
    case: Case | None = None


@dataclass(frozen=True)
class Answer:
    """One part answered by one person: in the `sitting` of a day (1, 2, ...), as its question `number` of `size`."""

    person: str
    day: date
    sitting: int
    number: int
    size: int
    item: str
    topic: str
    chosen: str
    correct: bool

    @property
    def kind(self) -> str:
        """The kind of question: what the topic begins with."""
        return self.topic.partition(".")[0]


@dataclass(frozen=True)
class Marked:
    """A part marked: whether the choice is right, why the right answer is, and why the chosen one is not."""

    part: Part
    chosen: str
    correct: bool
    why: tuple[Saying, ...]
    why_not: Saying | None


def mark(part: Part, chosen: str) -> Marked:
    """What a choice is worth. Raises KeyError for one that was not offered.

    >>> yes, no = Choice("a", {}), Choice("b", {}, Remark("too_early"))
    >>> marked = mark(Part("x", {}, (yes, no), ("a",), (Remark("rule"),)), "b")
    >>> marked.correct, marked.why_not.code
    (False, 'too_early')
    """
    offered = {choice.id: choice for choice in part.choices}
    correct = chosen in part.right
    return Marked(part, chosen, correct, part.why, None if correct else offered[chosen].why)


def chance(*names: object) -> float:
    """A number in (0, 1) that only the names decide, the same on every machine: what looks drawn at random is not.

    >>> chance("Kim", 1) == chance("Kim", 1), 0 < chance("Kim", 2) < 1
    (True, True)
    """
    told = "|".join(map(str, names)).encode()
    return (int.from_bytes(hashlib.sha256(told).digest()[:8], "big") + 0.5) / UNIT


def shuffled(choices: Iterable[Choice], seed: str) -> tuple[Choice, ...]:
    """Choices in an order that only the seed decides."""
    return tuple(sorted(choices, key=lambda choice: chance(seed, choice.id)))
