"""An analyst's choices as readable text and back, hand-made bins included."""

from __future__ import annotations

import json
from typing import Any

from scoring.errors import ScoringError
from scoring.scorecard import plain
from scoring.scorecard.card import Binning, Scaling, Target
from scoring.scorecard.choices import BinRules, Choices, SelectionRules

PARTS = {"target": Target, "bins": BinRules, "selection": SelectionRules, "scaling": Scaling}


def to_json(choices: Choices) -> str:
    """The choices as JSON text; the same choices give the same text.

    >>> from_json(to_json(Choices(left_out=("region",)))).left_out
    ('region',)
    """
    told: dict[str, Any] = {name: plain.plain(value) for name, value in vars(choices).items()}
    told["by_hand"] = {name: plain.plain(binning) for name, binning in choices.by_hand.items()}
    told["special"] = {name: list(values) for name, values in choices.special.items()}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Choices:
    """The choices that `to_json` wrote.

    Raises ScoringError "choices_not_a_file" or the "card_field_..." of `plain.made`.
    """
    try:
        raw = json.loads(text)
        told: dict[str, Any] = {name: plain.made(kind, raw[name], name) for name, kind in PARTS.items()}
        told["by_hand"] = {name: plain.made(Binning, spec, name) for name, spec in raw["by_hand"].items()}
        told["special"] = {name: tuple(values) for name, values in raw["special"].items()}
        lists = {name: tuple(raw[name]) for name in ("left_out", "kept")}
        return Choices(**{**raw, **told, **lists})
    except (ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise ScoringError("choices_not_a_file", reason=str(trouble)) from trouble
