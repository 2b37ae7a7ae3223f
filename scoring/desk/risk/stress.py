"""Stress cases on the customers of a view, side by side with today; the shipped cases and those a workspace keeps."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np

from scoring import settings
from scoring.desk.parameters import number_of
from scoring.desk.risk.distribution import distributions_of, rounded
from scoring.desk.risk.loss import LossBook, LossReport, loss_report
from scoring.desk.risk.protections import protections_on
from scoring.desk.views import Scope, scope_of
from scoring.errors import ScoringError
from scoring.metrics.risk import loss
from scoring.metrics.risk.distribution import LossDistribution
from scoring.metrics.risk.loss import IN_DEFAULT
from scoring.scenario.stress import Case, stressed
from scoring.scenario.stressfile import from_toml, to_toml
from scoring.store import Store, scorecards
from scoring.terms import View
from scoring.text import knows, say

FIGURES = ("receivables", "expected_loss", "bad_year", "worst_year", "financing", "in_default")
"""Of an outcome, in the order in which they are shown."""
SHIPPED = settings.PROJECT / "data" / "stress_cases.toml"


@dataclass(frozen=True)
class Outcome:
    """What one case, None = today, leaves of one currency's receivables: open amount, exposure, expected loss within a
    year, the losses of a bad and of the worst year, a year's financing of what is open, customers in default."""

    case: Case | None
    receivables: Decimal
    exposure: Decimal
    expected_loss: Decimal
    bad_year: float
    worst_year: float
    financing: float
    in_default: int

    def as_json(self) -> dict[str, Any]:
        """Plain values; the case by its fields, null = today."""
        told: dict[str, Any] = rounded(asdict(self))
        return told


@dataclass(frozen=True)
class StressReport:
    """Outcomes by currency shown: today first, then the cases as asked for."""

    of_loss: LossReport
    outcomes: dict[str, tuple[Outcome, ...]]

    def as_json(self) -> dict[str, Any]:
        """Plain values. Keys: as_of, currencies (by currency, a list of outcomes, today first)."""
        told = {currency: [one.as_json() for one in found] for currency, found in self.outcomes.items()}
        return {"as_of": self.of_loss.header.as_of.isoformat(), "currencies": told}


@dataclass(frozen=True)
class KeptCase:
    """A case that is offered; `by` and `at` say who kept it and when, None for a shipped one."""

    case: Case
    by: str | None
    at: datetime | None

    @property
    def shipped(self) -> bool:
        """Whether it comes with the product."""
        return self.at is None


def stress_report(store: Store, view: View, cases: Sequence[Case]) -> StressReport:
    """Today and every case on the customers of a view. Raises ScoringError as `loss_report`."""
    scope = scope_of(store, view)
    with ThreadPoolExecutor(max_workers=1) as beside:
        asked = beside.submit(lambda: {currency: _daily_sales(store, scope, currency) for currency in scope.reportings})
        report, sold = loss_report(store, view), asked.result()
    outcomes = {}
    for currency, book in report.books.items():
        sales = sold[currency]
        protections = protections_on(store, scope, currency)
        after = [
            (case, stressed(book.table, book.parts, sales, case, currency, report.terms, protections)) for case in cases
        ]
        books = [book, *(LossBook(currency, table, book.parts) for _, table in after)]
        drawn = distributions_of(books, number_of(store, "loss_correlation"))
        cost = number_of(store, "cost_of_capital_yearly")
        told = zip([None, *cases], books, drawn, strict=True)
        outcomes[currency] = tuple(_outcome(case, own, found, cost) for case, own, found in told)
    return StressReport(report, outcomes)


def kept_cases(store: Store) -> list[KeptCase]:
    """The shipped cases, then the workspace's own by name."""
    shipped = [KeptCase(case, None, None) for case in from_toml(SHIPPED.read_text(encoding="utf-8"))]
    rows = store.rows("stress_case", order=["name"])
    return shipped + [KeptCase(from_toml(row["body"])[0], row["made_by"], row["made_at"]) for row in rows]


def case_named(store: Store, name: str) -> Case:
    """A case by its name. Raises ScoringError "stress_unknown"."""
    found = {one.case.name: one.case for one in kept_cases(store)}
    if name not in found:
        raise ScoringError("stress_unknown", name=name, known=", ".join(found))
    return found[name]


def keep(store: Store, case: Case, by: str) -> None:
    """Keep a case in place of one of the same name. Raises ScoringError "stress_name_taken" for that of a shipped case."""
    if any(one.shipped and one.case.name == case.name for one in kept_cases(store)):
        raise ScoringError("stress_name_taken", name=case.name)
    scorecards.happen(store, "stress_saved", {"name": case.name, "body": to_toml([case]), "by": by})


def remove(store: Store, name: str, by: str) -> None:
    """Remove a case of the workspace; its text stays in the log. Raises ScoringError "stress_unknown"."""
    own = {one.case.name: one.case for one in kept_cases(store) if not one.shipped}
    if name not in own:
        raise ScoringError("stress_unknown", name=name, known=", ".join(own))
    scorecards.happen(store, "stress_removed", {"name": name, "body": to_toml([own[name]]), "by": by})


def case_label(case: Case | None, lang: str) -> str:
    """A case's name: today and shipped cases in words, others as they were called."""
    if case is None:
        return say("stress.today", lang)
    return say(f"stress.case.{case.name}", lang) if knows(f"stress.case.{case.name}") else case.name


def _outcome(case: Case | None, book: LossBook, found: LossDistribution | None, cost_of_capital: float) -> Outcome:
    open_, exposure, expected = (
        loss.amount(int(book.table[name].sum())) for name in ("open", "exposure", "expected_loss")
    )
    return Outcome(
        case=case,
        receivables=open_,
        exposure=exposure,
        expected_loss=expected,
        bad_year=0.0 if found is None else found.bad_year.loss,
        worst_year=0.0 if found is None else found.worst_year.loss,
        financing=float(open_) * cost_of_capital,
        in_default=int((book.table["status"] == IN_DEFAULT).sum()),
    )


def _daily_sales(store: Store, scope: Scope, currency: str) -> dict[str, float]:
    """What each customer bought on an average day of the view's period, in cents of the currency shown."""
    params = {"ends": [scope.view.as_of], "period_days": scope.view.period_days, **scope.params}
    found = store.sums("windows", params, [*scope.by_currency, "customer_id"], ["sales"], where=scope.customers_where)
    shown = [currency] * found.num_rows if scope.view.currency else found["currency"].to_pylist()
    daily = loss.cents(np.array(found["sales"].to_pylist(), dtype=np.float64)) / scope.view.period_days
    rows = zip(found["customer_id"].to_pylist(), shown, daily.tolist(), strict=True)
    return {customer: sold for customer, in_currency, sold in rows if in_currency == currency}
