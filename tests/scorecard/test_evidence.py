"""Weights of evidence by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scoring.scorecard.bins import evidence


def test_woe_of_a_bin_of_many_rows_is_the_definition() -> None:
    """80,000 of 100,000 goods and 10,000 of 100,000 bads: ln(0.8 / 0.1), the pseudo row aside."""
    assert float(evidence.woe(80_000, 10_000, 100_000, 100_000)) == pytest.approx(math.log(8), abs=1e-4)


def test_a_pure_bin_is_neither_nought_nor_infinite_and_larger_ones_weigh_more() -> None:
    small, large = evidence.woe(np.array([10, 100]), 0, 900, 100)
    assert 0 < small < large < math.inf
    assert float(evidence.woe(0, 10, 900, 100)) < 0


def test_an_empty_bin_says_nothing_and_a_bin_like_the_sample_neither() -> None:
    assert np.allclose(evidence.woe(np.array([0, 9]), np.array([0, 1]), 900, 100), 0)


@pytest.mark.parametrize("totals", [(100, 0), (0, 100), (0, 0)])
def test_one_class_is_no_evidence(totals: tuple[int, int]) -> None:
    assert evidence.woe(np.array([totals[0]]), np.array([totals[1]]), *totals).tolist() == [0]
    assert evidence.information_value(np.array([totals[0]]), np.array([totals[1]]), *totals) == 0


def test_the_search_uses_plain_woe_unless_a_bin_is_pure() -> None:
    """(0.8 - 0.1) ln 8 = 1.4556; the pure bin is worth its smoothed contribution."""
    worth = evidence.search_value(np.array([80, 20]), np.array([10, 0]), 100, 100)
    assert float(worth[0]) == pytest.approx(0.7 * math.log(8))
    assert worth[1] == evidence.contributions(20, 0, 100, 100)
