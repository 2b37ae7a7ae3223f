"""How sure a result is: delays drawn again, assumptions at their low and high ends, and which of them it hangs on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.scenario.assumptions import NAMES, Assumptions, Values
from scoring.scenario.facts import Facts, Segment
from scoring.scenario.result import Result, run
from scoring.scenario.scenario import TODAY, Scenario

Floats = NDArray[np.float64]
SHARE = 0.9
DRAWS = 100
SEED = 7
DELAYS = "delays"
YEAR_DAYS = 365


@dataclass(frozen=True)
class Band:
    """A result at each of several points: the base value and between what it lies in 9 of 10 draws of the delays (`low`,
    `high`), and with the assumptions at their ends as well (`lowest`, `highest`)."""

    base: Floats
    low: Floats
    high: Floats
    lowest: Floats
    highest: Floats


@dataclass(frozen=True)
class Bar:
    """What one assumption, or the draws of the delays ("delays"), makes of the change of yearly value added and of the cash
    released after a year: at its low and at its high end, all others at their base."""

    name: str
    value_low: float
    value_high: float
    cash_low: float
    cash_high: float

    @property
    def matters(self) -> bool:
        """Whether anything moves at all."""
        return bool(self.value_low != self.value_high or self.cash_low != self.cash_high)

    @property
    def span(self) -> float:
        """How far the change of value moves."""
        return abs(self.value_high - self.value_low)


@dataclass(frozen=True)
class Ranges:
    """`receivables_today` and `receivables` at each end of the path, `released` = today's less the scenario's, `value` the
    change of yearly value added (one point); `bars` with the longest first."""

    receivables_today: Band
    receivables: Band
    released: Band
    value: Band
    bars: tuple[Bar, ...]


def ranges(facts: Facts, scenario: Scenario, assumed: Assumptions, draws: int = DRAWS, seed: int = SEED) -> Ranges:
    """The ranges of a scenario's result; the same seed gives the same ranges.

    Delays are drawn for today and for the scenario alike, so that what both share does not blur their difference. The
    ranges of the delays and of the assumptions are taken as independent of each other: distances from the base add up by
    their squares.
    """
    random = np.random.default_rng(seed)
    drawn = {segment.key: resampled(segment, draws, random) for segment in facts.segments}
    today, today_drawn = run(facts, TODAY, assumed.base), run(facts, TODAY, assumed.base, drawn)
    then, then_drawn = (run(facts, scenario, assumed.base, d, k) for d, k in ((None, today), (drawn, today_drawn)))
    moves = {name: (_move(then, assumed.at(name, "low")), _move(then, assumed.at(name, "high"))) for name in NAMES}
    released = today.flows.receivables - then.flows.receivables
    released_drawn = today_drawn.flows.receivables - then_drawn.flows.receivables
    value, value_drawn = _added(then) - _added(today), _added(then_drawn) - _added(today_drawn)
    in_value = [(low.value, high.value) for low, high in moves.values()]
    in_cash = [(-low.receivables, -high.receivables) for low, high in moves.values()]
    year = int(np.searchsorted(facts.ends, YEAR_DAYS))
    bars = [_bar(name, low, high, float(value[0]), released[0], year) for name, (low, high) in moves.items()]
    bars.append(Bar(DELAYS, *_ends_of(value_drawn), *_ends_of(released_drawn[:, min(year, len(facts.ends) - 1)])))
    return Ranges(
        receivables_today=_band(today.flows.receivables[0], today_drawn.flows.receivables, []),
        receivables=_band(then.flows.receivables[0], then_drawn.flows.receivables, [(-a, -b) for a, b in in_cash]),
        released=_band(released[0], released_drawn, in_cash),
        value=_band(value[:1], value_drawn[:, None], [(np.array([a]), np.array([b])) for a, b in in_value]),
        bars=tuple(sorted((bar for bar in bars if bar.matters), key=lambda bar: -bar.span)),
    )


def resampled(segment: Segment, draws: int, random: np.random.Generator) -> Floats:
    """The segment's delays as they might have come out: as many invoices as it has, each paid on some day of its curve or
    never. shape: (draws, days). A segment without invoices keeps its curve."""
    paid = segment.curve.paid
    if not segment.claims:
        return np.repeat(paid[None, :], draws, axis=0)
    shares = np.append(paid, max(0.0, 1 - float(paid.sum())))
    found: Floats = random.multinomial(segment.claims, shares / shares.sum(), size=draws)[:, :-1] / segment.claims
    return found


@dataclass(frozen=True)
class _Move:
    """What another level of one assumption adds to yearly value added and to receivables at each end."""

    value: float
    receivables: Floats


def _move(then: Result, values: Values) -> _Move:
    """Against the base; only segments whose terms change hang on assumptions."""
    changed = [part for part in then.parts if part.terms.changed]
    nothing = np.zeros(len(then.facts.ends))
    if not changed:
        return _Move(0.0, nothing)
    other = run(replace(then.facts, segments=tuple(part.segment for part in changed)), then.scenario, values)
    was = sum((part.flows.receivables[0] for part in changed), nothing)
    return _Move(
        float(_added(other)[0]) - sum(float(part.added[0]) for part in changed), other.flows.receivables[0] - was
    )


def _added(result: Result) -> Floats:
    """Yearly value added by draw."""
    found: Floats = np.sum([part.added for part in result.parts], axis=0)
    return found


def _bar(name: str, low: _Move, high: _Move, value: float, released: Floats, year: int) -> Bar:
    at = min(year, len(released) - 1)
    cash = [float(released[at] - move.receivables[at]) for move in (low, high)]
    return Bar(name, value + low.value, value + high.value, cash[0], cash[1])


def _ends_of(drawn: Floats) -> tuple[float, float]:
    low, high = np.quantile(drawn, [(1 - SHARE) / 2, (1 + SHARE) / 2])
    return float(low), float(high)


def _band(base: Floats, drawn: Floats, moves: list[tuple[Floats, Floats]]) -> Band:
    """Along the points; `moves` are what the low and the high end of each assumption add to the base."""
    low, high = np.quantile(drawn, [(1 - SHARE) / 2, (1 + SHARE) / 2], axis=0)
    low, high = np.minimum(low, base), np.maximum(high, base)
    down, up = (base - low) ** 2, (high - base) ** 2
    for one, other in moves:
        down = down + np.minimum(0.0, np.minimum(one, other)) ** 2
        up = up + np.maximum(0.0, np.maximum(one, other)) ** 2
    return Band(base, low, high, base - np.sqrt(down), base + np.sqrt(up))
