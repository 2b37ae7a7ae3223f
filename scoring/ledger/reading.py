"""The result of reading one sheet, and what the reader may be told beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pyarrow as pa

from scoring.errors import Issue
from scoring.terms import Kind

ADDED_MARK = "»"
"""Begins the heading of a column that was added to a file of rejected rows; such columns are no part of the ledger."""


@dataclass(frozen=True)
class ImportOptions:
    """What a user may decide about a file; everything None = decide from the file.

    `mapping` is field -> heading as the file writes it ("" = the field is not in the file). `date_order` is "dmy",
    "mdy" or "ymd". `terms_days` are the default terms for documents without due date. `known_on` is the date a
    snapshot speaks of. `closes` says what a list of open items holds completely, so that whatever it no longer holds is
    settled: "customers" (what those it names owe), "ledger" (what all owe) or "none".
    """

    kind: Kind | None = None
    format: str | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    terms_days: int | None = None
    currency: str | None = None
    date_order: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    known_on: date | None = None
    closes: str | None = None


@dataclass(frozen=True)
class RawSheet:
    """One sheet as text, nothing understood yet. grain: one row per row of the sheet, headings and titles included.

    `table` has columns "c0", "c1", ... of strings (null = empty cell, text stripped of outer white space and NULs) and
    `source_row` (int64, 1-based row of the sheet or record of the text file). Typed cells arrive in one spelling: dates
    as 2020-01-31, moments as 2020-01-31T10:00:00, whole numbers without ".0", other numbers in plain decimal notation.
    `notes` are the reader's remarks (e.g. ragged rows repaired, bytes undecodable).
    """

    sheet: str
    table: pa.Table
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Grid:
    """One sheet as text, before anything is understood. grain: one row per non-heading row of the sheet.

    `table` has columns "c0", "c1", ... of strings (null = empty cell) and `source_row` (int64, 1-based). Rows above the
    table (titles, metadata lines) are in `preamble` as lists of cells. `headings` are as written, "" where empty.
    """

    sheet: str
    headings: tuple[str, ...]
    heading_row: int
    table: pa.Table
    preamble: tuple[tuple[str, ...], ...] = ()
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True)
class Match:
    """A field matched to a heading. confidence 1.0 = exact synonym or told by the user; below = fuzzy, in (0, 1)."""

    field: str
    heading: str
    column: int
    confidence: float


@dataclass(frozen=True)
class Reading:
    """One sheet, read. rows_read = rows in tables' sources + duplicates + rejected + skipped, always.

    `tables` maps a name in `schema.SCHEMAS` to its rows. `row_of_origin` kinds: for `Kind.ACCOUNT` one source row yields
    one document or one receipt, never both. `duplicates` counts rows equal in every cell to an earlier one.
    `skipped` counts by reason ("total", "blank", "voided", "zero_amount", "heading"). `money` is, by currency ("" = none
    given) and outcome ("read", "loaded", "duplicates", "rejected", "skipped"), the sum of the amount column (of debit -
    credit for an account statement). `known_on` is the date the sheet speaks of, `stated_on` the same where the file or
    the user says so, and not only the dates in it.
    """

    kind: Kind
    format: str
    sheet: str
    sheets: tuple[str, ...]
    encoding: str | None
    headings: tuple[str, ...]
    heading_row: int
    mapping: tuple[Match, ...]
    unmapped: tuple[str, ...]
    date_orders: dict[str, str]
    rows_read: int
    duplicates: int
    skipped: dict[str, int]
    tables: dict[str, pa.Table]
    rejected: pa.Table
    warnings: tuple[Issue, ...]
    money: dict[str, dict[str, Decimal]]
    preview: tuple[tuple[str, ...], ...] = ()
    known_on: date | None = None
    stated_on: date | None = None
