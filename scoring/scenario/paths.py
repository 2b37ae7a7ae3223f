"""A path as people read it: to the cent, month by month; and the Book of any of its ends, for the figures of every book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.metrics.book import Book, no_customers, no_months
from scoring.metrics.portfolio import figures_of
from scoring.scenario.facts import Facts
from scoring.scenario.result import SegmentResult
from scoring.scenario.simulate import Flows
from scoring.terms import Figure

CENT = Decimal("0.01")
FIGURES = (
    "receivables", "overdue", "overdue_ratio", "credit_sales", "dso_simple", "dso_countback", "dso_best_possible", "add",
    "cost_of_overdue",
)  # fmt: skip
"""The figures that a book of a path can give, computed as those of any book."""


@dataclass(frozen=True)
class PathPoint:
    """One end of a path and what moved since the end before it. At every end but the first, to the cent,
    cash = sales - discounts - credits - lost - change of receivables; buckets sum to receivables."""

    day: date
    sales: Decimal
    cash: Decimal
    discounts: Decimal
    credits: Decimal
    lost: Decimal
    receivables: Decimal
    buckets: tuple[Decimal, ...]
    overdue_days: Decimal

    @property
    def overdue(self) -> Decimal:
        """What is past due."""
        return self.receivables - self.buckets[0]

    def __add__(self, other: Self) -> Self:
        summed = {
            f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self) if f.name not in NOT_SUMMED
        }
        buckets = tuple(a + b for a, b in zip(self.buckets, other.buckets, strict=True))
        return type(self)(day=self.day, buckets=buckets, **summed)


NOT_SUMMED = ("day", "buckets")
MOVES = ("sales", "cash", "discounts", "credits", "lost")


def path_of(facts: Facts, parts: Sequence[SegmentResult]) -> tuple[PathPoint, ...]:
    """The path of several segments together: the sum of their paths to the cent. Raises ValueError without any."""
    if not parts:
        raise ValueError("no segments")
    paths = [_points(facts, part.flows) for part in parts]
    found = paths[0]
    for path in paths[1:]:
        found = [a + b for a, b in zip(found, path, strict=True)]
    return tuple(found)


def book_at(facts: Facts, parts: Sequence[SegmentResult], path: Sequence[PathPoint], end: int) -> Book:
    """The book of one end of a path; at the first end it is the ledger's own. Without customers, payments and credits."""
    point = path[end]
    daily = _daily(parts)
    known = len(daily) - len(parts[0].sold) + int(facts.ends[end])
    return Book(
        as_of=point.day,
        currency=facts.currency,
        period_days=facts.period_days,
        receivables=point.receivables,
        overdue=point.overdue,
        overdue_days=point.overdue_days,
        credit_sales=_money(float(daily[max(0, known - facts.period_days) : known].sum())),
        months=_months(daily[:known], point.day),
        customers=no_customers(),
        cost_of_capital_yearly=Decimal(str(facts.costs.cost_of_capital_yearly)),
        gross_margin=Decimal(str(facts.costs.gross_margin)),
    )


def figures_at(facts: Facts, parts: Sequence[SegmentResult], path: Sequence[PathPoint], end: int) -> tuple[Figure, ...]:
    """The figures of one end of a path."""
    return figures_of(book_at(facts, parts, path, end), FIGURES)


def _points(facts: Facts, path: Flows) -> list[PathPoint]:
    """A path in cents: running totals are rounded, so that rounding never adds up; what is open follows from them."""
    moved = {name: np.rint(getattr(path, name)[0] * 100).astype(np.int64) for name in MOVES}
    opening = round(float(path.receivables[0, 0]) * 100)
    open_cents = opening + moved["sales"] - moved["cash"] - moved["discounts"] - moved["credits"] - moved["lost"]
    since = {name: np.diff(total, prepend=0) for name, total in moved.items()}
    return [
        PathPoint(
            day=day,
            receivables=_cents(open_cents[end]),
            buckets=_shared(int(open_cents[end]), path.buckets[0, end]),
            overdue_days=Decimal(str(round(float(path.overdue_days[0, end]), 2))),
            **{name: _cents(amounts[end]) for name, amounts in since.items()},
        )
        for end, day in enumerate(facts.end_dates)
    ]


def _shared(total: int, buckets: NDArray[np.float64]) -> tuple[Decimal, ...]:
    """Buckets in cents that sum to `total`: what rounding leaves over goes to the largest."""
    cents = np.rint(buckets * 100).astype(np.int64)
    cents[int(np.argmax(buckets))] += total - int(cents.sum())
    return tuple(_cents(amount) for amount in cents)


def _cents(amount: int | np.int64) -> Decimal:
    return Decimal(int(amount)) * CENT


def _money(amount: float) -> Decimal:
    return _cents(round(amount * 100))


def _daily(parts: Sequence[SegmentResult]) -> NDArray[np.float64]:
    """Sales of each day, of history and of the path."""
    found: NDArray[np.float64] = np.sum([np.concatenate([part.segment.history, part.sold]) for part in parts], axis=0)
    return found


def _months(daily: NDArray[np.float64], until: date) -> pd.DataFrame:
    """Sales by calendar month, newest first, of days that end on `until`; whole months but the newest. See `no_months`."""
    rows, end, left = [], until, len(daily)
    while left >= end.day:
        rows.append((end.replace(day=1), end.day, _money(float(daily[left - end.day : left].sum()))))
        left -= end.day
        end = end.replace(day=1) - timedelta(days=1)
    return pd.DataFrame(rows, columns=["month", "days", "sales"]) if rows else no_months()
