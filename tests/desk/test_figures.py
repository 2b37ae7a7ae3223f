"""The ledger stands in conftest.py: EUR, 90 days to 2024-03-31."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from scoring.desk.figures.figures import CHANGE_FIGURES, changed_figures, dso_change, figures_report, key_figures
from scoring.errors import ScoringError
from scoring.metrics.portfolio import KEY_FIGURES
from scoring.metrics.registry import METRICS
from scoring.store import Store
from scoring.terms import View

VIEW = View(as_of=date(2024, 3, 31))


def values(store: Store, view: View, currency: str = "EUR") -> dict[str, object]:
    found = figures_report(store, view, series=False).as_json()["currencies"][currency]
    return {name: line["value"] for name, line in found.items()}


def test_every_figure_by_hand(ledger: Store) -> None:
    """Sales 100 + 600 + 300 + 500 + 250 = 1,750; opening 800; paid: A0 100 in 40 days (10 late), A1 200 in 51 (21 late).

    Overdue A1 400 x 51 days, A2 300 x 30, C1 800 x 91 = 102,200 euro-days at 8% a year = 22.40.
    Countback: March 750 (31 days), February 300 (29), January 700 (31), then 500 of December's 800: 91 + 19.375.
    """
    assert values(ledger, VIEW) == {
        "receivables": "2250.00", "overdue": "1500.00", "not_due": "750.00", "overdue_ratio": "0.666667",
        "due_in_30_days": "750.00", "on_account": "50.00", "net": "2200.00", "credit_sales": "1750.00",
        "documents": 5, "customers": 3,
        "dso_simple": "115.71", "dso_countback": "110.38", "dso_best_possible": "38.57", "add": "77.14",
        "cei": "0.166667", "weighted_days_to_pay": "47.33", "days_beyond_terms": "17.33", "recovery_rate": "0.000000",
        "top_1_share": "0.533333", "top_5_share": "1.000000", "top_10_share": "1.000000", "top_20_share": "1.000000",
        "herfindahl": "0.423210", "limit_utilisation": "1.200000", "customers_over_limit": 1,
        "cost_of_overdue": "22.40", "new_sales_needed": "89.60",
    }  # fmt: skip


def test_currencies_are_kept_apart_unless_one_is_asked_for(ledger: Store) -> None:
    """In EUR, Bob's 40.00 USD are 32.00."""
    assert values(ledger, VIEW, "USD")["receivables"] == "40.00"
    assert values(ledger, replace(VIEW, currency="EUR"))["receivables"] == "2282.00"
    assert values(ledger, replace(VIEW, filters=(("currency", "USD"),), currency="EUR"))["receivables"] == "32.00"


def test_filters_reach_every_figure(ledger: Store) -> None:
    """Government: C1 alone, sold before the period."""
    found = values(ledger, replace(VIEW, filters=(("nature", "government"),)))
    assert (found["receivables"], found["credit_sales"], found["dso_simple"]) == ("800.00", "0.00", None)
    assert found["dso_countback"] == "122.00"  # back to the first of December: 31 + 29 + 31 + 31 days


def test_change_against_one_month_before_and_whether_it_is_good(ledger: Store) -> None:
    report = figures_report(ledger, VIEW, series=False)
    assert report.compared_to == date(2024, 2, 29)
    overdue = report.line("EUR", "overdue")
    assert (overdue.before, overdue.change, overdue.verdict) == (1400, 100, "bad")
    ratio = report.line("EUR", "overdue_ratio")
    assert (ratio.verdict, report.line("EUR", "documents").verdict) == ("good", "neutral")


def test_the_line_over_time_ends_in_the_figure_itself(ledger: Store) -> None:
    report = figures_report(ledger, VIEW)
    for name in KEY_FIGURES:
        line = report.line("EUR", name)
        assert len(line.series) == 12
        assert line.series[-1] == (VIEW.as_of, line.figure.value)
        assert line.series[-2] == (date(2024, 2, 29), line.before)


@pytest.mark.parametrize("asked", [{}, {"currency": "EUR"}, {"filters": (("nature", "commercial"),)}], ids=str)
def test_a_first_look_at_the_key_figures_finds_what_the_report_finds(ledger: Store, asked: dict[str, Any]) -> None:
    view = replace(VIEW, **asked)
    whole, first_look = figures_report(ledger, view), key_figures(ledger, view)
    assert first_look.header == whole.header
    for currency, lines in first_look.lines.items():
        assert list(lines) == [whole.line(currency, name) for name in KEY_FIGURES]


def test_an_empty_ledger_has_no_ratios(empty: Store) -> None:
    found = values(empty, VIEW, "USD")
    assert set(found) == set(METRICS)
    assert set(found.values()) <= {None, "0.00", 0}
    assert {line.figure.value for line in key_figures(empty, VIEW).lines["USD"]} == {None, 0}


@pytest.mark.parametrize("segment", ["nature", "customer", "parent", "industry"])
def test_parts_of_the_dso_change_sum_to_it(ledger: Store, segment: str) -> None:
    change = dso_change(ledger, VIEW, date(2024, 2, 29), segment)["EUR"]
    assert change is not None
    assert sum(change.parts.values()) == change.change == Decimal("115.71") - Decimal("153.00")


def test_a_currency_is_no_segment(ledger: Store) -> None:
    with pytest.raises(ScoringError, match="grouping_unknown"):
        dso_change(ledger, VIEW, date(2024, 2, 29), "currency")


def test_the_figures_of_changes_are_those_of_the_report(ledger: Store) -> None:
    """They are read without payments and credits, and are the same to the last digit, now and a month before."""
    whole, told = figures_report(ledger, VIEW, series=False), changed_figures(ledger, VIEW)
    assert told.compared_to == whole.compared_to
    assert list(told.lines) == list(whole.lines)
    for currency, lines in told.lines.items():
        assert [line.figure.name for line in lines] == list(CHANGE_FIGURES)
        for line in lines:
            assert replace(whole.line(currency, line.figure.name), series=()) == line
