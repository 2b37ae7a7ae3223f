"""The distribution of losses against what is known without drawing: closed form, binomial, certainty."""

from __future__ import annotations

import resource

import numpy as np
import pytest
from scipy.stats import binom

from scoring.metrics.risk.distribution import distribution, distributions, fine_grained

RHO = 0.12


def many(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Made-up customers of 200 different PDs, their losses from small to large."""
    draw = np.random.default_rng(seed)
    pds = draw.choice(np.exp(draw.normal(-3.5, 1, 200)).clip(1e-4, 0.9), count)
    return pds, np.exp(draw.normal(9, 1.5, count))


def test_a_fine_grained_portfolio_is_as_the_closed_form_says() -> None:
    """10,000 customers of PD 3% who each lose 1: the 95% and 99.9% losses by Vasicek's formula are 811.3 and 1,938.5."""
    pds, losses = np.full(10_000, 0.03), np.ones(10_000)
    found = distribution(pds, losses, RHO, draws=40_000, one_by_one=500)
    assert found is not None
    assert found.expected == pytest.approx(300)
    assert found.mean == pytest.approx(300, rel=0.01)
    assert found.bad_year.fine_grained == pytest.approx(811.3, abs=0.1)
    assert found.bad_year.loss == pytest.approx(811.3, rel=0.02)
    assert found.worst_year.fine_grained == pytest.approx(1938.5, abs=0.1)
    assert found.worst_year.loss == pytest.approx(1938.5, rel=0.05)


def test_without_correlation_defaults_are_binomial() -> None:
    """100 customers of PD 10%, each by itself: in 19 of 20 years at most 15 default."""
    found = distribution(np.full(100, 0.1), np.full(100, 2.0), 0.0, draws=40_000)
    assert found is not None
    assert found.bad_year.loss == 2 * binom.ppf(0.95, 100, 0.1) == 30
    assert found.worst_year.loss == 2 * binom.ppf(0.999, 100, 0.1)
    assert found.mean == pytest.approx(20, rel=0.01)


def test_what_is_in_default_is_lost_for_certain() -> None:
    found = distribution(np.array([1.0, 0.0]), np.array([70.0, 500.0]), RHO, draws=2_000)
    assert found is not None
    assert found.bad_year.loss == found.worst_year.loss == found.mean == found.expected == 70.0
    assert sum(found.shares) == pytest.approx(1)


def test_the_many_small_ones_may_be_drawn_together() -> None:
    """The 500 largest of 5,000 one by one and the rest as a sum, or everybody one by one: the same within the interval."""
    pds, losses = many(5_000)
    whole = distribution(pds, losses, RHO, draws=30_000)
    quick = distribution(pds, losses, RHO, draws=30_000, one_by_one=500)
    assert whole is not None
    assert quick is not None
    assert quick.bad_year.loss == pytest.approx(whole.bad_year.loss, rel=0.02)
    assert quick.worst_year.loss == pytest.approx(whole.worst_year.loss, rel=0.06)
    assert whole.bad_year.low <= whole.bad_year.loss <= whole.bad_year.high
    assert whole.bad_year.shortfall > whole.bad_year.loss


def test_one_large_customer_costs_more_than_many_small_ones() -> None:
    """Half of all losses with one customer: the worst year is far beyond that of a fine-grained portfolio."""
    pds, losses = np.full(1_001, 0.02), np.concatenate([[1_000.0], np.ones(1_000)])
    found = distribution(pds, losses, RHO, draws=40_000)
    assert found is not None
    assert found.worst_year.loss > 1.5 * found.worst_year.fine_grained
    assert found.names[0].place == 0
    assert found.names[0].shortfall == pytest.approx(1_000 * found.names[0].defaulting)
    assert sum(name.shortfall for name in found.names) <= found.bad_year.shortfall


def test_the_same_seed_gives_the_same_result_another_seed_another_one() -> None:
    pds, losses = many(300)
    first, again, other = (distribution(pds, losses, RHO, draws=5_000, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_cases_differ_by_what_they_change_and_not_by_chance() -> None:
    """The first book is drawn as if it were alone; the same customers have the same figures, and one that is lost for
    certain adds no more than itself to any year: what is lost in the others' name stays what it was."""
    pds, losses = many(2_000)
    certain = np.where(np.arange(2_000) == 7, 1.0, pds)
    books = [(pds, losses), (certain, losses), (np.minimum(1, 3 * pds), losses), (pds, losses), (pds, 2 * losses)]
    today, one_lost, worse, same, twice = distributions(books, RHO, draws=20_000, one_by_one=300)
    alone = distribution(pds, losses, RHO, draws=20_000, one_by_one=300)
    assert today == same == alone
    assert today is not None
    for case in (one_lost, worse, twice):
        assert case is not None
        assert case.bad_year.loss > today.bad_year.loss
        assert case.worst_year.loss > today.worst_year.loss
    assert one_lost is not None
    assert one_lost.bad_year.loss <= today.bad_year.loss + losses[7]
    assert twice is not None
    assert twice.bad_year.loss == pytest.approx(2 * today.bad_year.loss, rel=1e-6)
    assert twice.names[0].place == today.names[0].place


def test_a_case_draws_its_own_large_customers_one_by_one() -> None:
    """In the second book a small customer is the largest: with a PD of 50% and more than all others could lose, half of the
    years are bad."""
    pds, losses = np.full(1_000, 0.02), np.ones(1_000)
    grown = losses.copy()
    grown[999] = 5_000.0
    likely = np.where(np.arange(1_000) == 999, 0.5, pds)
    today, case = distributions([(pds, losses), (likely, grown)], 0.0, draws=20_000, one_by_one=100)
    assert today is not None
    assert case is not None
    assert case.bad_year.loss > 5_000 > 100 > today.worst_year.loss
    assert case.names[0].place == 999
    assert case.names[0].defaulting == 1.0
    assert case.mean == pytest.approx(2_500 + 999 * 0.02, rel=0.03)


def test_chances_smaller_than_a_lot_can_tell_are_drawn_as_often_as_they_should() -> None:
    """PD 1 in 200,000, far below 1 in 65,536: of 500 customers and 100,000 years 250 default, give or take 16."""
    found = distribution(np.full(500, 5e-6), np.ones(500), 0.0)
    assert found is not None
    assert found.mean * found.draws == pytest.approx(250, abs=100)


def test_nothing_to_lose() -> None:
    assert distribution(np.array([0.0, 0.5]), np.array([10.0, 0.0]), RHO) is None
    assert distribution(np.array([]), np.array([]), RHO) is None


def test_the_closed_form_without_correlation_is_the_expected_loss() -> None:
    pds, losses = many(50)
    assert fine_grained(pds, losses, 0.0, 0.999) == pytest.approx(float(pds @ losses))


def test_more_different_pds_than_can_be_kept_apart() -> None:
    """3,000 customers of 3,000 PDs: rounded to groups, the average of the draws is still the expected loss."""
    draw = np.random.default_rng(5)
    pds, losses = draw.random(3_000) * 0.1, np.ones(3_000)
    found = distribution(pds, losses, RHO, draws=8_000)
    assert found is not None
    assert found.mean == pytest.approx(float(pds.sum()), rel=0.01)


def test_10_000_customers_and_100_000_draws_take_less_than_10_seconds_and_a_gigabyte() -> None:
    """Everybody one by one; seconds of the processor, for the clock also counts what others do."""
    pds, losses = many(10_000)
    before = resource.getrusage(resource.RUSAGE_SELF)
    found = distribution(pds, losses, RHO, draws=100_000)
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert found is not None
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 10
    assert (after.ru_maxrss - before.ru_maxrss) / 1024 < 1024
