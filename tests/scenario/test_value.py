"""Values worked out elsewhere, by the functions that the simulation uses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scoring.scenario.facts import Costs
from scoring.scenario.kernels import Kernel
from scoring.scenario.response import Response, Stream
from scoring.scenario.steady import unit_value
from scoring.scenario.terms import discount_rate, discount_rate_effective
from scoring.scenario.value import break_even_volume, credit_sale_value
from tests.scenario.ledgers import MIXED, STEADY, facts, segment


def test_two_ten_net_thirty() -> None:
    """36.73% of 360 days, 37.24% of 365, 44.59% compounded: the standard example."""
    assert discount_rate(2, 10, 30, 360) == pytest.approx(0.36735, abs=5e-6)
    assert discount_rate(2, 10, 30) == pytest.approx(0.37245, abs=5e-6)
    assert discount_rate_effective(2, 10, 30) == pytest.approx(0.44585, abs=5e-6)


def test_a_discount_for_paying_no_earlier_than_due_has_no_rate() -> None:
    assert discount_rate(2, 30, 30) is None
    assert discount_rate_effective(2, 30, 20) is None


def test_the_terms_of_maness_and_zietlow() -> None:
    """Short-Term Financial Management, ch. 6. Today: net 30, a million a year, paid after 40 days, 7.5% bad debt, 80% cost,
    2.5% expense, 10% a year: 247.24 a day. Offered: 1/10 net 30, sales 15% up, 40% of them take it on day 12, 5% bad debt,
    1.5% expense: 390.53."""
    today = credit_sale_value(np.array([0.925]), np.array([40.0]), 0.10, 0.80, [(-0.025, 40)])
    paid = np.array([0.40 * 0.95 * 0.99, 0.60 * 0.95])
    offered = credit_sale_value(paid, np.array([12.0, 40.0]), 0.10, 0.80, [(-0.015, 40)])
    today, offered = today * 1_000_000 / 365, offered * 1_150_000 / 365
    assert (round(today, 2), round(offered, 2)) == (247.24, 390.53)


def test_the_unit_value_of_the_simulation_is_the_same_figure() -> None:
    """A kernel that pays 92.5% after 40 days, without credit expense: the difference to 247.24 is 2.5% of sales, later."""
    settled = np.zeros((1, 395))
    settled[0, 40] = 0.925
    stream = Stream(Kernel(30, settled, np.zeros_like(settled), np.zeros(1), np.array([0.075])), np.ones(1))
    answer = Response((stream,), None, 1.0)  # type: ignore[arg-type]
    sales = 1_000_000 / 365
    expense = 0.025 * sales / (1 + 0.10 / 365 * 40)
    assert sales * unit_value(stream, answer, Costs(0.20, 0.10, 0.0), 0.10) - expense == pytest.approx(
        247.24, abs=0.005
    )


def test_break_even() -> None:
    assert break_even_volume(100, 80) == pytest.approx(0.25)
    assert break_even_volume(100, -5) is None


def test_present_value_of_nothing_sold_and_nothing_open_is_nothing() -> None:
    from scoring.scenario.result import run
    from scoring.scenario.scenario import TODAY
    from tests.scenario.ledgers import scaled

    assert run(facts(scaled(segment(paid=MIXED), 0.0)), TODAY, replace(STEADY)).npv == 0
