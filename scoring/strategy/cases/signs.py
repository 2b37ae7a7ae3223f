"""What is known of customers that may tell why they do not pay, and what of it is remarkable: marks, for all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
HABIT_CLAIMS = 6
"""Claims of a year from which on there is a habit to speak of."""
HABIT_LATE, CHRONIC_LATE, SPAN_DAYS = 0.1, 0.5, 180
"""A good payer is late with at most so much of its claims; a chronic one is more than 30 days late with at least so much,
over at least so many days."""
HALF = 0.5
BROKEN_OFTEN = 2
DROPPED_GRADES = 2
OLD_DAYS = 365
UNKNOWN = float("nan")
"""Of a number that nothing is known of, in columns: it is neither large nor small."""


@dataclass(frozen=True)
class Signs:
    """What is known of one customer on a day, its claims past due and its year up to it.

    `late_claims`, `part_paid` of them in part; `judged` claims due in the year of which it is known whether they came more
    than 30 days late, `very_late` did, the first and last of them `very_late_span` days apart; `settled` of the year's,
    `settled_late` more than 5 days late; invoices `ordered_3m` and receipts `received_3m` in the last 91 days; promises
    `broken` in the year; when it last said it had paid without a receipt since, and asked for a plan. `disputed_share` of
    what is past due, 0 to 1; `limit_use` = open / limit. Outside facts are None where none were imported.
    """

    as_of: date
    oldest_days: int
    late_claims: int = 0
    part_paid: int = 0
    judged: int = 0
    very_late: int = 0
    very_late_span: int = 0
    settled: int = 0
    settled_late: int = 0
    ordered_3m: int = 0
    received_3m: int = 0
    broken: int = 0
    says_paid_on: date | None = None
    plan_asked_on: date | None = None
    disputes: int = 0
    dispute_reason: str | None = None
    disputed_share: float = 0.0
    limit_use: float | None = None
    insolvencies: int | None = None
    enforcements: int | None = None
    lawsuits: int | None = None
    rating_drop: int | None = None
    interest_cover: float | None = None
    current_ratio: float | None = None
    recorded_reason: str | None = None
    recorded_persistence: str | None = None
    recorded_on: date | None = None
    recorded_by: str = ""


class Columns:
    """The columns of a table of signs (fields of `Signs` by name) as numbers; what is not known is UNKNOWN."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        return np.asarray(self._table[name].cast(pa.float64()).fill_null(UNKNOWN), dtype=float)

    def told(self, name: str) -> Flags:
        """For whom anything is known of a column."""
        return np.asarray(self._table[name].is_valid())


MARKS: Mapping[str, Callable[[Columns], Any]] = {
    "dispute_open": lambda of: of["disputes"] > 0,
    "dispute_in_part": lambda of: of["disputed_share"] > 0,
    "dispute_of_half": lambda of: of["disputed_share"] >= HALF,
    "promises_broken": lambda of: of["broken"] >= BROKEN_OFTEN,
    "pays_nothing": lambda of: of["received_3m"] == 0,
    "still_orders": lambda of: of["ordered_3m"] > 0,
    "says_paid": lambda of: of.told("says_paid_on"),
    "late_for_once": lambda of: (of["settled"] >= HABIT_CLAIMS) & (of["settled_late"] <= HABIT_LATE * of["settled"]),
    "late_but_sure": lambda of: _often_late(of) & (of["very_late"] <= HABIT_LATE * of["judged"]),
    "plan_asked": lambda of: of.told("plan_asked_on"),
    "insolvency": lambda of: of["insolvencies"] > 0,
    "enforcement": lambda of: of["enforcements"] > 0,
    "part_payments": lambda of: (of["part_paid"] >= HALF * of["late_claims"]) & (of["part_paid"] > 0),
    "over_limit": lambda of: of["limit_use"] > 1,
    "lawsuits": lambda of: of["lawsuits"] > 0,
    "rating_drop": lambda of: of["rating_drop"] >= DROPPED_GRADES,
    "weak_statements": lambda of: (of["interest_cover"] < 1) | ((of["current_ratio"] < 1) & (of["current_ratio"] != 0)),
    "often_very_late": lambda of: _often_very_late(of) & (of["very_late_span"] >= SPAN_DAYS),
    "seldom_very_late": lambda of: (of["judged"] >= HABIT_CLAIMS) & (of["very_late"] <= HABIT_LATE * of["judged"]),
    "very_old": lambda of: of["oldest_days"] > OLD_DAYS,
    "outside": lambda of: (
        of.told("insolvencies") | of.told("rating_drop") | of.told("interest_cover") | of.told("current_ratio")
    ),
}
"""What is remarkable about a customer, each as a condition on the columns of a table of signs."""


def marks_of(signs: pa.Table) -> NDArray[np.int64]:
    """The marks of each customer as a number: a bit for each of MARKS, the first the lowest. Rows without signs (null) have
    none but for those about what is unknown.

    >>> signs = pa.Table.from_pylist([vars(Signs(date(2026, 3, 1), 400, disputes=2))])
    >>> sorted(named(int(marks_of(signs)[0])))
    ['dispute_open', 'pays_nothing', 'very_old']
    """
    columns = Columns(signs)
    held = [np.asarray(condition(columns), dtype=np.int64) << place for place, condition in enumerate(MARKS.values())]
    marks: NDArray[np.int64] = np.bitwise_or.reduce(held, axis=0)
    return marks


def named(marks: int) -> frozenset[str]:
    """The marks that are set in a number of `marks_of`.

    >>> sorted(named(5))
    ['dispute_of_half', 'dispute_open']
    """
    return frozenset(name for place, name in enumerate(MARKS) if marks >> place & 1)


def _often_late(of: Columns) -> Any:
    return (of["settled"] >= HABIT_CLAIMS) & (of["settled_late"] >= HALF * of["settled"])


def _often_very_late(of: Columns) -> Any:
    return (of["judged"] >= HABIT_CLAIMS) & (of["very_late"] >= CHRONIC_LATE * of["judged"])
