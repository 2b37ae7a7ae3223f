"""Columns and files: numbers become Arrow columns, columns become one CSV or Parquet file, written piece by piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from data.generator.window import Flags, Ints

Format = Literal["csv", "parquet"]
Columns = Mapping[str, pa.Array]
BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # so that a spreadsheet program knows that Chinese headings are UTF-8


def money(cents: Ints) -> pa.Array:
    """DECIMAL(18,2) of whole cents.

    >>> money(np.array([-150])).to_pylist()
    [Decimal('-1.50')]
    """
    wide = np.stack([cents, cents >> 63], axis=1)  # 128 bits: the number and its sign
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), [None, pa.py_buffer(np.ascontiguousarray(wide))])


def days(values: Ints, known: Flags | None = None) -> pa.Array:
    """Calendar dates; null where not `known`."""
    return pa.array(values.astype(np.int32), mask=None if known is None else ~known).cast(pa.date32())


def texts(words: Sequence[str] | pa.Array, positions: Ints, known: Flags | None = None) -> pa.Array:
    """The word at each position; null where not `known`.

    >>> texts(["paid", "open"], np.array([1, 0])).to_pylist()
    ['open', 'paid']
    """
    chosen = pa.array(np.asarray(positions), mask=None if known is None else ~known)
    return pa.array(words, pa.string()).take(chosen)


def numbers(prefix: str, values: Ints, known: Flags | None = None) -> pa.Array:
    """Document numbers: a prefix and digits; null where not `known`.

    >>> numbers("INV", np.array([100001])).to_pylist()
    ['INV100001']
    """
    digits = pa.array(values, mask=None if known is None else ~known).cast(pa.string())
    return pc.binary_join_element_wise(pa.scalar(prefix), digits, "")


class Writer:
    """One file, open for pieces of the same columns. `headings` maps each column to its heading, in order."""

    def __init__(self, folder: Path, name: str, headings: Mapping[str, str], file_format: Format) -> None:
        self.path = folder / f"{name}.{file_format}"
        self.headings = headings
        self._parquet: pa.parquet.ParquetWriter | None = None
        self._file = self.path.open("wb")
        if file_format == "csv":
            first = ",".join(headings.values()) + "\n"
            self._file.write((b"" if first.isascii() else BYTE_ORDER_MARK) + first.encode())
        self._is_csv = file_format == "csv"

    def write(self, columns: Columns) -> None:
        """Append rows: one array per column, all of one length."""
        names = list(self.headings.values())
        table = pa.table([columns[name] for name in self.headings], names=names)
        if self._is_csv:
            options = pa.csv.WriteOptions(include_header=False, quoting_style="none")
            pa.csv.write_csv(table, self._file, options)
            return
        if self._parquet is None:
            self._parquet = pa.parquet.ParquetWriter(self._file, table.schema)
        self._parquet.write_table(table)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._parquet is not None:
            self._parquet.close()
        self._file.close()
