"""A card is a file that reads back to the very same card, and a broken one says what is broken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.errors import ScoringError
from scoring.scorecard import cardfile

EXPERT = """
name = "By hand"
base_points = 500
[[grades]]
name = "A"
rating = "prime"
from_score = 560
[[grades]]
name = "B"
rating = "risky"
[characteristics.past_late_share]
kind = "number"
missing = 20
bins = [{ up_to = 0.1, points = 60 }, { up_to = 0.5, points = 30 }, { points = 0 }]
special = [{ value = -1, points = 25 }]
[characteristics.nature]
kind = "category"
missing = 20
unseen = 15
bins = [{ values = ["government"], points = 40 }, { values = ["commercial"], points = 20 }]
"""


def test_a_card_written_by_hand_comes_back_from_its_json_the_same() -> None:
    card = cardfile.from_toml(EXPERT)
    text = cardfile.to_json(card)
    assert cardfile.from_json(text) == card
    assert cardfile.to_json(cardfile.from_json(text)) == text
    assert [b.upper for b in card.characteristics[0].binning.bins[:3]] == [0.1, 0.5, None]


def changed(**parts: Any) -> str:
    raw = json.loads(cardfile.to_json(cardfile.from_toml(EXPERT)))
    return json.dumps({**raw, **parts})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not a file", "card_not_a_file"),
        ("[1]", "card_not_a_file"),
        (changed(format=99), "card_not_a_file"),
        (changed(points=1), "card_field_unknown"),
        (changed(base_points="many"), "card_field_unreadable"),
        (changed(grades=[{"name": "A", "rating": "prime"}]), "card_field_missing"),
        (changed(grades=[{"name": "A", "rating": "prime", "from_score": 3}]), "card_grades_broken"),
        (changed(calibration={"intercept": 0.0, "slope": -1.0}), "card_calibration_broken"),
    ],
)
def test_a_broken_file_is_refused_with_a_reason(text: str, code: str) -> None:
    with pytest.raises(ScoringError) as stop:
        cardfile.from_json(text)
    assert stop.value.code == code


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("up_to = 0.5", "up_to = 0.05", "card_bins_broken"),  # 0.05 after 0.1: an overlap
        ("{ points = 0 }", "{ up_to = 9, points = 0 }", "card_bins_broken"),  # nothing above 9
        ('["commercial"]', '["government"]', "card_bins_broken"),  # a category twice
        ("unseen = 15", "", "card_field_missing"),
        ("missing = 20\nbins = [{ up", "bins = [{ up", "card_field_missing"),
        ("from_score = 560", "", "card_grades_broken"),
        ("base_points = 500", "base_points = ", "card_not_a_file"),
    ],
)
def test_a_card_by_hand_that_leaves_a_customer_without_points_is_refused(right: str, wrong: str, code: str) -> None:
    with pytest.raises(ScoringError) as stop:
        cardfile.from_toml(EXPERT.replace(right, wrong, 1))
    assert stop.value.code == code
