"""Indicators of early warning, read from data/warnings/: one file a kind of risk, one section an indicator."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.settings import PROJECT
from scoring.strategy.warnings.expression import Ask, Column, Expression, Kind, computed, parse

FOLDER = PROJECT / "data" / "warnings"
Risk = Literal["credit", "financial", "legal", "market"]
RISKS: tuple[Risk, ...] = ("credit", "financial", "legal", "market")
SEVERITIES = ("watch", "serious", "urgent")
"""From calm to hot."""
FACTS: dict[str, str] = {
    "open_amount": "money",
    "receivables_share": "share",
    "grade_step": "count",
    "promises_broken_3m": "count",
    "statement_age_days": "days",
    "lawsuits_open": "count",
    "enforcements_open": "count",
    "insolvencies_open": "count",
    "outside_rating_drop": "count",
    "industry_index_change": "share",
    "industry_outlook_step": "count",
    "days_into_year": "days",
}
"""What an indicator may ask for beside the characteristics, with its unit: words `fact.<name>` and `fact_help.<name>`."""
UNITS = {name: one.unit for name, one in CHARACTERISTICS.items()} | FACTS
NAMES: dict[str, Kind] = {name: "word" if unit == "category" else "number" for name, unit in UNITS.items()} | {
    "threshold": "number"
}


@dataclass(frozen=True)
class Indicator:
    """One early warning. It trips where `when` is true (None = always) and `value` is at or beyond the threshold.

    `direction` +1: at least the threshold; -1: at most. `offered` are the thresholds that can be chosen, rising, `threshold`
    is the one it ships with; `unit` is that of value and threshold. Words: `warning.<id>` (name), `warning_help.<id>`
    (definition), `warning_do.<id>` (what to do).
    """

    id: str
    risk: Risk
    severity: str
    value: Expression
    when: Expression | None
    direction: Literal[-1, 1]
    threshold: float
    offered: tuple[float, ...]
    unit: str

    @property
    def uses(self) -> frozenset[tuple[str, int]]:
        """Names it asks for, with how many months before."""
        both = {*self.value.uses, *(self.when.uses if self.when else ())}
        return frozenset(use for use in both if use[0] != "threshold")

    @property
    def evidence(self) -> tuple[tuple[str, int], ...]:
        """What is told of a customer beside the value: everything asked for, now first."""
        return tuple(sorted(self.uses, key=lambda use: (use[1], use[0])))


def trips(indicator: Indicator, threshold: float, ask: Ask, rows: int) -> tuple[Column, Column]:
    """The value of each customer and whether the indicator trips at `threshold`; missing values never trip."""
    value = computed(indicator.value, ask, rows)
    beyond = np.greater_equal(value * indicator.direction, threshold * indicator.direction)
    if indicator.when is None:
        return value, beyond
    limit = np.full(rows, threshold)
    holds = computed(indicator.when, lambda name, months: limit if name == "threshold" else ask(name, months), rows)
    return value, beyond & (holds == 1)


@lru_cache(maxsize=1)
def load(folder: Path = FOLDER) -> dict[str, Indicator]:
    """Every indicator by id, in order of the kinds of risk. Raises ScoringError "expression_refused", KeyError for a section
    that lacks an entry and ValueError for one with a threshold that is not offered."""
    found: dict[str, Indicator] = {}
    for risk in RISKS:
        sections = tomllib.loads((folder / f"{risk}.toml").read_text(encoding="utf-8"))
        found |= {name: _indicator(name, risk, told) for name, told in sections.items()}
    return found


def longest_look_back() -> int:
    """Months that indicators look back at most."""
    return max(months for one in load().values() for _, months in one.uses)


def _indicator(name: str, risk: Risk, told: Mapping[str, Any]) -> Indicator:
    direction: Literal[-1, 1] = 1 if "at_least" in told else -1
    threshold = float(told["at_least"] if direction == 1 else told["at_most"])
    value, when = parse(told["value"], NAMES), parse(told["when"], NAMES) if "when" in told else None
    offered = tuple(float(x) for x in told["offered"])
    if threshold not in offered or value.kind != "number" or (when and when.kind != "truth"):
        raise ValueError(f"indicator {name}: the threshold must be offered, value a number and when a truth")
    if told["severity"] not in SEVERITIES:
        raise ValueError(f"indicator {name}: severity {told['severity']}")
    return Indicator(name, risk, told["severity"], value, when, direction, threshold, offered, told["unit"])
