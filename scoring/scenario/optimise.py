"""Best terms: of the terms allowed for each segment, the combination that is best for a goal within limits, exactly.

A mixed-integer programme (scipy.optimize.milp): one yes or no for each segment and each of its options, exactly one yes a
segment. Steady-state amounts of segments add up, so all sums are linear; DSO is a ratio of two of them, kept within a limit
as receivables x 365 - limit x sales <= 0 and made least by Dinkelbach's method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from scoring.scenario.options import Best, Limits, Option
from scoring.scenario.value import YEAR_DAYS

Floats = NDArray[np.float64]
Goal = Literal["value", "dso"]
GOALS: tuple[str, ...] = get_args(Goal)
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Shortfall:
    """A limit that cannot be kept: `limit` asked for, `possible` the least that can be had. `alone` = whatever the other
    limits are; else only together with them."""

    name: str
    limit: float
    possible: float
    alone: bool


@dataclass(frozen=True)
class ShadowPrice:
    """What one unit more of a limit brings for the goal (value a year, or days of DSO less): `gain` for `step` more."""

    name: str
    step: float
    gain: float


@dataclass(frozen=True)
class Answer:
    """The best combination (None where the limits cannot all be kept, `shortfalls` then say which); `prices` of the limits
    that bind."""

    best: Best | None
    prices: tuple[ShadowPrice, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()


def best_terms(options: Sequence[Option], goal: Goal, limits: Limits, prices: bool = True) -> Answer:
    """The best combination of `options` for a goal within limits, with the price of each limit that binds.

    Where limits cannot be kept, the answer says which, and by how much.
    """
    problem = _Problem(options)
    found = problem.best(goal, limits)
    if found is None:
        return Answer(None, shortfalls=tuple(_shortfalls(problem, limits)))
    shadow = [_price(problem, found, goal, limits, name) for name in limits.given] if prices else []
    return Answer(found, prices=tuple(price for price in shadow if price is not None))


def frontier(options: Sequence[Option], limits: Limits, points: int = 9) -> tuple[Best, ...]:
    """The best value for each DSO from the least that can be had to that of the best value, within the other limits; DSO
    rises from one to the next. Empty where the other limits cannot be kept."""
    problem, others = _Problem(options), replace(limits, dso=None)
    longest, shortest = problem.best("value", others), problem.best("dso", others)
    if longest is None or shortest is None:
        return ()
    found = [shortest]
    for dso in np.linspace(shortest.measure("dso"), longest.measure("dso"), points):
        best = problem.best("value", replace(others, dso=float(dso) + TOLERANCE))
        if best is not None and best.measure("dso") > found[-1].measure("dso") + TOLERANCE:
            found.append(best)
        elif best is not None and best.steady.year.added > found[-1].steady.year.added:
            found[-1] = best
    return tuple(found)


class _Problem:
    """The options as arrays, one column each; solved as often as asked."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = tuple(options)
        keys = list(dict.fromkeys(option.segment for option in options))
        self.segment = np.array([keys.index(option.segment) for option in options])
        self.value = np.array([option.steady.year.added for option in options])
        self.owed = np.array([option.steady.receivables for option in options])
        self.sales = np.array([option.steady.year.sales for option in options])
        self.asked = np.array([option.steady.sales_asked for option in options])
        self.loss = np.array([option.steady.expected_loss for option in options])
        self.risk = np.array([option.steady.sales_at_risk for option in options])
        self.changed = np.array([float(bool(option.terms.changed)) for option in options])
        self.assign = sparse.csr_array(
            (np.ones(len(options)), (self.segment, np.arange(len(options)))), shape=(len(keys), len(options))
        )

    def row(self, name: str, limit: float) -> tuple[Floats, float]:
        """A limit as coefficients and what their sum must not exceed."""
        if name == "dso":
            return self.owed * YEAR_DAYS - limit * self.sales, 0.0
        if name == "sales_at_risk":
            return self.risk - limit * self.asked, 0.0
        return {"expected_loss": self.loss, "receivables": self.owed, "segments_changed": self.changed}[name], limit

    def best(self, goal: Goal, limits: Limits) -> Best | None:
        """The best combination; None where the limits cannot be kept."""
        rows = [self.row(name, limit) for name, limit in limits.given.items()]
        if goal == "value":
            return self._made(self.solve(-self.value, rows))
        return self._least(self.owed * YEAR_DAYS, self.sales, rows)

    def least(self, name: str) -> Best:
        """The combination with the least of what a limit is compared with, whatever the other limits."""
        found = self.least_within(name, [])
        assert found is not None
        return found

    def least_within(self, name: str, rows: Sequence[tuple[Floats, float]]) -> Best | None:
        """The same within some limits; None where they cannot be kept."""
        if name == "dso":
            return self._least(self.owed * YEAR_DAYS, self.sales, rows)
        if name == "sales_at_risk":
            return self._least(self.risk, self.asked, rows)
        return self._made(self.solve(self.row(name, 0.0)[0], rows))

    def solve(self, cost: Floats, rows: Sequence[tuple[Floats, float]]) -> NDArray[np.int64] | None:
        """The columns with the least sum of `cost`, one a segment, within `rows`; None where there are none."""
        kept = self._undominated(np.array([cost, *(row for row, _ in rows)]))
        constraints = [optimize.LinearConstraint(self.assign[:, kept], 1, 1)]
        for row, bound in rows:
            size = max(float(np.abs(row).max()), abs(bound), 1e-12)
            constraints.append(
                optimize.LinearConstraint(row[kept][None, :] / size, -np.inf, (bound + TOLERANCE) / size)
            )
        scale = max(float(np.abs(cost).max()), 1e-12)
        found = optimize.milp(cost[kept] / scale, constraints=constraints, integrality=np.ones(len(kept)),
                              bounds=optimize.Bounds(0, 1), options={"mip_rel_gap": 1e-7})  # fmt: skip
        return None if found.x is None else kept[found.x > 0.5]

    def _least(self, part: Floats, whole: Floats, rows: Sequence[tuple[Floats, float]]) -> Best | None:
        """The least ratio of two sums (Dinkelbach: the least part - ratio x whole, until it is 0)."""
        ratio, chosen = float("inf"), self.solve(part / max(float(part.max()), 1e-12), rows)
        while chosen is not None:
            sold = float(whole[chosen].sum())
            now = float(part[chosen].sum()) / sold if sold > 0 else 0.0
            if now >= ratio - TOLERANCE:
                break
            ratio, chosen = now, self.solve(part - now * whole, rows)
        return self._made(chosen)

    def _made(self, columns: NDArray[np.int64] | None) -> Best | None:
        return None if columns is None else Best(tuple(self.options[column] for column in np.sort(columns)))

    def _undominated(self, figures: Floats) -> NDArray[np.int64]:
        """The columns that no other of their segment is at least as good as in every figure (the least is best)."""
        kept = []
        for segment in range(self.assign.shape[0]):
            columns = np.flatnonzero(self.segment == segment)
            order = np.lexsort(figures[::-1, columns])
            seen: list[int] = []
            for column in columns[order].tolist():
                if not seen or not (figures[:, seen] <= figures[:, [column]]).all(axis=0).any():
                    seen.append(column)
            kept += seen
        return np.sort(np.array(kept, dtype=np.int64))


