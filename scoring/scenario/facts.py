"""What a scenario starts from: a ledger on a date, segment by segment, as small as the simulation needs it.

Days count from the as-of date (day 0): history runs up to day 0, what is expected begins on day 1. Amounts are floats in
one currency, gross of credits on account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.delays import DelayCurve
from scoring.terms import AgingScheme

Floats = NDArray[np.float64]
MONTHS = 24
"""How far a path goes."""
WRITTEN_OFF_DAYS = 365
"""Days past due after which what is never paid leaves the book; what comes later counts as coming on that day."""


@dataclass(frozen=True)
class Costs:
    """What money and goods cost: gross margin as a share of sales, cost of capital a year, and collecting from one customer
    that defaults, in the book's currency."""

    gross_margin: float
    cost_of_capital_yearly: float
    collection_cost: float


@dataclass(frozen=True)
class Opening:
    """What is open on the as-of date by days past due: `amounts[k]` is `first_day` + k days past due (negative = not yet
    due)."""

    first_day: int
    amounts: Floats

    @property
    def days(self) -> NDArray[np.int64]:
        """Days past due of each amount."""
        return np.arange(self.first_day, self.first_day + len(self.amounts))


@dataclass(frozen=True)
class DiscountUse:
    """The early-payment discount that customers take today: which share of sales, at what percent, within how many days.

    >>> DiscountUse().cost_share
    0.0
    """

    sales_share: float = 0.0
    percent: float = 0.0
    days: int = 0

    @property
    def cost_share(self) -> float:
        """Discounts as a share of all sales."""
        return self.sales_share * self.percent / 100


@dataclass(frozen=True)
class Accounts:
    """The customers of a segment, one entry each in every field: sales of an average month, what is open and overdue, how
    far past due the oldest of it is, the limit (NaN = none set), days from issue to due and from issue to payment."""

    customer_id: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    monthly_sales: Floats = field(default_factory=lambda: np.zeros(0))
    open: Floats = field(default_factory=lambda: np.zeros(0))
    overdue: Floats = field(default_factory=lambda: np.zeros(0))
    oldest_days: Floats = field(default_factory=lambda: np.zeros(0))
    limit: Floats = field(default_factory=lambda: np.zeros(0))
    terms_days: Floats = field(default_factory=lambda: np.zeros(0))
    days_to_pay: Floats = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True)
class Segment:
    """One segment of the book.

    `sales` are those expected on each day from day 1, `history` those of each day up to day 0 (its last entry). `gaps` are
    the terms given today: days from issue to due date and the share of sales under them, summing to 1. `curve` says how
    late it pays, resting on `claims` invoices; `credited_share` of sales is taken back by credit notes. `pd_yearly` None =
    nobody is rated.
    """

    key: str
    sales: Floats
    history: Floats
    opening: Opening
    gaps: tuple[tuple[int, float], ...]
    curve: DelayCurve
    claims: int = 0
    credited_share: float = 0.0
    discount: DiscountUse = DiscountUse()
    pd_yearly: float | None = None
    accounts: Accounts = field(default_factory=Accounts)

    @property
    def mean_gap(self) -> float:
        """Days from issue to due date, weighted by sales."""
        return sum(days * share for days, share in self.gaps)

    @property
    def receivables(self) -> float:
        """What is open on the as-of date."""
        return float(self.opening.amounts.sum())

    @property
    def yearly_sales(self) -> float:
        """Sales of the first 365 days expected."""
        return float(self.sales[:365].sum())


@dataclass(frozen=True)
class Facts:
    """A ledger on `as_of` in one currency. `ends` are the days at whose end the path is told, counted from as_of, the first
    0 and the last within the days for which sales are expected. `scheme` ages by due date."""

    as_of: date
    currency: str
    segments: tuple[Segment, ...]
    costs: Costs
    scheme: AgingScheme
    period_days: int = 90
    months: int = MONTHS

    @property
    def ends(self) -> NDArray[np.int64]:
        """Days from as_of to as_of itself and to the same day of each month after it."""
        return np.array([(day - self.as_of).days for day in self.end_dates], dtype=np.int64)

    @property
    def end_dates(self) -> list[date]:
        """The as-of date and the same day of each month after it; a month's last day goes with the last days."""
        return [month_later(self.as_of, months) for months in range(self.months + 1)]

    def segment(self, key: str) -> Segment:
        """One segment. Raises KeyError."""
        return {segment.key: segment for segment in self.segments}[key]


def month_later(day: date, months: int) -> date:
    """The same day `months` later; a month's last day, or a day the month does not have, becomes its last.

    >>> month_later(date(2026, 10, 31), 1), month_later(date(2026, 2, 28), 1), month_later(date(2026, 1, 30), 1)
    (datetime.date(2026, 11, 30), datetime.date(2026, 3, 31), datetime.date(2026, 2, 28))
    """
    if months == 0:
        return day
    last = _last_of(day.year * 12 + day.month - 1 + months)
    return last if (day + timedelta(days=1)).day == 1 else last.replace(day=min(day.day, last.day))


def horizon_days(as_of: date, months: int = MONTHS) -> int:
    """Days for which sales must be expected."""
    return (month_later(as_of, months) - as_of).days


def spread_over_days(as_of: date, monthly: Sequence[float], days: int) -> Floats:
    """Expected sales of calendar months, the first being that of the day after as_of, as an amount for each of `days` days.

    A month's amount is that of the whole month and spread evenly over its days.

    >>> spread_over_days(date(2026, 10, 29), [310.0, 300.0], 4).tolist()
    [10.0, 10.0, 10.0, 10.0]
    """
    on = np.datetime64(as_of, "D") + np.arange(1, days + 1)
    months = on.astype("datetime64[M]")
    lengths = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    which = (months - months[0]).astype(np.int64)
    found: Floats = np.asarray(monthly, dtype=np.float64)[which] / lengths
    return found


def _last_of(month_number: int) -> date:
    after = month_number + 1
    return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
