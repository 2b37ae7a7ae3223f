"""One spelling for every cell, whatever form it came in, and sheets without their blank margins."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import has_only_visible_ascii

BATCH_ROWS = 20_000
PLAIN_DIGITS_MAX = 40  # 1E999999999 written out would fill the machine
SOURCE_ROW = "source_row"
INVISIBLE = "\u200b\u200e\u200f\u202a\u202c\u202d\ufeff"
"""Marks of zero width that copying and pasting leaves in cells."""


def plain(number: float | Decimal | str) -> str:
    """A number in plain decimal notation, a whole one without ".0"; floats to the 15 digits a spreadsheet keeps.

    >>> plain(1.0), plain(55.94), plain(0.1 + 0.2), plain(1e-7), plain("1E5"), plain(Decimal("1.50"))
    ('1', '55.94', '0.3', '0.0000001', '100000', '1.50')
    """
    if isinstance(number, float):
        if number.is_integer() and abs(number) < 2**53:
            return str(int(number))
        number = f"{number:.15g}"
    exact = Decimal(number)
    return format(exact, "f") if abs(exact.adjusted()) <= PLAIN_DIGITS_MAX else str(exact)


def _moment(value: datetime) -> str:
    return value.isoformat().removesuffix("T00:00:00")


def _text(value: str) -> str | None:
    value = value.replace("\0", "")
    return (value if value.isascii() else value.translate(UNSEEN)) or None


UNSEEN = dict.fromkeys(map(ord, INVISIBLE))
SPELLINGS: dict[type, Callable[[Any], str | None]] = {
    str: _text,
    float: lambda value: plain(value) if math.isfinite(value) else None,
    int: str,
    bool: lambda value: str(value).lower(),
    datetime: _moment,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: str,
    type(None): lambda value: None,
}
"""How a typed cell is spelled, by its type."""


def cell_text(value: object) -> str | None:
    """A typed cell as text, None where it is empty.

    >>> [cell_text(value) for value in (datetime(2020, 1, 31), datetime(2020, 1, 31, 10), 7.0, True, "")]
    ['2020-01-31', '2020-01-31T10:00:00', '7', 'true', None]
    """
    return SPELLINGS[type(value)](value)


def table_of_rows(rows: Iterable[Sequence[object]], first_row: int = 1) -> pa.Table:
    """A tidy table of typed cells. `first_row` is the source row of the first of `rows`; rows may differ in length."""
    numbered = ((number, row) for number, row in enumerate(rows, start=first_row))
    return table_of_numbered(numbered)


def table_of_numbered(numbered: Iterable[tuple[int, Sequence[object]]]) -> pa.Table:
    """The same for rows that bring their own source row."""
    batches = list(_batches(iter(numbered)))
    if not batches:
        return pa.table({SOURCE_ROW: pa.array([], pa.int64())})
    return tidy(pa.concat_tables(batches, promote_options="default"))


def _batches(numbered: Iterator[tuple[int, Sequence[object]]]) -> Iterator[pa.Table]:
    while batch := list(islice(numbered, BATCH_ROWS)):
        width = max(len(row) for _, row in batch)
        texts = [[SPELLINGS[type(cell)](cell) for cell in row] + [None] * (width - len(row)) for _, row in batch]
        columns = {f"c{i}": pa.array(cells, pa.string()) for i, cells in enumerate(zip(*texts, strict=True))}
        yield pa.table({SOURCE_ROW: pa.array([number for number, _ in batch], pa.int64()), **columns})


def tidy(table: pa.Table) -> pa.Table:
    """Cells stripped of outer white space (full-width and no-break spaces too), empty ones null; no blank rows at all and
    no blank columns at the right."""
    named = (table[name] for name in table.column_names if name != SOURCE_ROW)
    cells = [pa.chunked_array(map(_stripped, column.chunks), column.type) for column in named]
    while cells and cells[-1].null_count == table.num_rows:
        cells.pop()
    names = [f"c{i}" for i in range(len(cells))]
    stripped = pa.table([table[SOURCE_ROW], *cells], names=[SOURCE_ROW, *names])
    return _without_blank_rows(stripped, cells)


def _stripped(cells: pa.Array) -> pa.Array:
    trimmed = cells if has_only_visible_ascii(cells) else pc.utf8_trim_whitespace(cells)
    lengths = pc.binary_length(trimmed)
    return pc.if_else(pc.equal(lengths, 0), None, trimmed) if pc.min(lengths).as_py() == 0 else trimmed


def _without_blank_rows(table: pa.Table, cells: list[pa.ChunkedArray]) -> pa.Table:
    if any(column.null_count == 0 for column in cells):
        return table
    if not cells:
        return table.slice(0, 0)
    filled = cells[0].is_valid()
    for column in cells[1:]:
        filled = pc.or_(filled, column.is_valid())
    return table if pc.all(filled).as_py() else table.filter(filled)
