"""Treated claims beside similar untreated ones: each action is a small trial that begins on its day.

A trial is the first action of its kind on a claim. A control is a claim that, as many days past due, was unpaid and not
acted on at the end of that day, never in that way before, with the same last action as long ago; it leaves the comparison
when somebody acts on it. So nobody is called untreated because he paid before anybody could call, and no day on which a
treated claim was still waiting for its call counts for the call (immortal time).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
NEAR = 400
"""Claims looked at for each trial, those that came to the same age at the nearest dates."""
ALIKE_DAYS = 5
"""Earlier actions may be so many days further back or nearer."""


@dataclass(frozen=True)
class Claims:
    """Claims past due, one position each. Days count from 1970-01-01: due, first day at risk (past due and issued), closed
    (NEVER = open); `paid` = closed by money. `customer` and `group` are codes: group[p] as known when period p began."""

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
    claims: Claims,
    actions: Actions,
    starts: Whole,
    code: int,
    as_of: int,
    horizon_days: int,
    rules: Measure,
    since: int = -NEVER,
) -> Sets:
    """The sets of every claim's first action with a code, from the first of `starts` (first days of the periods of
    `claims.group`) on and not before `since`, watched for `horizon_days` or until as_of.

    At most `rules.documents_max`, the newest.
    """
    first = np.full(len(claims.due), NEVER)
    of_code = actions.code == code
    np.minimum.at(first, actions.claim[of_code], actions.day[of_code])
    of_code &= actions.day == first[actions.claim]
    chosen = np.flatnonzero(of_code & (actions.day >= max(starts[0], since)) & (actions.day < as_of))
    chosen = np.sort(chosen[np.argsort(-actions.day[chosen], kind="stable")][: rules.documents_max])
    asked = _Asked(claims, actions, actions.claim * SPAN + actions.day, first, starts, as_of, rules, {})
    found = [(int(action), *_controls(asked, int(action))) for action in chosen]
    found = [one for one in found if len(one[1])]
    width = 1 + rules.controls_per_case
    members, days = np.full((len(found), width), NONE), np.zeros((len(found), width), dtype=np.int64)
    for row, (action, controls, when) in enumerate(found):
        members[row, 0], days[row, 0] = actions.claim[action], actions.day[action]
        members[row, 1 : 1 + len(controls)], days[row, 1 : 1 + len(controls)] = controls, when
    picked = np.array([action for action, _, _ in found], dtype=np.int64)
    return _watched(asked, members, days, picked, horizon_days, len(chosen) - len(found))


@dataclass(frozen=True)
class _Asked:
    """What the search for controls goes by; `ordered` keeps the claims of each period by group and due day."""

    claims: Claims
    actions: Actions
    keys: Whole
    first: Whole
    starts: Whole
    as_of: int
    rules: Measure
    ordered: dict[int, tuple[Whole, Whole]]

    def period(self, day: int | Whole) -> Any:
        """The period a day lies in."""
        return np.searchsorted(self.starts, day, side="right") - 1

    def of_group(self, period: int, group: int, first_due: int, last_due: int, around: int) -> Whole:
        """Claims of a group as known in a period, due between two days: at most NEAR, those due nearest to `around`."""
        if period not in self.ordered:
            keys = self.claims.group[period] * SPAN + self.claims.due
            order = np.argsort(keys, kind="stable")
            self.ordered[period] = order, keys[order]
        order, ranked = self.ordered[period]
        ends = np.array([first_due, around, last_due + 1]) + group * SPAN
        low, here, high = (int(place) for place in np.searchsorted(ranked, ends))
        return order[max(low, min(here, high) - NEAR // 2) : min(high, max(here, low) + NEAR // 2)]


def _controls(asked: _Asked, action: int) -> tuple[Whole, Whole]:
    """The most alike untreated claims of an action, the nearest first, and the days on which they were as far past due."""
    claims, actions, rules = asked.claims, asked.actions, asked.rules
    claim, day = int(actions.claim[action]), int(actions.day[action])
    due, age = int(claims.due[claim]), day - int(claims.due[claim])
    own = int(asked.period(day))
    group, near = int(claims.group[own, claim]), []
    earliest, latest = day - rules.calendar_days, min(day + rules.calendar_days, asked.as_of - 1)
    for period in range(max(0, int(asked.period(earliest))), int(asked.period(latest)) + 1):
        begin = max(earliest, int(asked.starts[period]))
        end = latest if period + 1 == len(asked.starts) else min(latest, int(asked.starts[period + 1]) - 1)
        near.append(asked.of_group(period, group, begin - age, end - age, due))
    found: Whole = np.concatenate(near)
    when = claims.due[found] + age
    at_risk = (claims.late[found] <= when) & (claims.end[found] > when) & (asked.first[found] > when)
    found = found[at_risk & (claims.customer[found] != claims.customer[claim])]
    far = np.abs(np.log(claims.amount[found] / claims.amount[claim])) / np.log(rules.amount_times)
    found, far = found[far <= 1], far[far <= 1]
    when = claims.due[found] + age
    before, since, same_day, _ = _history(actions, asked.keys, found, when)
    acted, ago, _, _ = _history(actions, asked.keys, np.array([claim]), day)
    alike = (before == acted[0]) & ~same_day
    alike &= (np.abs((when - since) - (day - ago[0])) <= ALIKE_DAYS) | (acted[0] < NONE)
    found, when = found[alike], when[alike]
    far = far[alike] + np.abs(when - day) / rules.calendar_days
    best = np.lexsort((found, far))[: rules.controls_per_case]
    return found[best], when[best]


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


def _watched(asked: _Asked, members: Whole, days: Whole, action: Whole, horizon: int, unmatched: int) -> Sets:
    """How long each member is watched and whether it was paid then: a treated claim until another kind of action, a control
    until any."""
    claims, actions = asked.claims, asked.actions
    there = members >= 0
    inside = np.where(there, members, 0)
    stop = np.full(members.shape, NEVER)
    for column in range(1, members.shape[1]):
        stop[:, column] = _history(actions, asked.keys, inside[:, column], days[:, column])[3]
    if len(action):
        stop[:, 0] = _next_other(actions, action)
    last = np.minimum(np.minimum(stop, asked.as_of), days + horizon)
    end = claims.end[inside]
    paid = claims.paid[inside] & (end <= last) & there
    time = np.where(there, np.minimum(end, last) - days, 0)
    customer = np.where(there, claims.customer[inside], NONE)
    day, claim = days[:, 0], inside[:, 0]
    case = np.unique(customer[:, 0] * SPAN + day, return_inverse=True)[1] if len(action) else day
    group = claims.group[asked.period(day), claim]
    stratum = group * (len(AGES) + 1) + np.searchsorted(AGES, day - claims.due[claim])
    return Sets(time, paid, there, customer, case, stratum, unmatched)
