"""What a letter says beside its claims: to whom it goes, and what of the customer's money no invoice has taken yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Any

from scoring.desk.figures.aging import on_account_params
from scoring.desk.reports.document_parts import Grid, Part, Sentence
from scoring.desk.views import scope_of
from scoring.store import Store
from scoring.terms import View
from scoring.text import numbers, say

Credit = dict[str, Any]
"""A receipt or credit note on account as the mart `on_account_items` has it."""


@dataclass(frozen=True)
class Recipient:
    """Whom a letter goes to, of the contacts people noted; "" = not known."""

    name: str
    role: str = ""
    email: str = ""

    @property
    def address(self) -> Address | None:
        """What a mail program can send to; None where nothing that could be an address is noted.

        >>> str(Recipient("Ms Wu", email="wu@example.com").address), Recipient("Ms Wu", email="ask her").address
        ('Ms Wu <wu@example.com>', None)
        """
        try:
            found = Address(self.name, addr_spec=self.email.strip())
        except (ValueError, IndexError, HeaderParseError):
            return None
        return found if found.domain else None


@dataclass(frozen=True)
class Beside:
    """Recipients by customer, and credits on account by customer and currency."""

    recipients: Mapping[str, Recipient]
    credits: Mapping[tuple[str, str], Sequence[Credit]]


def beside(store: Store, view: View, customers: list[str]) -> Beside:
    """What is known beside the claims of these customers on the view's date."""
    scope = scope_of(store, replace(view, currency=None, filters=()))
    where: dict[str, object] = {"customer_id": customers}
    rows = store.rows("on_account_items", on_account_params(scope), where=where, order=["value_date", "source_key"])
    credits: dict[tuple[str, str], list[Credit]] = defaultdict(list)
    for row in rows:
        credits[row["customer_id"], row["currency"]].append(row)
    return Beside(recipients(store, customers), credits)


def recipients(store: Store, customers: Sequence[str]) -> dict[str, Recipient]:
    """Whom to write to at each customer somebody noted a contact of: who has an e-mail address first, then who decides."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in store.rows("contact", where={"customer_id": list(customers)}, order=["contact_id"]):
        if row["removed_on"] is None:
            found[row["customer_id"]].append(row)
    best = {who: min(rows, key=lambda row: (not row["email"], not row["decides"])) for who, rows in found.items()}
    return {who: Recipient(row["name"], row["role"] or "", row["email"] or "") for who, row in best.items()}


def credit_parts(
    credits: Sequence[Credit], claimed: Decimal, currency: str, lang: str, statement: bool
) -> Iterator[Part]:
    """Money on account: in a statement item by item down to the balance, in other letters in a sentence."""
    total = sum((row["on_account"] for row in credits), Decimal(0))
    if not total:
        return
    if not statement:
        amount = f"{currency} {numbers.money(total, lang)}"
        yield Sentence(say("letter.on_account_note", lang, amount=amount))
        return
    lines = tuple(
        (row["document_no"] or "", numbers.day(row["value_date"], lang), numbers.money(-row["on_account"], lang))
        for row in credits
    )
    headings = tuple(say(f"letter.{name}", lang) for name in ("on_account", "on_account_day", "on_account_amount"))
    balance = numbers.money(claimed - total, lang)
    yield Grid(headings, lines, texts=2, total=(say("letter.balance", lang, currency=currency), "", balance))
