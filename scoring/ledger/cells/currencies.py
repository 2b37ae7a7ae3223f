"""The currency of each row: its cell, the user's word, the amount's heading, a symbol in the amounts, a line above."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.words import currency_of, read_words
from scoring.ledger.headings.vocabulary import folded, meanings
from scoring.ledger.rows.worksheet import Worksheet


def read_currencies(sheet: Worksheet, amount: str | None, name: str = "currency") -> pa.Array:
    """ISO codes per row, null where the file does not say. `amount` is the field whose heading may state a currency.

    A word that is no currency refuses the row. Where the amounts show several symbols, each row has its own.
    """
    found = read_words(sheet.coded(name), currency_of)
    sheet.fates.reject(found.unknown, "currency_unreadable", sheet.column_of(name))
    stated = stated_currency(sheet, amount)
    if stated:
        return found.values.fill_null(stated)
    if amount and sheet.has(amount) and len(sheet.symbols) > 1:
        return pc.coalesce(found.values, _by_symbol(sheet, amount))
    return found.values


def _by_symbol(sheet: Worksheet, amount: str) -> pa.Array:
    """The currency that each row's amount is marked with; null where it has no mark, or ¥ that may as well be yen."""
    marks = {mark: code for mark, code in meanings("currency_symbols").items() if code != "CNY" or sheet.is_chinese}
    cells = sheet.coded(amount)
    shown = [next((code for mark, code in marks.items() if mark in folded(cell)), None) for cell in cells.cells]
    return cells.spread(shown, pa.string())


def stated_currency(sheet: Worksheet, amount: str | None) -> str | None:
    """The one currency that the sheet as a whole states."""
    if sheet.options.currency:
        return sheet.options.currency
    if amount and sheet.has(amount) and sheet.heading(amount).currency:
        return sheet.heading(amount).currency
    if len(sheet.symbols) == 1:
        symbol = next(iter(sheet.symbols))
        if symbol != "CNY" or sheet.is_chinese:  # elsewhere ¥ may as well be yen
            return symbol
    return sheet.preamble.currency
