"""Credit terms as they can be changed for a segment, what they mean in days, and what an early-payment discount costs.

Every field is what a person types: whole days, percents as 2 for 2%. None = stays as it is today.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

DueRule = Literal["net", "end_of_month", "day_of_month"]
DUE_RULES: tuple[str, ...] = get_args(DueRule)
Days = NDArray[np.int64]
Dates = NDArray[np.datetime64]
YEAR_DAYS = 365


@dataclass(frozen=True)
class Terms:
    """Terms that a scenario gives a segment.

    `due_rule` (net if not given, together with `net_days`): "net" = net_days after issue; "end_of_month" = net_days after
    the last day of the month of issue; "day_of_month" = the first `due_day` of a month that lies net_days or more after
    issue. `limit_months` = limit in months of the customer's sales. `stop_ship_days` = no deliveries while something is
    more days past due. `deposit_percent` of a sale is paid with the order. `instalments` equal parts, the first at the due
    date, the others every `instalment_days`. Insurance: premium on sales on credit; of a loss, `insurance_own_percent` is
    borne and of the rest `insurance_cover_percent` is paid. Factoring: the factor pays the advance on the day of sale for a
    fee on the invoice; with recourse the claim and its risk stay here, without it the advanced part leaves the book.
    """

    net_days: int | None = None
    due_rule: DueRule | None = None
    due_day: int | None = None
    discount_percent: float | None = None
    discount_days: int | None = None
    late_interest_percent: float | None = None
    limit_amount: float | None = None
    limit_months: float | None = None
    stop_ship_days: int | None = None
    deposit_percent: float | None = None
    instalments: int | None = None
    instalment_days: int | None = None
    insurance_premium_percent: float | None = None
    insurance_cover_percent: float | None = None
    insurance_own_percent: float | None = None
    factoring_advance_percent: float | None = None
    factoring_fee_percent: float | None = None
    factoring_recourse: bool | None = None

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the fields that are given, in order.

        >>> Terms(net_days=30, deposit_percent=20.0).changed
        ('net_days', 'deposit_percent')
        """
        return tuple(field.name for field in fields(self) if getattr(self, field.name) is not None)

    @property
    def due_changes(self) -> bool:
        """Whether a due date is given at all; else every customer keeps the terms it has."""
        return self.net_days is not None or self.due_rule is not None

    def only(self, names: tuple[str, ...]) -> Terms:
        """These terms with the fields of `names` alone; the others stay as today."""
        return replace(Terms(), **{name: getattr(self, name) for name in names})


UNCHANGED = Terms()
LEVERS: dict[str, tuple[str, ...]] = {
    "due": ("net_days", "due_rule", "due_day", "instalments", "instalment_days"),
    "discount": ("discount_percent", "discount_days"),
    "late_interest": ("late_interest_percent",),
    "limit": ("limit_amount", "limit_months"),
    "stop_ship": ("stop_ship_days",),
    "deposit": ("deposit_percent",),
    "insurance": ("insurance_premium_percent", "insurance_cover_percent", "insurance_own_percent"),
    "factoring": ("factoring_advance_percent", "factoring_fee_percent", "factoring_recourse"),
}
"""The fields that go together, in the order in which a bridge takes them up."""


def due_gaps(terms: Terms, issued: Dates) -> Days:
    """Days from issue to due date of documents issued on the days `issued`, by the rule of `terms` (none given: 0).

    >>> on = np.array(["2026-01-10", "2026-01-31"], "datetime64[D]")
    >>> due_gaps(Terms(net_days=10, due_rule="end_of_month"), on).tolist()  # due on 10 February
    [31, 10]
    >>> due_gaps(Terms(net_days=0, due_rule="day_of_month", due_day=15), on).tolist()  # 15 January, 15 February
    [5, 15]
    """
    net = terms.net_days or 0
    if terms.due_rule == "end_of_month":
        return _days_between(issued, _month_end(issued) + net)
    if terms.due_rule == "day_of_month":
        earliest = issued + net
        due = _day_in_month(earliest, terms.due_day or 1, 0)
        return _days_between(issued, np.where(due < earliest, _day_in_month(earliest, terms.due_day or 1, 1), due))
    return np.full(len(issued), net, dtype=np.int64)


def terms_days(terms: Terms, as_of: date) -> float | None:
    """Days from issue to due date under changed terms, as the mean of a year from `as_of`; None where they stay.

    >>> terms_days(Terms(net_days=30), date(2026, 10, 31)), terms_days(Terms(deposit_percent=20.0), date(2026, 10, 31))
    (30.0, None)
    """
    if not terms.due_changes:
        return None
    return float(due_gaps(terms, np.datetime64(as_of, "D") + np.arange(1, YEAR_DAYS + 1)).mean())


def discount_rate(percent: float, days: int, net_days: float, year_days: int = YEAR_DAYS) -> float | None:
    """Implied annual rate of a discount, simple: d / (100 - d) x year / (net - days); as a share (0.37 = 37%).

    What a customer pays who does not take it. None where taking it is no earlier than the due date (domain.md, terms).

    >>> round(discount_rate(2, 10, 30), 4), round(discount_rate(2, 10, 30, 360), 4)
    (0.3724, 0.3673)
    """
    return None if net_days <= days else percent / (100 - percent) * year_days / (net_days - days)


def discount_rate_effective(percent: float, days: int, net_days: float, year_days: int = YEAR_DAYS) -> float | None:
    """The same compounded: (1 + d / (100 - d)) ^ (year / (net - days)) - 1.

    >>> round(discount_rate_effective(2, 10, 30), 4)
    0.4459
    """
    if net_days <= days:
        return None
    return float((1 + percent / (100 - percent)) ** (year_days / (net_days - days)) - 1)


def _days_between(start: Dates, end: Dates) -> Days:
    found: Days = (end - start).astype(np.int64)
    return found


def _month_end(days: Dates) -> Dates:
    found: Dates = (days.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1
    return found


def _day_in_month(days: Dates, day: int, later: int) -> Dates:
    """The day `day` of the months of `days`, `later` months on; the last of the month where it has fewer days."""
    first = (days.astype("datetime64[M]") + later).astype("datetime64[D]")
    found: Dates = np.minimum(first + (day - 1), _month_end(first))
    return found
