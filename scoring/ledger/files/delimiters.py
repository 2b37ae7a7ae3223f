"""Which sign separates the cells of a text file, and how many cells a row has, told from its first lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 500
SAMPLE_BYTES = 256 * 1024
DECIMAL_COMMA = re.compile(r"[-+(]?[€$£¥]? ?[\d.' ]*,\d+[-)%]?")
SEP_LINE = re.compile(rb"sep=([,;\t|])\r?\n", re.IGNORECASE)
"""The line with which Excel announces its separator."""


@dataclass(frozen=True)
class Shape:
    """How the rows of a text file are built. `width` is the commonest number of cells, `announced` whether the first line
    only names the delimiter."""

    delimiter: str
    width: int
    announced: bool = False


def shape_of(utf8: bytes) -> Shape:
    """The shape of a decoded text file: the delimiter under which most rows have equally many cells and the fewest cells
    still hold another delimiter. One column, comma, where no delimiter shows.

    >>> shape_of(b"id;amount;paid\\n1;2,50;0,00\\n2;3,75;1,00\\n")
    Shape(delimiter=';', width=3, announced=False)
    """
    announced = SEP_LINE.match(utf8)
    lines = [line for line in _first_lines(utf8) if line.strip()]
    lines = [line for line in lines if line.count('"') % 2 == 0] or lines  # not the parts of a cell of several lines
    if announced:
        delimiter = announced.group(1).decode()
        return Shape(delimiter, _width(_rows(lines[1:], delimiter)), announced=True)
    scores = {delimiter: _score(_rows(lines, delimiter), delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return Shape(best, _width(_rows(lines, best)))


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line, quotes honoured; a line that the reader refuses is cut at the delimiters."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.rstrip("\r\n").split(delimiter)


def _first_lines(utf8: bytes) -> list[str]:
    head = utf8[:SAMPLE_BYTES].decode(errors="ignore")
    lines = re.split(r"\r\n|\n|\r", head)
    return lines[:SAMPLE_LINES] if len(utf8) <= SAMPLE_BYTES else lines[:-1][:SAMPLE_LINES]


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    return [cells_of(line, delimiter) for line in lines]


def _width(rows: list[list[str]]) -> int:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _score(rows: list[list[str]], delimiter: str) -> tuple[float, int]:
    width = _width(rows)
    if width == 1:
        return 0.0, 0
    regular = sum(len(row) == width for row in rows) / len(rows)
    cells = [cell for row in rows if len(row) > 1 for cell in row]
    torn = sum(_holds_another(cell, delimiter) for cell in cells) / len(cells)
    return round(regular * (1 - torn), 3), width


def _holds_another(cell: str, delimiter: str) -> bool:
    others = [other for other in DELIMITERS if other != delimiter and other in cell]
    return bool(others) and not DECIMAL_COMMA.fullmatch(cell.strip())
