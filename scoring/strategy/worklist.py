"""Today's list: which actions the day's hours should go to, so that they bring most; nobody is lost from it.

A knapsack for each owner, filled by value per minute. Filling in this order is within one action of the best; how much the
best could bring at most (the last action taken in part) is stated beside it. What an item is worth hangs on itself alone,
so tomorrow's list keeps its order wherever nothing changed; ties go by customer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Why = Literal["chosen", "no_time", "channel_full", "not_worth_it", "waiting"]


@dataclass(frozen=True)
class Task:
    """One possible action. `value` is its net worth in money; `waiting` = why it must wait whatever it is worth (a code:
    promise_not_due, step_done, call_limit, ...), None = may be done today. `urgent` = a right is lost if it waits: before
    all others, whatever it is worth."""

    customer_id: str
    owner: str
    channel: str
    minutes: float
    value: float
    waiting: str | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Placed:
    """A task and what became of it; `rank` counts the chosen from 1, in order of value per minute, over all owners."""

    task: Task
    why: Why
    rank: int | None


@dataclass(frozen=True)
class Worklist:
    """Every task once. `value` of the chosen; `value_at_most` = what no list that does the same urgent ones within these
    hours can exceed."""

    placed: tuple[Placed, ...]
    value: float
    value_at_most: float
    minutes_used: Mapping[str, float]

    @property
    def chosen(self) -> tuple[Placed, ...]:
        """Today's tasks, the best first."""
        return tuple(placed for placed in self.placed if placed.why == "chosen")

    @property
    def gap(self) -> float:
        """Share of the bound that the list may miss at most; 0 = proven best."""
        return 0.0 if self.value_at_most <= 0 else 1.0 - self.value / self.value_at_most


def plan_day(
    tasks: Sequence[Task], minutes: Mapping[str, float], most_by_channel: Mapping[tuple[str, str], int] | None = None
) -> Worklist:
    """Fill each owner's `minutes` with the tasks of most value per minute; an owner without minutes does nothing.

    `most_by_channel` limits how many tasks of (owner, channel) fit a day (visits, say). Tasks worth nothing are not done,
    urgent ones before all others.

    >>> day = plan_day([Task("A", "clerk", "phone", 30, 90), Task("B", "clerk", "phone", 40, 80)], {"clerk": 60})
    >>> [(placed.task.customer_id, placed.why) for placed in day.placed], day.value, day.value_at_most
    ([('A', 'chosen'), ('B', 'no_time')], 90.0, 150.0)
    """
    left, room = dict(minutes), dict(most_by_channel or {})
    bound_left, bound, worth = dict(minutes), 0.0, 0.0
    placed: list[Placed] = []
    rank = 0
    for task in sorted(tasks, key=_order):
        why = _why(task, left, room)
        if task.urgent and why == "chosen":
            bound += task.value
            bound_left[task.owner] = bound_left.get(task.owner, 0.0) - task.minutes
        elif not task.urgent and why in ("chosen", "no_time", "channel_full"):
            part = min(1.0, bound_left.get(task.owner, 0.0) / task.minutes) if task.minutes else 1.0
            bound += part * task.value
            bound_left[task.owner] = bound_left.get(task.owner, 0.0) - part * task.minutes
        if why == "chosen":
            rank, worth = rank + 1, worth + task.value
            left[task.owner] -= task.minutes
            if (task.owner, task.channel) in room:
                room[task.owner, task.channel] -= 1
        placed.append(Placed(task, why, rank if why == "chosen" else None))
    used = {owner: minutes[owner] - rest for owner, rest in left.items()}
    return Worklist(tuple(placed), worth, max(bound, worth), used)


def _order(task: Task) -> tuple[bool, float, str, str]:
    return not task.urgent, -task.value / max(task.minutes, 1.0), task.customer_id, task.channel


def _why(task: Task, left: Mapping[str, float], room: Mapping[tuple[str, str], int]) -> Why:
    if task.waiting is not None:
        return "waiting"
    if task.value <= 0 and not task.urgent:
        return "not_worth_it"
    if room.get((task.owner, task.channel), 1) < 1:
        return "channel_full"
    return "chosen" if left.get(task.owner, 0.0) >= task.minutes else "no_time"
