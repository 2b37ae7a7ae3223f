"""A verdict on each characteristic, with the facts of its reason; and the order of bins over time."""

from __future__ import annotations

import pytest

from scoring.desk.scorecard.bin_wording import verdict_label, verdict_reason
from scoring.scorecard.bins import edit, stability, verdict
from scoring.scorecard.bins.binning import best_bins
from scoring.scorecard.bins.counted import ordinary
from scoring.scorecard.bins.stability import Order
from scoring.scorecard.choices import BinRules, SelectionRules
from scoring.scorecard.sample import Counts
from tests.scorecard.counts import by_period, of_category, of_number

RULES = BinRules(min_goods=5, min_bads=5)
STEADY = by_period({"Q1": [(60, 40), (90, 10)], "Q2": [(60, 40), (90, 10)], "Q3": [(60, 40), (80, 20)]})
TURNING = by_period({"Q1": [(60, 40), (95, 5)], "Q2": [(80, 20), (60, 40)], "Q3": [(80, 20), (70, 30)]})


@pytest.mark.parametrize(
    ("counts", "word", "facts"),
    [
        (of_number([(50, 0)]), "one_class", {"goods": 50, "bads": 0}),
        (of_number([(0, 0)], missing=(90, 10)), "all_missing", {"rows": 100}),
        (of_category({"same": (90, 10)}), "constant", {"rows": 100}),
        (of_number([(0, 100), (0, 100), (300, 0)]), "too_good", {"auc": 1.0}),
        (of_number([(500, 5)], missing=(2, 300)), "too_good", {"auc": 0.9898}),
        (of_number([(0, 0)] * 3, missing=(90, 10)), "all_missing", {"rows": 100}),
        (of_number([(3, 2), (2, 1)]), "thin", {"bins": 1, "number": 1, "goods": 5, "bads": 3}),
        (of_number([(85, 15), (70, 30)]), "useful", {"iv": 0.1888, "bins": 2}),
        (of_number([(90, 10), (60, 40)]), "strong", {"iv": 0.7077, "bins": 2}),
    ],
)
def test_verdicts(counts: Counts, word: str, facts: dict[str, float]) -> None:
    """The smoothed values lie 1% below the textbook's: 0.2151 x (0.498 + 0.389) = 0.191, 0.4 x (1.099 + 0.693) = 0.717."""
    found = best_bins(counts, RULES)
    assert (found.verdict, dict(found.reason)) == (word, facts)


def test_hardly_better_than_chance_is_weak() -> None:
    assert best_bins(of_number([(90, 10), (91, 9)]), RULES).verdict == "weak"
    assert best_bins(STEADY, RULES).verdict == "strong"


def test_the_alarm_is_of_the_value_not_of_the_bins() -> None:
    """A perfect cut makes bins that the rules forbid, so the bins alone say nothing; the value is a leak all the same."""
    found = best_bins(of_number([(0, 100), (0, 100), (300, 0)]), RULES)
    assert found.information_value < 0.02
    assert verdict.auc_alone(of_number([(0, 100), (0, 100), (300, 0)]), RULES) == 1


def test_cells_of_a_few_rows_raise_no_alarm() -> None:
    """Forty cells of one row each are told apart perfectly, by chance: they are looked at ten rows at a time."""
    cells = [(1, 0), (0, 1)] * 20
    assert verdict.auc_alone(of_number(cells), RULES) < 0.6
    assert verdict.auc_alone(of_category({f"c{i}": cell for i, cell in enumerate(cells)}), RULES) < 0.6


def test_bins_against_the_expected_direction() -> None:
    counts = of_number([(60, 40), (90, 10)])
    found = best_bins(counts, RULES)
    assert verdict.verdict_of(found, counts, rules=RULES, expected="descending").word == "wrong_direction"
    assert verdict.verdict_of(found, counts, rules=RULES, expected="ascending").word == "strong"
    assert verdict.judged(found, counts, rules=RULES, expected="descending").verdict == "wrong_direction"


def test_forced_the_wrong_way_there_is_one_bin_and_the_reason_is_named() -> None:
    counts = of_number([(60, 40), (90, 10)])
    forced = best_bins(counts, BinRules(trend="descending"))
    assert (len(ordinary(forced)), forced.information_value < 0.02) == (1, True)
    assert (forced.verdict, dict(forced.reason)) == ("wrong_direction", {"iv": 0.7077})
    assert best_bins(of_number([(90, 10), (91, 9)]), BinRules(trend="descending")).verdict == "weak"


def test_the_floor_of_information_value_is_the_analysts() -> None:
    counts = of_number([(85, 15), (70, 30)])
    strict = SelectionRules(iv_min=0.2)
    assert verdict.verdict_of(best_bins(counts, RULES), counts, selection=strict).word == "weak"


def test_a_bin_cut_too_thin_by_hand() -> None:
    counts = of_number([(60, 40), (30, 2), (60, 8)])
    cut = edit.with_edges(best_bins(counts, RULES), counts, [1.0, 2.0])
    assert dict(cut.reason) == {"bins": 1, "number": 2, "goods": 30, "bads": 2}


def test_neighbours_that_keep_their_order() -> None:
    found = best_bins(STEADY, RULES)
    assert stability.order_by_period(found, STEADY) == (Order(3, 3),)
    assert stability.share_kept(stability.order_by_period(found, STEADY)) == 1


def test_neighbours_that_change_places_are_unstable() -> None:
    """Over all quarters the upper cell is better by a hair, 225 goods to 220: so it was in the first quarter only."""
    cut = edit.with_edges(best_bins(TURNING, RULES), TURNING, [1.0])
    assert stability.order_by_period(cut, TURNING) == (Order(1, 3),)
    assert (cut.verdict, dict(cut.reason)) == ("unstable", {"share": 0.3333, "periods": 3})


def test_small_periods_and_a_single_one_have_no_say() -> None:
    small = by_period({"Q1": [(6, 4), (9, 1)], "Q2": [(80, 20), (60, 40)]})
    assert stability.order_by_period(best_bins(small, BinRules(max_bins=2, trend="none")), small)[0].periods == 1
    one = by_period({"Q1": [(60, 40), (90, 10)]})
    assert stability.order_by_period(best_bins(one, RULES), one) == ()
    assert stability.share_kept(()) is None


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "counts", [STEADY, of_number([(50, 0)]), of_number([(3, 2), (2, 1)]), of_category({"a": (9, 1)})]
)
def test_every_verdict_has_a_label_and_a_sentence(counts: Counts, lang: str) -> None:
    found = best_bins(counts, RULES)
    assert verdict_label(found, lang)
    assert "{" not in verdict_reason(found, lang)
