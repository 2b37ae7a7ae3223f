"""Which of a document's amounts is the claim, what is paid and open of it, and whether they agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.ledger.cells.columns import Mask, Money
from scoring.ledger.rows.worksheet import Worksheet

TAX_TOLERANCE_CENTS = 2


@dataclass(frozen=True)
class DocumentAmounts:
    """The claim, its paid and its open part; `field` is the one the claim was read from."""

    amount: Money
    paid: Money
    open: Money
    field: str


def read_document_amounts(sheet: Worksheet, payments: Mask) -> DocumentAmounts:
    """The amounts of an invoice list. The claim is gross: the amount, else net + tax, else what is open (+ paid).

    An open amount that is the only amount there is stands for the claim, and nothing is known to be open. `payments` are
    rows of money in; of them the part not yet allocated counts, where the list shows it.
    """
    net, tax = sheet.money("net_amount"), sheet.money("tax_amount")
    paid, unpaid = sheet.money("paid_amount"), sheet.money("open_amount")
    if sheet.has("amount"):
        amount, field = sheet.money("amount"), "amount"
        _check_tax(sheet, amount, net, tax)
    elif sheet.has("net_amount"):
        amount, field = Money(net.or_zero() + tax.or_zero(), net.known), "net_amount"
    else:
        amount, field = Money(unpaid.or_zero() + paid.or_zero(), unpaid.known), "open_amount"
        if not sheet.has("paid_amount"):
            unpaid = Money.nothing(sheet.rows)
    loose = payments & unpaid.known
    counted = Money(np.where(loose, unpaid.cents, amount.cents), amount.known | loose)
    return DocumentAmounts(counted, paid, unpaid, field)


def _check_tax(sheet: Worksheet, gross: Money, net: Money, tax: Money) -> None:
    known = gross.known & net.known & tax.known
    if not known.any():
        return
    off = np.abs(net.cents + tax.cents - gross.cents) > TAX_TOLERANCE_CENTS
    sheet.warn(known & off, "tax_mismatch", "amount")


def check_balance(sheet: Worksheet, amounts: DocumentAmounts) -> None:
    """Warn of documents whose amount less what is paid is not what is open."""
    known = amounts.amount.known & amounts.paid.known & amounts.open.known
    if not known.any():
        return
    off = np.abs(amounts.amount.cents) - np.abs(amounts.paid.cents) != np.abs(amounts.open.cents)
    sheet.warn(known & off, "balance_mismatch", "open_amount")
