"""The nature of a customer whose file does not say it, told from the name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from scoring.terms import Nature


def nature_of(name: str, patterns: Mapping[str, Sequence[str]]) -> tuple[Nature, str]:
    """Nature and how it was told: "rule" where a pattern is found in the name, "default" (commercial) where none is.

    `patterns` maps a nature to regular expressions, searched case-insensitively; the first nature with a match wins, in
    the order of the mapping. Raises re.error for an expression that is none.

    >>> nature_of("City Hospital", {"government": ["hospital"]})[0].value, nature_of("Ann", {})
    ('government', (<Nature.COMMERCIAL: 'commercial'>, 'default'))
    """
    for nature, expressions in patterns.items():
        if any(_compiled(expression).search(name) for expression in expressions):
            return Nature(nature), "rule"
    return Nature.COMMERCIAL, "default"


@lru_cache(maxsize=256)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)
