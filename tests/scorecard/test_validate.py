"""A card on rows that it was not made from, beside its rivals. The sample and the card stand in samples.py."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from scoring.errors import ScoringError
from scoring.scorecard import measures
from scoring.scorecard.card import Calibration, Card
from scoring.scorecard.fitting.calibrate import calibrated, cross_fitted, dated
from scoring.scorecard.measures import Line
from scoring.scorecard.sample import Sample
from scoring.scorecard.use import score
from scoring.scorecard.validation import benchmarks
from scoring.scorecard.validation.result import Validation
from scoring.scorecard.validation.validate import validate
from tests.scorecard.samples import card, number, sample, split

ROWS = sample()
TRAIN, TEST = split(ROWS, "2025-05-31")


@pytest.fixture(scope="module")
def found() -> Validation:
    return validate(card(), TRAIN, TEST, benchmarks.rivals(TRAIN, TEST, late_only(), seed=7))


def late_only() -> Card:
    """The past late share alone, in two bins: an expert who sees half of it."""
    return replace(card(), characteristics=(number("late_paid_share_12m", (0.3,), (40, 0), 20),))


def codes(validation: Validation) -> set[str]:
    return {finding.code for finding in validation.findings}


def test_test_rows_are_those_after_all_training_rows(found: Validation) -> None:
    assert found.how == "out_of_time"
    assert (found.train.last_period, found.test.first_period) == ("2025-04-30", "2025-05-31")
    assert (found.train.rows, found.test.rows, found.test.customers) == (1600, 800, 400)
    assert found.test.bads == TEST.bad.sum() > found.test.bad_customers > 20


def test_every_figure_is_that_of_the_test_rows(found: Validation) -> None:
    points = score.score(card(), TEST.table)
    pd = score.pd_of(card(), points)
    assert found.separation.auc.value == measures.auc(TEST.bad, points)
    assert found.separation.gini.value == measures.gini(TEST.bad, points)
    assert found.separation.ks.value == measures.ks(TEST.bad, points)
    assert found.separation.auc_train == measures.auc(TRAIN.bad, score.score(card(), TRAIN.table))
    assert (found.brier, found.line) == (measures.brier(TEST.bad, pd), measures.slope_intercept(TEST.bad, pd))
    assert found.auc_model == pytest.approx(found.separation.auc.value, abs=0.002)


def test_intervals_hold_their_figure(found: Validation) -> None:
    for figure in (found.separation.auc, found.separation.gini, found.separation.ks, *(a.lead for a in found.against)):
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low < figure.value < figure.high


def test_tables_add_up_to_the_sample(found: Validation) -> None:
    for table in (found.reliability, found.gains, found.grades, found.ratings):
        assert sum(row.rows for row in table) == found.test.rows
        assert sum(row.bads for row in table) == found.test.bads
    assert sum(goods + bads for _, goods, bads in found.distribution) == found.test.rows
    assert [row.name for row in found.ratings] == ["prime", "ordinary", "risky"]
    assert sum(row.rows for row in found.periods) == len(ROWS.bad)
    assert [row.held_out for row in found.periods] == [False] * 4 + [True] * 2


def test_all_three_rivals_stand_beside_the_card(found: Validation) -> None:
    assert [rival.name for rival in found.against] == ["dumb", "expert", "boosting"]
    dumb, expert, boosting = found.against
    assert (dumb.verdict, expert.verdict) == ("better", "better")
    assert boosting.verdict != "better"
    assert not codes(found) & {"not_better_than_dumb", "worse_than_dumb", "no_dumb_rule"}


def test_a_card_that_only_repeats_the_dumb_rule_is_told_so() -> None:
    same = replace(
        card(), characteristics=(number("late_paid_share_12m", (0.1, 0.2, 0.35, 0.5), (60, 45, 25, 5, -20), 20),)
    )
    validation = validate(same, TRAIN, TEST, (benchmarks.dumb_rule(TRAIN, TEST),))
    assert validation.against[0].verdict != "better"
    assert codes(validation) & {"not_better_than_dumb", "worse_than_dumb"}
    assert validation.findings[0].severity == "act"


def test_a_card_turned_upside_down_is_worse_than_the_dumb_rule_and_out_of_order() -> None:
    wrong = replace(card(), characteristics=(number("late_paid_share_12m", (0.1, 0.3), (-50, 0, 60), 20),))
    validation = validate(wrong, TRAIN, TEST, (benchmarks.dumb_rule(TRAIN, TEST),))
    assert {"worse_than_dumb", "ratings_out_of_order"} <= codes(validation)


def test_a_file_without_past_late_share_has_no_dumb_rule() -> None:
    train, test = (replace(side, table=side.table.drop(["late_paid_share_12m"])) for side in (TRAIN, TEST))
    rivals = benchmarks.rivals(train, test, card(), seed=7)
    assert [rival.name for rival in rivals] == ["boosting"]
    short = replace(card(), characteristics=card().characteristics[1:])
    assert "no_dumb_rule" in codes(validate(short, train, test, rivals))


def test_probabilities_far_too_low_are_an_alarm_and_too_high_a_note() -> None:
    for intercept, code, severity in ((-13.0, "pd_too_low", "act"), (-19.0, "pd_too_high", "note")):
        validation = validate(card(Calibration(intercept, 0.0325)), TRAIN, TEST, ())
        assert {(f.code, f.severity) for f in validation.findings if f.code.startswith("pd_")} == {(code, severity)}


def test_a_link_made_on_the_test_rows_is_checked_by_other_customers_outcomes() -> None:
    """The link itself would agree with these rows whatever it is worth; each customer's PD comes from the others'."""
    points = score.score(card(), TEST.table)
    here = dated(calibrated((points, TEST.bad), (points, TEST.bad)), TEST)
    validation = validate(card(here), TRAIN, TEST, ())
    assert validation.probabilities == "cross_fitted"
    assert {"cross_fitted"} == codes(validation) & {"cross_fitted", "calibrated_here"}
    own = score.pd_of(card(here), points)
    assert measures.slope_intercept(TEST.bad, own) == Line(pytest.approx(1, abs=0.01), pytest.approx(0, abs=0.01))
    assert validation.brier > measures.brier(TEST.bad, own)


def test_where_outcomes_are_the_customers_own_luck_cross_fitting_shows_it() -> None:
    """A score that is the outcome's own noise: alone it looks true, by other customers it does not."""
    rng = np.random.default_rng(3)
    bad, group = rng.random(400) < 0.2, np.repeat(np.arange(40), 10)
    luck = 600 - 30 * np.bincount(group, weights=bad, minlength=40)[group].astype(np.int64)
    told = cross_fitted(luck, bad, group, seed=7)
    assert told is not None
    assert measures.brier(bad, told) > measures.brier(bad, score.pd_by(calibrated((luck, bad)), luck))


