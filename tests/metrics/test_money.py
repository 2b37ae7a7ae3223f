"""Rates as of 2024-01-31: USD/JPY 145 (Jan 31), EUR/JPY 160 (Jan 30), USD/CAD 1.25 (Jan 2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scoring.errors import ScoringError
from scoring.metrics import money

D = Decimal

AS_OF = date(2024, 1, 31)
RATES = [
    {"from_currency": "USD", "to_currency": "JPY", "rate": D(145), "rate_date": date(2024, 1, 31)},
    {"from_currency": "EUR", "to_currency": "JPY", "rate": D(160), "rate_date": date(2024, 1, 30)},
    {"from_currency": "USD", "to_currency": "CAD", "rate": D("1.25"), "rate_date": date(2024, 1, 2)},
]


def test_a_quoted_pair_is_taken_as_it_stands() -> None:
    found = money.reporting(RATES, ["USD", "JPY"], "JPY", AS_OF)
    assert (found.currency, found.rates["USD"], found.rates["JPY"]) == ("JPY", D(145), D(1))


def test_the_other_way_round_is_inverted() -> None:
    assert money.reporting(RATES, ["CAD"], "USD", AS_OF).rates["CAD"] == D("0.8")


def test_through_a_third_currency_with_the_older_date() -> None:
    found = money.reporting(RATES, ["EUR"], "USD", AS_OF)
    assert round(found.rates["EUR"], 6) == D("1.103448")  # 160 / 145
    assert found.rate_dates == {"EUR": date(2024, 1, 30)}


def test_a_missing_rate_names_currency_and_date() -> None:
    with pytest.raises(ScoringError) as stop:
        money.reporting(RATES, ["GBP"], "USD", AS_OF)
    assert (stop.value.code, stop.value.facts) == ("rate_missing", {"currency": "GBP", "date": "2024-01-31"})


def test_the_reporting_currency_needs_no_rate() -> None:
    assert money.reporting([], ["SEK"], "SEK", AS_OF).rates == {"SEK": D(1)}
