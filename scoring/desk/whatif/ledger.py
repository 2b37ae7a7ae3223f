"""The ledger as arrays, one entry a customer or a customer and day: what the segments of a scenario are added up from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scoring.desk.figures.books import limit_in, limit_rates
from scoring.desk.parameters import currency_of
from scoring.desk.views import Scope
from scoring.errors import ScoringError
from scoring.store import Store

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
HISTORY_DAYS = 400
YEAR_DAYS = 365
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class Rows:
    """Amounts by customer and one whole number (a day, days of terms): positions of the customers in the list, the number,
    and the amounts by column."""

    customer: Whole
    number: Whole
    amounts: dict[str, Floats]

    def by_number(self, column: str, kept: NDArray[np.bool_], first: int, many: int) -> Floats:
        """Sums of the customers kept, for the numbers `first` to `first` + `many` - 1; others are left out."""
        at = self.number - first
        chosen = kept[self.customer] & (at >= 0) & (at < many)
        return np.bincount(at[chosen], self.amounts[column][chosen], many).astype(np.float64)


@dataclass(frozen=True)
class Columns:
    """All customers, in order of their numbers, and what is known of them on the as-of date. Days count from it.

    `issued`: sales by day of issue in HISTORY_DAYS up to it; `given`: sales, discounted sales and discounts of the last year
    by days of terms; `open`: open amounts by days past due. The floats have one entry a customer: sales and credit notes of
    the last year, what was paid in it and x days from issue, limit (NaN = none), terms, PD within a year (NaN = not rated).
    """

    customer_id: tuple[str, ...]
    name: tuple[str, ...]
    issued: Rows
    given: Rows
    open: Rows
    sales: Floats
    credited: Floats
    paid: Floats
    paid_days: Floats
    limit: Floats
    terms_days: Floats
    pd_yearly: Floats
    season: Floats


def columns_of(store: Store, scope: Scope, pds: Mapping[str, float]) -> Columns:
    """The ledger in the scope's one currency; `pds` are those of rated customers."""
    masters = store.rows("customer", order=["customer_id"])
    ids = [row["customer_id"] for row in masters]
    as_of = scope.view.as_of
    year = {"from_date": as_of - timedelta(days=YEAR_DAYS), "to_date": as_of, **scope.params}
    given = _rows(store, scope, ids, "terms_given", year, "terms_days", ("reporting_amount", "discounted", "discount",
                  "discounted_days"))  # fmt: skip
    flows = _sums(store, scope, ids, "flows", year, ("reporting_credit_notes",))
    window = {"ends": [as_of], "period_days": YEAR_DAYS, **scope.params}
    paid = _sums(store, scope, ids, "windows", window, ("paid", "paid_days", "sales", "sales_terms_days"))
    stated = np.array([np.nan if row["terms_days"] is None else float(row["terms_days"]) for row in masters])
    sold = paid["sales"]
    return Columns(
        customer_id=tuple(ids),
        name=tuple(row["name"] for row in masters),
        issued=_issued(store, scope, ids),
        given=given,
        open=_open(store, scope, ids),
        sales=sold,
        credited=flows["reporting_credit_notes"],
        paid=paid["paid"],
        paid_days=paid["paid_days"],
        limit=_limits(store, scope, masters),
        terms_days=np.divide(paid["sales_terms_days"], sold, out=stated, where=sold > 0),
        pd_yearly=np.array([pds.get(customer, np.nan) for customer in ids]),
        season=_season(store, scope),
    )


def season_of(months: Mapping[int, float]) -> Floats:
    """What each calendar month (January first) sells against an average one, from sales by month (year x 12 + month - 1).

    Of each of the last one to three years the months against their mean; flat where no two whole years are known, since
    one cannot be told from growth.

    >>> season_of({month: 2.0 if month % 12 == 0 else 1.0 for month in range(24)}).round(2).tolist()[:2]
    [1.85, 0.92]
    """
    last, first = max(months, default=0), min(months, default=0)
    years = [range(last - 12 * (n + 1) + 1, last - 12 * n + 1) for n in range(3) if last - 12 * (n + 1) + 1 >= first]
    shapes = []
    for year in years:
        sold = np.array([months.get(month, 0.0) for month in year])
        if sold.sum() > 0:
            shapes.append(np.roll(sold / sold.mean(), year[0] % 12))
    found: Floats = np.mean(shapes, axis=0) if len(shapes) > 1 else np.ones(12)
    return found


