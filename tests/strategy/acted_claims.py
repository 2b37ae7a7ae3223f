"""Claims made up day by day, paid by chance, called by chance, as much faster after a call as they are told to be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.desk.strategy.playbook import SHIPPED
from scoring.strategy.effect.estimate import Effect, effect_of
from scoring.strategy.effect.matching import matched
from scoring.strategy.effect.measure import read_measure
from scoring.strategy.effect.terms import NEVER, Actions, Claims, Sets

RULES = read_measure((SHIPPED / "measure.toml").read_text(encoding="utf-8"))
AS_OF, HORIZON, PHONE, CALLED_FOR = 700, 30, 0, 40
KINDS = (0.06, 0.03, 0.01), (0.01, 0.02, 0.04)
PACES, CALLS = tuple(np.linspace(0.08, 0.008, 12)), tuple(np.linspace(0.01, 0.04, 12))


def planted(
    seed: int,
    ratio: float,
    customers: int = 300,
    documents: tuple[int, int] = (1, 6),
    paces: tuple[float, ...] = KINDS[0],
    calls: tuple[float, ...] = KINDS[1],
    failing: float = 0.0,
) -> tuple[Claims, Actions, np.ndarray]:
    """Customers of some kinds with some claims each, of which the kind's pace is paid a day while they are open, more or
    less as customers differ within it, `ratio` times as many in the 40 days after a call. A call comes by chance on a day
    past due, at once on all of a customer's claims; kinds that pay badly are called more often, so that treated claims pay
    worse where nobody looks at their kind. A share `failing` of customers hardly pays from some day on and is called three
    times as often from then on. Returns each customer's pace too.
    """
    chance = np.random.default_rng(seed)
    kind = chance.integers(len(paces), size=customers)
    pace = np.array(paces)[kind] * chance.gamma(8, 1 / 8, customers)
    failed = np.where(chance.random(customers) < failing, chance.integers(100, AS_OF, customers), NEVER)
    customer = np.repeat(np.arange(customers), chance.integers(*documents, customers))
    count = len(customer)
    due, amount = chance.integers(0, AS_OF - 40, count), chance.lognormal(8, 1, count)
    end, last_call = np.full(count, NEVER), np.full(count, -NEVER)
    claim, day_of = [], []
    for day in range(AS_OF + 1):
        open_ = (due < day) & (end == NEVER)
        faster = np.where(day - last_call <= CALLED_FOR, ratio, 1.0)
        bad = day >= failed
        paid = open_ & (chance.random(count) < np.where(bad, pace / 8, pace)[customer] * faster)
        end[paid] = day
        called = open_ & ~paid & (chance.random(customers) < np.array(calls)[kind] * np.where(bad, 3, 1))[customer]
        if day < AS_OF:
            last_call[called] = day
            claim.append(np.flatnonzero(called))
            day_of.append(np.full(int(called.sum()), day))
    acted, days = np.concatenate(claim), np.concatenate(day_of)
    order = np.lexsort((days, acted))
    never = np.full(count, NEVER)
    claims = Claims(customer, amount, due, due + 1, end, end < NEVER, never, never, kind[customer][None, :])
    return claims, Actions(acted[order], days[order], np.zeros(len(acted), dtype=int)), pace


def sets_of(claims: Claims, actions: Actions) -> Sets:
    return matched(claims, actions, np.array([0]), PHONE, AS_OF, HORIZON, RULES)


def measured(claims: Claims, actions: Actions) -> Effect:
    return effect_of("phone", sets_of(claims, actions), HORIZON, RULES)


@dataclass(frozen=True)
class Coverage:
    """How often the interval of points and that of the ratio hold the truth, and how far the points are off on average."""

    points: float
    ratio: float
    bias: float


def coverage(
    runs: int,
    ratio: float,
    customers: int,
    documents: tuple[int, int],
    paces: tuple[float, ...] = KINDS[0],
    calls: tuple[float, ...] = KINDS[1],
) -> Coverage:
    """Over so many made-up ledgers. The truth in points: what the treated claims of all of them would have been paid within
    the horizon with the call and without it, by their customers' own pace."""
    points, truths, held = [], [], []
    for seed in range(runs):
        claims, actions, pace = planted(seed, ratio, customers, documents, paces, calls)
        sets = sets_of(claims, actions)
        found, own = effect_of("phone", sets, HORIZON, RULES), pace[sets.customer[:, 0]]
        if not found.enough or found.points is None or found.hazard_ratio is None:
            continue
        truths.append(np.mean((1 - own) ** HORIZON - (1 - ratio * own) ** HORIZON))
        points.append((found.points.value, found.points.low, found.points.high))
        held.append(found.hazard_ratio.low <= ratio <= found.hazard_ratio.high)
    value, low, high = np.array(points).T
    truth = float(np.mean(truths))
    return Coverage(float(np.mean((low <= truth) & (truth <= high))), float(np.mean(held)), float(value.mean()) - truth)
