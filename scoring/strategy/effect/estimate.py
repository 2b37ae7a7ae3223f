"""What matched sets say: how many more were paid within the horizon, and how many times as fast, each with an interval.

Intervals count customers as wholes, also where one is treated here and a control there: the parts that a customer has in an
estimate are added up before they are squared (Lin and Wei 1989 for the hazard ratio; the same for the product-limit curve).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from scoring.strategy.effect.matching import Flags, Real, Sets, Whole
from scoring.strategy.effect.measure import Measure

STEPS = 50
ARMS = (slice(0, 1), slice(1, None))
"""Columns of the treated and of their controls."""


@dataclass(frozen=True)
class Interval:
    """An estimate and the ends of its interval."""

    value: float
    low: float
    high: float


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
        """Whether more was paid, beyond chance."""
        return self.enough and self.points is not None and self.points.low > 0


def effect_of(code: str, sets: Sets, horizon_days: int, rules: Measure) -> Effect:
    """The effect that matched sets show, and whether it rests on enough cases."""
    treated = sets.customer[:, 0] if len(sets.customer) else sets.customer.reshape(-1)
    cases, customers = len(np.unique(sets.case)), len(np.unique(treated))
    payments = (int(sets.paid[:, 0].sum()), int(sets.paid[:, 1:].sum())) if len(treated) else (0, 0)
    enough = cases >= rules.cases_min and customers >= rules.customers_min and min(payments) >= rules.payments_min
    if not len(treated):
        return Effect(code, 0, 0, 0, sets.unmatched, None, None, None, None, False)
    with_it, without, points = paid_within(sets, horizon_days, rules.confidence)
    ratio = hazard_ratio(sets, rules.confidence) if min(payments) else None
    return Effect(code, cases, customers, len(treated), sets.unmatched, with_it, without, points, ratio, enough)


def paid_within(sets: Sets, horizon_days: int, confidence: float) -> tuple[float, float, Interval]:
    """Shares paid within the horizon, treated and not, and their difference with its interval: product-limit within each
    stratum, as long as both kinds are watched in it, weighed by its treated claims. A set's controls weigh one together.
    """
    weights = sets.there / np.maximum(1, sets.there[:, 1:].sum(axis=1))[:, None]
    weights[:, 0] = 1.0
    codes, customer = np.unique(sets.customer, return_inverse=True)
    customer = customer.reshape(sets.customer.shape)
    parts, shares = np.zeros(len(codes)), np.zeros(2)
    for stratum in np.unique(sets.stratum):
        rows = sets.stratum == stratum
        part = rows.mean()
        last = [int(sets.time[rows][:, columns][sets.there[rows][:, columns]].max()) for columns in ARMS]
        for arm, columns in enumerate(ARMS):
            there = sets.there[rows][:, columns]
            time, paid = sets.time[rows][:, columns][there], sets.paid[rows][:, columns][there]
            share, influence = _product_limit(time, paid, weights[rows][:, columns][there], min(horizon_days, *last))
            np.add.at(parts, customer[rows][:, columns][there], (1.0 - 2 * arm) * part * influence)
            shares[arm] += part * share
    difference = float(shares[0] - shares[1])
    reach = _quantile(confidence) * math.sqrt(_spread(parts))
    return float(shares[0]), float(shares[1]), Interval(difference, difference - reach, difference + reach)


def _product_limit(time: Whole, paid: Flags, weight: Real, horizon: int) -> tuple[float, Real]:
    """Share paid by the horizon and what each claim contributes to its error."""
    paid, time = paid & (time <= horizon), np.minimum(time, horizon)
    ended = np.bincount(time[paid], weight[paid], horizon + 1)
    at_risk = np.bincount(time, weight, horizon + 1)[::-1].cumsum()[::-1]
    hazard = np.where(at_risk > 0, ended / np.maximum(at_risk, 1e-12), 0.0)
    unpaid = float(np.prod(1 - np.minimum(hazard, 1.0)))
    jump = 1 / np.maximum(at_risk * (1 - hazard), 1e-9)
    jump[(at_risk <= 0) | (hazard >= 1 - 1e-12)] = 0.0
    passed = np.cumsum(hazard * jump)
    return 1 - unpaid, unpaid * weight * (paid * jump[time] - passed[time])


def hazard_ratio(sets: Sets, confidence: float) -> Interval | None:
    """How many times as fast treated claims are paid as the controls of their own set (Cox 1972, stratified by set); None
    where no set tells."""
    events = [_at_risk(sets, column) for column in range(sets.time.shape[1])]
    used = [(rows, treated, others) for rows, treated, others in events if len(rows)]
    treated_at_risk = np.concatenate([t for _, t, _ in used]) if used else np.zeros(0)
    others_at_risk = np.concatenate([o for _, _, o in used]) if used else np.zeros(0)
    by_treated = len(events[0][0])
    if not 0 < by_treated < len(treated_at_risk):
        return None
    beta = 0.0
    for _ in range(STEPS):
        share = treated_at_risk * math.exp(beta) / (treated_at_risk * math.exp(beta) + others_at_risk)
        step = (by_treated - share.sum()) / float((share * (1 - share)).sum())
        beta += max(-1.0, min(1.0, step))
        if abs(step) < 1e-9:
            break
    information = float((share * (1 - share)).sum())
    error = math.sqrt(_score_variance(sets, beta)) / information
    reach = _quantile(confidence) * error
    return Interval(math.exp(beta), math.exp(beta - reach), math.exp(beta + reach))


def _at_risk(sets: Sets, column: int) -> tuple[Whole, Real, Real]:
    """The sets in which the member of a column was paid while both kinds were watched, with the numbers watched then."""
    when = sets.time[:, column]
    watched = (sets.time >= when[:, None]) & sets.there
    others = watched[:, 1:].sum(axis=1)
    rows = np.flatnonzero(sets.paid[:, column] & watched[:, 0] & (others > 0))
    return rows, np.ones(len(rows)), others[rows].astype(float)


def _score_variance(sets: Sets, beta: float) -> float:
    """Variance of the score with customers and sets both as clusters (Cameron, Gelbach and Miller 2011): a set is small, so
    what one of its members contributes moves with the others."""
    parts = _scores(sets, beta)
    codes, customer = np.unique(sets.customer, return_inverse=True)
    both = np.arange(len(parts))[:, None] * len(codes) + customer.reshape(parts.shape)
    by_both = np.unique(both, return_inverse=True)[1].reshape(-1)
    flat = parts.reshape(-1)
    by_customer = _spread(_added(customer.reshape(-1), flat))
    return max(by_customer, by_customer + _spread(parts.sum(axis=1)) - _spread(_added(by_both, flat)))


def _added(place: Whole, values: Real) -> Real:
    """Sums of values by their place."""
    return np.bincount(place, values).astype(np.float64)


def _scores(sets: Sets, beta: float) -> Real:
    """What each member of each set contributes to the score: its own payment, less what its days at risk let expect."""
    parts = np.zeros(sets.time.shape)
    for column in range(sets.time.shape[1]):
        rows, treated, others = _at_risk(sets, column)
        whole = treated * math.exp(beta) + others
        share = treated * math.exp(beta) / whole
        parts[rows, column] += (1.0 if column == 0 else 0.0) - share
        watched = (sets.time[rows] >= sets.time[rows, column][:, None]) & sets.there[rows]
        for member in range(sets.time.shape[1]):
            own = math.exp(beta) * (1 - share) if member == 0 else -share
            parts[rows, member] -= np.where(watched[:, member], own / whole, 0.0)
    return parts


def _spread(parts: Real) -> float:
    """Sum of squares over customers, with the usual correction for their number."""
    return float((parts**2).sum()) * len(parts) / max(1, len(parts) - 1)


def _quantile(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)
