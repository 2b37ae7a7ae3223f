"""The best terms for a ledger: which terms to try for each segment, and what comes out within limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from typing import Any

from scoring.desk.whatif.facts import Starting
from scoring.scenario.assumptions import Values
from scoring.scenario.optimise import Answer, Goal, best_terms, frontier
from scoring.scenario.options import Best, Grid, Limits, Option, measures, options_of
from scoring.scenario.scenario import Change, Scenario
from scoring.scenario.steady import Steady, total
from scoring.scenario.terms import Terms


@dataclass(frozen=True)
class TermsGrid:
    """What may be tried for every segment: all combinations of these values; None among them = as today."""

    net_days: tuple[int | None, ...] = (None, 14, 30, 45, 60)
    discounts: tuple[tuple[float, int] | None, ...] = (None, (1.0, 10), (2.0, 10))
    stop_ship_days: tuple[int | None, ...] = (None, 30, 60)
    deposit_percent: tuple[float | None, ...] = (None, 20.0)

    @property
    def terms(self) -> tuple[Terms, ...]:
        """Every combination that does not contradict itself (a discount ends before the due date).

        >>> len(TermsGrid().terms), len(TermsGrid((None, 7), (None, (2.0, 10)), (None,), (None,)).terms)
        (90, 3)
        """
        found = []
        for days, discount, stop, deposit in product(
            self.net_days, self.discounts, self.stop_ship_days, self.deposit_percent
        ):
            if discount is not None and days is not None and discount[1] >= days:
                continue
            percent, within = discount or (None, None)
            found.append(
                Terms(
                    net_days=days,
                    discount_percent=percent,
                    discount_days=within,
                    stop_ship_days=stop,
                    deposit_percent=deposit,
                )
            )
        return tuple(found)


@dataclass(frozen=True)
class BestReport:
    """The best terms for a goal within limits, beside today's, and what every DSO would be worth.

    `answer.best` None = the limits cannot be kept, `answer.shortfalls` say which. `frontier` is the best value for each
    DSO within the other limits, rising.
    """

    goal: Goal
    limits: Limits
    today: Steady
    answer: Answer
    frontier: tuple[Best, ...]

    @property
    def scenario_changes(self) -> tuple[Change, ...]:
        """The changes of terms that the best combination makes; nothing where there is none."""
        best = self.answer.best
        return () if best is None else tuple(Change(option.segment, option.terms) for option in best.changed)

    def as_json(self) -> dict[str, Any]:
        """Plain values: goal, limits, today and best (what limits are compared with, value_added, sales), terms by segment,
        prices, shortfalls, frontier (dso and value_added)."""
        best = self.answer.best
        return {
            "goal": self.goal,
            "limits": self.limits.given,
            "today": _told(self.today, 0),
            "best": None if best is None else _told(best.steady, len(best.changed)),
            "terms": {change.segment: _given(change.terms) for change in self.scenario_changes},
            "prices": [asdict(price) for price in self.answer.prices],
            "shortfalls": [asdict(shortfall) for shortfall in self.answer.shortfalls],
            "frontier": [
                {"dso": point.measure("dso"), "value_added": point.steady.year.added} for point in self.frontier
            ],
        }


def options(start: Starting, grid: Grid | TermsGrid, values: Values | None = None) -> tuple[Option, ...]:
    """The options of every segment, worked out; `values` None = the ledger's base assumptions."""
    full = dict.fromkeys(start.segments, grid.terms) if isinstance(grid, TermsGrid) else grid
    return options_of(start.facts, full, values or start.assumptions.base)


def best(tried: Sequence[Option], goal: Goal, limits: Limits) -> BestReport:
    """What is best among the options."""
    today = total([option.steady for option in tried if not option.terms.changed])
    answer = best_terms(tried, goal, limits)
    line = frontier(tried, limits) if answer.best is not None else frontier(tried, replace(limits, dso=None))
    return BestReport(goal, limits, today, answer, line)


def as_scenario(report: BestReport, name: str, start: Starting) -> Scenario:
    """The best terms as a scenario to look at, save or change."""
    lists: Mapping[str, tuple[str, ...]] = dict(start.lists)
    changes = tuple(replace(change, customers=lists.get(change.segment, ())) for change in report.scenario_changes)
    return Scenario(name, grouping=start.grouping, changes=changes)


def _told(state: Steady, changed: int) -> dict[str, float]:
    return measures(state, changed) | {"value_added": state.year.added, "sales": state.year.sales}


def _given(terms: Terms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in terms.changed}
