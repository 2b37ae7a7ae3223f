"""Rows that are no rows: blank ones, repeated headings, totals and remarks."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import Coded, Mask, coded
from scoring.ledger.headings.vocabulary import folded, words
from scoring.ledger.rows.worksheet import Worksheet
from scoring.terms import Kind

LABEL_SIGNS = ":*＊ .。"
DAY_FIELD = {Kind.INVOICES: "issue_date", Kind.ACCOUNT: "entry_date", Kind.RECEIPTS: "receipt_date"}
NUMBER_FIELD = {Kind.INVOICES: "document_no", Kind.ACCOUNT: "document_no", Kind.RECEIPTS: "receipt_no"}
AMOUNT_FIELDS = ("amount", "net_amount", "open_amount", "paid_amount", "debit", "credit", "balance")
LABEL_FIELDS = ("description", "document_type", "customer_name")


@lru_cache(maxsize=8192)
def is_total_word(cell: str) -> bool:
    """Whether a cell is exactly a word for a total.

    >>> is_total_word("合 计："), is_total_word("Grand Total"), is_total_word("Total Energies")
    (True, True, False)
    """
    plain = folded(cell).strip(LABEL_SIGNS)
    return (plain or cell.strip()) in words("total", "exact") or plain.replace(" ", "") in words("total", "exact")


@lru_cache(maxsize=8192)
def names_a_total(cell: str) -> bool:
    """Whether a cell may be the label of a total: "Total Acme", "Acme Total", "Konto 1200". Alone it proves nothing.

    >>> names_a_total("Total for Acme"), names_a_total("Konto 1200"), names_a_total("Acme")
    (True, True, False)
    """
    plain = folded(cell).strip(LABEL_SIGNS)
    begins = any(plain.startswith(f"{word} ") or plain.startswith(f"{word}:") for word in words("total", "prefix"))
    ends = any(plain.endswith(word) for word in words("total", "suffix") if not word.isascii())
    return begins or ends or plain.endswith((" total", " subtotal"))


def labelled(cells: Coded, section: str) -> Mask:
    """Rows whose cell is exactly one of a section's labels ("opening", "closing").

    >>> labelled(coded(pa.array(["期初余额", "Opening Balance:", "Sale"])), "opening").tolist()
    [True, True, False]
    """
    known = pa.array([re.sub(r"[\s:*.]", "", word) for word in words(section, "exact")], pa.string())
    plain = pc.replace_substring_regex(pc.utf8_lower(pc.utf8_normalize(cells.distinct, "NFKC")), r"[\s:*.。]", "")
    return cells.pick(pc.is_in(plain, value_set=known).to_numpy(zero_copy_only=False))


def opening_rows(sheet: Worksheet) -> Mask:
    """Rows of an account statement that carry an opening balance."""
    found = sheet.nothing()
    if sheet.kind == Kind.ACCOUNT:
        for name in (*LABEL_FIELDS, "entry_date"):
            if sheet.has(name):
                found |= labelled(sheet.coded(name), "opening")
    return found


def mark_rows(sheet: Worksheet) -> None:
    """Skip blank rows, repeated headings, totals and remarks, each counted under its reason."""
    columns = [sheet.layout.column(i) for i in range(len(sheet.layout.labels))]
    count = np.zeros(sheet.rows, np.int16)
    for column in columns:
        count += pc.is_valid(column).to_numpy(zero_copy_only=False)
    sheet.fates.skip(count == 0, "blank")
    sheet.fates.skip(_heading_rows(sheet, columns), "heading")
    if sheet.kind in DAY_FIELD:
        opening = opening_rows(sheet)
        sheet.fates.skip(_totals(sheet, columns) & ~opening, "total")
        sheet.fates.skip(_remarks(sheet, count) & ~opening, "note")
    elif sheet.kind == Kind.CUSTOMERS:
        for name in ("customer_id", "customer_name"):
            sheet.fates.skip(sheet.coded(name).where(is_total_word), "total")


def _heading_rows(sheet: Worksheet, columns: list[pa.Array]) -> Mask:
    """Rows that repeat the headings (a new page of a printed list)."""
    found = np.ones(sheet.rows, np.bool_)
    for column, heading in zip(columns, sheet.layout.grid.headings, strict=True):
        if heading and found.any():
            found &= pc.equal(column, heading).fill_null(False).to_numpy(zero_copy_only=False)
    return found


def _totals(sheet: Worksheet, columns: list[pa.Array]) -> Mask:
    """Rows labelled as a total that have no date of their own; closing lines of a statement, dated or not."""
    found = sheet.nothing()
    if sheet.kind == Kind.ACCOUNT:
        for name in LABEL_FIELDS:
            if sheet.has(name):
                found |= labelled(sheet.coded(name), "closing")
    undated = np.flatnonzero(~_dated(sheet.coded(DAY_FIELD[sheet.kind])))
    if len(undated):
        found[undated] |= _labelled_totals(sheet, [column.take(pa.array(undated)) for column in columns])
    return found


def _labelled_totals(sheet: Worksheet, columns: list[pa.Array]) -> Mask:
    """Of undated rows those with a total's label; "Total Energies" with a document number of its own has none."""
    sure = np.zeros(len(columns[0]), np.bool_)
    likely = sure.copy()
    for column in columns:
        cells = coded(column)
        sure |= cells.where(is_total_word) | labelled(cells, "closing")
        likely |= cells.where(names_a_total)
    at = sheet.column_of(NUMBER_FIELD[sheet.kind])
    if at is not None:
        likely &= ~coded(columns[at]).where(lambda cell: not names_a_total(cell) and any(c.isdigit() for c in cell))
    return sure | likely


def _dated(day: Coded) -> Mask:
    return day.where(lambda cell: any(c.isdigit() for c in cell) and not names_a_total(cell))


def _remarks(sheet: Worksheet, count: npt.NDArray[np.int16]) -> Mask:
    """Rows with at most two cells and neither day nor amount nor number: page footers, names of groups, signatures."""
    bare: Mask = count <= 2
    for name in (DAY_FIELD[sheet.kind], NUMBER_FIELD[sheet.kind], *AMOUNT_FIELDS):
        if sheet.has(name) and bare.any():
            bare = bare & ~sheet.filled(name)
    return bare
