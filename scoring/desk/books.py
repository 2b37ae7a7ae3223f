"""Open the ledger as a `Book`: a handful of aggregated questions to the store, never a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from scoring.desk.views import Scope, currency_of, number_of
from scoring.metrics import money
from scoring.metrics.book import Book, no_customers, no_months
from scoring.store import Store, reporting_params
from scoring.terms import Reporting

BEGINNING = date(1, 1, 1)
STANDING = ("reporting_amount", "overdue", "overdue_days", "due_in_30_days", "invoices")
WINDOW = ("sales", "paid", "paid_days", "paid_days_beyond")
Sums = dict[str, Any]


def books_of(store: Store, scope: Scope, currency: str, days: Sequence[date]) -> list[Book]:
    """The book of each of `days` in one of the scope's currencies.

    All amounts are converted at the rates of the view's as-of date, so that a change between two books is never one of
    the exchange rate.
    """
    reporting = scope.reportings[currency]
    customers = _customers(store, scope, reporting, days)
    windows = windows_by_day(store, scope, reporting, days)
    openings = standings_by_day(store, scope, reporting, [_start(scope, day) for day in days])
    return [
        _book(store, scope, reporting, day, customers[day], windows[day], openings[_start(scope, day)]) for day in days
    ]


def trend_books(store: Store, scope: Scope, currency: str, days: Sequence[date]) -> list[Book]:
    """Books of `days` with receivables, overdue, what falls due, opening and sales only: enough for a line over time."""
    reporting = scope.reportings[currency]
    starts = [_start(scope, day) for day in days]
    standing = standings_by_day(store, scope, reporting, [*days, *starts])
    windows = windows_by_day(store, scope, reporting, days)
    return [
        Book(
            day, currency, scope.view.period_days, receivables=standing[day]["reporting_amount"],
            overdue=standing[day]["overdue"], due_in_30_days=standing[day]["due_in_30_days"],
            opening_receivables=standing[start]["reporting_amount"], credit_sales=windows[day]["sales"],
        )
        for day, start in zip(days, starts, strict=True)
    ]  # fmt: skip


def standings_by_day(store: Store, scope: Scope, reporting: Reporting, days: Sequence[date]) -> dict[date, Sums]:
    """What was open at the end of each day: sums of STANDING, 0 where nothing was."""
    params = {"days": list(days), **reporting_params(reporting)}
    rows = store.grouped("standings", params, ["day"], STANDING, where=scope.customers_where)
    return _by_day(rows, days, STANDING)


def windows_by_day(store: Store, scope: Scope, reporting: Reporting, days: Sequence[date]) -> dict[date, Sums]:
    """What was invoiced and paid in the trailing window of each day: sums of WINDOW, 0 where nothing was."""
    params = {"ends": list(days), "period_days": scope.view.period_days, **reporting_params(reporting)}
    rows = store.grouped("windows", params, ["day"], WINDOW, where=scope.customers_where)
    return _by_day(rows, days, WINDOW)


def _book(
    store: Store, scope: Scope, reporting: Reporting, day: date, customers: list[Sums], window: Sums, opening: Sums
) -> Book:
    rates, where = reporting_params(reporting), scope.customers_where
    start = _start(scope, day)
    span = {"from_date": start, "to_date": day, **rates}
    recovery = store.total("recovery", span, ["overdue_at_start", "received"], where=where)
    credits = store.total("on_account_items", {"as_of": day, **rates}, ["reporting_amount"], where=where)
    standing = {name: sum((row[name] for row in customers), Decimal(0)) for name in STANDING}
    return Book(
        as_of=day,
        currency=reporting.currency,
        period_days=scope.view.period_days,
        receivables=standing["reporting_amount"],
        overdue=standing["overdue"],
        overdue_days=standing["overdue_days"],
        due_in_30_days=standing["due_in_30_days"],
        on_account=credits["reporting_amount"],
        documents=int(standing["invoices"]),
        opening_receivables=opening["reporting_amount"],
        credit_sales=window["sales"],
        paid=window["paid"],
        paid_days=window["paid_days"],
        paid_days_beyond=window["paid_days_beyond"],
        overdue_at_start=recovery["overdue_at_start"],
        received_on_overdue=recovery["received"],
        months=_months(store, scope, reporting, day),
        customers=_frame(store, scope, reporting.currency, customers),
        cost_of_capital_yearly=Decimal(str(number_of(store, "cost_of_capital_yearly"))),
        gross_margin=Decimal(str(number_of(store, "gross_margin"))),
    )


def _customers(store: Store, scope: Scope, reporting: Reporting, days: Sequence[date]) -> dict[date, list[Sums]]:
    params = {"days": list(days), **reporting_params(reporting)}
    rows = store.grouped("standings", params, ["day", "customer_id"], STANDING, where=scope.customers_where)
    found: dict[date, list[Sums]] = {day: [] for day in days}
    for row in rows:
        found[row["day"]].append(row)
    return found


def _frame(store: Store, scope: Scope, currency: str, customers: list[Sums]) -> pd.DataFrame:
    """The customers of a book, with names and limits; see `no_customers` for the columns."""
    if not customers:
        return no_customers()
    home = currency_of(store)
    masters = {row["customer_id"]: row for row in store.rows("customer", where=scope.customers_where)}
    rates = _limit_rates(store, scope, currency, masters.values(), home)
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


def _limit_rates(store: Store, scope: Scope, currency: str, masters: Iterable[Sums], home: str) -> dict[str, Decimal]:
    """What the currencies of limits are worth; unconverted views know only limits in their own currency."""
    if scope.view.currency is None:
        return {currency: Decimal(1)}
    currencies = {master["limit_currency"] or home for master in masters if master["credit_limit"] is not None}
    as_of = scope.view.as_of
    return money.reporting(store.rows("rates_on", {"as_of": as_of}), currencies, currency, as_of).rates


def _months(store: Store, scope: Scope, reporting: Reporting, day: date) -> pd.DataFrame:
    """Credit sales of every calendar month up to `day`, newest first, months without sales included."""
    params = {"from_date": BEGINNING, "to_date": day, **reporting_params(reporting)}
    rows = store.grouped("invoices_issued", params, ["month"], ["reporting_amount"], where=scope.customers_where)
    sales = {row["month"]: row["reporting_amount"] for row in rows if row["reporting_amount"] is not None}
    if not sales:
        return no_months()
    first, months, end = min(sales), [], day
    while end >= first:
        month = end.replace(day=1)
        months.append((month, end.day, sales.get(month, Decimal(0))))
        end = month - timedelta(days=1)
    return pd.DataFrame(months, columns=["month", "days", "sales"])


def _by_day(rows: list[Sums], days: Sequence[date], columns: Sequence[str]) -> dict[date, Sums]:
    nothing = dict.fromkeys(columns, Decimal(0))
    return dict.fromkeys(days, nothing) | {row["day"]: row for row in rows}


def _start(scope: Scope, day: date) -> date:
    return day - timedelta(days=scope.view.period_days)
