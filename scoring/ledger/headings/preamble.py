"""What the lines above a table tell: whose account it is, the date it speaks of, its currency and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scoring.ledger.cells.dates import readings
from scoring.ledger.cells.words import currency_of
from scoring.ledger.headings.vocabulary import folded, meanings, words

DATE_TEXT = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日?|\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|\d{8}"
    r"|\d{1,2}\.? ?[^\W\d_]{3,10}\.? \d{4}|[^\W\d_]{3,10}\.? \d{1,2},? \d{4}"
)
UNIT = re.compile(r"(?:单位|unit|amounts in)\s*[:：]?\s*([^\s,，;；)）]+)")


@dataclass(frozen=True)
class Preamble:
    """Facts above the table; None where it does not say. `known_on` holds every day the date could mean."""

    customer: str | None = None
    customer_number: str | None = None
    known_on: dict[str, date] | None = None
    currency: str | None = None
    factor: int = 1
    marked: tuple[str, ...] = ()

    def year_start(self) -> date | None:
        """First day of the fiscal year in the metadata line of a DATEV batch (its 13th value, else its 15th)."""
        for at in (12, 14):
            cell = self.marked[at] if len(self.marked) > at else ""
            if re.fullmatch(r"\d{8}", cell):
                return datetime.strptime(cell, "%Y%m%d").date()
        return None


def read_preamble(rows: Sequence[Sequence[str]], marked: Sequence[str] = ()) -> Preamble:
    """Read the rows above the headings; `marked` is the metadata line of a format with a marker.

    >>> told = read_preamble([["Customer:", "Acme Ltd"], ["As of 31/10/2019"], ["单位：万元"]])
    >>> told.customer, told.known_on, told.factor
    ('Acme Ltd', {'dmy': datetime.date(2019, 10, 31)}, 10000)
    """
    lines = [_pieces(row) for row in rows]
    cells = [piece for line in lines for piece in line]
    name, number, code = (
        next((value for line in lines if (value := _after(line, section))), None)
        for section in ("customer", "customer_number", "currency")
    )
    if name and number is None and any(c.isdigit() for c in name) and " " not in name:
        number = name
    return Preamble(
        customer=name or number,
        customer_number=number,
        known_on=next((found for line in lines if (found := _known_on(line))), None),
        currency=currency_of(code) if code else None,
        factor=max((_factor(cell) for cell in cells), default=1),
        marked=tuple(marked),
    )


def _pieces(row: Sequence[str]) -> list[str]:
    """Cells of a line; a cell that holds several facts ("客户：A  币种：CNY") is cut at wide gaps."""
    return [piece for cell in row for piece in re.split(r"\s{2,}|　+|[;；]|,(?=\s*[^\d\s])", cell) if piece]


def _after(line: Sequence[str], section: str) -> str | None:
    """The value behind a word: after its colon, or in the next cell when the cell ends with the word."""
    known = words("preamble", section)
    for at, piece in enumerate(line):
        word, sign, value = re.sub("：", ":", piece).partition(":")
        if folded(word) not in known:
            continue
        if sign and value.strip():
            return value.strip()
        if at + 1 < len(line):
            return line[at + 1].strip()
    return None


def _known_on(line: Sequence[str]) -> dict[str, date] | None:
    text = " ".join(line)
    plain = folded(text)
    if not any(re.search(rf"(?<![a-z]){re.escape(word)}", plain) for word in words("preamble", "known_on")):
        return None
    return next((found for piece in DATE_TEXT.findall(text) if (found := readings(piece))), None)


def _factor(cell: str) -> int:
    stated = UNIT.search(folded(cell))
    return int(meanings("unit_words").get(stated[1], "1")) if stated else 1
