"""The characteristics of a customer that a score may use, and the columns that no development sample may ever use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scoring.scorecard.card import Trend

Family = Literal["payment", "overdue", "trade", "relation", "statement", "industry"]
Unit = Literal["share", "days", "ratio", "count", "money", "months", "category"]
KnownBy = Literal["receipts", "documents", "disputes", "master_data", "statements"]
"""What makes a characteristic known on a date: receipts by value date, documents by issue date, disputes by the day they
were opened, master data by import, statements by the day they were published."""


@dataclass(frozen=True)
class Characteristic:
    """One column of the observations mart. Its name, definition and reason stand in text (`characteristic.<name>`).

    `trend` is the shape expected of the WOE by rising value ("descending" = more is worse). `can_change` tells whether
    the customer can do something about it soon.
    """

    name: str
    kind: Literal["number", "category"]
    family: Family
    unit: Unit
    known_by: KnownBy
    trend: Trend
    can_change: bool


def _number(
    name: str, family: Family, unit: Unit, known_by: KnownBy, trend: Trend, can_change: bool = True
) -> Characteristic:
    return Characteristic(name, "number", family, unit, known_by, trend, can_change)


def _category(name: str, family: Family) -> Characteristic:
    return Characteristic(name, "category", family, "category", "master_data", "none", can_change=False)


CHARACTERISTICS: dict[str, Characteristic] = {
    one.name: one
    for one in (
        _number("late_paid_share_12m", "payment", "share", "receipts", "descending"),
        _number("days_beyond_terms_12m", "payment", "days", "receipts", "descending"),
        _number("payment_variability_days", "payment", "days", "receipts", "descending"),
        _number("receipt_gap_ratio", "payment", "ratio", "receipts", "descending"),
        _number("part_paid_share", "payment", "share", "receipts", "descending"),
        _number("worst_days_past_due_3m", "overdue", "days", "receipts", "descending"),
        _number("worst_days_past_due_6m", "overdue", "days", "receipts", "descending"),
        _number("worst_days_past_due_12m", "overdue", "days", "receipts", "descending"),
        _number("overdue_share", "overdue", "share", "receipts", "descending"),
        _number("oldest_open_days_past_due", "overdue", "days", "receipts", "descending"),
        _number("overdue_change_3m", "overdue", "ratio", "receipts", "descending"),
        _number("limit_utilisation", "trade", "share", "receipts", "descending"),
        _number("sales_trend", "trade", "ratio", "documents", "auto"),
        _number("invoices_12m", "trade", "count", "documents", "ascending"),
        _number("invoice_amount_mean", "trade", "money", "documents", "auto"),
        _number("credit_note_share_12m", "trade", "share", "documents", "descending"),
        _number("disputed_share_12m", "trade", "share", "disputes", "descending"),
        _number("terms_days", "trade", "days", "documents", "auto"),
        _number("months_on_book", "relation", "months", "documents", "ascending", can_change=False),
        _category("nature", "relation"),
        _category("industry", "relation"),
        _category("region", "relation"),
        _category("size", "relation"),
        _category("external_rating", "relation"),
        _number("current_ratio", "statement", "ratio", "statements", "ascending"),
        _number("debt_ratio", "statement", "ratio", "statements", "descending"),
        _number("interest_cover", "statement", "ratio", "statements", "ascending"),
        _number("net_margin", "statement", "share", "statements", "ascending"),
        _number("asset_turnover", "statement", "ratio", "statements", "ascending"),
        _number("altman_z", "statement", "ratio", "statements", "ascending"),
        _number("industry_overdue_share", "industry", "share", "receipts", "descending", can_change=False),
        _number("industry_sales_trend", "industry", "ratio", "documents", "ascending", can_change=False),
    )
}
"""Every characteristic by its name, in the order in which people read them. grain: a customer on a date."""

KNOWN_ONLY_LATER = (
    r"(actual_?)?days_?(to_?(settle|pay|payment|collect)|late|overdue|delayed?|past_?due)",
    r"(settled?|settlement|clear(ed|ing)?|paid|payment|collection|receipt)_?(date|day|on)",
    r"date_?(settled|paid|cleared|collected)",
    r"(predicted|forecast|expected|estimated)_?(.*_)?(pay|payment|collection|settlement|receipt|clearing|late)(_?(date|day))?",
    r"age?ing_?(bucket|band|class)",
    r"(is_?)?(open|late|overdue|paid|settled|cleared|defaulted|written_?off)",
    r"write_?off(_?(amount|date|flag))?",
    r"(结清|清账|核销|付款|收款|回款|到账|实付|实收)(日期|日|时间|天数)",
    r"(实际|预计|预测)(付款|收款|回款|到账|结清)(日期|日|时间|天数)?",
    r"(当前|实际)?(逾期|延迟|拖欠)(天数|区间|分段)",
    r"账龄(段|区间|分段|分组)?",
    r"(是否|已)(逾期|结清|付款|回款|核销|违约)",
)
"""Names of columns that are known only after the outcome is: days to settle, settled dates, predictions, what became of a
document, the source system's own buckets. English and Chinese; case, spaces, hyphens and dots do not matter."""
_LATER = re.compile("|".join(f"(?:{pattern})" for pattern in KNOWN_ONLY_LATER), re.IGNORECASE)


def refused(names: Iterable[str]) -> list[str]:
    """Those of `names` that can never be characteristics of a development sample, in their order.

    >>> refused(["Days To Settle", "terms_days", "aging bucket", "预计付款日"])
    ['Days To Settle', 'aging bucket', '预计付款日']
    """
    return [name for name in names if _LATER.fullmatch(re.sub(r"[\s\-._]+", "_", name.strip()))]
