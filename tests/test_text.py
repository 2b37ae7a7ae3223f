"""Every sentence exists in both languages, wants the same facts in both, and is said somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from scoring import text
from tests.house import PROJECT

CATALOGUE = text.catalogue()
SPEAKERS = [PROJECT / "app.py", *(PROJECT / "pages").rglob("*.py"), *(PROJECT / "scoring").rglob("*.py")]
TREES = [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in SPEAKERS if path.exists()]


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function or method called `name`, with the place it stands at."""
    for path, tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called == name:
                    yield f"{path.relative_to(PROJECT)}:{node.lineno}", node


def literal(node: ast.Call, position: int = 0) -> str | None:
    argument = node.args[position] if len(node.args) > position else None
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_no_sentence_is_missing_or_empty(language: str) -> None:
    assert [key for key, entry in CATALOGUE.items() if not entry.get(language, "").strip()] == []


def test_no_entry_has_a_third_language_or_a_note() -> None:
    assert [key for key, entry in CATALOGUE.items() if set(entry) != set(text.LANGUAGES)] == []


def test_both_languages_want_the_same_facts() -> None:
    wants = {
        key: [text.placeholders(entry[language]) for language in text.LANGUAGES] for key, entry in CATALOGUE.items()
    }
    assert {key: names for key, names in wants.items() if names[0] != names[1]} == {}


def test_chinese_sentences_are_chinese() -> None:
    """Two languages with the same letters are allowed only where nothing is to be translated: codes, units, names."""
    same = [key for key, entry in CATALOGUE.items() if entry["en"] == entry["zh"] and len(entry["en"].split()) > 3]
    assert same == []


def test_every_sentence_said_exists() -> None:
    said = [(place, literal(call)) for place, call in calls("say")]
    assert [(place, key) for place, key in said if key is not None and key not in CATALOGUE] == []


def test_every_sentence_gets_its_facts() -> None:
    short = []
    for place, call in calls("say"):
        key, given = literal(call), {keyword.arg for keyword in call.keywords}
        if key in CATALOGUE and None not in given:  # None: facts handed on with **
            short += [(place, key, name) for name in text.placeholders(CATALOGUE[key]["en"]) - given]
    assert short == []


@pytest.mark.parametrize(("raiser", "area"), [("ScoringError", "error"), ("Issue", "issue")])
def test_every_trouble_has_a_sentence(raiser: str, area: str) -> None:
    codes = [(place, literal(call)) for place, call in calls(raiser)]
    assert [(place, code) for place, code in codes if code is not None and f"{area}.{code}" not in CATALOGUE] == []


def test_no_sentence_is_left_over() -> None:
    """A key is in use when the code spells it out or builds it: f"bucket.{key}", f"{page}.title"."""
    texts = {
        n.value for _, tree in TREES for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    begins = tuple({t for t in texts if re.fullmatch(r"[a-z_]+\.[a-z_.]*", t)} - set(CATALOGUE))
    ends = tuple(t for t in texts if re.fullmatch(r"\.[a-z_]+", t))
    unused = [k for k in CATALOGUE if k not in texts and not k.startswith(begins) and not k.endswith(ends)]
    assert unused == []


def test_a_missing_fact_is_an_error_not_a_blank() -> None:
    key = next(key for key, entry in CATALOGUE.items() if text.placeholders(entry["en"]))
    with pytest.raises(KeyError):
        text.say(key, "en", nothing_of_use=1)
