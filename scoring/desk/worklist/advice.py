"""From the playbook's consequence for credit to the what-if scenario that shows what it would come to, and to those kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from scoring.desk.strategy.standings import Cell
from scoring.desk.whatif import saved as shelf
from scoring.desk.whatif.outcome import outcome, started
from scoring.desk.worklist.segments import CreditAdvice, SegmentReport
from scoring.errors import ScoringError
from scoring.scenario.scenario import Change, Scenario
from scoring.scenario.scenariofile import NAME_MAX
from scoring.store import Store
from scoring.terms import View
from scoring.text import say

MOSTLY = 0.5
"""A scenario of customers picked by hand is about a cell when it holds at least so much of those advised."""


@dataclass(frozen=True)
class Tried:
    """What a scenario comes to for the part of it that is about a cell: money `released` within a year, present value
    `npv`, change of the yearly value; all None where it cannot be run on this ledger. `number` None = not kept."""

    number: int | None
    name: str
    segment: str
    released: Decimal | None
    npv: Decimal | None
    value: Decimal | None

    def as_json(self) -> dict[str, Any]:
        """Plain values: scenario (its number), name, segment, released, npv, value."""
        told = {"scenario": self.number, "name": self.name, "segment": self.segment}
        return {**told, "released": self.released, "npv": self.npv, "value": self.value}


def cell_name(cell: Cell, lang: str) -> str:
    """A cell in words.

    >>> cell_name(Cell("individual", "light", "risky"), "en")
    'Individual · Light (1–30) · Risky'
    """
    return " · ".join(
        say(word, lang) for word in (f"nature.{cell.nature}", f"bucket.{cell.severity}", f"rating.{cell.rating}")
    )


def scenario_for(cell: Cell, advice: CreditAdvice, lang: str) -> Scenario:
    """The scenario that gives these customers, picked by hand, the terms advised; everybody else keeps theirs."""
    segment = cell_name(cell, lang)[:NAME_MAX]
    name = f"{segment}: {say(f'strategy.credit.{advice.credit}', lang)}"[:NAME_MAX]
    note = say("advice.note", lang)
    return Scenario(name, note, "rating", (Change(segment, advice.terms, advice.customers),))


def tried(store: Store, view: View, cell: Cell, advice: CreditAdvice, lang: str) -> Tried:
    """What the advised terms would come to on the view's ledger, tried as `scenario_for`."""
    scenario = scenario_for(cell, advice, lang)
    return _run(store, view, scenario, scenario.changes[0].segment, None)


def supporting(store: Store, view: View, cell: Cell, advice: CreditAdvice) -> tuple[Tried, ...]:
    """The kept scenarios that change one of the advised terms for these customers, for their rating or for their nature,
    each run on the view's ledger."""
    found = []
    for one in shelf.saved(store):
        segment = _about(one.scenario, cell, advice)
        if segment is not None:
            found.append(_run(store, view, one.scenario, segment, one.number))
    return tuple(found)


def advised(store: Store, view: View, found: SegmentReport) -> dict[Cell, tuple[Tried, ...]]:
    """By cell whose credit terms the playbook changes: the kept scenarios that are about it."""
    own = replace(view, currency=found.currency)
    return {one.cell: supporting(store, own, one.cell, one.credit) for one in found.segments if one.credit is not None}


def _about(scenario: Scenario, cell: Cell, advice: CreditAdvice) -> str | None:
    """The segment of a scenario that is about this advice; None where none is."""
    key = {"rating": cell.rating, "nature": cell.nature}.get(scenario.grouping)
    for change in scenario.changes:
        if not set(change.terms.changed) & set(advice.terms.changed):
            continue
        shared = len(set(change.customers) & set(advice.customers))
        if change.segment == key or (change.customers and shared >= MOSTLY * len(advice.customers)):
            return change.segment
    return None


def _run(store: Store, view: View, scenario: Scenario, segment: str, number: int | None) -> Tried:
    try:
        part = outcome(started(store, view, scenario), scenario).segment(segment)
    except ScoringError:
        return Tried(number, scenario.name, segment, None, None, None)
    change = next(pair.change for pair in part.figures if pair.name == "value_added")
    return Tried(number, scenario.name, segment, part.released, part.npv, change)
