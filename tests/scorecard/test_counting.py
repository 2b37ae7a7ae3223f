"""Grids from values, codes of rows, goods and bads by code."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import ScoringError
from scoring.scorecard.bins import counting
from scoring.scorecard.sample import Coded, Prebins, Sample


def sample(columns: dict[str, object], bad: list[bool], period: list[str] | None = None) -> Sample:
    rows = len(bad)
    return Sample(pa.table(columns), np.array(bad), np.arange(rows), np.array(period or [""] * rows))


def grid_of(values: object, prebins: int = 50, special: tuple[float | str, ...] = ()) -> Prebins:
    return counting.grids(pa.table({"x": values}), prebins, {"x": special})["x"]


def test_edges_are_values_and_cells_hold_the_same_number_of_rows() -> None:
    """1..100 in four cells: 25 rows each, cut after 25, 50 and 75."""
    assert grid_of(np.arange(1.0, 101.0), prebins=4).edges == (25.0, 50.0, 75.0)


def test_a_value_that_fills_several_cells_is_one_edge() -> None:
    """Nine zeros and a one: every quantile below the top is 0."""
    assert grid_of([0.0] * 9 + [1.0], prebins=10).edges == (0.0,)


@pytest.mark.parametrize("values", [[7.0] * 5, [7.0], [None, np.nan, np.inf, -np.inf], pa.array([], pa.float64())])
def test_what_is_constant_or_nothing_has_no_edge(values: object) -> None:
    assert grid_of(values).edges == ()


def test_special_values_stay_out_of_the_cells() -> None:
    """-1 means "never asked": 1..10 alone are cut in halves, at 5."""
    grid = grid_of([-1.0] * 90 + [float(i) for i in range(1, 11)], prebins=2, special=(-1,))
    assert (grid.edges, grid.special) == ((5.0,), (-1.0,))


def test_edges_made_by_hand_are_kept_in_the_grid() -> None:
    grids = counting.grids(pa.table({"x": np.arange(1.0, 101.0)}), 2, edges={"x": [33.3, 50.0]})
    assert grids["x"].edges == (33.3, 50.0)


def test_categories_come_most_frequent_first_and_equal_ones_by_name() -> None:
    assert grid_of(["b", "a", "c", "c", "", None]).values == ("c", "a", "b")


def test_the_rarest_of_too_many_categories_count_as_unseen() -> None:
    names = [f"c{i:04}" for i in range(counting.CATEGORIES_MAX + 5)] + ["c1002"]
    grid = grid_of(names)
    codes = counting.codes_of(pa.array(["c1002", "c0000", names[counting.CATEGORIES_MAX]]), grid)
    assert codes.tolist() == [0, 1, grid.unseen]


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (pa.array([1, 2, None], pa.int16()), "number"),
        (pa.array([True, False, None]), "category"),
        (pa.array(["a", "b", None]).dictionary_encode(), "category"),
        (pa.array([1, 2, None]).dictionary_encode(), "category"),
        (pa.nulls(3), "category"),
    ],
)
def test_columns_of_any_type_are_numbers_or_categories(column: pa.Array, kind: str) -> None:
    """Flags and pandas categoricals (dictionaries), of whatever values, are categories."""
    grid = grid_of(column)
    assert grid.kind == kind
    assert counting.codes_of(column, grid)[2] == grid.missing


def test_names_may_hold_anything() -> None:
    odd = 'share [%], "a,b" (x)'
    coded = counting.coded(
        sample({odd: [1.0, 2.0], "Age": [1, 2], "AGE": [2, 1]}, [True, False]), {odd: grid_of([1.0, 2.0])}
    )
    assert coded.names == (odd,)


def test_an_edge_belongs_to_the_lower_cell_and_infinities_are_missing() -> None:
    codes = counting.codes_of(pa.array([25.0, 25.1, np.inf, -np.inf, np.nan]), Prebins("x", "number", edges=(25.0,)))
    assert codes.tolist() == [0, 1, 2, 2, 2]


def test_counts_by_period_add_up_to_the_counts() -> None:
    """Two quarters, one edge at 1: Q1 has a good on each side, Q2 two bads above and a missing good."""
    rows = sample({"x": [1.0, 2.0, 2.0, 3.0, None]}, [False, False, True, True, False], ["Q1", "Q1", "Q2", "Q2", "Q2"])
    counts = counting.coded(rows, {"x": Prebins("x", "number", edges=(1.0,))}).counts["x"]
    assert counts.periods == ("Q1", "Q2")
    assert counts.goods_by_period.tolist() == [[1, 1, 0], [0, 0, 1]]
    assert counts.bads_by_period.tolist() == [[0, 0, 0], [0, 2, 0]]
    assert (counts.goods.tolist(), counts.bads.tolist()) == ([1, 1, 1], [0, 2, 0])


def facts(coded: Coded) -> list[object]:
    return [(c.prebins, c.goods.tolist(), c.bads.tolist(), c.goods_by_period.tolist()) for c in coded.counts.values()]


def test_the_order_of_the_rows_changes_nothing() -> None:
    rng = np.random.default_rng(3)
    columns = {"x": rng.normal(size=300).round(1), "c": rng.choice(["a", "b", "", "d"], 300)}
    bad, period = rng.random(300) < 0.3, rng.choice(["2025-01-31", "2025-02-28"], 300)
    turned = rng.permutation(300)

    def count(order: np.ndarray) -> list[object]:
        rows = sample(
            {name: values[order] for name, values in columns.items()}, bad[order].tolist(), period[order].tolist()
        )
        return facts(counting.coded(rows, counting.grids(rows.table)))

    assert count(np.arange(300)) == count(turned)


def test_a_part_recoded_is_the_part_coded() -> None:
    rng = np.random.default_rng(5)
    rows = sample({"x": rng.normal(size=200)}, (rng.random(200) < 0.4).tolist(), ["Q1"] * 150 + ["Q2"] * 50)
    grids, early = counting.grids(rows.table), rows.period == "Q1"
    part = counting.recoded(counting.coded(rows, grids), early)
    assert facts(part) == facts(counting.coded(rows.rows(early), grids))
    assert part.counts["x"].periods == ("Q1",)


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5).map(float)), min_size=1, max_size=60), st.integers(1, 12))
def test_every_row_is_counted_once_and_in_its_cell(values: list[float | None], prebins: int) -> None:
    column = pa.array(values, pa.float64())
    grid = grid_of(column, prebins)
    codes = counting.codes_of(column, grid)
    bounds = (-np.inf, *grid.edges, np.inf)
    for value, code in zip(values, codes.tolist(), strict=True):
        assert code == grid.missing if value is None else bounds[code] < value <= bounds[code + 1]
    assert len(grid.edges) < max(prebins, 2)
    assert set(grid.edges) <= {value for value in values if value is not None}


def test_a_lacking_column_is_named() -> None:
    with pytest.raises(ScoringError, match="characteristic_missing: name=x"):
        counting.coded(sample({"y": [1.0]}, [True]), {"x": Prebins("x", "number")})
