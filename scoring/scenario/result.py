"""One scenario on one ledger: the path, the steady state and the present value of each segment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from scoring.scenario.assumptions import Values
from scoring.scenario.facts import Facts, Segment
from scoring.scenario.response import Response, response
from scoring.scenario.scenario import Scenario
from scoring.scenario.shocks import Shocks
from scoring.scenario.simulate import Flows, opening_flows, sales_flows
from scoring.scenario.steady import Steady, first_day_of, steady_draws, steady_of, total, unit_value
from scoring.scenario.terms import Terms
from scoring.scenario.value import YEAR_DAYS, break_even_volume, present_factor, present_value

Floats = NDArray[np.float64]
Draws = Mapping[str, Floats]
"""Resampled payments by segment, as `habit_of` takes them."""


@dataclass(frozen=True)
class SegmentResult:
    """One segment under a scenario.

    `same_volume` is its steady state with sales as today but for what stop-ship and limits take; `added` the yearly value
    added by draw; `sold` the sales of each day from day 1; `npv` the present value of all that is sold in the path's days
    and of what is open, whenever it is paid, of the first draw.
    """

    segment: Segment
    terms: Terms
    answer: Response
    flows: Flows
    steady: Steady
    same_volume: Steady
    added: Floats
    sold: Floats
    npv: float


@dataclass(frozen=True)
class Result:
    """A scenario on a ledger, segment by segment in the order of the facts."""

    facts: Facts
    scenario: Scenario
    values: Values
    parts: tuple[SegmentResult, ...]

    @cached_property
    def flows(self) -> Flows:
        """The path of all segments."""
        return reduce(lambda a, b: a + b, [part.flows for part in self.parts])

    @cached_property
    def steady(self) -> Steady:
        """The steady state of all segments."""
        return total([part.steady for part in self.parts])

    @property
    def npv(self) -> float:
        """The present value of all segments."""
        return sum(part.npv for part in self.parts)

    def part(self, key: str) -> SegmentResult:
        """One segment. Raises KeyError."""
        return {part.segment.key: part for part in self.parts}[key]


def run(
    facts: Facts, scenario: Scenario, values: Values, draws: Draws | None = None, known: Result | None = None
) -> Result:
    """Run a scenario on a ledger, each segment by itself. `draws` resample the delays of the segments named.

    `known` is a result of today's terms on the same facts and draws: its segments are taken over where nothing changes.
    """
    was = {part.segment.key: part for part in known.parts} if known and not scenario.shocks.changed else {}
    parts = []
    for segment in facts.segments:
        terms = scenario.terms_of(segment.key)
        if segment.key in was and not terms.changed:
            parts.append(was[segment.key])
        else:
            drawn = (draws or {}).get(segment.key)
            parts.append(segment_result(facts, segment, terms, values, scenario.shocks, drawn))
    return Result(facts, scenario, values, tuple(parts))


def segment_result(
    facts: Facts, segment: Segment, terms: Terms, values: Values, shocks: Shocks, draws: Floats | None = None
) -> SegmentResult:
    """What one segment does under its terms."""
    answer = response(segment, terms, values, shocks, first_day_of(facts), draws)
    opening, sold = opening_flows(facts, segment, answer.habit), sales_flows(facts, segment, answer)
    expected = segment.yearly_sales
    steady, added = steady_draws(facts, segment, answer, expected * answer.volume, shocks)
    fixed = replace(answer, volume=1 + shocks.sales_percent / 100)
    return SegmentResult(
        segment=segment,
        terms=terms,
        answer=answer,
        flows=opening + sold,
        steady=steady,
        same_volume=steady_of(facts, segment, fixed, expected * fixed.volume, shocks),
        added=added,
        sold=_sold(segment, answer),
        npv=_npv(facts, segment, answer, opening, shocks),
    )


def break_even(today: Result, result: Result) -> float | None:
    """By which share sales of the segments whose terms change must rise for value added to be today's; None where more
    sales bring none, or nothing changes."""
    pairs = [(was, now) for was, now in zip(today.parts, result.parts, strict=True) if now.terms.changed]
    if not pairs:
        return None
    before = sum(was.steady.year.added for was, _ in pairs)
    return break_even_volume(before, sum(now.same_volume.year.added for _, now in pairs))


def _sold(segment: Segment, answer: Response) -> Floats:
    """Sales of each day, of the first draw."""
    shares = np.zeros(len(segment.sales))
    for stream in answer.streams:
        shares += float(stream.weight[0]) * (1.0 if stream.issued is None else stream.issued)
    found: Floats = segment.sales * answer.volume * shares
    return found


def _npv(facts: Facts, segment: Segment, answer: Response, opening: Flows, shocks: Shocks) -> float:
    """Sales at what they are worth on their day; money of open documents at the middle of its month; collection evenly."""
    rate = facts.costs.cost_of_capital_yearly + shocks.interest_points / 100
    days = np.arange(1, len(segment.sales) + 1, dtype=float)
    worth = 0.0
    for stream in answer.streams:
        daily = segment.sales * answer.volume * float(stream.weight[0])
        issued = daily if stream.issued is None else daily * stream.issued
        worth += float(present_value(issued, days, rate)) * unit_value(stream, answer, facts.costs, rate)
    defaults = len(segment.accounts.customer_id) * min(1.0, (segment.pd_yearly or 0.0) * answer.pd_multiple)
    collection = defaults * facts.costs.collection_cost * float(present_factor(days, rate).sum()) / YEAR_DAYS
    ends = facts.ends.astype(float)
    received = float(present_value(np.diff(opening.cash[0]), (ends[1:] + ends[:-1]) / 2, rate))
    return worth - collection + received
