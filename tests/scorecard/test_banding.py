"""Tables by bands, on ten rows:

score   500  510  520  530  540  550  560  570  580  590
bad       x    x         x                             x
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.scorecard.validation.banding import bands, calibration_table, compared, curve, gains, in_order

SCORE = np.arange(500, 600, 10)
BAD = np.array([1, 1, 0, 1, 0, 0, 0, 0, 0, 1], dtype=bool)


def test_gains_by_hand() -> None:
    worst, second, *_, best = gains(BAD, SCORE, 5)
    assert (worst.lowest, worst.highest, worst.rows, worst.bads) == (500, 510, 2, 2)
    assert (worst.bad_rate, worst.rows_so_far, worst.bads_so_far, worst.lift) == (1.0, 0.2, 0.5, 2.5)
    assert (second.bads_so_far, best.bads_so_far, best.rows_so_far) == (0.75, 1.0, 1.0)
    assert gains(np.zeros(3, dtype=bool), np.arange(3)) == ()


@given(st.lists(st.integers(0, 6), min_size=1, max_size=60), st.integers(1, 12))
def test_equal_scores_share_a_band_and_better_scores_never_a_worse_one(scores: list[int], count: int) -> None:
    score = np.array(scores)
    band = bands(score, count)
    order = np.argsort(score, kind="stable")
    assert (np.diff(band[order]) >= 0).all()
    assert set(band) == set(range(band.max() + 1))
    assert all(len(set(band[score == value])) == 1 for value in set(scores))
    assert band.max() < count


def test_probabilities_against_what_happened() -> None:
    """Ten rows at PD 10%, one of them bad, of five customers; ten at 60%, six bad, of ten."""
    pd = np.repeat([0.1, 0.6], 10)
    bad = np.array([1] + [0] * 9 + [1] * 6 + [0] * 4, dtype=bool)
    group = np.concatenate([np.arange(10) // 2, np.arange(10) + 100])
    low, high = calibration_table(bad, pd, group, 2)
    assert (low.expected, low.rows, low.customers, low.bads) == (pytest.approx(0.1), 10, 5, 1)
    assert low.observed is not None
    assert high.observed is not None
    assert (low.observed.value, high.observed.value) == (0.1, 0.6)
    assert low.as_expected
    assert high.as_expected


def test_a_probability_far_from_what_happened_is_seen() -> None:
    (row,) = calibration_table(np.zeros(100, dtype=bool), np.full(100, 0.3), np.arange(100), 10)
    assert not row.as_expected


def test_a_rating_without_customers_stays_in_the_table() -> None:
    code = np.where(SCORE >= 550, 0, 2)
    table = compared(["prime", "ordinary", "risky"], code, BAD, np.full(10, 0.4), SCORE)
    assert [(row.name, row.rows, row.bads) for row in table] == [("prime", 5, 1), ("ordinary", 0, 0), ("risky", 5, 3)]
    assert table[1].observed is None
    assert in_order(table)
    assert not in_order(table[::-1])


def test_the_curve_begins_with_nobody_and_ends_with_everybody() -> None:
    points = curve(BAD, SCORE)
    assert points[0][1:] == (0.0, 0.0)
    assert points[2][1:] == (0.0, 0.5)
    assert points[-1][1:] == (1.0, 1.0)
    assert curve(np.zeros(3, dtype=bool), np.arange(3)) == ()
