"""A scenario against today: segment by segment, what the difference is made of, and whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from scoring.scenario.paths import path_of
from scoring.scenario.response import limits_of
from scoring.scenario.result import Result, SegmentResult, run
from scoring.scenario.scenario import Scenario
from scoring.scenario.shocks import CALM
from scoring.scenario.terms import LEVERS, terms_days
from scoring.scenario.value import LINES

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Step:
    """One step of a bridge: a line of value or a lever, and what it adds."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Bridge:
    """From one amount to another: before + the steps = after, to the cent."""

    before: Decimal
    steps: tuple[Step, ...]
    after: Decimal


@dataclass(frozen=True)
class CustomerEffect:
    """What new terms mean for one customer today.

    `gains` and `loses` say what moves for or against it ("days", "discount", "deposit", "limit"); `stopped` = something is
    more days past due than stop-ship allows; `over_limit` = what it owes above the new limit: to be paid before it is
    delivered again (None = not over it), `over_limit_before` the same of today's limit. Limits None = none set.
    """

    segment: str
    customer_id: str
    name: str
    monthly_sales: float
    open: float
    overdue: float
    oldest_days: float
    days_before: float
    days_after: float
    limit_before: float | None
    limit_after: float | None
    gains: tuple[str, ...]
    loses: tuple[str, ...]
    stopped: bool
    over_limit_before: float | None
    over_limit: float | None


@dataclass(frozen=True)
class LimitSwap:
    """What changed limits do to orders of customers that owe more than they may: how many customers, and what each group
    owes above its limit. `held` come to be over (by the new limit), `freed` are over no longer (by today's), `still` are
    over both (by the new one)."""

    held: int
    held_over: float
    freed: int
    freed_over: float
    still: int
    still_over: float


def limit_swap(effects: Sequence[CustomerEffect]) -> LimitSwap:
    """Whose orders are held instead of whose."""
    held = [e.over_limit for e in effects if e.over_limit_before is None and e.over_limit is not None]
    freed = [e.over_limit_before for e in effects if e.over_limit_before is not None and e.over_limit is None]
    still = [e.over_limit for e in effects if e.over_limit_before is not None and e.over_limit is not None]
    return LimitSwap(len(held), sum(held), len(freed), sum(freed), len(still), sum(still))


def value_bridge(before: Sequence[SegmentResult], after: Sequence[SegmentResult]) -> Bridge:
    """From today's yearly value added to the scenario's, line by line of YearValue, over the segments given.

    Lines are rounded as in `year_lines`, so that those of the two years, and with them the steps, add up.
    """
    was, now = (year_lines(parts) for parts in (before, after))
    steps = tuple(Step(line, now[line] - was[line]) for line in LINES)
    return Bridge(sum(was.values(), ZERO), steps, sum(now.values(), ZERO))


def year_lines(parts: Sequence[SegmentResult]) -> dict[str, Decimal]:
    """The lines of a year's value in the steady state, each rounded segment by segment: they sum to value added, and
    those of segments to those of all."""
    return {line: sum((_money(getattr(part.steady.year, line)) for part in parts), ZERO) for line in LINES}


def receivables_bridge(today: Result, result: Result, end: int) -> Bridge:
    """From the receivables that today's terms lead to at one end of the path to those of the scenario, lever by lever.

    Levers are pulled one after the other, shocks first, then in the order of LEVERS; what two do together counts for the
    later one. Levers that are not used have no step.
    """
    scenario, points = result.scenario, [path_of(today.facts, today.parts)[end].receivables]
    names = [*(["shocks"] if scenario.shocks.changed else []), *levers_used(scenario)]
    for number in range(1, len(names)):
        part = run(today.facts, with_levers(scenario, names[:number]), result.values, known=today)
        points.append(path_of(part.facts, part.parts)[end].receivables)
    points.append(path_of(result.facts, result.parts)[end].receivables)
    steps = [Step(name, points[i + 1] - points[i]) for i, name in enumerate(names)]
    return Bridge(points[0], tuple(steps), points[-1])


def levers_used(scenario: Scenario) -> list[str]:
    """The levers that a scenario pulls for anybody, in order.

    >>> from scoring.scenario.scenario import Change
    >>> from scoring.scenario.terms import Terms
    >>> levers_used(Scenario("x", changes=(Change("A", Terms(deposit_percent=20.0, net_days=30)),)))
    ['due', 'deposit']
    """
    changed = {name for change in scenario.changes for name in change.terms.changed}
    return [lever for lever, names in LEVERS.items() if changed.intersection(names)]


def with_levers(scenario: Scenario, levers: Sequence[str]) -> Scenario:
    """The scenario with only some of its levers; "shocks" stands for its shocks."""
    kept = tuple(name for lever in levers for name in LEVERS.get(lever, ()))
    changes = tuple(replace(change, terms=change.terms.only(kept)) for change in scenario.changes)
    return replace(scenario, changes=changes, shocks=scenario.shocks if "shocks" in levers else CALM)


def customer_effects(result: Result) -> list[CustomerEffect]:
    """Every customer whose terms the scenario changes, those with the largest sales first."""
    found = [effect for part in result.parts if part.terms.changed for effect in _of_segment(result, part)]
    return sorted(found, key=lambda effect: (-effect.monthly_sales, effect.customer_id))


def _of_segment(result: Result, part: SegmentResult) -> list[CustomerEffect]:
    terms, accounts = part.terms, part.segment.accounts
    limits = limits_of(part.segment, terms)
    mean = terms_days(terms, result.facts.as_of)
    effects = []
    for i, customer_id in enumerate(accounts.customer_id):
        before = float(accounts.terms_days[i])
        now, owed = _known(float(accounts.limit[i])), float(accounts.open[i])
        then = now if limits is None else float(limits[i])
        oldest = float(accounts.oldest_days[i])
        effects.append(
            CustomerEffect(
                segment=part.segment.key,
                customer_id=customer_id,
                name=accounts.name[i],
                monthly_sales=float(accounts.monthly_sales[i]),
                open=owed,
                overdue=float(accounts.overdue[i]),
                oldest_days=oldest,
                days_before=before,
                days_after=before if mean is None else mean,
                limit_before=now,
                limit_after=then,
                gains=_moved(part, before, mean, now, then, 1),
                loses=_moved(part, before, mean, now, then, -1),
                stopped=terms.stop_ship_days is not None and oldest > terms.stop_ship_days,
                over_limit_before=_over(owed, now),
                over_limit=_over(owed, then),
            )
        )
    return effects


def _moved(
    part: SegmentResult, before: float, mean: float | None, now: float | None, then: float | None, direction: int
) -> tuple[str, ...]:
    """What moves for (1) or against (-1) a customer."""
    terms, used = part.terms, part.segment.discount
    days = 0.0 if mean is None or round(mean - before) == 0 else mean - before
    discount = 0.0 if terms.discount_percent is None else terms.discount_percent - used.percent
    limit = 0.0 if then == now else 1.0 if then is None else -1.0 if now is None else then - now
    moves = {"days": days, "discount": discount, "deposit": -(terms.deposit_percent or 0.0), "limit": limit}
    return tuple(name for name, amount in moves.items() if amount * direction > 0)


def _over(owed: float, limit: float | None) -> float | None:
    return None if limit is None or owed <= limit else owed - limit


def _known(value: float) -> float | None:
    return None if value != value else value


def _money(amount: float) -> Decimal:
    return Decimal(round(amount * 100)) * CENT
