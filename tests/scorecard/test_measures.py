"""Measures against scikit-learn and SciPy, and by hand.

    score   500  500  560  600  620  620  640  700
    bad       x    x         x         x                 4 bads, 4 goods

Pairs (good, bad) in which the good scores higher, ties half: 560 beats 2; 620 beats 3 + 1/2; 640 and 700 beat 4 each:
13.5 of 16.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.scorecard import measures
from scoring.scorecard.measures import psi

SCORE = np.array([500, 500, 560, 600, 620, 620, 640, 700])
BAD = np.array([1, 1, 0, 1, 0, 1, 0, 0], dtype=bool)
RNG = np.random.default_rng(3)
MANY = RNG.integers(480, 700, 2000)
OUTCOME = RNG.random(2000) < 1 / (1 + np.exp((MANY - 560) / 30))


def test_the_small_sample_by_hand() -> None:
    assert measures.auc(BAD, SCORE) == pytest.approx(13.5 / 16)
    assert measures.gini(BAD, SCORE) == pytest.approx(2 * 13.5 / 16 - 1)
    assert measures.ks(BAD, SCORE) == pytest.approx(3 / 4 - 1 / 4)  # at 600: three bads of four, one good of four


def test_as_scikit_learn_and_scipy_say() -> None:
    from scipy.stats import ks_2samp
    from sklearn.metrics import brier_score_loss, roc_auc_score

    assert measures.auc(OUTCOME, MANY) == pytest.approx(roc_auc_score(~OUTCOME, MANY), abs=1e-12)
    assert measures.ks(OUTCOME, MANY) == pytest.approx(ks_2samp(MANY[OUTCOME], MANY[~OUTCOME]).statistic, abs=1e-12)
    pd = 1 / (1 + np.exp((MANY - 560) / 30))
    assert measures.brier(OUTCOME, pd) == pytest.approx(brier_score_loss(OUTCOME, pd), abs=1e-12)


def test_the_calibration_line_is_a_logistic_regression_on_the_logit() -> None:
    from sklearn.linear_model import LogisticRegression

    pd = 1 / (1 + np.exp((MANY - 540) / 20))
    logit = np.log(pd / (1 - pd)).reshape(-1, 1)
    peer = LogisticRegression(C=1e12, tol=1e-10, max_iter=1000).fit(logit, OUTCOME)
    line = measures.slope_intercept(OUTCOME, pd)
    assert line is not None
    assert (line.slope, line.intercept) == pytest.approx((peer.coef_[0][0], peer.intercept_[0]), abs=1e-4)


def test_true_probabilities_have_slope_one_and_twice_the_odds_show_in_the_intercept() -> None:
    bad = np.array([True] * 2 + [False] * 8 + [True] * 8 + [False] * 2)
    true, doubled = np.repeat([0.2, 0.8], 10), np.repeat([1 / 3, 8 / 9], 10)
    for pd, intercept in ((true, 0.0), (doubled, -np.log(2))):
        line = measures.slope_intercept(bad, pd)
        assert line is not None
        assert (line.slope, line.intercept) == pytest.approx((1.0, intercept), abs=1e-9)


@pytest.mark.parametrize("bad", [[True] * 4, [False] * 4, [False, False, True, True], [True, True, False, False]])
def test_one_class_or_a_perfect_pd_has_no_calibration_line(bad: list[bool]) -> None:
    assert measures.slope_intercept(np.array(bad), np.array([0.1, 0.2, 0.3, 0.4])) is None


def test_a_pd_that_is_the_same_for_all_has_no_slope() -> None:
    assert measures.slope_intercept(np.array([True, False]), np.array([0.3, 0.3])) is None


def test_without_goods_or_bads_there_is_nothing_to_tell_apart() -> None:
    for outcome in (np.zeros(3, dtype=bool), np.ones(3, dtype=bool), np.zeros(0, dtype=bool)):
        assert measures.auc(outcome, np.arange(len(outcome))) is None
        assert measures.gini(outcome, np.arange(len(outcome))) is None
        assert measures.ks(outcome, np.arange(len(outcome))) is None
    assert measures.brier_skill(np.ones(3, dtype=bool), np.full(3, 0.9)) is None


def test_stability_by_hand() -> None:
    """Half and half before, 60:40 now: 0.1 ln 1.2 + (-0.1) ln 0.8 = 0.0405."""
    assert psi(np.array([50, 50]), np.array([6, 4])) == pytest.approx(0.1 * np.log(1.2) - 0.1 * np.log(0.8))
    assert psi(np.array([50, 50, 0]), np.array([500, 500, 0])) == pytest.approx(0.0)
    with pytest.raises(ValueError, match="rows"):
        psi(np.array([50, 50]), np.array([0, 0]))


def test_a_bin_that_emptied_counts_as_half_a_row() -> None:
    found = psi(np.array([50, 50]), np.array([0, 100]))
    assert found == pytest.approx((0.005 - 0.5) * np.log(0.005 / 0.5) + (1 - 0.5) * np.log(1 / 0.5))


def test_the_edges_of_drift() -> None:
    assert [measures.drift(value) for value in (0.0, 0.0999, 0.1, 0.25, 0.2501)] == [
        "stable", "stable", "watch", "watch", "shifted",
    ]  # fmt: skip


scores = st.lists(st.tuples(st.booleans(), st.integers(-5, 5)), min_size=2, max_size=40)


@given(scores)
def test_turning_the_score_round_turns_the_auc_round(rows: list[tuple[bool, int]]) -> None:
    bad, score = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    there, back = measures.auc(bad, score), measures.auc(bad, -score)
    assert (there is None and back is None) or (
        there is not None and back is not None and there + back == pytest.approx(1)
    )
    assert measures.auc(bad, 3.0 * score + 7) == there
