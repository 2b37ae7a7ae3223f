"""Columns of a million cells without a loop over rows: distinct cells are read once and spread back by code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.schema import MONEY

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int32]
Days = npt.NDArray[np.datetime64]
"""Days as datetime64[D]; NaT = no date."""
MANY_CELLS = 2_000
SPACE, DELETE = 0x20, 0x7F
PARTS, PARTS_MAX = 4_096, 8


def flat(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """One contiguous array of a column."""
    if isinstance(column, pa.Array):
        return column
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.array([], column.type)])


@dataclass(frozen=True)
class Coded:
    """A text column as codes into its distinct cells; code -1 = empty cell."""

    codes: Codes
    distinct: pa.Array

    @cached_property
    def cells(self) -> list[str]:
        """The distinct cells."""
        return list(self.distinct.to_pylist())

    def spread(self, values: Sequence[object] | pa.Array, kind: pa.DataType | None = None) -> pa.Array:
        """One value per distinct cell -> one per row; empty cells give null."""
        per_cell = values if isinstance(values, pa.Array) else pa.array(values, kind)
        return per_cell.take(pa.array(self.codes, mask=self.codes < 0))

    def where(self, test: Callable[[str], bool]) -> Mask:
        """Rows whose cell passes `test` (asked once per distinct cell)."""
        return self.pick(np.fromiter((test(cell) for cell in self.cells), np.bool_, len(self.cells)))

    def pick(self, chosen: Mask) -> Mask:
        """One truth per distinct cell -> one per row; empty cells give False."""
        return np.append(chosen, False)[self.codes]


def has_only_visible_ascii(cells: pa.Array) -> bool:
    """Whether every byte of the cells, and of what stands beside them in memory, is a visible ASCII character: much sooner
    told than cell by cell."""
    seen = np.frombuffer(cells.buffers()[2] or b"", np.uint8)
    return not len(seen) or bool(seen.min() > SPACE and seen.max() < DELETE)


def coded(column: pa.Array) -> Coded:
    """A text column by its distinct cells.

    >>> found = coded(pa.array(["b", None, "b"]))
    >>> found.cells, found.codes.tolist()
    (['b'], [0, -1, 0])
    """
    if _all_differ(column):
        return Coded(np.arange(len(column), dtype=np.int32), column)
    encoded = column.dictionary_encode()
    indices = encoded.indices.fill_null(-1) if encoded.indices.null_count else encoded.indices
    return Coded(indices.to_numpy(zero_copy_only=False), encoded.dictionary)


def _all_differ(column: pa.Array) -> bool:
    """Whether it is plain, without a table of all cells, that no cell stands twice: numbers of documents mostly ascend,
    each range of numbers for itself. A few cells tell soon of a column that is nothing of the kind."""
    if len(column) < MANY_CELLS or column.null_count or not pa.types.is_string(column.type):
        return False
    return _parts_differ(column.slice(0, MANY_CELLS)) and _parts_differ(column)


def _parts_differ(column: pa.Array) -> bool:
    """Whether all cells differ, told from parts: cells of the same length and first two characters. There are few parts,
    and the large ones strictly ascend.

    >>> _parts_differ(pa.array(["INV8", "CN77", "INV9", "INV10"])), _parts_differ(pa.array(["INV8", "CN77", "INV8"]))
    (True, False)
    """
    size, (_, places, cells) = len(column), column.buffers()
    starts = np.frombuffer(places, np.int32)[column.offset : column.offset + size + 1]
    lengths, letters = np.diff(starts), np.frombuffer(cells, np.uint8)
    if lengths.min() < 2:
        return False
    first_two = letters[starts[:-1]].astype(np.int32) * 31 + letters[starts[:-1] + 1]
    part = (lengths * 1009 + first_two) % PARTS
    parts = np.flatnonzero(np.bincount(part))
    apart = (column.filter(pa.array(part == number)) for number in parts)
    return len(parts) <= PARTS_MAX and all(_differ(chosen, small=len(chosen) * 8 < size) for chosen in apart)


def _differ(cells: pa.Array, small: bool) -> bool:
    if pc.all(pc.less(cells.slice(0, len(cells) - 1), cells.slice(1)), min_count=0).as_py():
        return True
    return small and bool(pc.count_distinct(cells).as_py() == len(cells))


@dataclass(frozen=True)
class Money:
    """Amounts in cents, exact; meaningless where not known."""

    cents: npt.NDArray[np.int64]
    known: Mask

    @classmethod
    def nothing(cls, rows: int) -> Money:
        """A column without any amount."""
        return cls(np.zeros(rows, np.int64), np.zeros(rows, np.bool_))

    @classmethod
    def of(cls, decimals: pa.Array) -> Money:
        """From DECIMAL(18,2), whose 128-bit words hold cents that fit in 64 bits.

        >>> Money.of(pa.array(["-1.50", None]).cast(MONEY)).cents.tolist()
        [-150, 0]
        """
        filled = decimals.fill_null(0) if decimals.null_count else decimals
        stored = np.frombuffer(filled.buffers()[1], np.int64).reshape(-1, 2)
        cents = stored[filled.offset : filled.offset + len(filled), 0].copy()
        return cls(cents, pc.is_valid(decimals).to_numpy(zero_copy_only=False))

    def decimals(self) -> pa.Array:
        """As DECIMAL(18,2), null where not known.

        >>> Money(np.array([-150, 7]), np.array([True, False])).decimals().to_pylist()
        [Decimal('-1.50'), None]
        """
        return self._decimals

    @cached_property
    def _decimals(self) -> pa.Array:
        if not self.known.any():
            return pa.nulls(len(self.cents), MONEY)
        stored = np.empty((len(self.cents), 2), np.int64)
        stored[:, 0] = self.cents
        stored[:, 1] = self.cents >> 63
        validity = None if self.known.all() else pa.py_buffer(np.packbits(self.known, bitorder="little"))
        return pa.Array.from_buffers(MONEY, len(self.cents), [validity, pa.py_buffer(stored)])

    def or_zero(self) -> npt.NDArray[np.int64]:
        """Cents, 0 where not known."""
        return np.where(self.known, self.cents, 0)


def no_days(rows: int) -> Days:
    """A column without any date."""
    return np.full(rows, np.datetime64("NaT", "D"))


def day_array(days: Days) -> pa.Array:
    """Days as Arrow dates, NaT as null.

    >>> day_array(np.array(["2020-01-31", "NaT"], "datetime64[D]")).to_pylist()
    [datetime.date(2020, 1, 31), None]
    """
    if np.isnat(days).all():
        return pa.nulls(len(days), pa.date32())
    return pa.array(days.astype("datetime64[D]"), type=pa.date32())


def first(mask: Mask) -> int:
    """Position of the first True; the caller knows there is one."""
    return int(np.argmax(mask))
