"""From a coded sample to a card: right signs, named reasons, whole points, the same card twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from scoring.errors import ScoringError
from scoring.scorecard import cardfile, measures
from scoring.scorecard.bins.counting import coded, grids
from scoring.scorecard.card import Calibration, Card, Scaling
from scoring.scorecard.choices import Choices, SelectionRules
from scoring.scorecard.fitting import fit
from scoring.scorecard.fitting.calibrate import calibrated
from scoring.scorecard.fitting.grades import graded, shipped
from scoring.scorecard.fitting.logistic import bounded_logit
from scoring.scorecard.fitting.search import folds, searched, shuffled
from scoring.scorecard.fitting.select import auc_alone
from scoring.scorecard.sample import Coded, Sample
from scoring.scorecard.use import score
from tests.scorecard import samples

ROWS = 1200
PERIODS = np.repeat(["2025-01-31", "2025-02-28"], ROWS // 2)


def table(**more: Any) -> tuple[pa.Table, np.ndarray]:
    """Late share and use of the limit drive who goes bad; region says nothing. `more` columns stand beside them."""
    rng = np.random.default_rng(5)
    late, use = rng.random(ROWS), rng.normal(size=ROWS)
    bad = rng.random(ROWS) < 1 / (1 + np.exp(2.2 - 3 * (late - 0.5) - use))
    region = rng.choice(["north", "south", "west"], ROWS)
    columns = {"late": late, "use": use, "region": region}
    made = {name: make(rng, late, use, bad) for name, make in more.items()}
    return pa.table({**columns, **made}), bad


def counted(source: tuple[pa.Table, np.ndarray]) -> Coded:
    sample = Sample(source[0], source[1], np.arange(len(source[1])), PERIODS[: len(source[1])])
    return coded(sample, grids(sample.table))


def made(source: Coded, choices: Choices | None = None, **more: Any) -> Card:
    return fit.fit(source, choices or Choices(), author="Kim", at="2025-07-01T00:00:00", **more)


def reasons(card: Card) -> Mapping[str, str]:
    return dict(card.provenance.dropped)


def test_the_drivers_are_found_and_every_coefficient_has_the_sign_of_its_evidence() -> None:
    card = made(counted(table()))
    assert [scored.binning.name for scored in card.characteristics] == ["late", "use"]
    assert all(scored.coefficient is not None and scored.coefficient > 0 for scored in card.characteristics)
    assert reasons(card) == {"region": "iv_low"}
    late = [b.points for b in card.characteristics[0].binning.bins if b.kind == "interval"]
    assert late == sorted(late, reverse=True)
    assert late[0] > late[-1]


def test_fitting_twice_gives_the_same_file_and_so_does_a_shuffled_sample_but_for_its_last_bits() -> None:
    source = table()
    text = cardfile.to_json(made(counted(source)))
    assert cardfile.to_json(made(counted(source))) == text
    assert cardfile.from_json(text) == made(counted(source))


def test_scores_from_the_file_are_the_scores_of_the_fit_and_rounding_costs_nearly_nothing() -> None:
    rows, bad = table()
    card = made(counted((rows, bad)))
    scores = score.score(cardfile.from_json(cardfile.to_json(card)), rows)
    bins = {
        scored.binning.name: score.bins_of(scored.binning, rows[scored.binning.name]) for scored in card.characteristics
    }
    by_hand = [
        card.base_points + sum(s.binning.bins[bins[s.binning.name][i]].points or 0 for s in card.characteristics)
        for i in range(50)
    ]
    assert scores[:50].tolist() == by_hand
    model = measures.auc(bad, score.log_odds_of(card, rows)) or 0.0
    assert abs((measures.auc(bad, scores) or 0.0) - model) <= 0.002


def test_twenty_points_double_the_odds_and_a_change_of_scale_changes_no_order() -> None:
    source = counted(table())
    wide = made(source, Choices(scaling=Scaling(base_score=500, base_odds=20, pdo=40)))
    usual = made(source)
    for a, b in zip(usual.characteristics, wide.characteristics, strict=True):
        for one, other in zip(a.binning.bins, b.binning.bins, strict=True):
            assert abs((other.points or 0) - 2 * (one.points or 0)) <= 1
    assert wide.calibration.slope == pytest.approx(usual.calibration.slope / 2, rel=0.02)


def test_every_reason_to_leave_a_characteristic_out_is_named() -> None:
    rows = table(
        twin=lambda rng, late, use, bad: late * 2,
        leak=lambda rng, late, use, bad: np.where(bad, 1.0, 0.0) + rng.random(ROWS) / 9,
        constant=lambda rng, late, use, bad: np.ones(ROWS),
        nothing=lambda rng, late, use, bad: np.full(ROWS, np.nan),
        drifting=lambda rng, late, use, bad: np.where(PERIODS == "2025-01-31", 0.0, 9.0) + bad + 2 * rng.random(ROWS),
        excluded=lambda rng, late, use, bad: late,
        number=lambda rng, late, use, bad: [f"INV-{i}" for i in range(ROWS)],
    )
    card = made(counted(rows), Choices(left_out=("excluded",)))
    told = reasons(card)
    assert told.pop("number") == "iv_low"  # a column of names is no leak
    assert told == {
        "excluded": "left_out", "region": "iv_low", "twin": "correlated", "leak": "leak", "constant": "constant",
        "nothing": "all_missing", "drifting": "unstable",
    }  # fmt: skip


def test_what_is_explained_by_the_others_together_is_inflated() -> None:
    rows = table(both=lambda rng, late, use, bad: 3 * late + use)
    card = made(counted(rows), Choices(selection=SelectionRules(inflation_max=1.8)))
    assert "inflated" in reasons(card).values()


def test_kept_characteristics_stay_whatever_the_rules_say_unless_they_would_point_the_wrong_way() -> None:
    rows = table(
        drifting=lambda rng, late, use, bad: np.where(PERIODS == "2025-01-31", 0.0, 9.0) + bad + 2 * rng.random(ROWS)
    )
    assert reasons(made(counted(rows)))["drifting"] == "unstable"
    card = made(counted(rows), Choices(kept=("drifting",)))
    assert "drifting" in [scored.binning.name for scored in card.characteristics]


def test_bins_by_hand_survive_a_refit() -> None:
    source = counted(table())
    bins = fit.binnings(source, Choices())
    by_hand = replace(bins["late"], by_hand=True, bins=(*bins["late"].bins[:1], *_rest(bins["late"].bins)))
    card = made(source, Choices(by_hand={"late": by_hand}))
    kept = next(scored.binning for scored in card.characteristics if scored.binning.name == "late")
    assert kept.by_hand
    assert [(b.lower, b.upper) for b in kept.bins] == [(b.lower, b.upper) for b in by_hand.bins]


def _rest(bins: tuple[Any, ...]) -> list[Any]:
    """All intervals but the first as one, then the others."""
    last = [b for b in bins if b.kind == "interval"][-1]
    return [replace(last, lower=bins[0].upper), *(b for b in bins if b.kind != "interval")]


@pytest.mark.parametrize(
    ("bad", "code"),
    [([False] * 200, "one_class"), ([True] * 200, "one_class"), ([True] * 49 + [False] * 151, "too_few_bads")],
)
def test_a_sample_with_too_little_to_learn_from_is_refused(bad: list[bool], code: str) -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(ScoringError) as stop:
        made(counted((pa.table({"late": rng.random(200)}), np.array(bad))))
    assert stop.value.code == code


def test_noise_alone_makes_no_card() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(ScoringError, match="nothing_left"):
        made(counted((pa.table({"constant": np.ones(400)}), rng.random(400) < 0.4)))


def test_where_only_leaks_tell_anything_they_are_named() -> None:
    bad = np.arange(400) % 3 == 0
    with pytest.raises(ScoringError, match=r"leaks_only.*days_to_pay"):
        made(counted((pa.table({"days_to_pay": bad * 100.0 + np.arange(400) % 7}), bad)))


def test_the_bounded_fit_is_the_optimum_of_a_general_solver() -> None:
    """The same penalised likelihood under the same bounds, by L-BFGS-B from another start."""
    from scipy.optimize import minimize

    rng = np.random.default_rng(3)
    woe = rng.normal(size=(600, 6))
    good = rng.random(600) < 1 / (1 + np.exp(-(1 + woe @ np.array([1.0, 0.5, 0.2, 0.0, -0.4, -1.0]))))

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        eta = b[0] + woe @ b[1:]
        wrong = 1 / (1 + np.exp(-eta)) - good
        value = np.logaddexp(0, eta).sum() - good @ eta + 2.5 * (b[1:] ** 2).sum()
        return float(value), np.array([wrong.sum(), *(woe.T @ wrong + 5 * b[1:])])

    bounds = [(None, None), *[(0, None)] * 6]
    other = minimize(loss, np.full(7, 0.3), jac=True, bounds=bounds, method="L-BFGS-B", options={"gtol": 1e-10}).x
    found = bounded_logit(woe, good, ridge=5.0)
    assert np.allclose([found.intercept, *found.coefficients], other, atol=1e-4)
    assert found.coefficients[4:].tolist() == [0.0, 0.0]


def test_a_sample_that_can_be_parted_without_a_fault_has_a_finite_fit() -> None:
    woe = np.repeat([[2.0], [-2.0]], 40, axis=0)
    found = bounded_logit(woe, woe[:, 0] > 0)
    assert 0 < found.coefficients[0] < 5


def test_rows_of_one_customer_never_stand_on_both_sides_of_a_fold() -> None:
    rows = samples.sample(customers=150)
    source = coded(rows, grids(rows.table))
    lots = shuffled(rows.group, 7)
    assert all(len(set(lots[rows.group == group].tolist())) == 1 for group in range(20))
    parts = folds(source, fit.binnings(source, Choices()), ["limit_utilisation"], 5, 7)
    assert sum(len(part.test_bad) for part in parts) == len(rows.bad)
    assert all(len(part.test_bad) % len(samples.PERIODS) == 0 for part in parts)  # whole customers, six rows each


def test_the_search_looks_at_whole_customers_of_a_large_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.scorecard.fitting.search.SEARCH_ROWS", 500)
    monkeypatch.setattr("scoring.scorecard.fitting.search.SEARCH_BADS", 1)
    rows = samples.sample(customers=400)
    part = searched(coded(rows, grids(rows.table)), 7)
    drawn, times = np.unique(part.group, return_counts=True)
    assert set(times.tolist()) == {len(samples.PERIODS)}
    assert 40 < len(drawn) < 130


def test_a_characteristic_alone_is_judged_by_the_other_rows_of_its_cell() -> None:
    rows, bad = table(number=lambda rng, late, use, bad: [f"N{i}" for i in range(ROWS)])
    source = counted((rows, bad))
    assert auc_alone(source.counts["number"]) == pytest.approx(0.5, abs=0.1)
    assert auc_alone(source.counts["late"]) > 0.6


def test_pds_mean_what_happened_where_they_were_fitted() -> None:
    rows = samples.sample(customers=500)
    train, later = samples.split(rows, samples.PERIODS[3])
    grid = grids(train.table)
    card = made(coded(train, grid), held_out=coded(later, grid))
    assert card.calibration.source == "out_of_time"
    pd = score.pd_of(card, score.score(card, later.table))
    assert pd.mean() == pytest.approx(later.bad.mean(), abs=1e-3)
    low, high = np.quantile(pd, [1 / 3, 2 / 3])
    for part in (pd < low, pd > high):
        assert pd[part].mean() == pytest.approx(later.bad[part].mean(), abs=0.05)


def test_too_few_bads_out_of_time_and_a_score_that_is_wrong_there_leave_the_calibration_to_the_development_rows() -> (
    None
):
    scores = np.repeat([560, 600, 640], 200)
    bad = np.arange(600) % 200 < np.repeat([80, 40, 10], 200)
    few = (scores[::20], bad[::20])
    assert calibrated((scores, bad), few).source == "development"
    assert calibrated((scores, bad), (scores, bad[::-1])).source == "development"
    assert calibrated((scores, bad), (scores, bad)).source == "out_of_time"
    with pytest.raises(ValueError, match="do not rank"):
        calibrated((np.full(600, 600), bad))


def test_grades_follow_the_pds_of_the_master_scale_or_shares_where_those_would_leave_a_rating_empty() -> None:
    scores = np.arange(400, 700)
    grades, rule = graded(shipped(), scores, Calibration(-17.0, 0.035))
    assert rule == "pd"
    bounds = [grade.from_score for grade in grades[:-1]]
    for grade, stated in zip(grades, shipped().grades, strict=True):
        if grade.from_score is not None:
            at, below = (1 / (1 + np.exp(-17.0 + 0.035 * s)) for s in (grade.from_score, grade.from_score - 1))
            assert at <= stated.pd_max < below
    shares, rule = graded(shipped(), scores, Calibration(-17.0, 0.01))  # everybody's PD is above 99%
    assert rule == "share"
    assert [(grade.rating, grade.from_score) for grade in shares][1] == ("prime", 580)  # the best 40% of 300
    assert all(a > b for a, b in pairwise(bounds))


def test_grades_part_by_at_least_a_point_even_where_all_scores_are_alike() -> None:
    grades, _ = graded(shipped(), np.full(100, 600), Calibration(-17.0, 5.0))
    bounds = [grade.from_score or 0 for grade in grades[:-1]]
    assert all(a > b for a, b in pairwise(bounds))
