"""Where the table stands in a sheet: titles and metadata above, the heading row, the rows below."""

from __future__ import annotations

import re
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from scoring.ledger.cells.columns import flat
from scoring.ledger.cells.dates import readings
from scoring.ledger.headings.matching import is_known_heading
from scoring.ledger.reading import Grid, RawSheet

ROWS_ABOVE_MAX = 60
NUMBER = re.compile(r"^[-(+¥$€£]?\s?\d[\d.,' ]*[)%-]?$")


@dataclass(frozen=True)
class Layout:
    """A sheet taken apart. `labels` name every column once: "" becomes (A), a second "Amount" becomes "Amount (2)"."""

    grid: Grid
    labels: tuple[str, ...]

    @cached_property
    def columns(self) -> tuple[pa.Array, ...]:
        """The cells, column by column."""
        return tuple(self.grid.table.column(at).chunk(0) for at in range(len(self.labels)))

    def column(self, at: int) -> pa.Array:
        """The cells of a column; the same object every time."""
        return self.columns[at]


def laid_out(raw: RawSheet, told: Collection[str] = ()) -> Layout | None:
    """The table of a sheet; None where no row reads like headings. `told` are headings the user named."""
    columns = [name for name in raw.table.column_names if name != "source_row"]
    head = raw.table.select(columns).slice(0, ROWS_ABOVE_MAX).to_pylist()
    rows = [[row[name] or "" for name in columns] for row in head]
    at = _heading_row(rows, told)
    if at is None:
        return None
    top, at, headings = _both_lines(rows, at)
    body = raw.table.select([*columns, "source_row"]).slice(at + 1)
    with ThreadPoolExecutor(2) as threads:
        table = pa.table(list(threads.map(flat, body.columns)), names=body.column_names)
    preamble = tuple(tuple(cell for cell in row if cell) for row in rows[:top])
    number = int(raw.table.column("source_row")[at].as_py())
    grid = Grid(raw.sheet, headings, number, table, preamble, raw.encoding, raw.delimiter)
    return Layout(grid, labels_of(headings))


def labels_of(headings: tuple[str, ...]) -> tuple[str, ...]:
    """A name for every column that stands for no other one.

    >>> labels_of(("", "Amount", "Amount"))
    ('(A)', 'Amount', 'Amount (2)')
    """
    labels: list[str] = []
    for position, heading in enumerate(headings):
        label, again = heading or f"({_letters(position)})", 1
        while label in labels:
            again += 1
            label = f"{heading} ({again})"
        labels.append(label)
    return tuple(labels)


def _heading_row(rows: list[list[str]], told: Collection[str]) -> int | None:
    """The row with most known headings; else the first full row of words above a row with figures."""
    hits = [sum(1 for cell in row if cell and (cell in told or is_known_heading(cell))) for row in rows]
    able = [i for i, row in enumerate(rows) if hits[i] >= 2 and _figures(row) * 5 <= _filled(row)]
    if able:
        return max(able, key=lambda i: (hits[i], -i))
    for i, row in enumerate(rows[:-1]):
        if (
            _filled(row) >= 2
            and not _figures(row)
            and _figures(rows[i + 1])
            and _filled(row) >= _filled(rows[i + 1]) - 1
        ):
            return i
    return None


def _both_lines(rows: list[list[str]], at: int) -> tuple[int, int, tuple[str, ...]]:
    """First and last row of the headings, and the headings: those of two lines (本期发生额 over 借方, 贷方) in one."""
    for top in (at, at - 1):
        if 0 <= top < len(rows) - 1 and not _figures(rows[top]) and not _figures(rows[top + 1]):
            joined = [lower or upper for upper, lower in zip(rows[top], rows[top + 1], strict=True)]
            if min(_known(rows[top]), _known(rows[top + 1])) >= 2 and _known(joined) > _known(rows[at]):
                return top, top + 1, tuple(joined)
    return at, at, tuple(rows[at])


def _known(row: list[str]) -> int:
    return sum(1 for cell in row if cell and is_known_heading(cell))


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell)


def _figures(row: list[str]) -> int:
    return sum(1 for cell in row if cell and (NUMBER.match(cell) or readings(cell)))


def _letters(position: int) -> str:
    return (chr(64 + position // 26) if position >= 26 else "") + chr(65 + position % 26)
