from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from scoring.metrics.book import Book
from scoring.metrics.portfolio import figures_of
from scoring.metrics.registry import METRICS
from scoring.text import LANGUAGES, catalogue

D = Decimal


@pytest.mark.parametrize("name", METRICS)
def test_a_figure_survives_an_empty_book(name: str) -> None:
    assert not METRICS[name].of(Book(date(2024, 3, 31), "EUR"))


@pytest.mark.parametrize("name", METRICS)
def test_a_figure_has_words_in_both_languages(name: str) -> None:
    for key in (f"figure.{name}.name", f"figure.{name}.help"):
        assert all(catalogue()[key][language] for language in LANGUAGES)


def test_a_small_book() -> None:
    """2024-03-31, EUR. Ann owes 600 (200 of it 30 days late), limit 500; Bob owes 400, none late, no limit.

    Opening 900, sales of 90 days 1,000; March 500, February 500. Cost of capital 10%, margin 25%.
    """
    book = Book(
        date(2024, 3, 31), "EUR", receivables=D(1_000), overdue=D(200), overdue_days=D(200 * 30), on_account=D(50),
        documents=3, opening_receivables=D(900), credit_sales=D(1_000), paid=D(900), paid_days=D(27_000),
        paid_days_beyond=D(1_800), overdue_at_start=D(100), received_on_overdue=D(80),
        months=pd.DataFrame({"month": [date(2024, 3, 1), date(2024, 2, 1)], "days": [31, 29], "sales": [D(500)] * 2}),
        customers=pd.DataFrame({
            "customer_id": ["A", "B"], "name": ["Ann", "Bob"], "open": [600.0, 400.0], "overdue": [200.0, 0.0],
            "limit": [500.0, None],
        }),
        cost_of_capital_yearly=D("0.10"), gross_margin=D("0.25"),
    )  # fmt: skip
    values = {figure.name: figure.value for figure in figures_of(book)}
    assert values["net"] == 950
    assert values["overdue_ratio"] == D("0.2")
    assert values["dso_simple"] == 90
    assert values["dso_best_possible"] == 72
    assert values["add"] == 18
    assert values["dso_countback"] == 60
    assert values["cei"] == D(900) / D(1_100)
    assert values["weighted_days_to_pay"] == 30
    assert values["days_beyond_terms"] == 2
    assert values["recovery_rate"] == D("0.8")
    assert values["top_1_share"] == pytest.approx(0.6)
    assert values["herfindahl"] == pytest.approx(0.52)
    assert values["limit_utilisation"] == pytest.approx(1.2)
    assert values["customers_over_limit"] == 1
    assert round(values["cost_of_overdue"], 2) == D("1.64")
    assert round(values["new_sales_needed"], 2) == D("6.58")
