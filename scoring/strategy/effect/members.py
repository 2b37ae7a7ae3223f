"""Matched sets taken apart: each treated claim and each control a member of a stratum, weighed, and counted by customer.

An interval has to count customers as wholes: what one customer's claims contribute to an estimate, here as treated and there
as controls, is added up before it is squared. Where a few customers make up a stratum their contributions look smaller than
they are, since the estimate bends towards them: they are raised by their share of it (Bell and McCaffrey 2002). And
the ends come from Student's t, whose degrees of freedom are the customers that carry the sum (Satterthwaite 1946), not all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from scoring.strategy.effect.terms import AGES, Flags, Real, Sets, Whole

CUSTOMERS_MIN = 5
"""Of each kind, in a stratum; smaller ones are taken together with the next."""
SHARE_MAX = 0.5
"""Of a stratum's kind that one customer is taken to be at most when its contributions are raised."""


@dataclass(frozen=True)
class Interval:
    """An estimate and the ends of its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Members:
    """Members of sets, one position each: days watched, whether paid then, its kind (0 = control, 1 = treated), customer and
    stratum as numbers from 0. `weight`: a treated claim one, its controls one together."""

    time: Whole
    paid: Flags
    weight: Real
    kind: Whole
    customer: Whole
    stratum: Whole

    @property
    def arm(self) -> Whole:
        """The number of a member's kind in its stratum."""
        return 2 * self.stratum + self.kind


def members_of(sets: Sets, horizon_days: int) -> Members:
    """The members of sets, in strata that `_joined` made large enough."""
    there = sets.there
    weight = there / np.maximum(1, there[:, 1:].sum(axis=1))[:, None]
    weight[:, 0] = 1.0
    kind = np.zeros(there.shape, dtype=np.int64)
    kind[:, 0] = 1
    stratum = np.broadcast_to(_joined(sets, horizon_days)[:, None], there.shape)
    customer = np.unique(sets.customer[there], return_inverse=True)[1]
    return Members(sets.time[there], sets.paid[there], weight[there], kind[there], customer, stratum[there])


def interval(
    members: Members, value: float, parts: Real, more: Real | float, scale: float, confidence: float, bends: float
) -> Interval:
    """The interval of an estimate to which each member contributes `parts`, and `more` whoever else is in its stratum; both
    x `scale`. `bends`: how far the estimate follows the few customers of a stratum, 0.5 for one number of all (CR2), 1 for a
    curve of each (CR3, the jackknife). From -inf to inf where nothing varies, so that nothing can be said."""
    count = int(members.customer.max()) + 1
    own = np.bincount(members.customer, _raised(members, parts, bends) + more) * scale
    squares = float((own**2).sum())
    if count < 2 or squares <= 0:
        return Interval(value, -math.inf, math.inf)
    carried = 3 * squares**2 / float((own**4).sum()) - 2
    reach = float(stdtrit(min(max(1.0, carried), count - 1.0), 0.5 + confidence / 2))
    reach *= math.sqrt(squares * count / (count - 1))
    return Interval(value, value - reach, value + reach)


def _raised(members: Members, parts: Real, bends: float) -> Real:
    """Contributions raised by what their customer is of its kind in the stratum."""
    whole = np.bincount(members.arm, members.weight)
    place = members.arm * (int(members.customer.max()) + 1) + members.customer
    inverse = np.unique(place, return_inverse=True)[1]
    share = np.bincount(inverse, members.weight)[inverse] / whole[members.arm]
    raised: Real = parts / (1 - np.minimum(share, SHARE_MAX)) ** bends
    return raised


def _joined(sets: Sets, horizon_days: int) -> Whole:
    """The stratum of each set: its own by age and group, joined with the next ones until enough customers of both kinds are
    in it and both are watched to the horizon. A stratum of one customer would have no error of its own."""
    by_age = sets.stratum % (len(AGES) + 1) * (int(sets.stratum.max(initial=0)) + 1) + sets.stratum
    place, found, here = np.unique(by_age, return_inverse=True)[1], np.zeros(len(by_age), dtype=np.int64), 0
    rows = np.zeros(0, dtype=np.int64)
    for one in range(int(place.max(initial=-1)) + 1):
        rows = np.concatenate([rows, np.flatnonzero(place == one)])
        found[rows] = here
        if all(_tells(sets, rows, columns, horizon_days) for columns in (slice(0, 1), slice(1, None))):
            here, rows = here + 1, rows[:0]
    found[rows] = max(0, here - 1)
    return found


def _tells(sets: Sets, rows: Whole, columns: slice, horizon_days: int) -> bool:
    """Whether the members in some columns of sets are enough customers, watched to the horizon or paid to the last."""
    there = sets.there[rows][:, columns]
    time, paid = sets.time[rows][:, columns][there], sets.paid[rows][:, columns][there]
    last = time.max()
    told = last >= horizon_days or bool(paid[time == last].all())
    return told and len(np.unique(sets.customer[rows][:, columns][there])) >= CUSTOMERS_MIN
