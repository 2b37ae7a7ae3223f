"""The best bins of a characteristic, what stands after them, and inputs that are awkward."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from scoring.errors import ScoringError
from scoring.scorecard.bins import binning, counting
from scoring.scorecard.bins.counted import edges_of, ordinary
from scoring.scorecard.card import Bin, Binning
from scoring.scorecard.choices import BinRules
from scoring.scorecard.sample import Prebins, Sample
from tests.scorecard.counts import by_period, of_category, of_number

RULES = BinRules(min_goods=5, min_bads=5)


def held(bins: tuple[Bin, ...]) -> list[tuple[object, ...]]:
    return [(bin.kind, bin.values or (bin.lower, bin.upper), bin.goods, bin.bads) for bin in bins]


def test_a_number_has_intervals_then_special_then_missing() -> None:
    """Cells up to 1, up to 2, above; -1 stands apart although nobody has it."""
    counts = of_number([(80, 20), (50, 50), (20, 80)], missing=(5, 15))
    grid = replace(counts.prebins, special=(-1.0,))
    apart = replace(counts, prebins=grid, goods=np.insert(counts.goods, 3, 0), bads=np.insert(counts.bads, 3, 0))
    assert held(binning.best_bins(apart, RULES).bins) == [
        ("interval", (None, 1.0), 80, 20),
        ("interval", (1.0, 2.0), 50, 50),
        ("interval", (2.0, None), 20, 80),
        ("special", ("-1.0",), 0, 0),
        ("missing", (None, None), 5, 15),
    ]


def test_a_category_is_grouped_best_first_and_ends_with_missing_and_unseen() -> None:
    """North and east are alike; south is worst; three rows of "moon" are too rare for a bin and join the worst."""
    cells = {"south": (20, 80), "north": (80, 20), "east": (40, 10), "moon": (0, 3)}
    found = binning.best_bins(of_category(cells, missing=(4, 4)), RULES)
    assert held(found.bins) == [
        ("categories", ("north", "east"), 120, 30),
        ("categories", ("south", "moon"), 20, 83),
        ("missing", (None, None), 4, 4),
        ("unseen", (None, None), 0, 0),
    ]
    assert [round(bin.woe, 2) for bin in found.bins] == [1.17, -1.61, -0.18, 0.0]


def test_the_bins_hold_every_row_and_their_worth_adds_up() -> None:
    counts = of_number([(8, 2), (30, 20), (11, 9), (20, 60)], missing=(5, 1))
    found = binning.best_bins(counts, RULES)
    goods, bads = sum(bin.goods for bin in found.bins), sum(bin.bads for bin in found.bins)
    assert (goods, bads) == (counts.goods.sum(), counts.bads.sum()) == (74, 92)
    parts = [(bin.goods / goods - bin.bads / bads) * bin.woe for bin in found.bins]
    assert found.information_value == pytest.approx(sum(parts))


def test_the_woe_of_codes_is_that_of_their_bins() -> None:
    counts = of_category({"a": (50, 10), "b": (10, 50), "c": (50, 10)}, missing=(1, 1))
    found = binning.best_bins(counts, RULES)
    by_code = binning.woe_of_codes(found, counts.prebins)
    assert [by_code[code] for bin in found.bins for code in bin.codes] == [
        bin.woe for bin in found.bins for _ in bin.codes
    ]
    assert by_code[0] == by_code[2] > by_code[1]
    assert by_code[counts.prebins.unseen] == 0


def test_recounted_bins_keep_their_edges_and_their_mark() -> None:
    """Next year's counts on a finer grid: the edge at 2 stays, WOE and counts are the new ones."""
    first = replace(binning.best_bins(of_number([(80, 20), (80, 20), (20, 80)]), RULES), by_hand=True)
    again = binning.recounted(first, of_number([(6, 4), (6, 4), (5, 5), (5, 5)], edges=[1.5, 2.0, 2.5]))
    assert held(again.bins[:2]) == [("interval", (None, 2.0), 12, 8), ("interval", (2.0, None), 10, 10)]
    assert again.by_hand


def test_recounted_bins_need_their_edges_in_the_grid() -> None:
    first = binning.best_bins(of_number([(80, 20), (80, 20), (20, 80)]), RULES)
    with pytest.raises(ScoringError, match="edge_not_in_grid"):
        binning.recounted(first, of_number([(6, 4), (5, 5)], edges=[7.0]))
    grids = counting.grids(pa.table({"x": [1.0, 7.0, 9.0]}), edges={"x": edges_of(first)})
    assert 2.0 in grids["x"].edges


def test_categories_that_recounted_bins_do_not_know_are_unseen_and_lost_ones_stay_listed() -> None:
    first = binning.best_bins(of_category({"a": (50, 10), "b": (10, 50)}), RULES)
    again = binning.recounted(first, of_category({"b": (20, 40), "new": (7, 3)}, unseen=(1, 1)))
    assert {bin.values or bin.kind: (bin.goods, bin.bads) for bin in again.bins} == {
        ("b",): (20, 40), ("a",): (0, 0), "missing": (0, 0), "unseen": (8, 4),
    }  # fmt: skip


def test_stable_is_a_rule() -> None:
    """The upper cells change places in the second half-year; as one bin they keep their order against the first."""
    counts = by_period({"H1": [(30, 70), (60, 40), (90, 10)], "H2": [(30, 70), (70, 30), (60, 40)]})
    assert len(ordinary(binning.best_bins(counts, RULES))) == 3
    assert edges_of(binning.best_bins(counts, replace(RULES, stable=True))) == (1.0,)


