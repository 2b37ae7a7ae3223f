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
from scoring.desk.views import Scope, customers_of
from scoring.metrics import money
from scoring.metrics.book import Book, no_customers, no_months
from scoring.store import Store, reporting_params

BEGINNING = date(1, 1, 1)
ZERO = Decimal("0.00")
TOTALS = ("reporting_amount", "overdue", "overdue_days", "due_in_30_days")
STANDING = (*TOTALS, "invoices")
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
    starts = [_start(scope, day) for day in days]
    sales = sales_by_day(store, scope, min(starts), max(days))
    return _key_books(store, scope, days, totals_by_day(store, scope, [*days, *starts]), sales)


def customer_books(store: Store, scope: Scope, days: Sequence[date]) -> Books:
    """The books of `key_books` with their customers."""
    standing, known = standings(store, scope, days), customers_of(store)
    return {
        currency: {
            day: replace(book, customers=_frame(store, scope, currency, _of_day(scope, standing, currency, day), known))
            for day, book in books.items()
        }
        for currency, books in key_books(store, scope, days).items()
    }


def full_books(store: Store, scope: Scope, days: Sequence[date]) -> Books:
    """The books of `days` with everything that figures are made of."""
    sales = sales_by_day(store, scope, BEGINNING, max(days))
    standing, known = standings(store, scope, days), customers_of(store)
    totals = totals_by_day(store, scope, [*days, *(_start(scope, day) for day in days)])
    paid, credits = paid_by_day(store, scope, days), {day: _on_account(store, scope, day) for day in days}
    margin = Decimal(str(number_of(store, "gross_margin")))
    found: Books = {}
    for currency, books in _key_books(store, scope, days, totals, sales).items():
        for day, book in books.items():
            mine = _of_day(scope, standing, currency, day)
            found.setdefault(currency, {})[day] = replace(
                book,
                documents=int(pc.sum(mine["invoices"]).as_py() or 0),
                months=_months(sales.get(currency, {}), day),
                customers=_frame(store, scope, currency, mine, known),
                gross_margin=margin,
                on_account=credits[day].get(currency, ZERO),
                **paid.get((currency, day), {}),
                **_recovery(store, scope, book),
            )
    return found


def _key_books(store: Store, scope: Scope, days: Sequence[date], totals: Dated, sales: Sales) -> Books:
    cost = Decimal(str(number_of(store, "cost_of_capital_yearly")))
    found: Books = {}
    for currency in scope.reportings:
        for day in days:
            start = _start(scope, day)
            total, opening = totals.get((currency, day), NOTHING), totals.get((currency, start), NOTHING)
            found.setdefault(currency, {})[day] = Book(
                as_of=day,
                currency=currency,
                period_days=scope.view.period_days,
                receivables=total["reporting_amount"],
                overdue=total["overdue"],
                overdue_days=total["overdue_days"],
                due_in_30_days=total["due_in_30_days"],
                opening_receivables=opening["reporting_amount"],
                credit_sales=_within(sales.get(currency, {}), start, day),
                cost_of_capital_yearly=cost,
            )
    return found


def totals_by_day(store: Store, scope: Scope, days: Sequence[date]) -> Dated:
    """What was open at the end of each day: sums of TOTALS."""
    by, asked = [*scope.by_currency, "day"], sorted({*days})
    if len(asked) <= FEW_DAYS:
        found = _standings(store, scope, asked).group_by(by).aggregate([(name, "sum") for name in TOTALS])
        rows: list[Sums] = found.rename_columns([*by, *TOTALS]).to_pylist()
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
    """What was paid in the trailing window of each day: PAID, by currency shown and day. Read once for all of them."""
    span = {"from_date": min(_start(scope, day) for day in days), "to_date": max(days)}
    by = [*scope.by_currency, "value_date"]
    rows = store.grouped("payments_dated", span | scope.params, by, PAID, where=scope.customers_where)
    found: dict[str, dict[str, dict[date, Decimal]]] = {}
    for row in rows:
        for name in PAID:
            of_name = found.setdefault(scope.shown(row.get("currency", "")), {}).setdefault(name, {})
            of_name[row["value_date"]] = row[name]
    return {
        (currency, day): {name: _within(paid[name], _start(scope, day), day) for name in PAID}
        for currency, paid in found.items()
        for day in days
    }


def standings(store: Store, scope: Scope, days: Sequence[date]) -> pa.Table:
    """What each customer had open at the end of each day, and of the day its window starts at: sums of STANDING by currency
    where currencies are shown by themselves, day and customer_id, in this order. One reading serves whoever asks for the
    same days, and those starts cost next to nothing in it."""
    return _standings(store, scope, [*days, *(_start(scope, day) for day in days)])


