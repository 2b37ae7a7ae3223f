"""A customer's score is the sum of the points of its bins, and SQL says the same. One small card by hand:

base 500
late_days  number    special -1 = never invoiced: 12 | up to 0: 40 | over 0 to 30: 15 | over 30: -20 | missing: 3
nature     category  government: 25 | commercial, o'hara & sons: 5 | missing: 7 | never seen: -4
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from scoring.errors import ScoringError
from scoring.scorecard import cardfile
from scoring.scorecard.card import Card
from scoring.scorecard.use import score
from scoring.scorecard.use.export_sql import to_sql
from scoring.scorecard.use.reasons import lifts, reasons
from scoring.scorecard.use.testcases import cases_of

CARD = cardfile.from_toml("""
name = "By hand"
base_points = 500
[[grades]]
name = "A"
rating = "prime"
from_score = 560
[[grades]]
name = "B"
rating = "ordinary"
from_score = 520
[[grades]]
name = "C"
rating = "risky"
[characteristics.late_days]
kind = "number"
missing = 3
bins = [{ up_to = 0, points = 40 }, { up_to = 30, points = 15 }, { points = -20 }]
special = [{ value = -1, points = 12 }]
[characteristics.nature]
kind = "category"
missing = 7
unseen = -4
bins = [{ values = ["government"], points = 25 }, { values = ["commercial", "o'hara & sons"], points = 5 }]
""")


def points(values: Any, nature: Any = None) -> list[int]:
    column = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values)
    other = pa.array(["government"] * len(column)) if nature is None else nature
    return (score.score(CARD, pa.table({"late_days": column, "nature": other})) - 525).tolist()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 1, 30, 31, -1, -2], [40, 15, 15, -20, 12, 40]),
        ([0.0, 30.000001, float("nan"), float("inf"), float("-inf"), None], [40, -20, 3, 3, 3, 3]),
        (["7", " 31 ", "", None], [15, -20, 3, 3]),
        ([True, False], [15, 40]),
        (pa.array([1, None], pa.int8()), [15, 3]),
        (pa.array([None, None]), [3, 3]),
        (pa.array(pd.Series([1, None], dtype="Int64")), [15, 3]),
        (pa.array(["5", "40", "5"]).dictionary_encode(), [15, -20, 15]),
        ([], []),
    ],
)
def test_numbers_of_every_kind_find_their_bin(values: Any, expected: list[int]) -> None:
    assert points(values) == expected


@pytest.mark.parametrize(
    ("nature", "expected"),
    [
        (["government", "commercial", "o'hara & sons", "", None, "moon"], [25, 5, 5, 7, 7, -4]),
        (pa.array(pd.Categorical(["commercial", None, "moon"], categories=["moon", "commercial", "x"])), [5, 7, -4]),
        (pa.array([None, None]), [7, 7]),
    ],
)
def test_categories_of_every_kind_find_their_bin(nature: Any, expected: list[int]) -> None:
    column = nature if isinstance(nature, pa.Array) else pa.array(nature)
    table = pa.table({"late_days": pa.array([0] * len(column)), "nature": column})
    assert (score.score(CARD, table) - 540).tolist() == expected


def test_a_code_is_the_same_category_as_integer_and_as_the_float_that_a_missing_value_makes_of_it() -> None:
    coded = cardfile.from_json(cardfile.to_json(CARD).replace('"government"', '"2"'))
    for nature in (pa.array([2, 2]), pa.array([2.0, None]), pa.array(["2", None])):
        table = pa.table({"late_days": [0, 0], "nature": nature})
        assert score.score(coded, table)[0] == 565


def test_a_row_alone_scores_as_in_its_batch() -> None:
    table = cases_of(CARD)
    alone = [int(score.score(CARD, table.slice(i, 1))[0]) for i in range(table.num_rows)]
    assert alone == score.score(CARD, table).tolist()


def test_points_by_characteristic_add_up_to_the_score() -> None:
    table = cases_of(CARD)
    parts = score.points_of(CARD, table)
    assert (sum(np.asarray(parts[name]) for name in parts.column_names) + 500).tolist() == score.score(
        CARD, table
    ).tolist()


def test_a_table_without_a_characteristic_or_with_words_for_numbers_is_refused() -> None:
    with pytest.raises(ScoringError, match="characteristics_absent: names=nature"):
        score.score(CARD, pa.table({"late_days": [1]}))
    with pytest.raises(ScoringError, match="not_a_number: characteristic=late_days, value=many"):
        points(["3", "many"])


def test_pd_falls_with_the_score_and_grades_begin_at_their_score() -> None:
    scores = [519, 520, 559, 560]
    assert score.grade_of(CARD, scores).tolist() == ["C", "B", "B", "A"]
    assert score.rating_with_status(CARD, scores, ["rated", "in_default", "no_history", "rated"]) == [
        "risky", "in_default", "not_rated", "prime",
    ]  # fmt: skip
    assert np.all(np.diff(score.pd_of(CARD, scores)) < 0)
    assert score.pd_of(CARD, [600, 620]).round(4).tolist() == [0.0196, 0.0099]  # 50:1 and 100:1, the scaling's promise


def test_test_cases_hold_every_bin_and_their_points_are_those_of_the_card() -> None:
    cases = cases_of(CARD)
    assert score.score(CARD, cases).tolist() == cases["score"].to_pylist()
    for scored in CARD.characteristics:
        name = scored.binning.name
        assert set(score.bins_of(scored.binning, cases[name]).tolist()) == set(range(len(scored.binning.bins)))
        assert score.points_of(CARD, cases)[name].to_pylist() == cases[f"{name} points"].to_pylist()
    numbers = cases["late_days"].to_pylist()
    assert {0.0, float(np.nextafter(0.0, 1.0)), 30.0, float(np.nextafter(30.0, 99.0)), None} <= set(numbers)


def awkward(card: Card) -> Card:
    """The same card with names and edges that SQL could trip over."""
    names = {"late_days": 'share "90+" [%], net', "nature": "nature; -- 性质"}
    tight = {30.0: 0.1 + 0.2, 0.0: 1e-17}
    told = []
    for scored in card.characteristics:
        binning = scored.binning
        bins = tuple(
            replace(b, lower=tight.get(b.lower, b.lower), upper=tight.get(b.upper, b.upper)) if b.kind == "interval" else b
            for b in binning.bins
        )  # fmt: skip
        told.append(replace(scored, binning=replace(binning, name=names[binning.name], bins=bins)))
    return replace(card, characteristics=tuple(told))


@pytest.mark.parametrize("card", [CARD, awkward(CARD)], ids=["plain", "awkward"])
def test_duckdb_runs_the_sql_to_the_same_points(card: Card) -> None:
    """Every bin, both sides of every edge (one float apart), null, NaN, infinities, special, empty and unseen."""
    customers = cases_of(card).drop_columns(
        [n for n in cases_of(card).column_names if n == "score" or n.endswith(" points")]
    )
    with duckdb.connect() as con:
        con.register('the "customers"', customers)
        got = con.sql(to_sql(card, 'the "customers"')).to_arrow_table()
    assert got["score"].to_pylist() == score.score(card, customers).tolist()
    for name in customers.column_names:
        assert got[f"{name} points"].to_pylist() == score.points_of(card, customers)[name].to_pylist()
    assert np.allclose(got["pd"].to_numpy(), score.pd_of(card, score.score(card, customers)), rtol=1e-12)


def test_reasons_are_points_lost_against_the_best_bin_the_largest_first() -> None:
    """Ann: 31 days late (-20 of 40, 60 lost) and commercial (5 of 25, 20 lost). Bob has the best of everything."""
    table = pa.table({"late_days": [31, 0], "nature": ["commercial", "government"]})
    ann, bob = reasons(CARD, table)
    assert [(reason.characteristic, reason.points, reason.best, reason.lost) for reason in ann] == [
        ("late_days", -20, 40, 60), ("nature", 5, 25, 20),
    ]  # fmt: skip
    assert bob == ()
    assert [len(found) for found in reasons(CARD, table, n=1)] == [1, 0]


def test_what_would_lift_a_customer_is_the_smallest_change_that_is_enough() -> None:
    """31 days late and commercial: 485, risky. Ordinary begins at 520, 35 points up: one bin better gives exactly that."""
    table = pa.table({"late_days": [31], "nature": ["commercial"]})
    first, second = lifts(CARD, table, ["late_days"])
    assert (first.rating, first.score, first.changes[0].steps) == ("ordinary", 520, 1)
    assert (second.score, second.changes[0].steps) == (545, 2)
    assert lifts(CARD, table, ["nature"]) == []  # 20 points are not enough, and nothing else may move
    prime = pa.table({"late_days": [0], "nature": ["government"]})
    assert lifts(CARD, prime, ["late_days"]) == []
    unknown = pa.table({"late_days": pa.array([None], pa.float64()), "nature": ["government"]})
    assert lifts(CARD, unknown, ["late_days"]) == []  # nobody can change what is not known
