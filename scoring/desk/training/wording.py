"""Questions and marking in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from scoring.desk.scorecard.scores import Loss
from scoring.desk.scorecard.scores_wording import reason_text
from scoring.desk.strategy.wording import evidence_text
from scoring.desk.training.sittings import written_cases
from scoring.strategy.cases.reasons import Evidence
from scoring.strategy.playbook.terms import Playbook
from scoring.strategy.training.terms import Answer, Remark, Saying, Scored, Written
from scoring.text import knows, numbers, say

WORDS = {
    "nature": "nature", "severity": "bucket", "rating": "rating", "reason": "arrears_reason", "persistence": "persistence",
    "confidence": "arrears_confidence", "channel": "strategy.channel", "other_channel": "strategy.channel",
    "owner": "strategy.owner", "other_owner": "strategy.owner", "tone": "strategy.tone", "other_tone": "strategy.tone",
    "size": "size",
}  # fmt: skip
"""Where the words of a fact that is a code stand, by the fact's name."""

TOPICS = {"excuse": "arrears_reason", "next_step": "nature", "classify": "training.topic"}


def sentence(told: Saying, lang: str) -> str:
    """What is said, in `lang`.

    >>> sentence(Remark("severity_wrong", {"severity": "light", "days": 31}), "en")
    '31 days past due is not “Light (1–30)”.'
    >>> sentence({"en": "Call.", "zh": "致电。"}, "zh")
    '致电。'
    """
    if isinstance(told, Remark):
        if told.code == "word":
            return "".join(_written(name, value, lang) for name, value in told.facts.items())
        return say(f"training.remark.{told.code}", lang, **_facts(told.facts, lang))
    if isinstance(told, Written):
        return told.told[lang].format(**_facts(told.facts, lang))
    if isinstance(told, Evidence):
        return evidence_text(told, lang)
    return told[lang]


def topic_text(topic: str, lang: str) -> str:
    """A topic of practice in words; a written case, an excuse's reason or a nature by their own.

    >>> topic_text("excuse.cash_trouble", "en"), topic_text("next_step.individual", "en")
    ('Excuses: cash trouble', 'Next step: Individual')
    """
    kind, _, own = topic.partition(".")
    if kind == "lesson":
        lesson = written_cases().get(own)
        return say("training.kind_of.lesson", lang, topic=lesson.title[lang] if lesson else own)
    key = f"{TOPICS[kind]}.{own}"
    return say(f"training.kind_of.{kind}", lang, topic=say(key, lang) if knows(key) else own)


UNTOLD = "–"


def item_text(answer: Answer, playbook: Playbook, lang: str) -> str:
    """What was asked: the excuse, the rule or the class of debtor; "–" for a written case, of which its topic tells."""
    kind, _, own = answer.item.partition(".")
    if kind == "excuse":
        excuse = playbook.excuses.get(own.rpartition(".")[0])
        return f"“{excuse.says[lang]}”" if excuse else own
    if kind == "classify":
        named = zip(("nature", "severity", "rating"), own.split("."), strict=False)
        return " · ".join(_written(name, value, lang) for name, value in named)
    return own if kind == "next_step" else UNTOLD


def chosen_text(answer: Answer, playbook: Playbook, lang: str) -> str:
    """What was chosen, as far as it can still be told ("–" = not): the playbook may have changed since."""
    kind, _, own = answer.topic.partition(".")
    if kind == "classify":
        return _written(own, answer.chosen, lang)
    if kind == "excuse":
        other = playbook.excuses.get(answer.chosen)
        told: Mapping[str, str] = getattr(other, answer.item.rpartition(".")[2], {})
        return told.get(lang, UNTOLD)
    level, _, rest = answer.chosen.partition(":")
    day, _, owner = rest.partition(":")
    name = playbook.levels[level].name[lang] if level in playbook.levels else ""
    step = say("training.chosen_step", lang, level=name, day=day, owner=_written("owner", owner, lang))
    return step if rest and name else name or UNTOLD


def lost_text(scored: Scored, lang: str) -> tuple[str, ...]:
    """What the scorecard takes off, the most first, and the rest of it together."""
    told = [reason_text(Loss(*one), lang) for one in scored.lost]
    return (*told, say("training.rest", lang, points=scored.rest)) if scored.rest else tuple(told)


def _facts(facts: Mapping[str, object], lang: str) -> dict[str, str]:
    return {name: _written(name, value, lang) for name, value in facts.items()}


def _written(name: str, value: object, lang: str) -> str:
    """A fact as it stands in a sentence: codes in words, texts in the language, figures by what their name says they are."""
    if isinstance(value, Mapping):
        return str(value[lang])
    if name in WORDS:
        key = f"{WORDS[name]}.{value}"
        return say(key, lang) if knows(key) else str(value)
    if isinstance(value, float):
        return numbers.percent(value, lang) if name.endswith("_share") else numbers.decimal(value, lang, 2)
    if isinstance(value, Decimal):
        return numbers.whole(int(value), lang) if value == value.to_integral_value() else numbers.money(value, lang)
    return numbers.day(value, lang) if isinstance(value, date) else numbers.written(value, lang)
