"""Today's list: which actions the day's hours should go to, so that they bring most; nobody is lost from it.

A knapsack for each owner, filled by value per minute. Filling in this order is within one action of the best; how much the
best could bring at most (the last action taken in part) is stated beside it. What an item is worth hangs on itself alone,
so tomorrow's list keeps its order wherever nothing changed; ties go by customer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Why = Literal["chosen", "no_time", "channel_full", "not_worth_it", "waiting"]
TASKS = pa.schema(
    {
        "customer_id": pa.string(), "owner": pa.string(), "channel": pa.string(), "minutes": pa.float64(),
        "value": pa.float64(), "waiting": pa.string(), "urgent": pa.bool_(),
    }
)  # fmt: skip
"""Possible actions, one a row. `value` = net worth in money; `waiting` = why it must wait whatever it is worth (a code:
promise_not_due, step_done, call_limit, ...), null = may be done today. `urgent` = a right is lost if it waits: before all
others, whatever it is worth."""
ORDER = [("urgent", "descending"), ("pace", "descending"), ("customer_id", "ascending"), ("channel", "ascending")]


@dataclass(frozen=True)
class Worklist:
    """Every task once, the best first. `table` = TASKS and what came with them, with `why` (what became of each) and `rank`,
    which counts the chosen from 1, in order of value per minute, over all owners; null = not chosen. `value` of the chosen;
    `value_at_most` = what no list that does the same urgent ones within these hours can exceed."""

    table: pa.Table
    value: float
    value_at_most: float
    minutes_used: Mapping[str, float]

    @property
    def gap(self) -> float:
        """Share of the bound that the list may miss at most; 0 = proven best."""
        return 0.0 if self.value_at_most <= 0 else 1.0 - self.value / self.value_at_most


def plan_day(
    tasks: pa.Table, minutes: Mapping[str, float], most_by_channel: Mapping[tuple[str, str], int] | None = None
) -> Worklist:
    """Fill each owner's `minutes` with the tasks (rows of TASKS, further columns are kept) of most value per minute; an
    owner without minutes does nothing.

    `most_by_channel` limits how many tasks of (owner, channel) fit a day (visits, say). Tasks worth nothing are not done,
    urgent ones before all others.

    >>> rows = [("A", "clerk", "phone", 30.0, 90.0, None, False), ("B", "clerk", "phone", 40.0, 80.0, None, False)]
    >>> two = pa.Table.from_pylist([dict(zip(TASKS.names, row)) for row in rows], TASKS)
    >>> day = plan_day(two, {"clerk": 60})
    >>> day.table["why"].to_pylist(), day.table["rank"].to_pylist(), day.value, day.value_at_most
    (['chosen', 'no_time'], [1, None], 90.0, 150.0)
    """
    pace = pc.divide(tasks["value"], pc.max_element_wise(tasks["minutes"], 1.0))
    ordered = tasks.take(pc.sort_indices(tasks.append_column("pace", pace), ORDER))
    day = _Day(minutes, most_by_channel or {})
    why = [day.take(*row) for row in zip(*(ordered[name].to_pylist() for name in TASKS.names[1:]), strict=True)]
    chosen = np.array([one == "chosen" for one in why], dtype=bool)
    ranks = pa.array(np.cumsum(chosen), pa.int64(), mask=~chosen)
    table = ordered.append_column("why", pa.array(why, pa.string())).append_column("rank", ranks)
    used = {owner: minutes[owner] - rest for owner, rest in day.left.items()}
    return Worklist(table, day.worth, max(day.bound, day.worth), used)


class _Day:
    """The hours as they are filled: minutes `left` by owner, what the chosen are `worth`, and the `bound`."""

    def __init__(self, minutes: Mapping[str, float], most_by_channel: Mapping[tuple[str, str], int]) -> None:
        self.left, self._room = dict(minutes), dict(most_by_channel)
        self._bound_left = dict(minutes)
        self.worth = self.bound = 0.0

    def take(self, owner: str, channel: str, minutes: float, value: float, waiting: str | None, urgent: bool) -> Why:
        """What becomes of the next task in order."""
        if waiting is not None:
            return "waiting"
        if value <= 0 and not urgent:
            return "not_worth_it"
        why = self._why(owner, channel, minutes)
        spare = self._bound_left.get(owner, 0.0)
        if why == "chosen" or not urgent:
            part = 1.0 if urgent or not minutes else min(1.0, spare / minutes)
            self.bound += part * value
            self._bound_left[owner] = spare - part * minutes
        if why == "chosen":
            self.worth += value
            self.left[owner] -= minutes
            if (owner, channel) in self._room:
                self._room[owner, channel] -= 1
        return why

    def _why(self, owner: str, channel: str, minutes: float) -> Why:
        if self._room.get((owner, channel), 1) < 1:
            return "channel_full"
        return "chosen" if self.left.get(owner, 0.0) >= minutes else "no_time"
