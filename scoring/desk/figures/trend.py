"""Receivables by bucket at the month-ends before a date, from the pre-aggregated mart, and on the date itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from scoring import settings
from scoring.desk.figures.aging import open_by_customer
from scoring.desk.views import scope_of
from scoring.metrics.aging import ZERO
from scoring.store import Store
from scoring.terms import View

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Trend:
    """Open amounts by currency shown and day, oldest first, with every bucket of the default scheme (`keys`). The days
    are month-ends; the last is the as-of date."""

    keys: tuple[str, ...]
    points: dict[str, tuple[tuple[date, dict[str, Decimal]], ...]]


def bucket_trend(store: Store, view: View, months: int | None = None) -> Trend:
    """The last `months` (default: the setting) month-ends before the as-of date, and that date, by due date.

    Every month-end is converted at the as-of date's rates, so that the line shows receivables and not the exchange rate;
    converted sums are rounded once. Raises ScoringError as `scope_of`.
    """
    scope = scope_of(store, view)
    rates = {currency: rate for shown in scope.reportings.values() for currency, rate in shown.rates.items()}
    keys = settings.load().schemes["default"].keys
    found: dict[str, dict[date, dict[str, Decimal]]] = {
        currency: {view.as_of: dict.fromkeys(keys, ZERO)} for currency in scope.reportings
    }
    customers = None if scope.customers is None else list(scope.customers)
    for row in store.rows("month_buckets", {"as_of": view.as_of, "customers": customers}):
        if row["month_end"] < view.as_of and row["currency"] in rates:
            buckets = found[scope.shown(row["currency"])].setdefault(row["month_end"], dict.fromkeys(keys, ZERO))
            buckets[row["bucket"]] += row["open_amount"] * rates[row["currency"]]
    due = replace(scope, view=replace(view, scheme="default"), basis="due")
    today = open_by_customer(store, due).group_by(["currency", "bucket"]).aggregate([("reporting_amount", "sum")])
    for row in today.to_pylist():
        if row["currency"] in rates:
            found[scope.shown(row["currency"])][view.as_of][row["bucket"]] += row["reporting_amount_sum"]
    kept = (months or settings.load().trend_months) + 1
    return Trend(keys, {currency: _last(by_day, kept) for currency, by_day in found.items()})


@dataclass(frozen=True)
class Course:
    """Overdue on the last day of a trend and at its peak, on `day`."""

    now: Decimal
    peak: Decimal
    day: date
    at_end: bool

    @property
    def words(self) -> str:
        """The sentence that says it: `overview.<words>`."""
        if not self.peak:
            return "trend_never"
        return "trend_worst_now" if self.at_end else "trend"


def peak_of_overdue(points: Sequence[tuple[date, Mapping[str, Decimal]]]) -> Course:
    """Where overdue stands on the last of the days against its peak, of equal ones the first.

    >>> may, june = date(2024, 5, 31), date(2024, 6, 30)
    >>> peak_of_overdue([(may, {"not_due": Decimal(9), "1-30": Decimal(4)}), (june, {"1-30": Decimal(3)})])
    Course(now=Decimal('3.00'), peak=Decimal('4.00'), day=datetime.date(2024, 5, 31), at_end=False)
    """
    overdue = {
        day: sum((amount for key, amount in buckets.items() if key != "not_due"), ZERO) for day, buckets in points
    }
    last, worst = max(overdue), max(overdue, key=lambda day: overdue[day])
    return Course(overdue[last], overdue[worst], worst, overdue[last] == overdue[worst])


def _last(by_day: dict[date, dict[str, Decimal]], months: int) -> tuple[tuple[date, dict[str, Decimal]], ...]:
    days = sorted(by_day)[-months:]
    return tuple(
        (day, {key: amount.quantize(CENT, ROUND_HALF_UP) for key, amount in by_day[day].items()}) for day in days
    )
