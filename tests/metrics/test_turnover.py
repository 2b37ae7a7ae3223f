"""Check values of golden/oracles.md; each test names the source outside this project."""

from __future__ import annotations

from decimal import Decimal

from scoring.metrics import turnover

D = Decimal


def test_dso_simple_of_a_year() -> None:
    """Receivables 200,000, sales of the year 2,000,000: 36.5 days. Source: creditguru, upflow."""
    assert turnover.dso_simple(D(200_000), D(2_000_000), 365) == D("36.5")


def test_dso_simple_of_a_quarter() -> None:
    """Balance 10,869 over sales 5,538 + 4,566 + 7,570 in 90 days: 55.35. Source: Oracle JD Edwards documentation."""
    dso = turnover.dso_simple(D(10_869), D(5_538 + 4_566 + 7_570), 90)
    assert dso is not None
    assert round(dso, 2) == D("55.35")


def test_dso_countback() -> None:
    """Receivables 212,000; sales 100,000 / 80,000 / 70,000 in 30-day months: 73.71. Recomputed after benjipays."""
    dso = turnover.dso_countback(D(212_000), [(D(100_000), 30), (D(80_000), 30), (D(70_000), 30)])
    assert dso is not None
    assert round(dso, 2) == D("73.71")


def test_countback_walks_through_a_month_without_sales() -> None:
    assert turnover.dso_countback(D(15), [(D(10), 31), (D(0), 28), (D(10), 31)]) == 31 + 28 + D("15.5")


def test_countback_of_a_balance_older_than_all_sales_is_unknown() -> None:
    assert turnover.dso_countback(D(30), [(D(10), 31), (D(10), 28)]) is None


def test_best_possible_dso() -> None:
    """Current 4,000, sales 10,000, 30 days: 12 days. Source: creditguru."""
    assert turnover.best_possible_dso(D(4_000), D(10_000), 30) == 12


def test_average_days_delinquent() -> None:
    """DSO 45, best possible 12: 33 days. Source: creditguru."""
    assert turnover.average_days_delinquent(D(45), D(12)) == 33


def test_collection_effectiveness_is_one_when_nothing_is_overdue() -> None:
    assert turnover.collection_effectiveness(D(100), D(50), D(40), D(40)) == 1


def test_without_sales_or_payments_there_is_no_figure() -> None:
    assert turnover.dso_simple(D(5), D(0), 90) is None
    assert turnover.average_days_delinquent(None, None) is None
    assert turnover.collection_effectiveness(D(0), D(0), D(0), D(0)) is None
    assert turnover.weighted_days_to_pay(D(0), D(0)) is None
