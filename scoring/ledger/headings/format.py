"""What a program's export looks like, as data. One `Format` per file in formats/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scoring.terms import Kind

Meaning = Literal["invoice", "credit_note", "receipt", "write_off", "neutral"]


@dataclass(frozen=True)
class Format:
    """An export format. It is recognised when all headings of one of its signatures stand in the heading row.

    `headings` maps a field to the headings this program gives it, best first; they go before the general synonyms.
    `unused` are headings the general synonyms must not take. `document_types` maps this program's type words to
    meanings. `line_items`: a document's row is repeated for each of its lines, with the document's amount.
    `marker`: the first cell of the sheet. `short_dates`: dates without year (the year stands in the marker's row).
    `debtor_accounts`: postings between two accounts, of which the debtor's counts. `numbers_refer`: a payment carries the
    number of the invoice it pays.
    """

    name: str
    kind: Kind
    signatures: tuple[frozenset[str], ...] = ()
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    document_types: Mapping[str, Meaning] = field(default_factory=dict)
    line_items: bool = False
    marker: str = ""
    short_dates: bool = False
    debtor_accounts: bool = False
    numbers_refer: bool = False
