"""What a scenario comes to on a ledger: everything a page, a memo or the command line shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal

from scoring.desk.whatif.facts import Starting, starting
from scoring.errors import ScoringError
from scoring.scenario import ranges as sure
from scoring.scenario.compare import (
    Bridge,
    CustomerEffect,
    LimitSwap,
    customer_effects,
    limit_swap,
    receivables_bridge,
    value_bridge,
    year_lines,
)
from scoring.scenario.paths import PathPoint, figures_at, path_of
from scoring.scenario.result import Result, SegmentResult, break_even, run
from scoring.scenario.scenario import TODAY, Scenario
from scoring.scenario.terms import Terms
from scoring.store import Store
from scoring.terms import Figure, View

Amount = Decimal | float | None
YEAR = 12
"""The end of the path, in months, at which figures are compared."""
CENT = Decimal("0.01")
ZERO = Decimal("0.00")
BETTER: dict[str, Literal[-1, 0, 1]] = {"expected_loss": -1, "sales_at_risk": -1, "sales": 0, "value_added": 1}


@dataclass(frozen=True)
class Pair:
    """One figure under today's terms and under the scenario; better as in `Figure`."""

    name: str
    unit: Literal["money", "days", "percent", "count", "ratio"]
    better: Literal[-1, 0, 1]
    today: Amount
    scenario: Amount

    @property
    def change(self) -> Decimal | None:
        """Scenario - today; None where one is unknown."""
        if self.today is None or self.scenario is None:
            return None
        return Decimal(str(self.scenario)) - Decimal(str(self.today))

    @property
    def verdict(self) -> str:
        """ "good", "bad" or "neutral": whether the change goes the way that is better."""
        change = self.change
        if not change or not self.better:
            return "neutral"
        return "good" if change * self.better > 0 else "bad"


@dataclass(frozen=True)
class SegmentOutcome:
    """One segment: today's mean terms in days, the terms that change, its figures in a year and the bridge of its yearly
    value; `released` = receivables that today's terms lead to in a year less those of the scenario."""

    key: str
    customers: int
    today_days: float
    terms: Terms
    figures: tuple[Pair, ...]
    value: Bridge
    released: Decimal
    npv: Decimal


@dataclass(frozen=True)
class Outcome:
    """A scenario against today's terms on the same ledger.

    `figures` are those of the books a year after the as-of date (as of any book), then sales, expected loss, sales at risk
    and value added of a year in the steady state. The paths have an entry for the as-of date and each month after it.
    `released` is in a year, `npv` the change of present value over the path's sales, `break_even` the share by which sales
    of the changed segments must grow for the value to be today's (None: nothing changes, or no growth does it).
    """

    starting: Starting
    scenario: Scenario
    figures: tuple[Pair, ...]
    path_today: tuple[PathPoint, ...]
    path: tuple[PathPoint, ...]
    released: Decimal
    npv: Decimal
    break_even: float | None
    value: Bridge
    receivables: Bridge
    segments: tuple[SegmentOutcome, ...]
    customers: tuple[CustomerEffect, ...]

    def figure(self, name: str) -> Pair:
        """One figure. Raises KeyError."""
        return {pair.name: pair for pair in self.figures}[name]

    def segment(self, key: str) -> SegmentOutcome:
        """One segment. Raises KeyError."""
        return {segment.key: segment for segment in self.segments}[key]

    @property
    def swap(self) -> LimitSwap:
        """Whose orders new limits hold instead of whose."""
        return limit_swap(self.customers)

    def as_json(self) -> dict[str, Any]:
        """Plain values: scenario (name, grouping, changes), currency, as_of, figures by name, released, npv, break_even,
        value and receivables (bridges), path_today and path (by month), segments, customers, swap (held, freed, still over
        their limit), assumptions, left_out."""
        assumed = self.scenario.assumed(self.starting.assumptions)
        return {
            "as_of": self.starting.facts.as_of,
            "currency": self.starting.facts.currency,
            "left_out": list(self.starting.left_out),
            "scenario": asdict(self.scenario)
            | {"changes": [_change(c.segment, c.terms) for c in self.scenario.changes]},
            "figures": {pair.name: _pair(pair) for pair in self.figures},
            "released": self.released,
            "npv": self.npv,
            "break_even": self.break_even,
            "value": asdict(self.value),
            "receivables": asdict(self.receivables),
            "path_today": [asdict(point) for point in self.path_today],
            "path": [asdict(point) for point in self.path],
            "segments": [_segment_json(segment) for segment in self.segments],
            "customers": [asdict(effect) for effect in self.customers],
            "swap": asdict(self.swap),
            "assumptions": asdict(assumed),
        }


