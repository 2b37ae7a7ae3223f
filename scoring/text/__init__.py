"""Every sentence the product says, English and Chinese side by side, by key. No other room holds wording.

The words stand in `words/*.toml`: `[area.key]` with `en` and `zh`. `{name}` in a sentence is filled from facts; whole
numbers, decimals and dates among the facts are written the way readers of the language write them.
"""

from __future__ import annotations

import string
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from scoring.text import numbers

LANGUAGES = ("en", "zh")
WORDS = Path(__file__).parent / "words"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, str]]:
    """All entries: key -> language -> sentence. Raises ValueError where a key stands in two files."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(WORDS.glob("*.toml")):
        for key, entry in _leaves(tomllib.loads(file.read_text(encoding="utf-8")), ""):
            if key in found:
                raise ValueError(f"{file.name}: {key} stands twice")
            found[key] = entry
    return found


def say(key: str, lang: str, /, **facts: object) -> str:
    """The sentence of `key` in `lang` ("en" or "zh"), filled. Raises KeyError for an unknown key or a missing fact.

    >>> say("common.as_of", "en")
    'As of'
    """
    sentence = catalogue()[key][lang]
    return sentence.format(**{name: _written(value, lang) for name, value in facts.items()}) if facts else sentence


def knows(key: str) -> bool:
    """Whether `key` has words."""
    return key in catalogue()


def placeholders(sentence: str) -> set[str]:
    """Names a sentence wants filled.

    >>> sorted(placeholders("{found} found, {expected} expected"))
    ['expected', 'found']
    """
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def _leaves(node: dict[str, Any], prefix: str) -> list[tuple[str, dict[str, str]]]:
    if "en" in node and isinstance(node["en"], str):
        return [(prefix, node)]
    return [leaf for name, child in node.items() for leaf in _leaves(child, f"{prefix}.{name}" if prefix else name)]


def _written(value: object, lang: str) -> str:
    return numbers.written(value, lang)
