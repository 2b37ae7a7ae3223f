"""What was planted can be seen in the data: each reason by its own sign, before the customer stops paying."""

from __future__ import annotations

import pandas as pd
import pytest

from data.generator import Truth, planted_truth
from tests.data.conftest import LAST_DAY, Ledger

SIGNS = planted_truth()
BAD = [sign for sign in SIGNS if sign.goes_bad]


def of_reason(reason: str) -> list[Truth]:
    return [sign for sign in BAD if sign.reason == reason]


def customers(signs: list[Truth]) -> set[str]:
    return {sign.customer_id for sign in signs}


def since_onset(table: pd.DataFrame, day: str) -> pd.Series:
    """Days from the onset of the customer that goes bad to the row's day; missing for all other customers."""
    onset = {sign.customer_id: pd.Timestamp(sign.onset) for sign in BAD}
    return (table[day] - pd.to_datetime(table["Customer Number"].map(onset))).dt.days


def test_a_sixth_goes_bad_in_three_years_and_almost_as_many_only_look_like_it(sample: Ledger) -> None:
    assert 0.16 <= len(BAD) / len(sample.customers) <= 0.18
    assert 0.6 * len(BAD) < len(SIGNS) - len(BAD) < len(BAD)
    assert {sign.reason for sign in BAD} == {
        "falling_sales", "high_utilisation", "poor_statements", "industry_downturn", "disputes",
    }  # fmt: skip


def test_no_public_body_goes_bad(sample: Ledger) -> None:
    nature = sample.customers.set_index("Customer Number")["Nature"]
    assert "Government" not in set(nature[list(customers(BAD))])


def test_the_truth_is_no_column_of_the_ledger(sample: Ledger) -> None:
    words = {word for table in (sample.customers, sample.invoices, sample.receipts) for word in table.columns}
    assert not any("truth" in word.lower() or "bad" in word.lower() for word in words)


def test_payments_come_ever_later_once_the_slide_begins(sample: Ledger) -> None:
    """Mean days beyond terms of bad customers, by when the invoice was issued: before, early in and late in the slide."""
    months = since_onset(sample.payments, "Invoice Date") // 30
    beyond = sample.payments["days_beyond"]
    before, early, late = (beyond[months.between(*span)].mean() for span in ((-12, -1), (0, 2), (3, 7)))
    assert before < 12
    assert early > before + 8
    assert late > early + 20


def test_most_customers_that_stop_paying_soon_have_long_overdue_invoices(sample: Ledger) -> None:
    """Four months after payments stop, something is two months late, of those the ledger follows for seven months."""
    stopped = [sign for sign in BAD if pd.Timestamp(sign.stops_paying) + pd.Timedelta(days=210) <= LAST_DAY]
    seen = 0
    for sign in stopped:
        book = sample.open_on(pd.Timestamp(sign.stops_paying) + pd.Timedelta(days=120))
        own = book[book["Customer Number"] == sign.customer_id]
        seen += bool((own["days_past_due"] >= 60).any())
    assert len(stopped) >= 15
    assert seen / len(stopped) > 0.6


def test_healthy_customers_are_seldom_ninety_days_late(sample: Ledger) -> None:
    healthy = ~sample.invoices["Customer Number"].isin(customers(BAD))
    late = sample.open_on(LAST_DAY)
    late = late[late["days_past_due"] >= 90]
    assert late["Invoice No"].isin(sample.invoices.loc[healthy, "Invoice No"]).sum() < 0.012 * healthy.sum()


def monthly_sales(sample: Ledger, signs: list[Truth], first: int, last: int) -> float:
    own = sample.invoices[sample.invoices["Customer Number"].isin(customers(signs))]
    months = since_onset(own, "Invoice Date") // 30
    return float((months.between(first, last)).sum() / (last - first + 1))


@pytest.mark.parametrize(("reason", "low", "high"), [("falling_sales", 0.2, 0.8), ("high_utilisation", 1.2, 3.0)])
def test_orders_fall_or_swell(sample: Ledger, reason: str, low: float, high: float) -> None:
    """Invoices a month from the third month of the slide to the stop of deliveries, against the months before it."""
    signs = of_reason(reason)
    assert low < monthly_sales(sample, signs, 3, 6) / monthly_sales(sample, signs, -5, -1) < high


def test_limits_are_tight_where_utilisation_is_the_sign(sample: Ledger) -> None:
    """Sales of a day against the limit, median of customers with the sign against all others."""
    firms = sample.customers.set_index("Customer Number")["Credit Limit"].dropna()
    sold = sample.invoices.groupby("Customer Number")["Amount"].sum().reindex(firms.index).fillna(0)
    signed = firms.index.isin([sign.customer_id for sign in SIGNS if sign.reason == "high_utilisation"])
    use = sold / firms
    assert use[signed].median() > 1.5 * use[~signed].median()


def test_disputes_pile_up_where_they_are_the_sign(sample: Ledger) -> None:
    own = sample.invoices[sample.invoices["Customer Number"].isin(customers(of_reason("disputes")))]
    disputed = own["Invoice No"].isin(sample.disputes["Invoice No"])
    months = since_onset(own, "Invoice Date") // 30
    assert disputed[months >= 2].mean() > 0.15
    assert disputed[months < 0].mean() < 0.06


def test_statements_published_before_the_stop_show_the_trouble(sample: Ledger) -> None:
    """Last statement known when payments stop: equity / assets and ebit / revenue, bad against all others."""
    firms = sample.financials.assign(
        equity_ratio=sample.financials["Equity"] / sample.financials["Total Assets"],
        margin=sample.financials["EBIT"] / sample.financials["Revenue"],
    )
    stops = {sign.customer_id: pd.Timestamp(sign.stops_paying) for sign in of_reason("poor_statements")}
    stop = pd.to_datetime(firms["Customer Number"].map(stops))
    last = firms[firms["Published Date"] <= stop].sort_values("Published Date").groupby("Customer Number").tail(1)
    others = firms[~firms["Customer Number"].isin([sign.customer_id for sign in SIGNS])]
    assert len(last) >= 5
    assert last["equity_ratio"].median() < others["equity_ratio"].median() - 0.1
    assert last["margin"].median() < others["margin"].median() - 0.02


def test_the_downturn_is_one_industry_s(sample: Ledger) -> None:
    industry = sample.customers.set_index("Customer Number")["Industry"]
    assert set(industry[list(customers(of_reason("industry_downturn")))]) == {"Construction"}
    healthy = sample.payments[~sample.payments["Customer Number"].isin(customers(list(SIGNS)))]
    downturn = healthy["Invoice Date"].between("2025-06-01", "2026-02-28") & (healthy["Industry"] == "Construction")
    before = (healthy["Invoice Date"] < "2025-01-01") & (healthy["Industry"] == "Construction")
    assert healthy.loc[downturn, "days_beyond"].mean() > healthy.loc[before, "days_beyond"].mean() + 4
