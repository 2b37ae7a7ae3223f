"""What can be chosen for each segment, what it leads to in the steady state, and what must not be exceeded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from scoring.scenario.assumptions import Values
from scoring.scenario.facts import Facts, Segment
from scoring.scenario.response import answer_to, due_of
from scoring.scenario.shocks import CALM, Shocks
from scoring.scenario.steady import Steady, first_day_of, steady_of, total
from scoring.scenario.terms import LEVERS, UNCHANGED, Terms

Grid = Mapping[str, Sequence[Terms]]
"""The terms allowed for each segment; to stay as today is always allowed."""


@dataclass(frozen=True)
class Limits:
    """What must not be exceeded; None = no limit. DSO in days, expected loss a year and receivables in money, sales at risk
    (held back by stop-ship or limits) as a share of what is asked for, segments whose terms change as a number."""

    dso: float | None = None
    expected_loss: float | None = None
    receivables: float | None = None
    sales_at_risk: float | None = None
    segments_changed: int | None = None

    @property
    def given(self) -> dict[str, float]:
        """The limits there are, by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) is not None}

    def with_limit(self, name: str, value: float | None) -> Limits:
        """The same with one limit in another place."""
        changed: dict[str, Any] = {name: value}
        return replace(self, **changed)


@dataclass(frozen=True)
class Option:
    """Terms allowed for a segment, and the steady state they lead to."""

    segment: str
    terms: Terms
    steady: Steady


@dataclass(frozen=True)
class Best:
    """The best combination: one option a segment, in the order of the facts."""

    options: tuple[Option, ...]

    @property
    def steady(self) -> Steady:
        """The steady state of all segments."""
        return total([option.steady for option in self.options])

    @property
    def changed(self) -> tuple[Option, ...]:
        """The options that are not as today."""
        return tuple(option for option in self.options if option.terms.changed)

    def measure(self, name: str) -> float:
        """What a limit would be compared with."""
        return measures(self.steady, len(self.changed))[name]


def options_of(facts: Facts, grid: Grid, values: Values, shocks: Shocks = CALM) -> tuple[Option, ...]:
    """Every option of every segment, today's first, with its steady state. Raises KeyError for an unknown segment."""
    known = {segment.key: segment for segment in facts.segments}
    allowed = {known[key].key: terms for key, terms in grid.items()}
    return tuple(
        option
        for segment in facts.segments
        for option in _options(facts, segment, allowed.get(segment.key, ()), values, shocks)
    )


def measures(state: Steady, changed: int) -> dict[str, float]:
    """What limits are compared with, by the name of the limit."""
    return {
        "dso": state.dso or 0.0,
        "expected_loss": state.expected_loss,
        "receivables": state.receivables,
        "sales_at_risk": state.sales_at_risk / state.sales_asked if state.sales_asked > 0 else 0.0,
        "segments_changed": float(changed),
    }


def _options(facts: Facts, segment: Segment, allowed: Sequence[Terms], values: Values, shocks: Shocks) -> list[Option]:
    """When claims fall due is worked out once for all options that agree in it."""
    found, known = [], {}
    for terms in dict.fromkeys([UNCHANGED, *allowed]):
        dates = terms.only(LEVERS["due"])
        if dates not in known:
            known[dates] = due_of(segment, dates, values, shocks, first_day_of(facts))
        answer = answer_to(segment, terms, values, shocks, known[dates])
        state = steady_of(facts, segment, answer, segment.yearly_sales * answer.volume, shocks)
        found.append(Option(segment.key, terms, state))
    return found
