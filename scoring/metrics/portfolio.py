"""The portfolio figures of domain.md, each named with its variant. Their words stand in text/words/figures.toml.

Receivables are open invoices gross of credits on account, which stand beside them as `on_account`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from scoring.metrics import concentration, limits, overdue_cost, recovery, turnover
from scoring.metrics.book import Book
from scoring.metrics.registry import METRICS, metric
from scoring.terms import Figure

KEY_FIGURES = (
    "receivables", "overdue", "overdue_ratio", "dso_simple", "dso_best_possible", "cei", "due_in_30_days", "cost_of_overdue",
)  # fmt: skip
"""What a book tells of what stood open and what was sold alone, without customers, payments and credits."""


def figures_of(book: Book, names: Iterable[str] | None = None) -> tuple[Figure, ...]:
    """The named figures of a book, by default all that are registered, in the order of the register."""
    asked = METRICS.values() if names is None else [METRICS[name] for name in names]
    return tuple(Figure(m.name, m.of(book), m.unit, m.better) for m in asked)


@metric(unit="money", better=0)
def receivables(book: Book) -> Decimal:
    """Open amount of all invoices, gross of credits on account."""
    return book.receivables


@metric(unit="money", better=-1)
def overdue(book: Book) -> Decimal:
    """Open amount with days past due > 0."""
    return book.overdue


@metric(unit="money", better=0)
def not_due(book: Book) -> Decimal:
    """Open amount with days past due <= 0."""
    return book.not_due


@metric(unit="percent", better=-1)
def overdue_ratio(book: Book) -> Decimal | None:
    """Overdue / receivables."""
    return recovery.overdue_ratio(book.overdue, book.receivables)


@metric(unit="money", better=0)
def due_in_30_days(book: Book) -> Decimal:
    """Open amount, not yet due, that falls due in the 30 days after the as-of date. Not a forecast."""
    return book.due_in_30_days


@metric(unit="money", better=0)
def on_account(book: Book) -> Decimal:
    """Receipts and credit notes, or parts of them, that no invoice has taken yet."""
    return book.on_account


@metric(unit="money", better=0)
def net(book: Book) -> Decimal:
    """Receivables - on account = the ledger's balance."""
    return book.receivables - book.on_account


@metric(unit="money", better=1)
def credit_sales(book: Book) -> Decimal:
    """Invoices issued in the period, gross of credit notes."""
    return book.credit_sales


@metric(unit="count", better=0)
def documents(book: Book) -> int:
    """Open invoices."""
    return book.documents


@metric(unit="count", better=0)
def customers(book: Book) -> int:
    """Customers with an open invoice."""
    return int((book.customers["open"] > 0).sum())


@metric(unit="days", better=-1)
def dso_simple(book: Book) -> Decimal | None:
    """DSO, simple variant."""
    return turnover.dso_simple(book.receivables, book.credit_sales, book.period_days)


@metric(unit="days", better=-1)
def dso_countback(book: Book) -> Decimal | None:
    """DSO, countback variant, over calendar months."""
    return turnover.dso_countback(book.receivables, list(zip(book.months["sales"], book.months["days"], strict=True)))


@metric(unit="days", better=-1)
def dso_best_possible(book: Book) -> Decimal | None:
    """Best possible DSO."""
    return turnover.best_possible_dso(book.not_due, book.credit_sales, book.period_days)


@metric(unit="days", better=-1)
def add(book: Book) -> Decimal | None:
    """Average days delinquent."""
    return turnover.average_days_delinquent(dso_simple(book), dso_best_possible(book))


@metric(unit="percent", better=1)
def cei(book: Book) -> Decimal | None:
    """Collection effectiveness index of the period."""
    return turnover.collection_effectiveness(
        book.opening_receivables, book.credit_sales, book.receivables, book.not_due
    )


@metric(unit="days", better=-1)
def weighted_days_to_pay(book: Book) -> Decimal | None:
    """Days from issue to payment, weighted by amount paid in the period."""
    return turnover.weighted_days_to_pay(book.paid, book.paid_days)


@metric(unit="days", better=-1)
def days_beyond_terms(book: Book) -> Decimal | None:
    """Days from due date to payment, weighted by amount paid in the period."""
    return turnover.days_beyond_terms(book.paid, book.paid_days_beyond)


@metric(unit="percent", better=1)
def recovery_rate(book: Book) -> Decimal | None:
    """Received in the period on what was overdue at its start."""
    return recovery.recovery_rate(book.received_on_overdue, book.overdue_at_start)


@metric(unit="percent", better=-1)
def top_1_share(book: Book) -> float | None:
    """Share of the largest customer in the receivables."""
    return concentration.top_share(_open(book), 1)


@metric(unit="percent", better=-1)
def top_5_share(book: Book) -> float | None:
    """Share of the five largest customers."""
    return concentration.top_share(_open(book), 5)


@metric(unit="percent", better=-1)
def top_10_share(book: Book) -> float | None:
    """Share of the ten largest customers."""
    return concentration.top_share(_open(book), 10)


@metric(unit="percent", better=-1)
def top_20_share(book: Book) -> float | None:
    """Share of the twenty largest customers."""
    return concentration.top_share(_open(book), 20)


@metric(unit="ratio", better=-1)
def herfindahl(book: Book) -> float | None:
    """Herfindahl index of the receivables by customer."""
    return concentration.herfindahl(_open(book))


@metric(unit="percent", better=-1)
def limit_utilisation(book: Book) -> float | None:
    """Open amount of the customers with a limit / their limits."""
    return limits.portfolio_utilisation(book.customers)


@metric(unit="count", better=-1)
def customers_over_limit(book: Book) -> int | None:
    """Customers with more open than their limit; None where no customer has a limit."""
    return len(limits.over_limit(book.customers)) if book.customers["limit"].notna().any() else None


@metric(unit="money", better=-1)
def cost_of_overdue(book: Book) -> Decimal:
    """Financing cost so far of what is overdue."""
    return overdue_cost.financing_cost(book.overdue_days, book.cost_of_capital_yearly)


@metric(unit="money", better=-1)
def new_sales_needed(book: Book) -> Decimal | None:
    """New sales whose margin earns the cost of overdue back."""
    return overdue_cost.new_sales_needed(cost_of_overdue(book), book.gross_margin)


def _open(book: Book) -> npt.NDArray[np.float64]:
    return book.customers["open"].to_numpy(dtype=float)