def test_rows_later_than_the_link_s_dates_are_told_by_the_card_itself() -> None:
    link = Calibration(-16.0, 0.0325, 100, 50, "out_of_time", "2025-02-28", "2025-04-30")
    validation = validate(card(link), TRAIN, TEST, ())
    assert validation.probabilities == "own"
    assert not codes(validation) & {"cross_fitted", "calibrated_here"}


def test_a_link_without_rows_out_of_time_says_so() -> None:
    assert "calibrated_in_sample" in codes(
        validate(card(Calibration(-16.0, 0.0325, 400, 60, "development")), TRAIN, TEST, ())
    )


def test_outcomes_of_training_rows_that_reach_into_the_test_dates_are_named(found: Validation) -> None:
    """Trained to April with windows of 6 months, tested from May: five months of outcomes overlap."""
    (overlap,) = (finding for finding in found.findings if finding.code == "windows_overlap")
    assert dict(overlap.facts) == {"months": 5}


def test_a_random_split_says_so() -> None:
    side = ROWS.group < 200
    validation = validate(card(), ROWS.rows(side), ROWS.rows(~side), ())
    assert validation.how == "at_random"
    assert "at_random" in codes(validation)


def test_few_bad_customers_and_a_moved_characteristic_are_named() -> None:
    few = TEST.rows((np.cumsum(TEST.bad) <= 5) & (np.arange(len(TEST.bad)) < 300))
    moved = replace(few, table=few.table.set_column(1, "limit_utilisation", pa.array(np.full(len(few.bad), 2.0))))
    validation = validate(card(), TRAIN, moved, ())
    assert {"few_bads", "characteristic_shifted"} <= codes(validation)
    worst = validation.shifts[0]
    assert (worst.name, worst.drift) == ("limit_utilisation", "shifted")
    assert worst.points < 0


@pytest.mark.parametrize("outcome", [True, False])
def test_one_class_cannot_be_validated(outcome: bool) -> None:
    one = replace(TEST, bad=np.full(len(TEST.bad), outcome))
    with pytest.raises(ScoringError, match="validation_one_class"):
        validate(card(), TRAIN, one, ())
    with pytest.raises(ScoringError, match="validation_no_rows"):
        validate(card(), TRAIN.rows(np.zeros(len(TRAIN.bad), dtype=bool)), TEST, ())


def test_the_same_question_twice_gets_the_same_answer(found: Validation) -> None:
    assert validate(card(), TRAIN, TEST, benchmarks.rivals(TRAIN, TEST, late_only(), seed=7)) == found


def test_boosting_takes_what_a_scorecard_takes() -> None:
    """Missing numbers and categories, unseen and all-missing ones."""
    table = pa.table(
        {"x": [1.0, 2.0, None, 4.0] * 30, "c": ["a", None, "b", "a"] * 30, "e": pa.array([None] * 120, pa.string())}
    )
    rows = Sample(table, np.arange(120) % 3 == 0, np.arange(120), np.full(120, ""))
    later = replace(rows, table=table.set_column(1, "c", pa.array(["z"] * 120)))
    assert len(benchmarks.boosting(rows, later, seed=1).test) == 120