def bins_from(values: object, bad: object, **rules: int) -> Binning:
    """Through grid and codes to the best bins."""
    flags = np.asarray(bad, dtype=bool)
    rows = Sample(pa.table({"x": values}), flags, np.arange(len(flags)), np.full(len(flags), "", dtype=np.str_))
    grids = counting.grids(rows.table)
    return binning.best_bins(counting.coded(rows, grids).counts["x"], replace(RULES, **rules))


RNG = np.random.default_rng(1)
BAD = RNG.random(400) < 0.3
WORTH = BAD + RNG.normal(size=400)
AWKWARD: dict[str, tuple[object, object, tuple[str, ...]]] = {
    "some numbers missing": (np.where(RNG.random(400) < 0.2, np.nan, WORTH), BAD, ("useful", "strong")),
    "infinities": (np.where(RNG.random(400) < 0.2, np.inf, WORTH), BAD, ("useful", "strong")),
    "some categories missing": (np.where(RNG.random(400) < 0.2, "", np.where(WORTH > 0.5, "a", "b")), BAD, ("strong",)),
    "a pure stretch of numbers": (np.where(BAD, RNG.random(400), RNG.random(400) + 0.5), BAD, ("strong",)),
    "a pure category": (np.where(BAD & (RNG.random(400) < 0.5), "a", "b"), BAD, ("weak", "thin")),
    "a constant number": (np.ones(400), BAD, ("constant",)),
    "a constant category": (["same"] * 400, BAD, ("constant",)),
    "a number all missing": (np.full(400, np.nan), BAD, ("all_missing",)),
    "a category all missing": ([""] * 400, BAD, ("all_missing",)),
    "a column of nulls": (pa.nulls(400), BAD, ("all_missing",)),
    "a pandas categorical": (pa.array(pd.Categorical(np.where(WORTH > 0.5, "a", "b"))), BAD, ("useful", "strong")),
    "a nullable integer": (pa.array(pd.array([1, None, 2, 3] * 100, "Int64")), BAD, ("weak", "useful")),
    "a nullable flag": (pa.array(pd.array([True, None, False, False] * 100, "boolean")), BAD, ("weak", "useful")),
    "a flag": (WORTH > 0.5, BAD, ("useful", "strong")),
    "a target of whole numbers": (WORTH, BAD.astype(int), ("useful", "strong")),
    "categories written as numbers": (pa.array(RNG.integers(1, 5, 400)).cast(pa.string()), BAD, ("weak", "useful")),
    "80 rows": (WORTH[:80], BAD[:80], ("useful", "strong")),
    "25 bads": (WORTH, np.arange(400) < 25, ("weak", "useful")),
    "10 rows": (WORTH[:10], BAD[:10], ("thin",)),
    "one row": (WORTH[:1], BAD[:1], ("one_class",)),
    "no row": (WORTH[:0], BAD[:0], ("one_class",)),
    "no bads": (WORTH, np.zeros(400), ("one_class",)),
    "300 categories": ([f"c{i % 300}" for i in range(400)], BAD, ("weak", "useful")),
    "empty strings and a word": (["", "word"] * 200, BAD, ("weak", "useful")),
    "the outcome itself": (BAD.astype(float), BAD, ("too_good",)),
    "the outcome as a word": (np.where(BAD, "bad", "good"), BAD, ("too_good",)),
    "a value only goods have": (np.where(BAD, np.nan, WORTH), BAD, ("too_good",)),
}


@pytest.mark.parametrize("what", AWKWARD)
def test_awkward_inputs_have_bins_and_a_verdict(what: str) -> None:
    values, bad, verdicts = AWKWARD[what]
    found = bins_from(values, bad)
    kinds = [bin.kind for bin in found.bins]
    assert found.verdict in verdicts
    assert kinds[-2:] == ["missing", "unseen"] if found.kind == "category" else kinds[-1] == "missing"
    assert all(np.isfinite(bin.woe) for bin in found.bins)
    assert sum(bin.goods + bin.bads for bin in found.bins) == len(np.asarray(bad))


def test_a_pure_stretch_may_be_a_bin_of_its_own() -> None:
    """Nobody above 0.9 is bad: with no least number of bads it stands apart, with a finite WOE."""
    value = np.linspace(0, 1, 500)
    bad = (value < 0.9) & (RNG.random(500) < 0.4)
    last = ordinary(bins_from(value, bad, min_bads=0))[-1]
    assert last.bads == 0
    assert 1 < last.woe < 10


def test_three_hundred_rare_categories_are_one_bin() -> None:
    """One and a third rows each: by chance alone they would tell good from bad perfectly."""
    found = bins_from([f"c{i % 300}" for i in range(400)], BAD)
    assert [len(bin.values) for bin in ordinary(found)] == [300]
    assert found.information_value < 0.02


def test_special_values_of_a_category_stand_apart() -> None:
    grid = counting.grids(pa.table({"x": ["a", "b", "n/a", "a"]}), special={"x": ("n/a",)})["x"]
    assert (grid.values, grid.special) == (("a", "b"), ("n/a",))
    assert counting.codes_of(pa.array(["n/a", None, "new"]), grid).tolist() == [2, 3, 4]
    assert isinstance(grid, Prebins)
