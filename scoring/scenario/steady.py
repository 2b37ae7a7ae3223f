"""The steady state: what stands open and what a year brings once sales under the new terms have run for long enough.

Sales are those of the first year expected, even over the days. Per unit of daily sales, receivables are the sum of what is
unpaid over the days since issue, so no path is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Self

import numpy as np
from numpy.typing import NDArray

from scoring.scenario.facts import WRITTEN_OFF_DAYS, Costs, Facts, Segment
from scoring.scenario.kernels import Kernel
from scoring.scenario.response import Response, Stream
from scoring.scenario.shocks import CALM, Shocks
from scoring.scenario.value import LINES, YEAR_DAYS, YearValue, credit_sale_value

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Steady:
    """One segment, or several, of the first draw: `receivables` by bucket of the scheme, the value of a year, and of the
    `sales_asked` for in it those that stop-ship or limits hold back (`sales_at_risk`). Expected loss = bad debt a year.
    Amounts add up over segments."""

    buckets: tuple[float, ...]
    sales_asked: float
    sales_at_risk: float
    year: YearValue

    @property
    def receivables(self) -> float:
        """What is open."""
        return sum(self.buckets)

    @property
    def overdue(self) -> float:
        """What is past due."""
        return sum(self.buckets[1:])

    @property
    def expected_loss(self) -> float:
        """What a year's sales lose (> 0)."""
        return -self.year.bad_debt

    @property
    def dso(self) -> float | None:
        """DSO, simple variant, over a year."""
        return self.receivables / self.year.sales * YEAR_DAYS if self.year.sales > 0 else None

    def __add__(self, other: Self) -> Self:
        buckets = tuple(a + b for a, b in zip(self.buckets, other.buckets, strict=True))
        asked, at_risk = self.sales_asked + other.sales_asked, self.sales_at_risk + other.sales_at_risk
        return type(self)(buckets, asked, at_risk, self.year + other.year)


@dataclass(frozen=True)
class _Unit:
    """Sums over the days since issue, per unit of daily sales of one stream, by draw."""

    unpaid: tuple[Floats, ...]
    overdue: Floats
    advanced: Floats
    discount: Floats
    credited: Floats
    lost: Floats


def steady_of(facts: Facts, segment: Segment, answer: Response, yearly_sales: float, shocks: Shocks = CALM) -> Steady:
    """The steady state of a segment by its answer; `yearly_sales` before what stop-ship and limits take off them."""
    return steady_draws(facts, segment, answer, yearly_sales, shocks)[0]


def steady_draws(
    facts: Facts, segment: Segment, answer: Response, yearly_sales: float, shocks: Shocks = CALM
) -> tuple[Steady, Floats]:
    """The steady state of the first draw, and the value added of a year by draw."""
    parts = [_unit(stream.kernel, facts.scheme.edges_days) for stream in answer.streams]
    daily = [stream.weight * (yearly_sales / YEAR_DAYS * stream.share_of_days) for stream in answer.streams]
    buckets = [_summed(daily, [part.unpaid[b] for part in parts]) for b in range(len(facts.scheme.buckets))]
    rate = facts.costs.cost_of_capital_yearly + shocks.interest_points / 100
    lines = _lines(facts.costs, rate, segment, answer, parts, daily, np.sum(buckets, axis=0))
    first = YearValue(**{name: float(amounts[0]) for name, amounts in lines.items()})
    added: Floats = sum(lines[name] for name in LINES)  # type: ignore[assignment]
    amounts = tuple(float(b[0]) for b in buckets)
    return Steady(amounts, yearly_sales, yearly_sales * answer.at_risk, first), added


def first_day_of(facts: Facts) -> np.datetime64:
    """The day after the as-of date, on which expected sales begin."""
    return np.datetime64(facts.as_of, "D") + 1


def total(parts: list[Steady]) -> Steady:
    """The sum of several segments. Raises ValueError without any."""
    if not parts:
        raise ValueError("no segments")
    return reduce(lambda a, b: a + b, parts)


def unit_value(stream: Stream, answer: Response, costs: Costs, yearly_rate: float) -> float:
    """Present value on the day of sale of one unit sold, of the first draw: payments when they come, less goods, premium and
    fee on the day of sale, with losses insured and advances of a factor taken in and paid back."""
    made = stream.kernel
    received = made.settled[0] - made.discount[0]
    overdue = made.unpaid[0].copy()
    overdue[: made.gap + 1] = 0
    received = received + answer.late_interest_yearly / YEAR_DAYS * overdue
    advanced = answer.advance * float(made.unpaid[0, 0])
    goods = (1 - costs.gross_margin) * (1 - float(made.credited[0]))
    insured = answer.indemnity * float(made.lost[0])
    later = [(insured, made.gap + WRITTEN_OFF_DAYS), (-advanced, made.gap)]
    days = np.arange(len(received), dtype=float)
    return credit_sale_value(received, days, yearly_rate, goods + answer.premium + answer.fee - advanced, later)


def _lines(
    costs: Costs,
    rate: float,
    segment: Segment,
    answer: Response,
    parts: list[_Unit],
    daily: list[Floats],
    open_: Floats,
) -> dict[str, Floats]:
    """The fields of a YearValue, by draw."""
    sales: Floats = np.sum(daily, axis=0) * YEAR_DAYS
    lost = _summed(daily, [part.lost for part in parts]) * YEAR_DAYS
    credited = _summed(daily, [part.credited for part in parts]) * YEAR_DAYS
    loan = answer.advance * _summed(daily, [part.advanced for part in parts])
    return {
        "sales": sales,
        "margin": costs.gross_margin * (sales - credited),
        "discounts": -_summed(daily, [part.discount for part in parts]) * YEAR_DAYS,
        "bad_debt": -lost,
        "financing": -rate * (open_ - loan),
        "collection": np.full_like(lost, -_defaults(segment, answer) * costs.collection_cost),
        "insurance": answer.indemnity * lost - answer.premium * sales,
        "factoring": -answer.fee * sales,
        "late_interest": answer.late_interest_yearly * _summed(daily, [part.overdue for part in parts]),
    }


def _summed(daily: list[Floats], per_unit: list[Floats]) -> Floats:
    """Over all streams: daily sales x what one unit of them comes to."""
    return sum((sold * unit for sold, unit in zip(daily, per_unit, strict=True)), np.zeros_like(daily[0]))


def _defaults(segment: Segment, answer: Response) -> float:
    """Customers that default in a year."""
    return len(segment.accounts.customer_id) * min(1.0, (segment.pd_yearly or 0.0) * answer.pd_multiple)


def _unit(made: Kernel, edges: tuple[int, ...]) -> _Unit:
    unpaid = made.unpaid
    days = unpaid.shape[1]
    running = np.concatenate([np.zeros((len(unpaid), 1)), np.cumsum(unpaid, axis=1)], axis=1)
    sums = np.diff(running[:, [0, *(min(made.gap + edge + 1, days) for edge in edges), days]], axis=1)
    return _Unit(
        unpaid=tuple(sums.T),
        overdue=running[:, -1] - running[:, min(made.gap + 1, days)],
        advanced=running[:, made.gap],
        discount=made.discount.sum(axis=1),
        credited=made.credited,
        lost=made.lost,
    )
