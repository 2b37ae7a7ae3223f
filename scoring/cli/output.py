"""How the command line writes: one JSON document for programs, aligned tables for people, sentences on stderr."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path

import typer

from scoring.desk.stops import stop_text
from scoring.errors import ScoringError
from scoring.text import numbers

GAP = "  "


def show(text: str) -> None:
    """Write a line to stdout."""
    typer.echo(text)


def complain(sentence: str) -> None:
    """Write one sentence to stderr."""
    typer.echo(" ".join(sentence.split()), err=True)


def show_json(value: object) -> None:
    """Write one JSON document: amounts as decimal strings, dates as 2026-11-22, moments as 2026-11-22T18:26:00."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=plain))


def plain(value: object) -> object:
    """What JSON holds instead of a value of ours. Raises TypeError for anything unknown.

    >>> plain(Decimal("1.10")), plain(date(2026, 11, 22))
    ('1.10', '2026-11-22')
    """
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def sentence_of(stop: ScoringError, lang: str) -> str:
    """The sentence of a stop; one without words names its code and facts."""
    return stop_text(stop, lang) or str(stop)


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    lang: str,
    total: Sequence[object] = (),
    right: Sequence[int] = (),
) -> str:
    """Columns aligned for a terminal, figures and the columns in `right` to the right; `total` stands last under a rule.

    >>> print(table(["Customer", "Open"], [["ACME", Decimal("1234.5")], ["Bo", Decimal(7)]], "en", ["", Decimal("1241.5")]))
    Customer      Open
    ACME      1,234.50
    Bo            7.00
    ------------------
              1,241.50
    """
    values = [*rows, *([total] if total else [])]
    cells = [list(headings), *([_cell(value, lang) for value in row] for row in values)]
    widths = [max(_width(line[i]) for line in cells) for i in range(len(headings))]
    figures = {i for row in values for i, value in enumerate(row) if isinstance(value, Decimal | int | float)}
    lines = [_line(line, widths, figures | set(right)) for line in cells]
    if total:
        lines.insert(-1, "-" * (sum(widths) + len(GAP) * (len(widths) - 1)))
    return "\n".join(lines)


def _cell(value: object, lang: str) -> str:
    return "" if value is None else numbers.written(value, lang)


def _line(cells: Sequence[str], widths: Sequence[int], right: Set[int]) -> str:
    padded = []
    for i, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (width - _width(cell))
        padded.append(space + cell if i in right else cell + space)
    return GAP.join(padded).rstrip()


def _width(text: str) -> int:
    """Columns a text takes in a terminal: a Chinese character takes two.

    >>> _width("abc"), _width("账龄")
    (3, 4)
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
