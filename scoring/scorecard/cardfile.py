"""A card as a file: JSON for every card, and a short TOML for cards that an expert writes by hand.

The JSON holds the fields of `Card` by name, in order, without those that have their default; it reads back to the
very same card. The TOML states points directly:

    name = "Expert card"
    author = "Credit department"
    made_at = "2026-11-01"
    base_points = 400                 # a customer's score = base_points + the points of each characteristic

    [scaling]                         # optional: base_score = 600, base_odds = 50, pdo = 20 unless stated
    pdo = 20

    [target]                          # optional: what the stated odds are odds of
    days_past_due = 90
    window_months = 6

    [calibration]                     # optional: PD = 1 / (1 + exp(intercept + slope x score)); else it follows from scaling
    intercept = -17.5
    slope = 0.035

    [[grades]]                        # best first; the last one has no from_score
    name = "A"
    rating = "prime"                  # prime, ordinary or risky
    from_score = 640

    [[grades]]
    name = "G"
    rating = "risky"

    [characteristics.past_late_share]
    kind = "number"
    missing = 20                      # points where the value is missing (empty, NaN, infinite)
    bins = [                          # in order; lower < value <= up_to; the last one is open
        { up_to = 0.1, points = 60 },
        { up_to = 0.5, points = 30 },
        { points = 0 },
    ]
    special = [{ value = -1, points = 25 }]   # optional: values that mean something else

    [characteristics.nature]
    kind = "category"
    missing = 20
    unseen = 20                       # points of every category not listed
    bins = [{ values = ["government"], points = 40 }, { values = ["commercial", "individual"], points = 20 }]
"""

from __future__ import annotations

import json
import tomllib
from itertools import pairwise

from scoring.errors import ScoringError
from scoring.scorecard import plain, stated
from scoring.scorecard.card import Binning, Card

FORMAT = 1


def to_json(card: Card) -> str:
    """The card as readable JSON text, ending in a newline. The same card gives the same text, byte for byte."""
    return json.dumps({"format": FORMAT} | plain.plain(card), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def from_json(text: str) -> Card:
    """The card that `to_json` wrote.

    Raises ScoringError "card_not_a_file" (no JSON object, or of another format), the "card_field_..." of `plain.made`, and
    those of `checked`.
    """
    try:
        raw = json.loads(text)
    except ValueError as trouble:
        raise ScoringError("card_not_a_file", reason=str(trouble)) from trouble
    if not isinstance(raw, dict) or raw.pop("format", None) != FORMAT:
        raise ScoringError("card_not_a_file", reason="format")
    return checked(plain.made(Card, raw, "card"))


def from_toml(text: str) -> Card:
    """The card that an expert wrote in the form above.

    Raises ScoringError "card_not_a_file", the "card_field_..." of `plain.made`, and those of `checked`.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise ScoringError("card_not_a_file", reason=str(trouble)) from trouble
    return checked(stated.card(raw))


def checked(card: Card) -> Card:
    """The card itself, if every customer has exactly one score and one grade by it.

    Raises ScoringError "card_bins_broken" (numbers with a gap or an overlap, a category twice, not exactly one bin for
    missing, or for unseen categories, or a bin without points), "card_grades_broken" (from_score must fall, the last be
    open) or "card_calibration_broken" (the slope must be above 0).
    """
    names = [scored.binning.name for scored in card.characteristics]
    for scored in card.characteristics:
        if not _whole(scored.binning) or names.count(scored.binning.name) > 1:
            raise ScoringError("card_bins_broken", characteristic=scored.binning.name)
    bounds = [grade.from_score for grade in card.grades]
    closed = [bound for bound in bounds[:-1] if bound is not None]
    if not bounds or bounds[-1] is not None or len(closed) < len(bounds) - 1 or closed != sorted(closed, reverse=True):
        raise ScoringError("card_grades_broken", found=str(bounds))
    if card.calibration.slope <= 0:
        raise ScoringError("card_calibration_broken", slope=card.calibration.slope)
    return card


def _whole(binning: Binning) -> bool:
    kinds = [b.kind for b in binning.bins]
    category = binning.kind == "category"
    ordinary = [b for b in binning.bins if b.kind == ("categories" if category else "interval")]
    known = [value for b in binning.bins for value in b.values]
    if kinds.count("missing") != 1 or kinds.count("unseen") != int(category) or len(known) != len(set(known)):
        return False
    if any(b.points is None for b in binning.bins) or len(ordinary) + kinds.count("special") + 1 + category != len(
        kinds
    ):
        return False
    return category or _one_line(ordinary)


def _one_line(intervals: list) -> bool:  # type: ignore[type-arg]
    """Whether intervals cover the line of numbers once, in order."""
    if not intervals or intervals[0].lower is not None or intervals[-1].upper is not None:
        return False
    touching = all(a.upper is not None and a.upper == b.lower for a, b in pairwise(intervals))
    return touching and all(b.lower is None or b.upper is None or b.lower < b.upper for b in intervals)
