"""All customers of a ledger in one list, worst first; and how one of them pays, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.desk.figures.aging import aging_report
from scoring.desk.figures.figures import month_ends
from scoring.desk.views import scope_of
from scoring.metrics.aging import ZERO
from scoring.metrics.limits import utilisation
from scoring.store import Store
from scoring.terms import View

MONTHS = 24


@dataclass(frozen=True)
class CustomerLine:
    """One customer in one currency shown. `utilisation` None = no limit set, or not all of its debt can be compared."""

    customer_id: str
    name: str
    nature: str | None
    owner: str | None
    currency: str
    open: Decimal
    overdue: Decimal
    on_account: Decimal
    limit: Decimal | None
    utilisation: Decimal | None
    documents: int


@dataclass(frozen=True, slots=True)
class PaymentPoint:
    """How a customer paid in the window that ends on `day`: money-weighted days from issue and from due date."""

    day: date
    paid: Decimal
    days_to_pay: Decimal | None
    days_beyond_terms: Decimal | None


def customer_lines(store: Store, view: View) -> list[CustomerLine]:
    """Every customer that owes or has something on account, most overdue first; then the others by name.

    The limit is converted to the currency shown at the rate of the as-of date; it is left out where only one of several
    currencies of the ledger is looked at. Raises ScoringError as `scope_of`.
    """
    scope = scope_of(store, view)
    masters = {row["customer_id"]: row for row in store.rows("customer", where=_of_customers(scope.customers_where))}
    whole = view.currency is not None and "currency" not in dict(view.filters)
    rates = scope.reportings[view.currency].rates if view.currency and whole else {}
    report = aging_report(store, _by_customer(view))
    seen = {row.key for row in report.rows}
    lines = [
        _line(masters[row.key], row.currency, row.open, row.overdue, row.on_account, row.documents, rates)
        for row in report.rows
        if row.key in masters
    ]
    idle = sorted((row for key, row in masters.items() if key not in seen), key=lambda row: str(row["name"]))
    return lines + [_line(row, view.currency or "", ZERO, ZERO, ZERO, 0, rates) for row in idle]


def payment_behaviour(store: Store, customer_id: str, view: View, months: int = MONTHS) -> list[PaymentPoint]:
    """The last `months` month-ends up to the as-of date, oldest first, each over the view's trailing period.

    Over dated allocations of receipts, weighted by money; months without any are there with None. Raises ScoringError
    as `scope_of`.
    """
    scope = scope_of(store, view)
    ends = month_ends(view.as_of, months)
    params = {"ends": ends, "period_days": view.period_days, **scope.params}
    rows = {row["day"]: row for row in store.rows("windows", params, where={"customer_id": customer_id})}
    return [_point(day, rows.get(day, {})) for day in ends]


def _by_customer(view: View) -> View:
    return View(view.as_of, "default", "due", "customer", view.currency, view.filters, view.period_days)


def _of_customers(where: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in where.items() if name == "customer_id"}


def _line(
    master: dict[str, Any],
    currency: str,
    owed: Decimal,
    overdue: Decimal,
    on_account: Decimal,
    documents: int,
    rates: dict[str, Decimal],
) -> CustomerLine:
    limit, rate = master["credit_limit"], rates.get(master["limit_currency"] or currency)
    shown = None if limit is None or rate is None else (limit * rate).quantize(ZERO)
    used = None if shown is None else utilisation(owed, shown)
    return CustomerLine(
        master["customer_id"], master["name"], master["nature"], master["owner"], currency, owed, overdue, on_account,
        shown, used, documents,
    )  # fmt: skip


def _point(day: date, row: dict[str, Any]) -> PaymentPoint:
    paid = row.get("paid") or ZERO
    if not paid:
        return PaymentPoint(day, ZERO, None, None)
    return PaymentPoint(day, paid, Decimal(row["paid_days"]) / paid, Decimal(row["paid_days_beyond"]) / paid)
