"""Cut-offs in money, checked by hand on three customers.

    score 500, PD 50%, owes 1,000, buys 1,200 a year
    score 550, PD 20%, owes 1,000, buys 2,000 a year
    score 600, PD 10%, owes 1,000, buys 8,000 a year

Margin 10%, LGD 40%, collection 50 a default: refusing the first saves 200 + 25 and gives up 60, the second 80 + 10 against
160, the third 40 + 5 against 720.
"""

from __future__ import annotations

import numpy as np
import pytest

from scoring.scorecard.use.cutoffs import Candidates, Costs, best, best_interval, strategy

COSTS = Costs(margin=0.1, loss_given_default=0.4, collection_cost=50)


def candidates(times: int = 1) -> Candidates:
    return Candidates(
        score=np.tile([500, 550, 600], times),
        pd=np.tile([0.5, 0.2, 0.1], times),
        exposure=np.tile([1000.0], 3 * times),
        sales=np.tile([1200.0, 2000.0, 8000.0], times),
    )


def test_every_cutoff_in_money() -> None:
    lines = strategy(candidates(), COSTS)
    assert [(line.cutoff, line.refused, line.exposure) for line in lines] == [
        (500, 0, 0), (550, 1, 1000), (600, 2, 2000), (601, 3, 3000)
    ]  # fmt: skip
    assert [line.loss_avoided for line in lines] == pytest.approx([0, 200, 280, 320])
    assert [line.collection_avoided for line in lines] == pytest.approx([0, 25, 35, 40])
    assert [line.margin_given_up for line in lines] == pytest.approx([0, 60, 220, 940])
    assert [line.net for line in lines] == pytest.approx([0, 165, 95, -580])
    assert [line.approval_rate for line in lines] == pytest.approx([1, 2 / 3, 1 / 3, 0])
    assert [line.bad_rate for line in lines[:3]] == pytest.approx([0.8 / 3, 0.15, 0.1])
    assert lines[3].bad_rate is None


def test_the_best_cutoff_earns_most_and_refuses_fewest() -> None:
    assert best(strategy(candidates(), COSTS)).cutoff == 550
    assert best(strategy(candidates(), Costs(0.9, 0.0, 0.0))).cutoff == 500
    assert best(strategy(candidates(), Costs(0.0, 0.0, 0.0))).cutoff == 500  # all cut-offs are alike


def test_the_order_of_customers_changes_nothing() -> None:
    few = candidates(5)
    mixed = np.random.default_rng(1).permutation(15)
    other = Candidates(few.score[mixed], few.pd[mixed], few.exposure[mixed], few.sales[mixed])
    for one, two in zip(strategy(few, COSTS), strategy(other, COSTS), strict=True):
        assert vars(one) == pytest.approx(vars(two))


def test_the_interval_narrows_with_more_customers_and_repeats_with_its_seed() -> None:
    few, many = best_interval(candidates(2), COSTS), best_interval(candidates(200), COSTS)
    assert few[0] <= 550 <= few[1]
    assert many == (550, 550)
    assert few == best_interval(candidates(2), COSTS)


def test_nobody_to_decide_on() -> None:
    none = np.zeros(0)
    assert strategy(Candidates(none.astype(np.int64), none, none, none), COSTS) == []
