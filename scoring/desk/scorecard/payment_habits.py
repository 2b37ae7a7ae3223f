"""How customers paid in the year up to each of many days, read in one pass over the payments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from scoring.store import Store

PAID = {
    "days_beyond_terms": "days_beyond_terms_12m",
    "variability_days": "payment_variability_days",
    "gap_ratio": "receipt_gap_ratio",
}
"""Columns of the mart that are characteristics as they are."""


def habits_on(store: Store, rates: Mapping[date, Mapping[str, list[Any]]]) -> pa.Table:
    """The mart "payment_habits" for the days of `rates` (by day `currencies` and their `rates`, see `rates_of`).

    Many days take little longer than one: the payments are read once.
    """
    flat = [
        (day, *pair) for day, known in rates.items() for pair in zip(known["currencies"], known["rates"], strict=True)
    ]
    names = ("rate_days", "currencies", "rates")
    params = {name: list(values) for name, values in zip(names, zip(*flat, strict=True), strict=True)}
    return store.table("payment_habits", {"days": list(rates), **params})


def with_habits(table: pa.Table, habits: pa.Table, day: date) -> pa.Table:
    """`table` (customer_id and overdue in each row) with the characteristics that come of a day's `habits`.

    Null where they cannot be computed: nobody paid, or too seldom to tell. What is overdue counts as paid late.

    >>> money = pa.decimal128(18, 2)
    >>> table = pa.table({"customer_id": ["A", "B"], "overdue": pa.array([Decimal(25), Decimal(0)], money)})
    >>> habits = pa.table({"as_of": [date(2025, 6, 30)], "customer_id": ["A"], "ended": pa.array([Decimal(75)], money),
    ...     "ended_late": pa.array([Decimal(5)], money), **{name: [1.0] for name in PAID}})
    >>> found = with_habits(table, habits, date(2025, 6, 30))
    >>> found["late_paid_share_12m"].to_pylist(), found["receipt_gap_ratio"].to_pylist()
    ([0.3, None], [1.0, None])
    """
    here = habits.filter(pc.equal(habits["as_of"], pa.scalar(day)))
    paid = here.take(pc.index_in(table["customer_id"], value_set=here["customer_id"]))
    late, ended = (
        _double(pc.add(pc.fill_null(paid[name], Decimal(0)), table["overdue"])) for name in ("ended_late", "ended")
    )
    some = pc.if_else(pc.equal(ended, 0.0), pa.scalar(None, pa.float64()), ended)
    found = table.append_column("late_paid_share_12m", pc.divide(late, some))
    for column, characteristic in PAID.items():
        found = found.append_column(characteristic, paid[column])
    return found


def _double(money: pa.ChunkedArray) -> pa.ChunkedArray:
    """Money as the nearest floats, as the store casts it; Arrow's own cast is off by one in the last place."""
    return pc.divide(pc.cast(pc.cast(pc.multiply(money, Decimal(100)), pa.int64()), pa.float64()), 100.0)
