"""Delimited text -> rows, with the number of each record.

Arrow's reader hands back every record that has not the usual number of cells; those are cut one by one. Where quotes do
not close (a stray `"` swallows the rows after it), the text is looked through line by line and repaired first.
"""

from __future__ import annotations

import csv
import io
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from scoring.errors import Issue, ScoringError
from scoring.ledger.files.canonical import SOURCE_ROW, table_of_numbered, tidy
from scoring.ledger.files.delimiters import Shape, cells_of

BLOCK_BYTES = 4 << 20
JOINED_LINES_MAX = 50
SENTINEL = "\x01"
CUTS_MAX = 1_000

Numbered = list[tuple[int, list[str]]]


def read_records(utf8: bytes, shape: Shape) -> tuple[pa.Table, tuple[Issue, ...]]:
    """A tidy table of the records with `source_row` = number of the record in the file, blank ones counted, and remarks on
    rows that are longer or shorter than the usual one (rows_ragged) or whose quotes do not close (quotes_unclosed).

    Raises ScoringError("file_damaged") for what no reader can cut into records.
    """
    notes: tuple[Issue, ...] = ()
    quick = _quick(utf8, shape)
    if quick is None:
        repaired, unclosed = _repaired(utf8.decode(), shape)
        notes = _unclosed(unclosed)
        quick = _quick(repaired.encode(), shape, repaired=True)
    if quick is None:
        raise ScoringError("file_damaged", found="CSV")
    table, odd = quick
    return _merged(table, odd), (*notes, *_ragged(odd, table, shape.width))


def _quick(utf8: bytes, shape: Shape, repaired: bool = False) -> tuple[pa.Table, Numbered] | None:
    """Regular rows as a table and the odd ones as cells; None where Arrow finds no rows or quotes may not close."""
    odd: list[tuple[int, str]] = []

    def keep(row: pacsv.InvalidRow) -> str:
        odd.append((row.number, row.text))
        return "skip"

    try:
        table = _arrow_table(utf8, shape, keep, use_threads=True)
        if odd:
            odd.clear()
            table = _arrow_table(utf8, shape, keep, use_threads=False)
    except pa.ArrowInvalid:
        return None
    if not repaired and b'"' in utf8 and _swallowed(utf8, table, odd, shape):
        return None
    numbers = np.arange(1, table.num_rows + len(odd) + 1, dtype=np.int64)
    numbers = np.delete(numbers, [number - 1 for number, _ in odd])
    table = tidy(table.append_column(SOURCE_ROW, pa.array(numbers)))
    return table, [(number, cells_of(text, shape.delimiter)) for number, text in odd]


def _arrow_table(utf8: bytes, shape: Shape, keep: object, use_threads: bool) -> pa.Table:
    """The regular rows; `keep` hears of the odd ones, with their record numbers only where one thread reads."""
    names = [f"c{i}" for i in range(shape.width)]
    return pacsv.read_csv(
        pa.BufferReader(utf8),
        read_options=pacsv.ReadOptions(use_threads=use_threads, column_names=names, block_size=BLOCK_BYTES),
        parse_options=pacsv.ParseOptions(
            delimiter=shape.delimiter,
            newlines_in_values=b'"' in utf8,
            ignore_empty_lines=False,
            invalid_row_handler=keep,
        ),
        convert_options=pacsv.ConvertOptions(
            default_column_type=pa.string(), null_values=[""], strings_can_be_null=True, check_utf8=False
        ),
    )


def _line_by_line(utf8: bytes, table: pa.Table, odd: list[tuple[int, str]]) -> bool:
    """Whether every record is one line: then no quote has swallowed a line's end."""
    lines = utf8.count(b"\n") + (not utf8.endswith(b"\n"))
    return lines <= table.num_rows + len(odd) and utf8.count(b"\r") in (0, utf8.count(b"\r\n"))


def _swallowed(utf8: bytes, table: pa.Table, odd: list[tuple[int, str]], shape: Shape) -> bool:
    """Whether an open quote may have swallowed rows: an odd record has several lines or ends in quotes, or a cell of several
    lines holds a row's delimiters for each of its line ends."""
    if any("\n" in text or "\r" in text or _open_quote(text, shape.delimiter) for _, text in odd):
        return True
    if _line_by_line(utf8, table, odd):
        return False
    for column in table.columns:
        several = column.filter(pc.match_substring_regex(column, r"[\r\n]"))
        ends = pc.count_substring_regex(several, r"\r\n|\n|\r")
        delimiters = pc.count_substring(several, shape.delimiter)
        if pc.any(pc.greater_equal(delimiters, pc.multiply(ends, shape.width - 1))).as_py():
            return True
    return False


def _merged(table: pa.Table, odd: Numbered) -> pa.Table:
    """Regular and odd rows in the order of the file: cut and joined where they are few, which copies nothing."""
    extra = table_of_numbered(odd)
    if not extra.num_rows:
        return table
    if extra.num_rows > CUTS_MAX:
        return pa.concat_tables([table, extra], promote_options="default").sort_by(SOURCE_ROW)
    cuts = np.searchsorted(table[SOURCE_ROW].to_numpy(), extra[SOURCE_ROW].to_numpy())
    bounds = [0, *cuts.tolist(), table.num_rows]
    pieces = [table.slice(start, end - start) for start, end in pairwise(bounds)]
    mixed = [piece for at, regular in enumerate(pieces) for piece in (regular, extra.slice(at, 1))]
    return pa.concat_tables(mixed, promote_options="default")


def _repaired(text: str, shape: Shape) -> tuple[str, list[int]]:
    """The text with every line whose quotes never close written without quotes, and the record numbers of those lines.

    A line whose quotes are open is joined with the next ones where that makes a regular row, and else stands for itself.
    """
    lines = list(io.StringIO(text, newline=""))
    unclosed: list[int] = []
    at, number = 0, 0
    while at < len(lines):
        number += 1
        taken = _lines_of_record(lines, at, shape)
        if not taken:
            unclosed.append(number)
            lines[at] = lines[at].replace('"', "")
        at += taken or 1
    return "".join(lines), unclosed


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


def _unclosed(numbers: list[int]) -> tuple[Issue, ...]:
    if not numbers:
        return ()
    return (Issue("quotes_unclosed", row=numbers[0], facts={"count": len(numbers)}, severity="warn"),)


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