def standing_amounts(
    store: Store, scope: Scope, days: Sequence[date], name: str
) -> dict[tuple[str, date], dict[str, Decimal]]:
    """One of STANDING by customer, where it is not 0, by currency shown and day."""
    table = standings(store, scope, days)
    kept = table.filter(pc.not_equal(pc.cast(table[name], pa.float64()), 0.0))
    found: dict[tuple[str, date], dict[str, Decimal]] = {}
    for currency in scope.reportings:
        for day in days:
            mine = _of_day(scope, kept, currency, day)
            if mine.num_rows:
                found[currency, day] = dict(zip(mine["customer_id"].to_pylist(), mine[name].to_pylist(), strict=True))
    return found


def _standings(store: Store, scope: Scope, days: Sequence[date]) -> pa.Table:
    by = [*scope.by_currency, "day", "customer_id"]
    params = {"days": sorted({*days}), **scope.params}
    return store.sums("standings", params, by, STANDING, where=scope.customers_where)


def _of_day(scope: Scope, table: pa.Table, currency: str, day: date) -> pa.Table:
    mine = pc.equal(table["day"], pa.scalar(day, pa.date32()))
    return table.filter(pc.and_(mine, pc.equal(table["currency"], currency)) if scope.by_currency else mine)


NOTHING: Sums = dict.fromkeys(TOTALS, ZERO)


def _within(amounts: Mapping[date, Decimal], after: date, until: date) -> Decimal:
    return sum((amount for day, amount in amounts.items() if after < day <= until), ZERO)


def _on_account(store: Store, scope: Scope, day: date) -> dict[str, Decimal]:
    """Credits on account at the end of a day by currency shown, from what the aging of that day asks too."""
    found = credits_on_account(store, scope, day).group_by("currency").aggregate([("reporting_amount", "sum")])
    totals: dict[str, Decimal] = {}
    for currency, amount in zip(
        *(found[name].to_pylist() for name in ("currency", "reporting_amount_sum")), strict=True
    ):
        shown = scope.shown(currency)
        totals[shown] = totals.get(shown, ZERO) + (amount or ZERO)
    return totals


def credits_on_account(store: Store, scope: Scope, day: date) -> pa.Table:
    """Credits on account at the end of a day by customer and currency: converted, and as they are ("on_account")."""
    by, amounts = ["customer_id", "currency"], ["reporting_amount", "on_account"]
    return store.sums("on_account_items", {"as_of": day, **scope.params}, by, amounts, where=scope.items_where)


def _recovery(store: Store, scope: Scope, book: Book) -> Sums:
    """What a book knows of what came in on overdue invoices, by its field."""
    span = {"from_date": _start(scope, book.as_of), "to_date": book.as_of}
    params = span | reporting_params(scope.reportings[book.currency])
    found = store.total("recovery", params, ["overdue_at_start", "received"], where=scope.customers_where)
    return {"overdue_at_start": found["overdue_at_start"], "received_on_overdue": found["received"]}


def _frame(store: Store, scope: Scope, currency: str, standing: pa.Table, known: pa.Table) -> pd.DataFrame:
    """The customers of a book, with names and limits; see `no_customers` for the columns."""
    if not standing.num_rows:
        return no_customers()
    home, places = currency_of(store), pc.index_in(standing["customer_id"], value_set=known["customer_id"])
    masters = known.select(["name", "credit_limit", "limit_currency"]).take(places)
    limited = masters.filter(pc.is_valid(masters["credit_limit"])).to_pylist()
    rates = limit_rates(store, scope, currency, limited, home)
    limits = iter([limit_in(master, rates, home) for master in limited])
    return pd.DataFrame(
        {
            "customer_id": standing["customer_id"].to_pylist(),
            "name": masters["name"].to_pylist(),
            "open": pc.cast(standing["reporting_amount"], pa.float64()).to_numpy(),
            "overdue": pc.cast(standing["overdue"], pa.float64()).to_numpy(),
            "limit": pd.Series(
                [next(limits) if has else None for has in pc.is_valid(masters["credit_limit"]).to_pylist()], dtype=float
            ),
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
        months.append((month, end.day, _within(sales, month - timedelta(days=1), end)))
        end = month - timedelta(days=1)
    return pd.DataFrame(months, columns=["month", "days", "sales"]) if months else no_months()


def _start(scope: Scope, day: date) -> date:
    return day - timedelta(days=scope.view.period_days)
