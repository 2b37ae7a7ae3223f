"""Open the ledger as a `Book`: a handful of aggregated questions to the store, never a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from scoring.desk.views import Scope, currency_of, number_of
from scoring.metrics import money
from scoring.metrics.book import Book, no_customers, no_months
from scoring.store import Store, reporting_params

BEGINNING = date(1, 1, 1)
STANDING = ("reporting_amount", "overdue", "overdue_days", "due_in_30_days", "invoices")
WINDOW = ("sales", "paid", "paid_days", "paid_days_beyond")
Sums = dict[str, Any]
Dated = dict[tuple[str, date], Sums]
"""By currency shown and day; a day on which there was nothing is not in it."""


def books_of(store: Store, scope: Scope, days: Sequence[date]) -> dict[str, list[Book]]:
    """The books of `days`, by currency shown.

    All amounts are converted at the rates of the view's as-of date, so that a change between two books is never one of
    the exchange rate.
    """
    customers = standings_by_customer(store, scope, days)
    windows = windows_by_day(store, scope, days)
    openings = standings_by_day(store, scope, [_start(scope, day) for day in days])
    found: dict[str, list[Book]] = {}
    for currency in scope.reportings:
        for day in days:
            window, opening = windows.get((currency, day)), openings.get((currency, _start(scope, day)))
            standing = customers.get((currency, day), [])
            book = _book(store, scope, currency, day, standing, window or NO_WINDOW, opening or NO_STANDING)
            found.setdefault(currency, []).append(book)
    return found


def trend_books(store: Store, scope: Scope, days: Sequence[date]) -> dict[str, list[Book]]:
    """Books of `days` with receivables, overdue, what falls due, opening and sales only: enough for a line over time."""
    starts = {day: _start(scope, day) for day in days}
    standing = standings_by_day(store, scope, [*days, *starts.values()])
    windows = windows_by_day(store, scope, days)
    return {
        currency: [
            _trend_book(
                scope, currency, day, standing.get((currency, day), NO_STANDING),
                standing.get((currency, starts[day]), NO_STANDING), windows.get((currency, day), NO_WINDOW),
            )
            for day in days
        ]
        for currency in scope.reportings
    }  # fmt: skip


def standings_by_day(store: Store, scope: Scope, days: Sequence[date]) -> Dated:
    """What was open at the end of each day: sums of STANDING."""
    rows = store.grouped(
        "standings",
        {"days": list(days), **scope.params},
        [*scope.by_currency, "day"],
        STANDING,
        where=scope.customers_where,
    )
    return {(scope.shown(row.get("currency", "")), row["day"]): row for row in rows}


def windows_by_day(store: Store, scope: Scope, days: Sequence[date]) -> Dated:
    """What was invoiced and paid in the trailing window of each day: sums of WINDOW."""
    rows = store.grouped(
        "windows",
        {"ends": list(days), "period_days": scope.view.period_days, **scope.params},
        [*scope.by_currency, "day"],
        WINDOW,
        where=scope.customers_where,
    )
    return {(scope.shown(row.get("currency", "")), row["day"]): row for row in rows}


NO_STANDING: Sums = dict.fromkeys(STANDING, Decimal("0.00"))
NO_WINDOW: Sums = dict.fromkeys(WINDOW, Decimal("0.00"))


def _trend_book(scope: Scope, currency: str, day: date, standing: Sums, opening: Sums, window: Sums) -> Book:
    return Book(
        day,
        currency,
        scope.view.period_days,
        receivables=standing["reporting_amount"],
        overdue=standing["overdue"],
        due_in_30_days=standing["due_in_30_days"],
        opening_receivables=opening["reporting_amount"],
        credit_sales=window["sales"],
    )


def _book(
    store: Store, scope: Scope, currency: str, day: date, customers: list[Sums], window: Sums, opening: Sums
) -> Book:
    rates, where = reporting_params(scope.reportings[currency]), scope.customers_where
    span = {"from_date": _start(scope, day), "to_date": day, **rates}
    recovery = store.total("recovery", span, ["overdue_at_start", "received"], where=where)
    credits = store.total("on_account_items", {"as_of": day, **rates}, ["reporting_amount"], where=where)
    standing = {name: sum((row[name] for row in customers), Decimal("0.00")) for name in STANDING}
    return Book(
        as_of=day,
        currency=currency,
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
        months=_months(store, scope, rates, day),
        customers=_frame(store, scope, currency, customers),
        cost_of_capital_yearly=Decimal(str(number_of(store, "cost_of_capital_yearly"))),
        gross_margin=Decimal(str(number_of(store, "gross_margin"))),
    )


def standings_by_customer(store: Store, scope: Scope, days: Sequence[date]) -> dict[tuple[str, date], list[Sums]]:
    """What each customer had open at the end of each day: sums of STANDING, by currency shown and day."""
    by = [*scope.by_currency, "day", "customer_id"]
    params = {"days": list(days), **scope.params}
    found: dict[tuple[str, date], list[Sums]] = {}
    for row in store.grouped("standings", params, by, STANDING, where=scope.customers_where):
        found.setdefault((scope.shown(row.get("currency", "")), row["day"]), []).append(row)
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


def _months(store: Store, scope: Scope, rates: Mapping[str, object], day: date) -> pd.DataFrame:
    """Credit sales of every calendar month up to `day`, newest first, months without sales included."""
    params = {"from_date": BEGINNING, "to_date": day, **rates}
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


def _start(scope: Scope, day: date) -> date:
    return day - timedelta(days=scope.view.period_days)
