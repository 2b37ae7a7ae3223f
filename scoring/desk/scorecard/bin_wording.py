"""Verdicts on the bins of a characteristic in the reader's language."""

from __future__ import annotations

from scoring.scorecard.card import Binning
from scoring.text import numbers, say


def verdict_label(binning: Binning, lang: str) -> str:
    """The verdict in a word or two; "" for bins that nobody judged.

    >>> verdict_label(Binning("age", "number", (), 0.4, "none", verdict="strong"), "en")
    'Strong'
    """
    return say(f"binning.verdict.{binning.verdict}", lang) if binning.verdict else ""


def verdict_reason(binning: Binning, lang: str) -> str:
    """Why, in a sentence with its facts; "" for bins that nobody judged.

    >>> verdict_reason(Binning("age", "number", (), 0.0, "none", verdict="all_missing", reason=(("rows", 1200),)), "en")
    'None of the 1,200 rows has a value.'
    """
    if not binning.verdict:
        return ""
    told = dict(binning.reason)
    if "iv" in told:  # as the tables beside it have it: a figure rounded twice is another one
        told["iv"] = binning.information_value
    facts = {name: _fact(name, value, lang) for name, value in told.items()}
    return say(f"binning.reason.{binning.verdict}", lang, **facts)


def _fact(name: str, value: float | int | str, lang: str) -> object:
    if name == "share":
        return numbers.percent(float(value), lang)
    return numbers.decimal(value, lang, 3) if isinstance(value, float) else value
