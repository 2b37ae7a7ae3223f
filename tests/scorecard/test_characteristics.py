"""Columns that are known only after the outcome never become characteristics; honest ones are left alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scoring.scorecard.characteristics import CHARACTERISTICS, refused

TOO_LATE = [
    "DaysToSettle", "days to pay", "Days-To-Collect", "DaysLate", "days_delayed", "Days Past Due", "SettledDate",
    "clear_date", "Paid Date", "payment_date", "Collection Date", "date_settled", "predicted_payment_date",
    "Expected Payment", "Forecast Collection Date", "estimated_days_to_pay", "Aging Bucket", "ageing band", "isOpen",
    "is_late", "Paid", "written_off", "Write-off amount", "结清日期", "清账日", "实际付款日", "预计回款日期", "预计到账日",
    "付款日期", "回款天数", "逾期天数", "延迟天数", "账龄段", "账龄区间", "是否逾期", "是否结清",
]  # fmt: skip
HONEST = [
    "credit_limit", "terms_days", "Payment Terms", "payment_method", "invoice_date", "Due Date", "estimated_salary",
    "paid_share_12m", "late_count_last_year", "days_since_last_order", "PAY_0", "PAY_AMT1",
    "Payment Status of Previous Credit",     "账龄要求", "付款方式", "付款条件", "信用额度", "近12个月逾期次数",
]  # fmt: skip


@pytest.mark.parametrize("name", TOO_LATE)
def test_what_is_known_only_later_is_refused(name: str) -> None:
    assert refused(["age", name]) == [name]


def test_honest_columns_are_left_alone() -> None:
    assert refused(HONEST) == []
    assert refused(CHARACTERISTICS) == []


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["german", "hmeq", "uci_credit_card"])
def test_public_samples_are_left_alone(shared: Path, name: str) -> None:
    with (shared.parent / "samples" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        assert refused(next(csv.reader(file))) == []


def test_a_line_about_every_characteristic_can_be_trusted() -> None:
    """Master data cannot be changed by paying better, nor can an industry; nothing is both a category and measured."""
    for one in CHARACTERISTICS.values():
        assert (one.kind == "category") == (one.unit == "category")
        assert not (one.can_change and one.family in ("relation", "industry"))
