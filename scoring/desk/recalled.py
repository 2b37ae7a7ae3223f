"""What was worked out of an open store, kept as long as somebody holds the store: never longer, and never a store alive."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from scoring.store import Store

Found = TypeVar("Found")


class Recalled(Generic[Found]):
    """Results by store and by all that they depend on, those asked last kept longest; `most` of each store.

    A result is read by several and never changed, and holds no store.
    """

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._found: WeakKeyDictionary[Store, OrderedDict[Hashable, Found]] = WeakKeyDictionary()

    def get(self, store: Store, basis: Hashable, work_out: Callable[[], Found]) -> Found:
        """What was worked out before on the same basis, else what `work_out` says now."""
        with self._lock:
            of_store = self._found.setdefault(store, OrderedDict())
            if basis in of_store:
                of_store.move_to_end(basis)
                return of_store[basis]
        found = work_out()
        with self._lock:
            of_store[basis] = found
            while len(of_store) > self._most:
                of_store.popitem(last=False)
        return found
