"""The lines between the classes of a card, moved; and what changed from one card to another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scoring.errors import ScoringError
from scoring.scorecard import cardfile
from scoring.scorecard.card import Calibration, Card, Grade, Scaling
from scoring.scorecard.use.classes import Lines, lines_of, swap_set, with_lines
from scoring.scorecard.use.difference import differences
from scoring.settings import PROJECT


def expert() -> Card:
    """The shipped card: prime from 620 (A from 640), ordinary from 560 (C, D, E), risky below (F from 530, G)."""
    return cardfile.from_toml((PROJECT / "data/scorecards/expert.toml").read_text(encoding="utf-8"))


def bounds(card: Card) -> list[int | None]:
    return [grade.from_score for grade in card.grades]


def test_finer_grades_move_with_their_line() -> None:
    assert lines_of(expert()) == Lines(620, 560)
    assert bounds(expert()) == [640, 620, 600, 580, 560, 530, None]
    assert bounds(with_lines(expert(), Lines(630, 570))) == [650, 630, 610, 590, 570, 540, None]
    assert bounds(with_lines(expert(), Lines(650, 560))) == [670, 650, 620, 590, 560, 530, None]


@pytest.mark.parametrize(("prime", "ordinary"), [(563, 560), (564, 560), (900, 300), (620, 617)])
def test_a_moved_card_is_a_card(prime: int, ordinary: int) -> None:
    moved = cardfile.checked(with_lines(expert(), Lines(prime, ordinary)))
    assert lines_of(moved) == Lines(prime, ordinary)
    closed = bounds(moved)[:-1]
    assert len(set(closed)) == len(closed)


def test_moving_to_where_they_stand_changes_nothing() -> None:
    assert with_lines(expert(), lines_of(expert())) == expert()


def test_lines_too_close_for_the_grades_between_are_refused() -> None:
    with pytest.raises(ScoringError, match="cutoffs_too_close"):
        with_lines(expert(), Lines(562, 560))


def test_the_swap_set_holds_everybody_once() -> None:
    cells = swap_set(
        ["prime", "ordinary", "ordinary", "not_rated"], ["prime", "prime", "risky", "not_rated"],
        np.array([10.0, 20.0, 30.0, 40.0]), np.array([0.01, 0.02, 0.5, np.nan]), 0.5,
    )  # fmt: skip
    assert [(c.before, c.after, c.customers, c.exposure) for c in cells] == [
        ("prime", "prime", 1, 10), ("ordinary", "prime", 1, 20), ("ordinary", "risky", 1, 30),
        ("not_rated", "not_rated", 1, 40),
    ]  # fmt: skip
    assert [c.expected_loss for c in cells] == pytest.approx([0.05, 0.2, 7.5, 0])


def test_a_card_does_not_differ_from_itself() -> None:
    assert differences(expert(), expert()) == []


def test_every_difference_is_named() -> None:
    card = expert()
    late, *others = card.characteristics
    points = replace(late.binning, bins=(replace(late.binning.bins[0], points=50), *late.binning.bins[1:]))
    days = others[0].binning
    merged = replace(days, bins=(replace(days.bins[0], upper=5.0), *days.bins[2:]))
    other = replace(
        card,
        base_points=500,
        characteristics=(replace(late, binning=points), replace(others[0], binning=merged), *others[2:]),
        scaling=Scaling(pdo=40),
        calibration=Calibration(-17, 0.03),
        grades=(Grade("A", "prime", 630), Grade("B", "ordinary", 560), Grade("C", "risky", None)),
        provenance=replace(card.provenance, target=None),
    )
    found = dict(differences(card, other))
    assert found["points"] == {"characteristic": "late_paid_share_12m", "points": 4}
    assert found["bins"] == {"characteristic": "days_beyond_terms_12m", "before": 7, "after": 6}
    assert found["removed"] == {"characteristic": "worst_days_past_due_6m"}
    assert found["base"] == {"before": 482, "after": 500}
    assert found["scaling"]["pdo"] == "40"
    assert found["line"] == {"rating": "prime", "before": 620, "after": 630}
    assert found["grades"] == {"before": 7, "after": 3}
    assert "calibration" in found
    assert [code for code, _ in differences(other, card)][:2] == ["target", "added"]
