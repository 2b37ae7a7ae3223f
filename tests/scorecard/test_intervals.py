"""Intervals resample customers, not rows."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.scorecard import measures
from scoring.scorecard.validation.intervals import clustered_interval, draw, measured, wilson

RNG = np.random.default_rng(5)
SKILL = RNG.normal(size=120)
BAD = RNG.random(120) < 1 / (1 + np.exp(1 + SKILL))
SCORE = np.round(600 + 20 * SKILL).astype(int)
CUSTOMER = np.arange(120)


def test_each_replicate_is_the_measure_of_the_rows_it_drew() -> None:
    """The first replicate again, row by row: its customers drawn, their rows repeated."""
    drawn = draw(BAD, CUSTOMER // 2, {"score": SCORE}, seed=7, replicates=5)
    assert drawn is not None
    picked = np.random.default_rng(7).integers(60, size=(5, 60))[0]
    rows = np.concatenate([np.flatnonzero(customer == CUSTOMER // 2) for customer in picked])
    assert drawn["score"].auc[0] == pytest.approx(measures.auc(BAD[rows], SCORE[rows]))
    assert drawn["score"].ks[0] == pytest.approx(measures.ks(BAD[rows], SCORE[rows]))


def test_the_same_rows_ten_times_are_no_better_evidence() -> None:
    """Ten month-ends of every customer: as wide as one month-end, where rows taken for customers would be a third."""
    once = clustered_interval(BAD, CUSTOMER, SCORE, seed=1)
    ten_times = clustered_interval(np.tile(BAD, 10), np.tile(CUSTOMER, 10), np.tile(SCORE, 10), seed=1)
    as_rows = clustered_interval(np.tile(BAD, 10), np.arange(1200), np.tile(SCORE, 10), seed=1)
    assert once == ten_times
    assert width(as_rows) < 0.5 * width(ten_times)


def width(found: object) -> float:
    return found.high - found.low  # type: ignore[attr-defined, no-any-return]


def test_the_interval_is_about_as_wide_as_theory_says() -> None:
    """Hanley & McNeil 1982: variance = (A(1-A) + (b-1)(Q1-A^2) + (g-1)(Q2-A^2)) / (g b)."""
    found = clustered_interval(BAD, CUSTOMER, SCORE, seed=1)
    area, bads, goods = found.value, BAD.sum(), (~BAD).sum()
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    error = ((area * (1 - area) + (bads - 1) * (q1 - area**2) + (goods - 1) * (q2 - area**2)) / (goods * bads)) ** 0.5
    assert width(found) == pytest.approx(2 * 1.96 * error, rel=0.15)


def test_a_difference_is_paired() -> None:
    """A score and the same score in other points differ by nothing in every replicate."""
    drawn = draw(BAD, CUSTOMER, {"one": SCORE, "other": 2 * SCORE + 5}, seed=7)
    assert drawn is not None
    assert measured(0.0, drawn["one"].auc - drawn["other"].auc).low == 0.0


def test_batches_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = draw(BAD, CUSTOMER, {"score": SCORE}, seed=7, replicates=50)
    monkeypatch.setattr("scoring.scorecard.validation.intervals.CELLS_AT_A_TIME", 1000)
    parts = draw(BAD, CUSTOMER, {"score": SCORE}, seed=7, replicates=50)
    assert whole is not None
    assert parts is not None
    assert (whole["score"].auc == parts["score"].auc).all()


def test_one_bad_customer_is_no_ground_for_an_interval() -> None:
    bad = CUSTOMER < 10
    found = clustered_interval(bad, CUSTOMER // 10, SCORE, seed=7)
    assert (found.low, found.high) == (None, None)


def test_wilson_by_hand() -> None:
    """Brown, Cai & DasGupta 2001: of 10 trials none bad, 95% reaches z^2 / (n + z^2) = 0.2775."""
    assert wilson(0, 10, 10).low == pytest.approx(0.0)
    assert wilson(0, 10, 10).high == pytest.approx(0.27753, abs=1e-5)
    assert wilson(0, 100, 10).high == wilson(0, 10, 10).high