def started(store: Store, view: View, scenario: Scenario) -> Starting:
    """The ledger by the segments of a scenario. Raises ScoringError as `starting`."""
    return starting(store, view, scenario.grouping, tuple(scenario.lists.items()))


def outcome(start: Starting, scenario: Scenario) -> Outcome:
    """Run a scenario against today's terms.

    Raises ScoringError "scenario_segment_unknown" for a change of a segment that the ledger does not have.
    """
    for change in scenario.changes:
        if change.segment not in start.segments:
            raise ScoringError("scenario_segment_unknown", segment=change.segment, known=", ".join(start.segments))
    values = scenario.assumed(start.assumptions).base
    today = run(start.facts, TODAY, values)
    then = run(start.facts, scenario, values, known=today)
    path_today, path = path_of(start.facts, today.parts), path_of(start.facts, then.parts)
    segments = tuple(_segment(today, then, was, now) for was, now in zip(today.parts, then.parts, strict=True))
    return Outcome(
        starting=start,
        scenario=scenario,
        figures=_pairs(today, then, today.parts, then.parts),
        path_today=path_today,
        path=path,
        released=path_today[YEAR].receivables - path[YEAR].receivables,
        npv=sum((segment.npv for segment in segments), ZERO),
        break_even=break_even(today, then),
        value=value_bridge(today.parts, then.parts),
        receivables=receivables_bridge(today, then, YEAR),
        segments=segments,
        customers=tuple(customer_effects(then)),
    )


def ranges_of(start: Starting, scenario: Scenario) -> sure.Ranges:
    """How sure the result is. Takes longer than the result itself: ask for it apart."""
    return sure.ranges(start.facts, scenario, scenario.assumed(start.assumptions))


def _segment(today: Result, then: Result, was: SegmentResult, now: SegmentResult) -> SegmentOutcome:
    before, after = path_of(today.facts, [was]), path_of(then.facts, [now])
    return SegmentOutcome(
        key=now.segment.key,
        customers=len(now.segment.accounts.customer_id),
        today_days=now.segment.mean_gap,
        terms=now.terms,
        figures=_pairs(today, then, [was], [now]),
        value=value_bridge([was], [now]),
        released=before[YEAR].receivables - after[YEAR].receivables,
        npv=_money(now.npv - was.npv),
    )


def _pairs(today: Result, then: Result, was: Sequence[SegmentResult], now: Sequence[SegmentResult]) -> tuple[Pair, ...]:
    books = [_figures(result, parts) for result, parts in ((today, was), (then, now))]
    found = [Pair(a.name, a.unit, a.better, a.value, b.value) for a, b in zip(*books, strict=True)]
    states = [_steady(parts) for parts in (was, now)]
    steady = [Pair(name, "money", BETTER[name], states[0][name], states[1][name]) for name in states[0]]
    return (*found, *steady)


def _figures(result: Result, parts: Sequence[SegmentResult]) -> tuple[Figure, ...]:
    return figures_at(result.facts, parts, path_of(result.facts, parts), YEAR)


def _steady(parts: Sequence[SegmentResult]) -> dict[str, Decimal]:
    """Yearly amounts of the steady state, rounded segment by segment: those of segments sum to those of all."""
    states = [part.steady for part in parts]
    return {
        "sales": sum((_money(state.year.sales) for state in states), ZERO),
        "expected_loss": sum((_money(state.expected_loss) for state in states), ZERO),
        "sales_at_risk": sum((_money(state.sales_at_risk) for state in states), ZERO),
        "value_added": sum(year_lines(parts).values(), ZERO),
    }


def _money(amount: float) -> Decimal:
    return Decimal(round(amount * 100)) * CENT


def _pair(pair: Pair) -> dict[str, Any]:
    return asdict(pair) | {"change": pair.change, "verdict": pair.verdict}


def _change(segment: str, terms: Terms) -> dict[str, Any]:
    return {"segment": segment} | {name: getattr(terms, name) for name in terms.changed}


def _segment_json(segment: SegmentOutcome) -> dict[str, Any]:
    told = asdict(segment) | {"terms": {name: getattr(segment.terms, name) for name in segment.terms.changed}}
    return told | {"figures": {pair.name: _pair(pair) for pair in segment.figures}}
