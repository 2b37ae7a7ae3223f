"""Cells that hold one of a few words: statuses, document types, flags, sides, natures, currencies, terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from scoring.ledger.cells.columns import Coded, Mask, coded
from scoring.ledger.cells.payment_terms import read_terms
from scoring.ledger.headings.vocabulary import folded, is_blank, is_chinese, meanings, words
from scoring.ledger.schema import WHOLE


@dataclass(frozen=True)
class Words:
    """A column of words, read: the meaning per row, null where blank; `unknown` are the rows with an unknown word."""

    values: pa.Array
    unknown: Mask

    def equal(self, *wanted: str) -> Mask:
        """Rows with one of these meanings."""
        return coded(self.values).where(lambda meaning: meaning in wanted)


def read_words(column: pa.Array | Coded, meaning_of: Callable[[str], str | None]) -> Words:
    """Read a text column by the meaning of its distinct words.

    >>> read_words(pa.array(["Paid ", "-", "??"]), status_of).values.to_pylist()
    ['paid', None, None]
    """
    cells = column if isinstance(column, Coded) else coded(column)
    blank = [is_blank(cell) for cell in cells.cells]
    meant = [None if empty else meaning_of(cell) for cell, empty in zip(cells.cells, blank, strict=True)]
    unknown = np.array([m is None and not b for m, b in zip(meant, blank, strict=True)], np.bool_)
    return Words(cells.spread(meant, pa.string()), cells.pick(unknown))


def status_of(cell: str) -> str | None:
    """'open', 'part', 'paid', 'written_off', 'voided', 'draft', or 'neutral' for a word that says nothing of payment.

    >>> status_of(" Partially Paid"), status_of("作废发票"), status_of("红字发票")
    ('part', 'voided', 'neutral')
    """
    word = folded(cell).strip(" .-_*")
    return meanings("status_words").get(word) or meanings("status_words").get(word.replace("_", " "))


def document_type_of(cell: str) -> str | None:
    """'invoice', 'credit_note', 'receipt', 'write_off' or 'neutral'.

    >>> document_type_of("Credit Memo"), document_type_of("收款单")
    ('credit_note', 'receipt')
    """
    return meanings("document_type_words").get(folded(cell))


def side_of(cell: str) -> str | None:
    """'debit', 'credit' or 'even' of a debit/credit indicator.

    >>> side_of("H"), side_of("借")
    ('credit', 'debit')
    """
    return meanings("side").get(folded(cell).strip(" ."))


def flag_of(cell: str) -> str | None:
    """'yes' or 'no'.

    >>> flag_of("是"), flag_of("0"), flag_of("1.0")
    ('yes', 'no', 'yes')
    """
    return meanings("flag").get(folded(cell).removesuffix(".0"))


def nature_word_of(cell: str) -> str | None:
    """A `Nature` value.

    >>> nature_word_of("事业单位"), nature_word_of("Person")
    ('government', 'individual')
    """
    return meanings("nature_words").get(folded(cell))


def meaning_in(section: str, cell: str) -> str | None:
    """The meaning of a word that one section of the vocabulary lists, None for any other.

    >>> meaning_in("event_words", "被执行人"), meaning_in("watch_words", "?")
    ('enforcement', None)
    """
    return meanings(section).get(folded(cell).strip(" .-_*"))


def currency_of(cell: str) -> str | None:
    """An ISO 4217 code; a word of three letters that is none (the tax of "Montant TTC") is no currency.

    >>> currency_of("usd"), currency_of("人民币"), currency_of("€"), currency_of("RMB"), currency_of("TTC")
    ('USD', 'CNY', 'EUR', 'CNY', None)
    """
    word = folded(cell)
    known = meanings("currency_words").get(word) or meanings("currency_symbols").get(word)
    return known or (word.upper() if word in words("currency_codes") else None)


def is_write_off(cell: str) -> bool:
    """Whether a method or text of a receipt says that no money came in.

    >>> is_write_off("Bad debt write-off"), is_write_off("Bank Transfer")
    (True, False)
    """
    text = folded(cell)
    return any(word in text for word in words("write_off", "contains"))


def read_terms_column(column: pa.Array | Coded) -> tuple[pa.Array, Mask, Mask]:
    """Days per row, the rows whose terms are unreadable, and those that run from the month's end.

    >>> read_terms_column(pa.array(["Net 30", "soon"]))[0].to_pylist()
    [30, None]
    """
    cells = column if isinstance(column, Coded) else coded(column)
    terms = [read_terms(cell) for cell in cells.cells]
    lost = np.array([t is None and not is_blank(c) for t, c in zip(terms, cells.cells, strict=True)], np.bool_)
    month_end = np.array([t is not None and t.month_end for t in terms], np.bool_)
    days = cells.spread([t.days if t else None for t in terms], WHOLE)
    return days, cells.pick(lost), cells.pick(month_end)


def looks_like_names(cells: Coded) -> bool:
    """Whether most distinct cells read as names of people or firms rather than as codes.

    >>> looks_like_names(coded(pa.array(["Acme Ltd", "Börse AG"]))), looks_like_names(coded(pa.array(["C001", "C002"])))
    (True, False)
    """
    some = cells.cells[:500]
    names = sum(1 for cell in some if " " in cell.strip() or is_chinese(cell) or not any(c.isdigit() for c in cell))
    return names * 2 > len(some)
