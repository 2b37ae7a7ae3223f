"""Open the ledger as a `Book`: a handful of aggregated questions to the store, never a document.

All amounts are converted at the rates of the view's as-of date, so that a change between two books is never one of the
exchange rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.parameters import currency_of, number_of
from scoring.desk.views import Scope
from scoring.metrics import money
from scoring.metrics.book import Book, no_customers, no_months
from scoring.store import Store, reporting_params

BEGINNING = date(1, 1, 1)
ZERO = Decimal("0.00")
TOTALS = ("reporting_amount", "overdue", "overdue_days", "due_in_30_days")
STANDING = ("reporting_amount", "overdue", "invoices")
PAID = ("paid", "paid_days", "paid_days_beyond")
FEW_DAYS = 5
"""So few days are added up faster from what every customer owed than by a walk through everything that ever changed."""
Sums = dict[str, Any]
Dated = dict[tuple[str, date], Sums]
"""By currency shown and day; a day on which there was nothing is not in it."""
Sales = dict[str, dict[date, Decimal]]
"""Credit sales by currency shown and day of issue."""
Books = dict[str, dict[date, Book]]
"""By currency shown and as-of date."""


def key_books(store: Store, scope: Scope, days: Sequence[date]) -> Books:
    """The books of `days` with what stood open and what was sold: enough for the key figures, and cheap for many days."""
    starts = {day: _start(scope, day) for day in days}
    totals = totals_by_day(store, scope, [*days, *starts.values()])
    sales = sales_by_day(store, scope, min(starts.values()), max(days))
    cost = Decimal(str(number_of(store, "cost_of_capital_yearly")))
    found: Books = {}
    for currency in scope.reportings:
        for day in days:
            total = totals.get((currency, day), NOTHING)
            opening = totals.get((currency, starts[day]), NOTHING)
            found.setdefault(currency, {})[day] = Book(
                as_of=day,
                currency=currency,
                period_days=scope.view.period_days,
                receivables=total["reporting_amount"],
                overdue=total["overdue"],
                overdue_days=total["overdue_days"],
                due_in_30_days=total["due_in_30_days"],
                opening_receivables=opening["reporting_amount"],
                credit_sales=_sold_within(sales.get(currency, {}), starts[day], day),
                cost_of_capital_yearly=cost,
            )
    return found


def full_books(store: Store, scope: Scope, days: Sequence[date]) -> Books:
    """The books of `days` with everything that figures are made of."""
    customers = standings_by_customer(store, scope, days)
    masters = {row["customer_id"]: row for row in store.rows("customer", where=scope.customers_where)}
    paid = paid_by_day(store, scope, days)
    sales = sales_by_day(store, scope, BEGINNING, max(days))
    margin = Decimal(str(number_of(store, "gross_margin")))
    found: Books = {}
    for currency, books in key_books(store, scope, days).items():
        for day, book in books.items():
            standing = customers.get((currency, day), [])
            found.setdefault(currency, {})[day] = replace(
                book,
                documents=sum(int(row["invoices"]) for row in standing),
                months=_months(sales.get(currency, {}), day),
                customers=_frame(store, scope, currency, standing, masters),
                gross_margin=margin,
                **paid.get((currency, day), {}),
                **_credits_and_recovery(store, scope, book),
            )
    return found


def totals_by_day(store: Store, scope: Scope, days: Sequence[date]) -> Dated:
    """What was open at the end of each day: sums of TOTALS."""
    by, asked = [*scope.by_currency, "day"], sorted({*days})
    if len(asked) <= FEW_DAYS:
        rows = store.grouped("standings", {"days": asked, **scope.params}, by, TOTALS, where=scope.customers_where)
    else:
        customers = None if scope.customers is None else list(scope.customers)
        rows = store.grouped("standing_totals", {"days": asked, "customers": customers, **scope.params}, by, TOTALS)
    return {(scope.shown(row.get("currency", "")), row["day"]): row for row in rows}


def sales_by_day(store: Store, scope: Scope, after: date, until: date) -> Sales:
    """What was invoiced on each day after the first and up to the second; days without sales are not in it."""
    params = {"from_date": after, "to_date": until, **scope.params}
    by = [*scope.by_currency, "issue_date"]
    found: Sales = {}
    for row in store.grouped("invoices_issued", params, by, ["reporting_amount"], where=scope.customers_where):
        found.setdefault(scope.shown(row.get("currency", "")), {})[row["issue_date"]] = row["reporting_amount"]
    return found


def paid_by_day(store: Store, scope: Scope, days: Sequence[date]) -> Dated:
    """What was paid in the trailing window of each day: PAID, by currency shown and day."""
    params = {"ends": sorted({*days}), "period_days": scope.view.period_days, **scope.params}
    rows = store.grouped("windows", params, [*scope.by_currency, "day"], PAID, where=scope.customers_where)
    return {(scope.shown(row.get("currency", "")), row["day"]): {name: row[name] for name in PAID} for row in rows}


def standings_by_customer(store: Store, scope: Scope, days: Sequence[date]) -> dict[tuple[str, date], list[Sums]]:
    """What each customer had open at the end of each day: sums of STANDING, by currency shown and day."""
    found: dict[tuple[str, date], list[Sums]] = {}
    for row in _standings(store, scope, days).to_pylist():
        found.setdefault((scope.shown(row.get("currency", "")), row["day"]), []).append(row)
    return found


def standing_amounts(
    store: Store, scope: Scope, days: Sequence[date], name: str
) -> dict[tuple[str, date], dict[str, Decimal]]:
    """One of STANDING by customer, where it is not 0, by currency shown and day; quicker than all of them."""
    table = _standings(store, scope, days)
    kept = table.filter(pc.not_equal(pc.cast(table[name], pa.float64()), 0.0))
    currencies = kept["currency"].to_pylist() if scope.by_currency else [""] * kept.num_rows
    columns = (kept[column].to_pylist() for column in ("day", "customer_id", name))
    found: dict[tuple[str, date], dict[str, Decimal]] = {}
    for currency, day, customer, amount in zip(currencies, *columns, strict=True):
        found.setdefault((scope.shown(currency), day), {})[customer] = amount
    return found


def _standings(store: Store, scope: Scope, days: Sequence[date]) -> pa.Table:
    by = [*scope.by_currency, "day", "customer_id"]
    params = {"days": sorted({*days}), **scope.params}
    return store.sums("standings", params, by, STANDING, where=scope.customers_where)


NOTHING: Sums = dict.fromkeys(TOTALS, ZERO)


def _sold_within(sales: Mapping[date, Decimal], after: date, until: date) -> Decimal:
    return sum((amount for day, amount in sales.items() if after < day <= until), ZERO)


def _credits_and_recovery(store: Store, scope: Scope, book: Book) -> Sums:
    """What a book knows of credits on account and of what came in on overdue invoices, by its field."""
    rates, where = reporting_params(scope.reportings[book.currency]), scope.customers_where
    span = {"from_date": _start(scope, book.as_of), "to_date": book.as_of, **rates}
    recovery = store.total("recovery", span, ["overdue_at_start", "received"], where=where)
    credits = store.total("on_account_items", {"as_of": book.as_of, **rates}, ["reporting_amount"], where=where)
    return {
        "on_account": credits["reporting_amount"],
        "overdue_at_start": recovery["overdue_at_start"],
        "received_on_overdue": recovery["received"],
    }


def _frame(
    store: Store, scope: Scope, currency: str, customers: list[Sums], masters: Mapping[str, Sums]
) -> pd.DataFrame:
    """The customers of a book, with names and limits; see `no_customers` for the columns."""
    if not customers:
        return no_customers()
    home = currency_of(store)
    rates = limit_rates(store, scope, currency, masters.values(), home)
    known = [masters[row["customer_id"]] for row in customers]
    return pd.DataFrame(
        {
            "customer_id": [row["customer_id"] for row in customers],
            "name": [master["name"] for master in known],
            "open": [float(row["reporting_amount"]) for row in customers],
            "overdue": [float(row["overdue"]) for row in customers],
            "limit": pd.Series([limit_in(master, rates, home) for master in known], dtype=float),
        }
    )


def limit_in(master: Sums, rates: dict[str, Decimal], home: str) -> Decimal | None:
    """A customer's credit limit converted by `rates`; None without one, or with one in a currency not shown here.

    A limit whose currency the customer list does not state is in the workspace's, `home`.
    """
    rate = rates.get(master["limit_currency"] or home)
    return None if master["credit_limit"] is None or rate is None else Decimal(master["credit_limit"]) * rate


def limit_rates(store: Store, scope: Scope, currency: str, masters: Iterable[Sums], home: str) -> dict[str, Decimal]:
    """What the currencies of limits are worth; unconverted views know only limits in their own currency."""
    if scope.view.currency is None:
        return {currency: Decimal(1)}
    currencies = {master["limit_currency"] or home for master in masters if master["credit_limit"] is not None}
    as_of = scope.view.as_of
    return money.reporting(store.rows("rates_on", {"as_of": as_of}), currencies, currency, as_of).rates


def _months(sales: Mapping[date, Decimal], day: date) -> pd.DataFrame:
    """Credit sales of every calendar month up to `day`, newest first, months without sales included."""
    first, months, end = min(sales, default=day + timedelta(days=1)), [], day
    while end >= first:
        month = end.replace(day=1)
        months.append((month, end.day, _sold_within(sales, month - timedelta(days=1), end)))
        end = month - timedelta(days=1)
    return pd.DataFrame(months, columns=["month", "days", "sales"]) if months else no_months()


def _start(scope: Scope, day: date) -> date:
    return day - timedelta(days=scope.view.period_days)
