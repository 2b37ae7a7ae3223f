from __future__ import annotations

from decimal import Decimal

from scoring.metrics import overdue_cost

D = Decimal


def test_simple_interest_on_an_overdue_invoice() -> None:
    """5,000, 101 days late, 12.25% a year: 169.49. Source: UK Late Payment of Commercial Debts Act 1998, worked example."""
    assert round(overdue_cost.financing_cost(D(5_000) * 101, D("0.1225")), 2) == D("169.49")


def test_a_loss_of_1000_at_a_margin_of_20_percent_takes_5000_of_new_sales() -> None:
    assert overdue_cost.new_sales_needed(D(1_000), D("0.20")) == 5_000


def test_no_margin_earns_nothing_back() -> None:
    assert overdue_cost.new_sales_needed(D(1_000), D(0)) is None
