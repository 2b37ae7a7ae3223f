"""Questions on excuses: what to ask, say or offer, among the answers to other excuses."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.strategy.playbook.terms import Excuse, Playbook
from scoring.strategy.training.practice import Item
from scoring.strategy.training.terms import Choice, Part, Question, Remark, chance, shuffled

ASPECTS = ("ask", "say", "offer")
WRONG = 3
WORDS_MIN = 3
"""An answer of fewer words ("Nothing.") fits many excuses and is not asked for."""


def items(playbook: Playbook) -> list[Item]:
    """Every aspect of every excuse that can be asked for. Topics are the reasons behind the excuses."""
    return [
        Item(f"excuse.{name}.{aspect}", "excuse", (_topic(excuse),))
        for name, excuse in playbook.excuses.items()
        for aspect in ASPECTS
        if _telling(excuse, aspect) and any(_others(playbook, excuse, aspect))
    ]


def question(playbook: Playbook, name: str, aspect: str, seed: str) -> Question:
    """What to ask, say or offer (`aspect`) to an excuse. The wrong answers belong to excuses with another reason."""
    excuse = playbook.excuses[name]
    others = sorted(_others(playbook, excuse, aspect), key=lambda other: chance(seed, name, aspect, other.id))[:WRONG]
    wrong = [Choice(other.id, getattr(other, aspect), _answers_another(other)) for other in others]
    right = Choice(name, getattr(excuse, aspect))
    part = Part(
        topic=_topic(excuse),
        asked=Remark(f"excuse_{aspect}"),
        choices=shuffled([right, *wrong], f"{seed}|{name}|{aspect}|shown"),
        right=(name,),
        why=(
            Remark("excuse_why", {"may_mean": excuse.may_mean, "reason": excuse.reason}),
            Remark("excuse_escalate", {"escalate": excuse.escalate}),
        ),
    )
    return Question(f"excuse.{name}.{aspect}", "excuse", (part,), story=(Remark("excuse", {"says": excuse.says}),))


def _others(playbook: Playbook, excuse: Excuse, aspect: str) -> Iterator[Excuse]:
    """Excuses whose answer is wrong here: another reason, other words."""
    told = getattr(excuse, aspect)
    for other in playbook.excuses.values():
        if other.reason != excuse.reason and _telling(other, aspect) and getattr(other, aspect) != told:
            yield other


def _telling(excuse: Excuse, aspect: str) -> bool:
    return len(getattr(excuse, aspect)["en"].split()) >= WORDS_MIN


def _topic(excuse: Excuse) -> str:
    return f"excuse.{excuse.reason}"


def _answers_another(other: Excuse) -> Remark:
    return Remark("excuse_of_another", {"says": other.says, "reason": other.reason})
