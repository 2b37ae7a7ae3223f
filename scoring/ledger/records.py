"""Delimited text -> rows, with the number of each record.

The quick way is Arrow's reader, which hands back every record that has not the usual number of cells; those are cut one
by one. Where quotes do not close (a stray `"` swallows the rows after it), the whole file is read the careful way, line by
line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from scoring.errors import Issue
from scoring.ledger.canonical import SOURCE_ROW, table_of_numbered, tidy
from scoring.ledger.delimiters import Shape, cells_of

BLOCK_BYTES = 1 << 20
JOINED_LINES_MAX = 50
SENTINEL = "\x01"

Numbered = list[tuple[int, list[str]]]


def read_records(utf8: bytes, shape: Shape) -> tuple[pa.Table, tuple[Issue, ...]]:
    """A tidy table of the records with `source_row` = number of the record in the file, blank ones counted, and remarks on
    rows that are longer or shorter than the usual one (rows_ragged) or whose quotes do not close (quotes_unclosed).
    """
    quick = _quick(utf8, shape)
    if quick is None:
        return _careful(utf8, shape)
    table, odd = quick
    notes = _ragged(odd, table, shape.width)
    if odd:
        extra = table_of_numbered(odd)
        table = pa.concat_tables([table, extra], promote_options="default").sort_by(SOURCE_ROW)
    return table, notes


def _quick(utf8: bytes, shape: Shape) -> tuple[pa.Table, Numbered] | None:
    """Regular rows as a table and the odd ones as cells; None where quotes do not close."""
    odd: list[tuple[int, str]] = []

    def keep(row: pacsv.InvalidRow) -> str:
        odd.append((row.number, row.text))
        return "skip"

    try:
        table = _arrow_table(utf8, shape, keep)
    except pa.ArrowInvalid:
        return None
    if any("\n" in text or "\r" in text or _open_quote(text, shape.delimiter) for _, text in odd):
        return None
    if b'"' in utf8 and _swallowed(table, shape):
        return None
    numbers = np.arange(1, table.num_rows + len(odd) + 1, dtype=np.int64)
    numbers = np.delete(numbers, [number - 1 for number, _ in odd])
    table = tidy(table.append_column(SOURCE_ROW, pa.array(numbers)))
    return table, [(number, cells_of(text, shape.delimiter)) for number, text in odd]


def _arrow_table(utf8: bytes, shape: Shape, keep: object) -> pa.Table:
    """One thread, so that record numbers are known; it is fast enough not to matter."""
    names = [f"c{i}" for i in range(shape.width)]
    return pacsv.read_csv(
        pa.BufferReader(utf8),
        read_options=pacsv.ReadOptions(use_threads=False, column_names=names, block_size=BLOCK_BYTES),
        parse_options=pacsv.ParseOptions(
            delimiter=shape.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=keep,
        ),
        convert_options=pacsv.ConvertOptions(
            default_column_type=pa.string(), null_values=[""], strings_can_be_null=True, check_utf8=False
        ),
    )


def _swallowed(table: pa.Table, shape: Shape) -> bool:
    """Whether a cell of several lines may be whole rows: it holds a row's delimiters for each of its line ends."""
    for column in table.columns:
        several = column.filter(pc.match_substring_regex(column, r"[\r\n]"))
        ends = pc.count_substring_regex(several, r"\r\n|\n|\r")
        delimiters = pc.count_substring(several, shape.delimiter)
        if pc.any(pc.greater_equal(delimiters, pc.multiply(ends, shape.width - 1))).as_py():
            return True
    return False


def _careful(utf8: bytes, shape: Shape) -> tuple[pa.Table, tuple[Issue, ...]]:
    unclosed: list[int] = []
    table = table_of_numbered(enumerate(_joined(utf8.decode(), shape, unclosed), start=1))
    first = unclosed[0] if unclosed else None
    notes = [Issue("quotes_unclosed", row=first, facts={"count": len(unclosed)}, severity="warn")] if unclosed else []
    return table, tuple(notes)


def _joined(text: str, shape: Shape, unclosed: list[int]) -> Iterator[list[str]]:
    """Records cell by cell: a line whose quotes are open is joined with the next ones where that makes a regular row, and
    else taken for itself, its quotes as mere signs; its record number goes to `unclosed`."""
    lines = list(io.StringIO(text, newline=""))
    at, number = 0, 0
    while at < len(lines):
        number += 1
        taken = _lines_of_record(lines, at, shape)
        if taken:
            yield cells_of("".join(lines[at : at + taken]), shape.delimiter)
        else:
            unclosed.append(number)
            yield [cell.strip('" ') for cell in lines[at].rstrip("\r\n").split(shape.delimiter)]
        at += taken or 1


def _lines_of_record(lines: list[str], at: int, shape: Shape) -> int:
    """How many lines the record at `at` has; 0 where its quotes never close sensibly."""
    if '"' not in lines[at] or not _open_quote(lines[at], shape.delimiter):
        return 1
    for taken in range(2, min(JOINED_LINES_MAX, len(lines) - at) + 1):
        parts = lines[at : at + taken]
        record = "".join(parts)
        if not _open_quote(record, shape.delimiter):
            regular = len(cells_of(record, shape.delimiter)) == shape.width
            whole_rows = all(part.count(shape.delimiter) >= shape.width - 1 for part in parts)
            return taken if regular and not whole_rows else 0
    return 0


def _open_quote(record: str, delimiter: str) -> bool:
    """Whether the record ends inside quotes: then the reader takes the line after it for a part of it."""
    lines = record.splitlines(keepends=True)
    if not lines or '"' not in record:
        return False
    if not lines[-1].endswith(("\n", "\r")):
        lines[-1] += "\n"
    try:
        *_, last = csv.reader([*lines, SENTINEL], delimiter=delimiter)
    except csv.Error:
        return True
    return last != [SENTINEL]


def _ragged(odd: Numbered, table: pa.Table, width: int) -> tuple[Issue, ...]:
    """A remark on rows inside the table (titles above it are no trouble) that have too many or too few cells."""
    if not table.num_rows:
        return ()
    start = table[SOURCE_ROW][0].as_py()
    inside = [(number, sum(1 for _ in cells)) for number, cells in odd if number > start and any(cells)]
    long = [number for number, cells in inside if cells > width]
    if not inside:
        return ()
    facts = {"long": len(long), "short": len(inside) - len(long), "width": width}
    return (Issue("rows_ragged", row=(long or [inside[0][0]])[0], facts=facts, severity="warn"),)
