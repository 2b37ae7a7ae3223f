"""The sentence of a stop, with the codes among its facts in the reader's words."""

from __future__ import annotations

from scoring.errors import ScoringError
from scoring.text import knows, say

SPOKEN: dict[str, dict[str, str]] = {
    "case_step_skipped": {"here": "case.stage", "to": "case.stage", "possible": "case.stage"},
    "case_evidence_missing": {"here": "case.stage"},
    "case_disputed": {"to": "case.stage"},
    "case_not_allowed": {"to": "case.stage"},
    "case_outcome_missing": {"known": "case.outcome"},
    "hand_over_same": {"taker": "case.department"},
    "letter_nothing": {"template": "letter.name"},
    "contact_quiet": {"jurisdiction": "law"},
    "contact_limit": {"jurisdiction": "law"},
}
"""Facts that are codes, or several with commas between: the area of their words, by the stop's code."""


def stop_text(stop: ScoringError, lang: str) -> str | None:
    """The sentence of a stop in `lang`; None where it has no words.

    >>> stop_text(ScoringError("case_step_skipped", here="new", to="final", possible="confirm"), "en")
    'From not opened a case cannot go to final measures; possible is: confirm the debt.'
    """
    key = f"error.{stop.code}"
    if not knows(key):
        return None
    areas = SPOKEN.get(stop.code, {})
    facts = {name: _spoken(areas[name], value, lang) if name in areas else value for name, value in stop.facts.items()}
    return say(key, lang, **facts)


def _spoken(area: str, value: object, lang: str) -> str:
    codes = str(value).split(", ")
    return ", ".join(say(f"{area}.{code}", lang) if knows(f"{area}.{code}") else code for code in codes)
