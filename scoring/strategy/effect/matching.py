"""Treated claims beside similar untreated ones: each action is a small trial that begins on its day.

A trial is the first action of its kind on a claim. A control is a claim that was unpaid, past due and not acted on at the
end of that day, never in that way before, with the same last action as long ago; it leaves the comparison when somebody acts
on it. So nobody is called untreated because he paid before anybody could call, and
no day on which a treated claim was still waiting for its call counts for the call (immortal time).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.strategy.effect.measure import Measure

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
NEVER = 10**7
"""A day later than any."""
NONE = -1
"""The code of no action."""
SPAN = 2 * NEVER
AGES = (7, 30, 90)
"""Last days past due of the classes within which claims leave the comparison alike."""


@dataclass(frozen=True)
class Claims:
    """Claims past due, one position each. Days count from 1970-01-01: due, first day at risk (past due and issued), closed
    (NEVER = open); `paid` = closed by money. `customer` and `group` are codes, group[p] for each period of `Starts`."""

    customer: Whole
    amount: Real
    due: Whole
    late: Whole
    end: Whole
    paid: Flags
    group: Whole


@dataclass(frozen=True)
class Actions:
    """Actions on claims in order of claim and day, one a claim and day; `code` = by what they are judged (a channel, a
    strategy), NONE = counts as an action but is not judged."""

    claim: Whole
    day: Whole
    code: Whole


@dataclass(frozen=True)
class Sets:
    """Matched sets: column 0 is the treated claim, the others are its controls. `time` = days watched from the day after the
    action, `paid` = ended by payment, `there` = the place is filled; `customer` its code, `case` the number of the action's
    customer and day, `stratum` that of its group and age. `unmatched` = treated claims without a single control."""

    time: Whole
    paid: Flags
    there: Flags
    customer: Whole
    case: Whole
    stratum: Whole
    unmatched: int


def matched(
    claims: Claims, actions: Actions, starts: Whole, code: int, as_of: int, horizon_days: int, rules: Measure
) -> Sets:
    """The sets of every claim's first action with a code, from the first of `starts` (first days of the periods of
    `claims.group`) on, watched for `horizon_days` or until as_of.

    At most `rules.documents_max`, the newest.
    """
    first = np.full(len(claims.due), NEVER)
    of_code = actions.code == code
    np.minimum.at(first, actions.claim[of_code], actions.day[of_code])
    of_code &= actions.day == first[actions.claim]
    chosen = np.flatnonzero(of_code & (actions.day >= starts[0]) & (actions.day < as_of))
    chosen = np.sort(chosen[np.argsort(-actions.day[chosen], kind="stable")][: rules.documents_max])
    keys = actions.claim * SPAN + actions.day
    period = np.searchsorted(starts, actions.day[chosen], side="right") - 1
    width = 1 + rules.controls_per_case
    found: list[tuple[int, Whole]] = []
    for p in np.unique(period):
        order, ranked = _ordered(claims, int(p))
        for action in chosen[period == p]:
            controls = _controls(claims, actions, keys, order, ranked, first, int(action), int(p), rules)
            if len(controls):
                found.append((int(action), controls))
    members = np.full((len(found), width), NONE)
    for row, (action, controls) in enumerate(found):
        members[row, 0] = actions.claim[action]
        members[row, 1 : 1 + len(controls)] = controls
    picked = np.array([action for action, _ in found], dtype=np.int64)
    day, claim = actions.day[picked], actions.claim[picked]
    group = claims.group[np.searchsorted(starts, day, side="right") - 1, claim]
    stratum = group * (len(AGES) + 1) + np.searchsorted(AGES, day - claims.due[claim])
    unmatched = len(chosen) - len(found)
    return _watched(claims, actions, keys, members, picked, stratum, as_of, horizon_days, unmatched)


def _ordered(claims: Claims, period: int) -> tuple[Whole, Whole]:
    """Claims by group and due day, and the key they are ordered by."""
    keys = claims.group[period] * SPAN + claims.due
    order = np.argsort(keys, kind="stable")
    return order, keys[order]


def _controls(
    claims: Claims,
    actions: Actions,
    keys: Whole,
    order: Whole,
    ranked: Whole,
    first: Whole,
    action: int,
    period: int,
    rules: Measure,
) -> Whole:
    """The most alike untreated claims of an action's day, the nearest first; `first` = of each claim, the day of its first
    action of this kind."""
    claim, day = int(actions.claim[action]), int(actions.day[action])
    due, apart = int(claims.due[claim]), rules.days_apart + max(0, day - int(claims.due[claim])) // 10
    base = int(claims.group[period, claim]) * SPAN
    low, high = np.searchsorted(ranked, [base + due - apart, base + due + apart + 1])
    near = order[low:high]
    near = near[
        (claims.late[near] <= day) & (claims.end[near] > day) & (claims.customer[near] != claims.customer[claim])
    ]
    far = np.abs(np.log(claims.amount[near] / claims.amount[claim])) / np.log(rules.amount_times)
    near, far = near[far <= 1], far[far <= 1]
    before, since, same_day, _ = _history(actions, keys, near, day)
    own, ago, _, _ = _history(actions, keys, np.array([claim]), day)
    alike = (before == own[0]) & ~same_day & (np.abs(since - ago[0]) <= apart)
    near, far = near[alike], far[alike] + np.abs(claims.due[near[alike]] - due) / apart
    best: Whole = near[np.lexsort((near, far))[: rules.controls_per_case]]
    return best


def _history(actions: Actions, keys: Whole, claim: Whole, day: int | Whole) -> tuple[Whole, Whole, Flags, Whole]:
    """Of claims on a day: the code of the last action before it and its day (0 = none), whether there is one on the day, and
    when the next one is."""
    if not len(keys):
        none = np.zeros(len(claim), dtype=np.int64)
        return none + NONE - 1, none, none > 0, none + NEVER
    asked = claim * SPAN + day
    place = np.searchsorted(keys, asked)
    last = np.maximum(place - 1, 0)
    acted = (place > 0) & (actions.claim[last] == claim)
    here = np.minimum(place, len(keys) - 1)
    same_day = keys[here] == asked
    after = np.minimum(place + same_day, len(keys) - 1)
    coming = (place + same_day < len(keys)) & (actions.claim[after] == claim)
    before, since = np.where(acted, actions.code[last], NONE - 1), np.where(acted, actions.day[last], 0)
    return before, since, same_day, np.where(coming, actions.day[after], NEVER)


def _next_other(actions: Actions, action: Whole) -> Whole:
    """The day of the next action of another code on the same claim; NEVER without one."""
    found = np.full(len(action), NEVER)
    place, waiting = action + 1, np.ones(len(action), dtype=bool)
    while True:
        inside = np.minimum(place, len(actions.claim) - 1)
        waiting &= (place < len(actions.claim)) & (actions.claim[inside] == actions.claim[action])
        if not waiting.any():
            return found
        other = waiting & (actions.code[inside] != actions.code[action])
        found[other] = actions.day[inside[other]]
        waiting &= ~other
        place = place + 1


def _watched(
    claims: Claims,
    actions: Actions,
    keys: Whole,
    members: Whole,
    action: Whole,
    stratum: Whole,
    as_of: int,
    horizon: int,
    unmatched: int,
) -> Sets:
    """How long each member is watched and whether it was paid then: a treated claim until another kind of action, a control
    until any."""
    there = members >= 0
    inside = np.where(there, members, 0)
    day = actions.day[action]
    stop = np.full(members.shape, NEVER)
    for column in range(1, members.shape[1]):
        stop[:, column] = _history(actions, keys, inside[:, column], day)[3]
    if len(action):
        stop[:, 0] = _next_other(actions, action)
    last = np.minimum(np.minimum(stop, as_of), day[:, None] + horizon)
    end = claims.end[inside]
    paid = claims.paid[inside] & (end <= last) & there
    time = np.where(there, np.minimum(end, last) - day[:, None], 0)
    customer = np.where(there, claims.customer[inside], NONE)
    case = np.unique(customer[:, 0] * SPAN + day, return_inverse=True)[1] if len(action) else day
    return Sets(time, paid, there, customer, case, stratum, unmatched)
