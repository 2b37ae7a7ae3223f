"""What matched sets say: how many more were paid within the horizon, and how many times as fast, each with an interval.

Both compare within strata, so that neither is moved by who is acted on more. Intervals count customers as wholes
(members.py): the parts of the error of the product-limit curve, and of the hazard ratio (Lin and Wei 1989), are added up
by customer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from scoring.strategy.effect.measure import Measure
from scoring.strategy.effect.members import Interval, Members, interval, members_of
from scoring.strategy.effect.terms import Flags, Real, Sets, Whole

STEPS = 50
LEAST = 1e-12


@dataclass(frozen=True)
class Effect:
    """What an action or a strategy brought. `cases` = customers and days with the action that found a like; `documents` of
    theirs; `paid` and `paid_controls` = shares paid within the horizon with and without it, `points` their difference and
    `hazard_ratio` how many times as fast money came; None where it cannot be had. `enough` = the record carries it."""

    code: str
    cases: int
    customers: int
    documents: int
    unmatched: int
    paid: float | None
    paid_controls: float | None
    points: Interval | None
    hazard_ratio: Interval | None
    enough: bool

    @property
    def works(self) -> bool:
        """Whether more was paid and sooner, both beyond chance, on enough cases."""
        return self._beyond(1)

    @property
    def harms(self) -> bool:
        """Whether less was paid and later, both beyond chance, on enough cases."""
        return self._beyond(-1)

    def _beyond(self, sign: int) -> bool:
        if not self.enough or self.points is None or self.hazard_ratio is None:
            return False
        ends = (
            (self.points.low, self.hazard_ratio.low - 1)
            if sign > 0
            else (-self.points.high, 1 - self.hazard_ratio.high)
        )
        return min(ends) > 0


def effect_of(code: str, sets: Sets, horizon_days: int, rules: Measure) -> Effect:
    """The effect that matched sets show, and whether it rests on enough cases."""
    if not len(sets.customer):
        return Effect(code, 0, 0, 0, sets.unmatched, None, None, None, None, False)
    cases, customers = len(np.unique(sets.case)), len(np.unique(sets.customer[:, 0]))
    payments = int(sets.paid[:, 0].sum()), int(sets.paid[:, 1:].sum())
    enough = cases >= rules.cases_min and customers >= rules.customers_min and min(payments) >= rules.payments_min
    with_it, without, points = paid_within(sets, horizon_days, rules.confidence)
    ratio = hazard_ratio(sets, horizon_days, rules.confidence) if min(payments) else None
    return Effect(code, cases, customers, len(sets.customer), sets.unmatched, with_it, without, points, ratio, enough)


def paid_within(sets: Sets, horizon_days: int, confidence: float) -> tuple[float, float, Interval]:
    """Shares paid within the horizon, treated and not, and their difference with its interval: product-limit within each
    stratum, as long as both kinds are watched in it, weighed by its treated claims."""
    members = members_of(sets, horizon_days)
    limit = _limits(members, horizon_days)[members.stratum]
    time, paid = np.minimum(members.time, limit), members.paid & (members.time <= limit)
    shares, influence = _product_limit(members, time, paid, horizon_days)
    treated = int(members.kind.sum())
    part = np.bincount(members.stratum, members.kind) / treated
    with_it, without = (float((part * shares[:, kind]).sum()) for kind in (1, 0))
    value, apart = with_it - without, shares[:, 1] - shares[:, 0]
    signed = (2 * members.kind - 1) * part[members.stratum] * influence
    of_mixture = members.kind * (apart[members.stratum] - value) / treated
    found = interval(members, value, signed, of_mixture, 1.0, confidence, bends=1.0)
    return with_it, without, Interval(value, max(-1.0, found.low), min(1.0, found.high))


def _limits(members: Members, horizon_days: int) -> Whole:
    """The day to which both kinds of each stratum are told: the horizon, or the last on which somebody was watched of a kind
    of whom not all were paid."""
    last = np.zeros(int(members.arm.max()) + 1, dtype=np.int64)
    np.maximum.at(last, members.arm, members.time)
    at_last = members.time == last[members.arm]
    unpaid = np.bincount(members.arm[at_last & ~members.paid], minlength=len(last)) > 0
    told = np.where(unpaid, np.minimum(last, horizon_days), horizon_days)
    both: Whole = told.reshape(-1, 2).min(axis=1)
    return both


def _product_limit(members: Members, time: Whole, paid: Flags, horizon_days: int) -> tuple[Real, Real]:
    """By stratum and kind the share paid, and what each member contributes to the error of its own."""
    ended, watched = _counts(members.arm, time, paid, members.weight, horizon_days)
    hazard = np.where(watched > LEAST, ended / np.maximum(watched, LEAST), 0.0)
    unpaid: Real = np.prod(1 - np.minimum(hazard, 1.0), axis=1).astype(np.float64)
    jump = np.where((watched > LEAST) & (hazard < 1 - LEAST), 1 / np.maximum(watched * (1 - hazard), LEAST), 0.0)
    passed = np.cumsum(hazard * jump, axis=1)
    influence = paid * jump[members.arm, time] - passed[members.arm, time]
    shares: Real = 1.0 - unpaid
    parts: Real = unpaid[members.arm] * members.weight * influence
    return shares.reshape(-1, 2), parts


def _counts(group: Whole, time: Whole, paid: Flags, weight: Real, horizon_days: int) -> tuple[Real, Real]:
    """By group and day from 0 to the horizon: the weight of those paid on it, and of those watched till then at least."""
    shape = int(group.max()) + 1, horizon_days + 1
    cell = group * shape[1] + time
    ended: Real = np.bincount(cell[paid], weight[paid], shape[0] * shape[1]).astype(np.float64).reshape(shape)
    left: Real = np.bincount(cell, weight, shape[0] * shape[1]).astype(np.float64).reshape(shape)
    return ended, left[:, ::-1].cumsum(axis=1)[:, ::-1]


def hazard_ratio(sets: Sets, horizon_days: int, confidence: float) -> Interval | None:
    """How many times as fast treated claims are paid as similar ones of their stratum (Cox 1972, weighed); None where no
    stratum tells. Whoever is paid on a day is watched for half of it, since many are paid on the same days."""
    members = members_of(sets, horizon_days)
    ended, watched = _counts(members.arm, members.time, members.paid, members.weight, horizon_days)
    days = (len(ended) // 2, 2, horizon_days + 1)
    ended, watched = ended.reshape(days), (watched - ended / 2).reshape(days)
    both: Flags = np.all(watched > LEAST, axis=1)
    ended, watched = ended * both[:, None], watched * both[:, None]
    if min(ended[:, kind].sum() for kind in (0, 1)) <= 0:
        return None
    beta = 0.0
    for _ in range(STEPS):
        share = _share(watched, beta)
        information = float((ended.sum(axis=1) * share * (1 - share)).sum())
        step = (float(ended[:, 1].sum()) - float((ended.sum(axis=1) * share).sum())) / information
        beta += max(-1.0, min(1.0, step))
        if abs(step) < 1e-9:
            break
    scores = _scores(members, ended.sum(axis=1), watched, both, beta)
    found = interval(members, beta, scores, 0.0, 1 / information, confidence, bends=0.5)
    if math.isinf(found.high):
        return None
    return Interval(math.exp(beta), math.exp(found.low), math.exp(found.high))


def _share(watched: Real, beta: float) -> Real:
    """Of what is expected to be paid in a stratum on a day, the part of the treated."""
    treated: Real = watched[:, 1] * math.exp(beta)
    return treated / np.maximum(treated + watched[:, 0], LEAST)


def _scores(members: Members, ended: Real, watched: Real, both: Flags, beta: float) -> Real:
    """What each member contributes to the score: its own payment, less what its days of being watched let expect."""
    share = _share(watched, beta)
    pace = ended / np.maximum(watched[:, 1] * math.exp(beta) + watched[:, 0], LEAST)
    faster = np.where(members.kind == 1, math.exp(beta), 1.0)
    surplus = members.kind[:, None] - share[members.stratum]
    expected = surplus * pace[members.stratum]
    here, row = np.arange(expected.shape[1]) <= members.time[:, None], np.arange(len(members.time))
    so_far = (expected * here).sum(axis=1) - np.where(members.paid, expected[row, members.time] / 2, 0.0)
    own = members.paid & both[members.stratum, members.time]
    scores: Real = members.weight * (own * surplus[row, members.time] - faster * so_far)
    return scores
