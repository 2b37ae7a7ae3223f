"""Letters from templates: what is written to a debtor, filled from the ledger's figures. Nothing is ever sent from here."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, get_args

from scoring.errors import ScoringError
from scoring.strategy.playbook.terms import Document

LANGUAGES = ("en", "zh")
TEMPLATES = tuple(name for name in get_args(Document) if name)
FIELDS = ("customer", "entity", "amount", "count", "days", "pay_by", "as_of", "sender", "grace")
PAY_WITHIN_DAYS = {"before_due": 0, "at_due": 7, "first_demand": 10, "second_demand": 7, "final_demand": 10}


@dataclass(frozen=True)
class Template:
    """Subject and paragraphs by language; the list of documents follows the paragraph `after` (the second one: after the
    greeting comes what it is about, then the list)."""

    name: str
    subject: Mapping[str, str]
    text: Mapping[str, tuple[str, ...]]
    after: int = 1


@dataclass(frozen=True)
class Letter:
    """A filled letter in one language: `before` stands above the list of documents, `then` below it."""

    subject: str
    before: tuple[str, ...]
    then: tuple[str, ...]


def read_templates(text: str) -> dict[str, Template]:
    """All of TEMPLATES from their TOML.

    Raises ScoringError "letter_template" (template, found) for one that is missing, not in both languages, shorter than
    three paragraphs, or that asks for a field nobody fills.
    """
    raw = tomllib.loads(text)
    return {name: _template(name, raw.get(name, {})) for name in TEMPLATES}


def fill(template: Template, lang: str, facts: Mapping[str, str]) -> Letter:
    """The letter in `lang`; `facts` holds every one of FIELDS as the reader should see it."""
    paragraphs = [paragraph.format(**facts) for paragraph in template.text[lang]]
    cut = template.after + 1
    return Letter(template.subject[lang].format(**facts), tuple(paragraphs[:cut]), tuple(paragraphs[cut:]))


def pay_by(template: str, as_of: date) -> date:
    """The day a letter asks payment by.

    >>> pay_by("first_demand", date(2026, 3, 1))
    datetime.date(2026, 3, 11)
    """
    return as_of + timedelta(days=PAY_WITHIN_DAYS.get(template, 0))


def _template(name: str, entry: Any) -> Template:
    subject, text = (_both(name, entry, key) for key in ("subject", "text"))
    for lang in LANGUAGES:
        if not isinstance(subject[lang], str) or not isinstance(text[lang], list) or len(text[lang]) < 3:
            raise ScoringError("letter_template", template=name, found=lang)
        for sentence in (subject[lang], *text[lang]):
            unknown = _asked(name, sentence) - set(FIELDS)
            if unknown:
                raise ScoringError("letter_template", template=name, found=", ".join(sorted(unknown)))
    return Template(name, dict(subject), {lang: tuple(text[lang]) for lang in LANGUAGES})


def _both(name: str, entry: Any, key: str) -> Mapping[str, Any]:
    """What a template says in each language."""
    told = entry.get(key) if isinstance(entry, dict) else None
    if not isinstance(told, dict) or not all(told.get(lang) for lang in LANGUAGES):
        raise ScoringError("letter_template", template=name, found=key)
    return told


def _asked(name: str, sentence: Any) -> set[str]:
    """The fields that a sentence asks to be filled."""
    if not isinstance(sentence, str):
        raise ScoringError("letter_template", template=name, found=str(sentence))
    try:
        return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}
    except ValueError as trouble:  # a brace without its other half
        raise ScoringError("letter_template", template=name, found=sentence) from trouble