def _limits(store: Store, scope: Scope, masters: list[dict[str, Any]]) -> Floats:
    """The customers' limits; without a rate for all their currencies only those in the one shown."""
    home, currency = currency_of(store), scope.view.currency or ""
    try:
        rates = limit_rates(store, scope, currency, masters, home)
    except ScoringError as stop:
        if stop.code != "rate_missing":
            raise
        rates = {currency: Decimal(1)}
    limits = [limit_in(row, rates, home) for row in masters]
    return np.array([np.nan if limit is None else float(limit) for limit in limits])


def _season(store: Store, scope: Scope) -> Floats:
    as_of = scope.view.as_of
    whole = as_of if (as_of + timedelta(days=1)).day == 1 else as_of.replace(day=1) - timedelta(days=1)
    params = {"from_date": EARLIEST, "to_date": whole, **scope.params}
    rows = store.grouped("invoices_issued", params, ["issue_date"], ["reporting_amount"], where=scope.customers_where)
    months: dict[int, float] = {}
    for row in rows:
        month = row["issue_date"].year * 12 + row["issue_date"].month - 1
        months[month] = months.get(month, 0.0) + float(row["reporting_amount"] or 0)
    whole_months = {month: sold for month, sold in months.items() if month > min(months)}
    return season_of(whole_months)


def _issued(store: Store, scope: Scope, ids: list[str]) -> Rows:
    as_of = scope.view.as_of
    params = {"from_date": as_of - timedelta(days=HISTORY_DAYS), "to_date": as_of, **scope.params}
    table = store.sums("invoices_issued", params, ["customer_id", "issue_date"], ["reporting_amount"],
                       where=scope.customers_where)  # fmt: skip
    return Rows(
        _positions(table, ids), _days(table["issue_date"], as_of), {"sales": _floats(table["reporting_amount"])}
    )


def _open(store: Store, scope: Scope, ids: list[str]) -> Rows:
    as_of = scope.view.as_of
    params = {"as_of": as_of, "scheme": "default", "basis": "due", **scope.params}
    table = store.sums("open_items", params, ["customer_id", "due_date"], ["reporting_amount"], where=scope.items_where)
    return Rows(_positions(table, ids), -_days(table["due_date"], as_of), {"open": _floats(table["reporting_amount"])})


def _rows(
    store: Store, scope: Scope, ids: list[str], mart: str, params: Mapping[str, Any], by: str, columns: tuple[str, ...]
) -> Rows:
    table = store.sums(mart, params, ["customer_id", by], columns, where=scope.customers_where)
    number = table[by].to_numpy().astype(np.int64)
    return Rows(_positions(table, ids), number, {column: _floats(table[column]) for column in columns})


def _sums(
    store: Store, scope: Scope, ids: list[str], mart: str, params: Mapping[str, Any], columns: tuple[str, ...]
) -> dict[str, Floats]:
    table = store.sums(mart, params, ["customer_id"], columns, where=scope.customers_where)
    at = _positions(table, ids)
    return {column: np.bincount(at, _floats(table[column]), len(ids)).astype(np.float64) for column in columns}


def _positions(table: pa.Table, ids: list[str]) -> Whole:
    found: Whole = pc.index_in(table["customer_id"], value_set=pa.array(ids, pa.string())).to_numpy().astype(np.int64)
    return found


def _days(days: pa.ChunkedArray, as_of: date) -> Whole:
    found: Whole = (days.to_numpy().astype("datetime64[D]") - np.datetime64(as_of, "D")).astype(np.int64)
    return found


def _floats(column: pa.ChunkedArray) -> Floats:
    """Amounts, nothing (of a currency that is left out) as 0."""
    found: Floats = pc.fill_null(pc.cast(column, pa.float64()), 0.0).to_numpy()
    return found
