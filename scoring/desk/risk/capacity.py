"""How large a receivable can we bear? A view's receivables against the company's own means; what overdue costs today."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np

from scoring.desk.figures.books import key_books
from scoring.desk.parameters import currency_of, number_of
from scoring.desk.risk.distribution import distribution_of, rounded
from scoring.desk.risk.loss import LossBook, LossReport, loss_report
from scoring.desk.views import scope_of
from scoring.errors import ScoringError
from scoring.metrics import money
from scoring.metrics.portfolio import cost_of_overdue as financing_so_far
from scoring.metrics.risk.capacity import Capacity, CostOfOverdue, Means, Standing, capacity, cost_of_overdue
from scoring.store import Store
from scoring.terms import View

AMOUNTS = ("cash_buffer", "equity", "annual_profit")
SHARES = ("equity_share", "profit_share")


@dataclass(frozen=True)
class CapacityLine:
    """One currency: where it stands, what the means carry (None = no means stated), what overdue costs."""

    standing: Standing
    capacity: Capacity | None
    cost: CostOfOverdue


@dataclass(frozen=True)
class CapacityReport:
    """The means as stated, in the workspace's currency, and a line for each currency shown."""

    means: Means
    lines: dict[str, CapacityLine]

    def as_json(self) -> dict[str, Any]:
        """Plain values. Keys: means, currencies (by currency: standing, capacity, cost of overdue)."""
        told = {currency: rounded(asdict(_without_curve(line))) for currency, line in self.lines.items()}
        return {"means": asdict(self.means), "currencies": told}


def means_of(store: Store) -> Means:
    """The means this workspace states, None for what it does not; shares as set, else shipped."""
    stated = {name: store.setting(name) for name in AMOUNTS}
    amounts = {name: None if value is None else float(value) for name, value in stated.items()}
    return Means(**amounts, **{name: number_of(store, name) for name in SHARES})  # type: ignore[arg-type]


def capacity_report(
    store: Store, view: View, means: Means | None = None, losses: LossReport | None = None
) -> CapacityReport:
    """What the means carry on the as-of date; `means` None = the workspace's. They are in the workspace's currency and
    converted to the one shown; where no rate is known, they carry nothing that could be said. `losses` are
    those of the view, None = computed here.

    Raises ScoringError as `loss_report`.
    """
    stated = means or means_of(store)
    books, scope = (losses or loss_report(store, view)).books, scope_of(store, view)
    owed = key_books(store, scope, [view.as_of])
    lines = {}
    for currency, book in books.items():
        standing = standing_of(store, book)
        financing = round(financing_so_far(owed[currency][view.as_of]), 2)
        overdue_loss = Decimal(str(round(standing.loss_overdue, 2)))
        cost = cost_of_overdue(financing, overdue_loss, Decimal(str(number_of(store, "gross_margin"))))
        lines[currency] = CapacityLine(standing, capacity(standing, _converted(store, view, stated, currency)), cost)
    return CapacityReport(stated, lines)


def standing_of(store: Store, book: LossBook) -> Standing:
    """One book as capacity asks for it; a customer's expected loss goes to its overdue money by its share of exposure."""
    table, correlation = book.table, number_of(store, "loss_correlation")
    found = distribution_of(book, correlation)
    losses = table["expected_loss"].to_numpy(dtype=np.float64)
    late = losses * table["overdue"].to_numpy(dtype=np.float64) / np.maximum(table["exposure"].to_numpy(), 1)
    return Standing(
        balance=float(book.total.open),
        overdue=int(table["overdue"].sum()) / 100,
        loss_overdue=float(late.sum() / 100),
        loss_rest=float((losses - late).sum() / 100),
        bad_year=0.0 if found is None else found.bad_year.loss,
        cost_of_capital=number_of(store, "cost_of_capital_yearly"),
    )


def _converted(store: Store, view: View, means: Means, currency: str) -> Means:
    """The means in another currency; none of them where the rate is missing."""
    home = currency_of(store)
    try:
        rates = money.reporting(store.rows("rates_on", {"as_of": view.as_of}), [home], currency, view.as_of).rates
    except ScoringError as stop:
        if stop.code != "rate_missing":
            raise
        return replace(means, cash_buffer=None, equity=None, annual_profit=None)
    stated = {name: getattr(means, name) for name in AMOUNTS}
    return replace(means, **{name: value and value * float(rates[home]) for name, value in stated.items()})


def _without_curve(line: CapacityLine) -> CapacityLine:
    """The line without the points of its curve, which are for a chart."""
    return line if line.capacity is None else replace(line, capacity=replace(line.capacity, frontier=()))
