"""What the cells of a column say about the field its heading was matched to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from scoring.ledger.cells.columns import Coded, coded
from scoring.ledger.cells.words import document_type_of, flag_of, looks_like_names, nature_word_of, status_of
from scoring.ledger.headings.layout import Layout
from scoring.ledger.headings.vocabulary import folded, is_blank
from scoring.ledger.reading import Match

NUMBER_OR_NAME = frozenset(
    {"customer", "client", "debtor", "account", "buyer", "party", "partner", "sold to", "payer"}
    | {"kunde", "debitor", "klant", "debiteur", "cliente", "客户", "购货单位", "购买方", "购方单位", "往来单位"}
)
"""Headings that may stand above numbers or above names."""

WORDS: dict[str, Callable[[str], str | None]] = {
    "status": status_of,
    "is_open": flag_of,
    "disputed": flag_of,
    "document_type": document_type_of,
    "nature": nature_word_of,
}
CELLS_ASKED = 5000


def borne_out(matches: Collection[Match], layout: Layout, decided: Collection[str]) -> dict[str, Match]:
    """The matches that the cells bear out, by field.

    A column headed just "Customer" holds what its cells read like, numbers or names. A column of words of which not one
    is understood (a "PaymentStatus" of 0 and 1) is not what its heading seems to say. `decided` are headings of which
    the user or the format has said what they are.
    """
    found = {m.field: m for m in matches}
    number = found.get("customer_id")
    if number and "customer_name" not in found and number.heading not in decided and _holds_names(number, layout):
        found["customer_name"] = replace(found.pop("customer_id"), field="customer_name")
    return {
        name: m for name, m in found.items() if name not in WORDS or m.heading in decided or _is_understood(m, layout)
    }


def _holds_names(number: Match, layout: Layout) -> bool:
    return folded(number.heading) in NUMBER_OR_NAME and looks_like_names(_some(number, layout))


def _is_understood(match: Match, layout: Layout) -> bool:
    cells = [cell for cell in _some(match, layout).cells if not is_blank(cell)]
    return not cells or any(WORDS[match.field](cell) for cell in cells)


def _some(match: Match, layout: Layout) -> Coded:
    return coded(layout.column(match.column).slice(0, CELLS_ASKED))
