from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.metrics import concentration


def test_shares_of_a_small_ledger() -> None:
    """Open: A 50, B 30, C 20."""
    open_amounts = [30.0, 50.0, 20.0]
    assert concentration.top_share(open_amounts, 1) == pytest.approx(0.50)
    assert concentration.top_share(open_amounts, 5) == pytest.approx(1.00)
    assert concentration.herfindahl(open_amounts) == pytest.approx(0.25 + 0.09 + 0.04)


def test_without_receivables_there_is_no_concentration() -> None:
    assert concentration.top_share([], 5) is None
    assert concentration.herfindahl([0.0]) is None
    assert concentration.lorenz_points([]) == []


@given(st.lists(st.floats(0.01, 1e9), min_size=1, max_size=30))
def test_lorenz_rises_from_nothing_to_everything_below_the_diagonal(amounts: list[float]) -> None:
    points = concentration.lorenz_points(amounts)
    assert points[0] == (0.0, 0.0)
    assert points[-1] == (1.0, pytest.approx(1.0))
    assert all(share <= customers + 1e-9 for customers, share in points)
