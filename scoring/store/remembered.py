"""What was read since anything was last written: the same question of a report's parts is asked of the ledger once.

Only the store itself asks here, and forgets everything whenever it commits, caches like scores included. What is
remembered is never changed: tables are immutable, rows are handed out as new dictionaries.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa

from scoring.store.connection import Cursor

Result = TypeVar("Result")
BYTES_MAX, ONE_MAX = 64_000_000, 16_000_000
"""Of everything remembered, and of one result: what is larger is read again."""
CELL_BYTES = 60
"""About what a value takes as an object of Python."""


class Rows(NamedTuple):
    """Rows as they come of a cursor."""

    names: tuple[str, ...]
    values: list[tuple[Any, ...]]

    @property
    def nbytes(self) -> int:
        """About what they take."""
        return len(self.names) * len(self.values) * CELL_BYTES

    def dictionaries(self) -> list[dict[str, Any]]:
        """A new dictionary a row."""
        return [dict(zip(self.names, row, strict=True)) for row in self.values]


def rows_of(cursor: Cursor, text: str, bound: Mapping[str, object]) -> Rows:
    """The rows of a SELECT."""
    cursor.execute(text, dict(bound))
    names = tuple(str(column[0]) for column in cursor.description or ())
    return Rows(names, cursor.fetchall())


def table_of(cursor: Cursor, text: str, bound: Mapping[str, object]) -> pa.Table:
    """The result of a SELECT as an Arrow table; decimals stay decimals."""
    return cursor.sql(text, params=dict(bound)).to_arrow_table()


class Remembered:
    """Results by what was asked, those asked last kept longest.

    >>> kept = Remembered()
    >>> kept.get("a", lambda: Rows(("x",), [(1,)])).values, kept.get("a", lambda: Rows(("x",), [(2,)])).values
    ([(1,)], [(1,)])
    >>> kept.forget()
    >>> kept.get("a", lambda: Rows(("x",), [(2,)])).values
    [(2,)]
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[str, Any] = OrderedDict()
        self._reading: dict[str, Future[Any]] = {}
        self._bytes = self._changes = 0

    def get(self, asked: str, read: Callable[[], Result]) -> Result:
        """What was read for `asked` since the last change, else what `read` says now. Who asks what somebody else is reading
        waits for it."""
        with self._lock:
            begun = self._changes
            if asked in self._found:
                self._found.move_to_end(asked)
                return self._found[asked]  # type: ignore[no-any-return]
            awaited = self._reading.get(asked)
            mine: Future[Any] = self._reading.setdefault(asked, Future())
        if awaited is not None:
            return self.get(asked, read) if awaited.exception() else awaited.result()
        try:
            found = read()
            self._keep(asked, found, begun)
            mine.set_result(found)
        except BaseException as trouble:
            mine.set_exception(trouble)
            raise
        finally:
            self._no_longer_reading(asked, mine)
        return found

    def _keep(self, asked: str, found: Any, begun: int) -> None:
        with self._lock:
            if begun == self._changes and found.nbytes <= ONE_MAX:
                self._found[asked] = found
                self._bytes += found.nbytes
                while self._bytes > BYTES_MAX:
                    self._bytes -= self._found.popitem(last=False)[1].nbytes

    def _no_longer_reading(self, asked: str, mine: Future[Any]) -> None:
        with self._lock:
            if self._reading.get(asked) is mine:
                del self._reading[asked]

    def forget(self) -> None:
        """Forget everything, and what is being read just now: something was written."""
        with self._lock:
            self._found.clear()
            self._reading.clear()
            self._bytes = 0
            self._changes += 1
