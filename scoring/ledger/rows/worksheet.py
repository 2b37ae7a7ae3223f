"""A sheet being read: its cells by field, and the readers that turn a field's cells into values and verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.amounts import Amounts, read_amounts
from scoring.ledger.cells.columns import Coded, Days, Mask, Money, coded
from scoring.ledger.cells.date_columns import Reader, read_dates
from scoring.ledger.cells.identifiers import Identifiers, read_identifiers
from scoring.ledger.cells.words import flag_of, read_terms_column, read_words
from scoring.ledger.headings.format import Format
from scoring.ledger.headings.layout import Layout
from scoring.ledger.headings.matching import Heading, taken_apart
from scoring.ledger.headings.preamble import Preamble
from scoring.ledger.headings.vocabulary import is_chinese
from scoring.ledger.reading import ImportOptions, Match
from scoring.ledger.rows.fates import Fates, fixed_facts
from scoring.ledger.schema import WHOLE
from scoring.terms import Kind

UNCODED = ("amount", "net_amount", "tax_amount", "open_amount", "paid_amount", "debit", "credit", "balance")
"""Amounts are not coded: nearly every one is another."""
NUMBERS = ("document_no", "receipt_no", "customer_id", "credits_document_no")
"""Numbers of which a sheet may have as many as rows."""


@dataclass
class Worksheet:
    """One sheet on its way from cells to rows."""

    layout: Layout
    kind: Kind
    format: Format
    matches: dict[str, Match]
    preamble: Preamble
    options: ImportOptions
    fates: Fates
    date_orders: dict[str, str] = field(default_factory=dict)
    symbols: set[str] = field(default_factory=set)
    _coded: dict[int, Coded] = field(default_factory=dict)
    _amounts: dict[str, Amounts] = field(default_factory=dict)
    _identifiers: dict[str, Identifiers] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows below the headings."""
        return int(self.layout.grid.table.num_rows)

    @property
    def source_rows(self) -> pa.Array:
        """The sheet's row number of each row."""
        return self.layout.grid.table.column("source_row").chunk(0)

    @cached_property
    def is_chinese(self) -> bool:
        """Whether the headings are Chinese."""
        return is_chinese("".join(self.layout.labels))

    def has(self, *names: str) -> bool:
        """Whether any of these fields is in the sheet."""
        return any(name in self.matches for name in names)

    def column_of(self, name: str) -> int | None:
        """The position of a field's column."""
        return self.matches[name].column if name in self.matches else None

    def label(self, name: str) -> str | None:
        """The heading of a field's column."""
        return self.matches[name].heading if name in self.matches else None

    def heading(self, name: str) -> Heading:
        """The heading of a field's column, taken apart."""
        return taken_apart(self.matches[name].heading)

    def cells(self, name: str) -> pa.Array:
        """A field's cells; all null where the sheet has no such column."""
        column = self.column_of(name)
        return self._absent if column is None else self.layout.column(column)

    @cached_property
    def _absent(self) -> pa.Array:
        return pa.nulls(self.rows, pa.string())

    def coded(self, name: str) -> Coded:
        """A field's cells by their distinct values."""
        column = self.column_of(name)
        if column is None:
            return coded(self.cells(name))
        if column not in self._coded:
            self._coded[column] = coded(self.layout.column(column))
        return self._coded[column]

    def look_through(self) -> None:
        """Read the columns of amounts and numbers and code those of all other fields, two at a time."""
        columns = [match.column for name, match in self.matches.items() if name not in UNCODED]
        numbers = [name for name in self.matches if name in NUMBERS]
        amounts = [name for name in self.matches if name in UNCODED]
        with ThreadPoolExecutor(2) as threads:
            coding = threads.map(lambda at: coded(self.layout.column(at)), columns)
            reading = threads.map(self._read_amounts, amounts)
            self._coded |= zip(columns, coding, strict=True)
            numbering = threads.map(lambda name: read_identifiers(self.coded(name).distinct), numbers)
            self._identifiers |= zip(numbers, numbering, strict=True)
            self._amounts |= zip(amounts, reading, strict=True)

    def _read_amounts(self, name: str) -> Amounts:
        own = self.heading(name).factor
        return read_amounts(self.cells(name), own if own > 1 else self.preamble.factor)

    def nothing(self) -> Mask:
        """No row."""
        return np.zeros(self.rows, np.bool_)

    def warn(self, rows: Mask, code: str, name: str | None, **facts: str | int) -> None:
        """Warn of live rows in a field's column."""
        self.fates.warn(rows, code, self.label(name) if name else None, self.source_rows, **facts)

    def identifiers(self, name: str) -> pa.Array:
        """Identifiers of a field; scientific notation refuses the row."""
        if not self.has(name):
            return self._absent
        cells = self.coded(name)
        found = self._identifiers.get(name) or read_identifiers(cells.distinct)
        self.fates.reject(cells.pick(found.scientific), "id_scientific", self.column_of(name))
        return self._spread(name, found.values)

    def texts(self, name: str) -> pa.Array:
        """Texts of a field, blank words as null."""
        if not self.has(name):
            return self._absent
        return self._spread(name, read_identifiers(self.coded(name).distinct).values)

    def _spread(self, name: str, read: pa.Array) -> pa.Array:
        """Values of the distinct cells per row; the cells themselves where reading changed nothing."""
        cells = self.coded(name)
        return self.cells(name) if read.equals(cells.distinct) else cells.spread(read)

    def repeated(self, name: str, values: pa.Array) -> Mask:
        """Rows whose identifier in a field (`values` as read) stands more than once; rows without one never count."""
        codes = self.coded(name).codes if values is self.cells(name) else coded(values).codes
        often: Mask = np.append(np.bincount(codes[codes >= 0]) > 1, False)[codes]
        return often & self.fates.live

    def money(self, name: str, reject: bool = True) -> Money:
        """Amounts of a field in the unit the heading or the lines above state. Unreadable ones refuse the row, or warn."""
        if not self.has(name):
            return Money.nothing(self.rows)
        found = self._amounts.get(name) or self._read_amounts(name)
        for code, rows in found.problems.items():
            if reject:
                self.fates.reject(rows, code, self.column_of(name))
            else:
                self.warn(rows, code, name)
        if found.rounded is not None:
            self.warn(found.rounded, "amount_rounded", name)
        if found.assumed is not None:
            self.warn(found.assumed, "amount_style_assumed", name)
        self.symbols |= found.symbols
        return found.money

    def dates(
        self,
        names: Sequence[str],
        pairs: Sequence[tuple[str, str]] = (),
        needed: str | None = None,
        readers: Mapping[str, Reader] | None = None,
    ) -> dict[str, Days]:
        """Dates of several fields, decided together; unreadable ones and a missing needed one refuse the row."""
        columns = {name: self.coded(name) for name in names if self.has(name)}
        read = read_dates(columns, pairs, self.options.date_order, readers)
        for name, dates in read.items():
            self.date_orders[str(self.label(name))] = dates.order
            for code, rows in dates.problems.items():
                self.fates.reject(rows, code, self.column_of(name), fixed_facts(order=dates.order))
            if dates.mixed is not None:
                self.warn(dates.mixed, "date_mixed", name, order=dates.order)
        if needed in read:
            self.fates.reject(np.isnat(read[needed].days), "date_missing", self.column_of(needed))
        return {name: dates.days for name, dates in read.items()}

    def words(self, name: str, meaning_of: Callable[[str], str | None], code: str) -> pa.Array:
        """Meanings of a field's words; unknown words give null and the warning `code`."""
        if not self.has(name):
            return self._absent
        found = read_words(self.coded(name), meaning_of)
        if found.unknown.any():
            at = int(np.argmax(found.unknown))
            self.warn(found.unknown, code, name, value=str(self.cells(name)[at].as_py()))
        return found.values

    def flags(self, name: str) -> pa.Array:
        """Yes and no as booleans."""
        return pc.equal(self.words(name, flag_of, "flag_unknown"), "yes")

    def terms(self) -> pa.Array:
        """Days of the terms column; unreadable terms give null and a warning."""
        if not self.has("terms"):
            return pa.nulls(self.rows, WHOLE)
        days, lost, month_end = read_terms_column(self.coded("terms"))
        self.warn(lost, "terms_unreadable", "terms")
        self.warn(month_end, "terms_end_of_month", "terms")
        return days

    def filled(self, name: str) -> Mask:
        """Rows with something in a field's cell."""
        found: Mask = pc.is_valid(self.cells(name)).to_numpy(zero_copy_only=False)
        return found
