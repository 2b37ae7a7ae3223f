"""Independent parts of one report, computed at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

AT_ONCE = 2
"""So many tasks at a time: a query uses every core while it scans, and more of them only get into each other's way."""


def together(*tasks: Callable[[], Any]) -> list[Any]:
    """What each task returns, in their order. While one of them waits for the ledger, another works on what it has read;
    what two of them ask alike is read once.

    Raises what the first task in this order raises that raises something, once all have ended.

    >>> together(lambda: 1, lambda: "two")
    [1, 'two']
    """
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        under_way = [pool.submit(task) for task in tasks]
    return [task.result() for task in under_way]
