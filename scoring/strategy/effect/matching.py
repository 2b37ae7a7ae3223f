"""Treated claims beside similar untreated ones: each action is a small trial that begins on its day.

A trial is the first action of its kind on a claim. A control is a claim that, as many days past due, was unpaid and not
acted on at the end of that day, never in that way before, with the same last action as long ago; it leaves the comparison
when somebody acts on it. So nobody is called untreated because he paid before anybody could call, and no day on which a
treated claim was still waiting for its call counts for the call (immortal time). Neither is in dispute on the day, and both
customers paid alike of late (pace.py): who is called has often just become a worse payer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.strategy.effect.measure import Measure
from scoring.strategy.effect.pace import Paces, paces_of
from scoring.strategy.effect.terms import AGES, NEVER, NONE, SPAN, Actions, Claims, Flags, Sets, Whole

NEAR = 400
"""Claims looked at for each trial, those that came to the same age at the nearest dates."""
PACE_TIMES = 2.0
"""A control's customer paid at most so many times as fast or as slowly of late."""
ALIKE_DAYS = 5
"""Earlier actions may be so many days further back or nearer."""


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
    of_code &= (actions.day == first[actions.claim]) & ~_in_dispute(claims, actions.claim, actions.day)
    chosen = np.flatnonzero(of_code & (actions.day >= max(starts[0], since)) & (actions.day < as_of))
    chosen = np.sort(chosen[np.argsort(-actions.day[chosen], kind="stable")][: rules.documents_max])
    keys = actions.claim * SPAN + actions.day
    asked = _Asked(claims, actions, keys, first, starts, as_of, rules, {}, paces_of(claims, as_of))
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
    paces: Paces

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
    found = found[~_in_dispute(claims, found, claims.due[found] + age)]
    far = np.abs(np.log(claims.amount[found] / claims.amount[claim])) / np.log(rules.amount_times)
    found, far = found[far <= 1], far[far <= 1]
    own_pace = asked.paces.before(claims.customer[[claim]], np.array([day]))
    faster = np.abs(asked.paces.before(claims.customer[found], claims.due[found] + age) - own_pace) / np.log(PACE_TIMES)
    own_oldest = asked.paces.oldest(claims.customer[[claim]], np.array([day]))
    faster[asked.paces.oldest(claims.customer[found], claims.due[found] + age) != own_oldest] = np.inf
    found, far = found[faster <= 1], (far + faster)[faster <= 1]
    when = claims.due[found] + age
    before, since, same_day, _ = _history(actions, asked.keys, found, when)
    acted, ago, _, _ = _history(actions, asked.keys, np.array([claim]), day)
    alike = (before == acted[0]) & ~same_day
    alike &= (np.abs((when - since) - (day - ago[0])) <= ALIKE_DAYS) | (acted[0] < NONE)
    found, when = found[alike], when[alike]
    far = far[alike] + np.abs(when - day) / rules.calendar_days
    best = np.lexsort((found, far))[: rules.controls_per_case]
    return found[best], when[best]


def _in_dispute(claims: Claims, claim: Whole, day: Whole) -> Any:
    """Whether claims are in dispute on a day."""
    return (claims.disputed[claim] <= day) & (day < claims.undisputed[claim])


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
