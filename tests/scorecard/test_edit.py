"""Bins by hand: what an analyst does with them, and what must not be possible."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.errors import ScoringError
from scoring.scorecard.bins import edit
from scoring.scorecard.bins.binning import best_bins, recounted
from scoring.scorecard.bins.counted import edges_of, ordinary
from scoring.scorecard.card import Binning
from scoring.scorecard.choices import BinRules
from tests.scorecard.counts import of_category, of_number

RULES = BinRules(min_goods=5, min_bads=5)
AGE = of_number([(20, 80), (30, 70), (60, 40), (70, 30), (90, 10)], missing=(6, 4), edges=[25.0, 35.0, 45.0, 60.0])
REGION = of_category({"north": (80, 20), "east": (75, 25), "south": (20, 80), "west": (50, 50)})


def at(*edges: float) -> Binning:
    return edit.with_edges(best_bins(AGE, RULES), AGE, edges)


def shown(binning: Binning) -> list[tuple[object, int, int]]:
    return [(bin.values or bin.upper, bin.goods, bin.bads) for bin in ordinary(binning)]


def test_a_bin_is_split_at_an_edge_of_its_grid() -> None:
    cut = edit.split(at(35.0), AGE, 1, 60.0)
    assert shown(cut) == [(35.0, 50, 150), (60.0, 130, 70), (None, 90, 10)]
    assert cut.by_hand


def test_merging_takes_the_split_back() -> None:
    cut = edit.split(at(35.0), AGE, 1, 60.0)
    assert edit.merge(cut, AGE, 1) == at(35.0)


def test_an_edge_moves_between_its_neighbours() -> None:
    assert edges_of(edit.move_edge(at(35.0, 60.0), AGE, 0, 25.0)) == (25.0, 60.0)
    assert edges_of(edit.move_edge(at(35.0, 60.0), AGE, 1, 45.0)) == (35.0, 45.0)


def test_categories_are_taken_out_put_together_and_moved() -> None:
    """Whatever is done, the bins stand by falling share of goods."""
    one = edit.with_values(best_bins(REGION, RULES), REGION, [("north", "east", "south", "west")])
    two = edit.split(one, REGION, 0, ["south"])
    assert shown(two) == [(("north", "east", "west"), 205, 95), (("south",), 20, 80)]
    three = edit.split(two, REGION, 0, ["west"])
    assert shown(edit.merge(three, REGION, 0, 2)) == [(("north", "east", "south"), 175, 125), (("west",), 50, 50)]
    assert shown(edit.move_values(three, REGION, ["east"], 1))[1] == (("west", "east"), 125, 75)
    assert len(ordinary(edit.move_values(three, REGION, ["south"], 1))) == 2, "an emptied bin goes"


def test_missing_stays_last_and_counts_as_before() -> None:
    cut = edit.split(at(35.0), AGE, 0, 25.0)
    assert [bin.kind for bin in cut.bins] == ["interval"] * 3 + ["missing"]
    assert (cut.bins[-1].goods, cut.bins[-1].bads) == (6, 4)


def test_a_refit_keeps_bins_made_by_hand() -> None:
    made = edit.move_edge(at(35.0, 60.0), AGE, 1, 45.0)
    later = replace(AGE, goods=AGE.goods * 2, bads=AGE.bads * 2)
    again = recounted(made, later)
    assert edges_of(again) == edges_of(made)
    assert [bin.goods for bin in again.bins] == [2 * bin.goods for bin in made.bins]
    assert again.by_hand


def test_a_forced_direction_is_a_rule_and_no_handwork() -> None:
    """Goods rise with age; forced to fall, one bin is all there can be."""
    assert best_bins(AGE, RULES).trend == "ascending"
    forced = edit.with_trend(AGE, RULES, "descending")
    assert (len(ordinary(forced)), forced.by_hand) == (1, False)


def test_where_a_bin_can_be_cut() -> None:
    assert edit.edges_within(at(35.0), AGE, 0) == (25.0,)
    assert edit.edges_within(at(35.0), AGE, 1) == (45.0, 60.0)


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (lambda: edit.split(at(35.0), AGE, 1, 50.0), "edge_not_possible: .*possible=45, 60"),
        (lambda: edit.split(at(35.0), AGE, 1, 25.0), "edge_not_possible"),
        (lambda: edit.move_edge(at(35.0, 60.0), AGE, 0, 60.5), "edge_not_possible"),
        (lambda: edit.split(at(35.0), AGE, 2, 60.0), "bin_unknown: name=x, number=3, bins=2"),
        (lambda: edit.merge(at(35.0), AGE, 1), "bin_unknown"),
        (lambda: edit.merge(at(35.0, 45.0), AGE, 0, 2), "bins_not_neighbours"),
        (lambda: edit.split(best_bins(REGION, RULES), REGION, 0, ["nowhere"]), "split_empty"),
        (lambda: edit.with_edges(at(35.0), AGE, [36.0]), "edge_not_in_grid"),
    ],
)
def test_what_cannot_be_done_is_said(attempt: object, code: str) -> None:
    with pytest.raises(ScoringError, match=code):
        attempt()  # type: ignore[operator]
