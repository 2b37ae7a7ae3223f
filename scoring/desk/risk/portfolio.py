"""The headline figures of the portfolio's risk in one report: loss, bad years, what can be borne, what overdue costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scoring.desk.risk.capacity import CapacityLine, CapacityReport, capacity_report
from scoring.desk.risk.distribution import DistributionReport, distribution_report, rounded
from scoring.desk.risk.loss import LossBook, LossReport, loss_report
from scoring.metrics.risk.distribution import LossDistribution
from scoring.metrics.risk.loss import IN_DEFAULT, NOT_RATED
from scoring.store import Store
from scoring.terms import ReportHeader, View


@dataclass(frozen=True)
class PortfolioLine:
    """One currency shown: everybody's loss, its distribution (None = nothing to lose), what can be borne."""

    book: LossBook
    distribution: LossDistribution | None
    capacity: CapacityLine

    def headlines(self) -> dict[str, Any]:
        """The figures by name in a fixed order, None = not known: amounts, shares (0.25 is 25%) and counts."""
        total, standing, cost = self.book.total, self.capacity.standing, self.capacity.cost
        bearable, found = self.capacity.capacity, self.distribution
        statuses = self.book.statuses
        return {
            "receivables": total.open,
            "overdue_share": standing.overdue_share,
            "expected_loss": total.expected_loss,
            "exposure": total.exposure,
            "covered": total.covered,
            "pd": total.pd,
            "lgd": total.lgd,
            "in_default": statuses[IN_DEFAULT].customers if IN_DEFAULT in statuses else 0,
            "not_rated": statuses[NOT_RATED].customers if NOT_RATED in statuses else 0,
            "bad_year": found and found.bad_year.loss,
            "bad_year_shortfall": found and found.bad_year.shortfall,
            "worst_year": found and found.worst_year.loss,
            "largest_balance": bearable and bearable.largest_balance,
            "largest_overdue_share": bearable and bearable.largest_overdue_share,
            "cost_financing": cost.financing,
            "cost_expected_loss": cost.expected_loss,
            "new_sales": cost.new_sales,
        }


@dataclass(frozen=True)
class PortfolioReport:
    """The headline figures by currency shown, and the reports they come from."""

    header: ReportHeader
    of_loss: LossReport
    of_distribution: DistributionReport
    of_capacity: CapacityReport
    lines: dict[str, PortfolioLine]

    def as_json(self) -> dict[str, Any]:
        """Plain values. Keys: as_of, currencies (by currency: headlines, distribution, capacity, cost of overdue)."""
        capacities, distributions = self.of_capacity.as_json(), self.of_distribution.as_json()
        return {
            "as_of": self.header.as_of.isoformat(),
            "means": capacities["means"],
            "currencies": {
                currency: {
                    "headlines": rounded(line.headlines()),
                    "distribution": distributions[currency],
                    **capacities["currencies"][currency],
                }
                for currency, line in self.lines.items()
            },
        }


def portfolio_report(store: Store, view: View) -> PortfolioReport:
    """The headline figures of a view. Raises ScoringError as `loss_report`."""
    losses = loss_report(store, view)
    found, bearable = distribution_report(store, view, losses), capacity_report(store, view, losses=losses)
    lines = {
        currency: PortfolioLine(book, found.found[currency], bearable.lines[currency])
        for currency, book in losses.books.items()
    }
    return PortfolioReport(losses.header, losses, found, bearable, lines)
