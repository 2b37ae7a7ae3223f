"""The planted change of terms: it shows in the due dates from its day on, and payments follow by the share told."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.generator import planted_terms, planted_truth
from tests.data.conftest import Ledger

CHANGES = planted_terms()
TOGETHER = [change for change in CHANGES if change.together]
CHANGE_DAY = pd.Timestamp("2025-05-01")


@pytest.fixture(scope="module")
def paid(sample: Ledger) -> pd.DataFrame:
    """Invoices of firms in whom nothing else was planted, with their terms and the days until half of each was paid.

    Only those issued early enough that even a slow payer had paid by the ledger's end.
    """
    told = sample.invoices.merge(
        sample.payments[["Invoice No", "date"]].groupby("Invoice No", as_index=False).median(), on="Invoice No"
    )
    told = told[(told["Nature"] == "Commercial") & (told["Invoice Date"] < "2026-06-01")]
    told = told[~told["Customer Number"].isin([truth.customer_id for truth in planted_truth()])]
    told["terms"] = (told["Due Date"] - told["Invoice Date"]).dt.days
    told["days_to_pay"] = (told["date"] - told["Invoice Date"]).dt.days
    return told.assign(after=told["Invoice Date"] >= CHANGE_DAY)


def test_many_change_on_one_day_and_a_few_on_their_own() -> None:
    assert {change.changed for change in TOGETHER} == {date(2025, 5, 1)}
    assert {(change.old_days, change.new_days) for change in TOGETHER} == {(30, 45), (60, 30)}
    assert len(TOGETHER) >= 30
    assert min(sum(change.new_days == days for change in TOGETHER) for days in (45, 30)) >= 10


def test_due_dates_follow_the_terms_from_the_day_of_the_change(sample: Ledger) -> None:
    by_customer = {change.customer_id: change for change in CHANGES}
    terms = (sample.invoices["Due Date"] - sample.invoices["Invoice Date"]).dt.days
    for row, days in zip(sample.invoices.itertuples(), terms, strict=True):
        change = by_customer.get(row[sample.invoices.columns.get_loc("Customer Number") + 1])
        if change is not None:
            issued = row[sample.invoices.columns.get_loc("Invoice Date") + 1].date()
            assert days == (change.new_days if issued >= change.changed else change.old_days)


def test_the_customer_list_has_the_terms_of_today(sample: Ledger) -> None:
    today = sample.customers.set_index("Customer Number")["Payment Terms"]
    assert {change.customer_id for change in CHANGES if today[change.customer_id] != change.new_days} == set()


@pytest.mark.parametrize(("old", "new", "within_days"), [(30, 45, 3.0), (60, 30, 4.0)])
def test_payments_move_by_seven_tenths_of_the_change(
    paid: pd.DataFrame, old: int, new: int, within_days: float
) -> None:
    """Difference in differences: days to pay after less before, of the firms changed less of those with the same terms."""
    changed = paid["Customer Number"].isin([c.customer_id for c in TOGETHER if (c.old_days, c.new_days) == (old, new)])
    alike = ~paid["Customer Number"].isin([c.customer_id for c in CHANGES]) & (paid["terms"] == old)
    moved = [group.groupby("after")["days_to_pay"].mean().diff().iloc[-1] for group in (paid[changed], paid[alike])]
    assert moved[0] - moved[1] == pytest.approx(0.7 * (new - old), abs=within_days)