STEPS = {"dso": 1.0, "sales_at_risk": 0.01, "segments_changed": 1.0}
"""One unit more of a limit; of one in money, a hundredth of it."""


def _price(problem: _Problem, found: Best, goal: Goal, limits: Limits, name: str) -> ShadowPrice | None:
    """What a little more of a limit brings; None where it brings nothing."""
    limit = limits.given[name]
    step = STEPS.get(name, abs(limit) / 100)
    wider = problem.best(goal, limits.with_limit(name, limit + step))
    if wider is None or not step:
        return None
    gain = wider.steady.year.added - found.steady.year.added
    gain = gain if goal == "value" else found.measure("dso") - wider.measure("dso")
    return ShadowPrice(name, step, gain) if gain > abs(gain) * 1e-9 + 1e-6 else None


def _shortfalls(problem: _Problem, limits: Limits) -> list[Shortfall]:
    """The limits that cannot be kept by themselves; where each can, those that give way together with least strain."""
    alone = []
    for name, limit in limits.given.items():
        possible = problem.least(name).measure(name)
        if possible > limit + TOLERANCE * max(1.0, abs(limit)):
            alone.append(Shortfall(name, limit, possible, alone=True))
    return alone or _together(problem, limits)


def _together(problem: _Problem, limits: Limits) -> list[Shortfall]:
    """For each limit the least that can be had while all the others are kept: what it would have to be."""
    found = []
    for name, limit in limits.given.items():
        others = limits.with_limit(name, None)
        rows = [problem.row(other, bound) for other, bound in others.given.items()]
        best = problem.least_within(name, rows)
        if best is not None:
            found.append(Shortfall(name, limit, best.measure(name), alone=False))
    return found
