"""Does the ledger hang together: opening balance + what moved = closing balance, and every data check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from scoring.desk.views import scope_of
from scoring.store import Store
from scoring.terms import View

MOVEMENTS = ("invoices", "credit_notes", "receipts", "write_offs")
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class BalanceLine:
    """One currency over some days: what customers owed before, what moved, and what they owe after (credits taken off)."""

    currency: str
    opening: Decimal
    invoices: Decimal
    credit_notes: Decimal
    receipts: Decimal
    write_offs: Decimal
    closing: Decimal

    @property
    def computed(self) -> Decimal:
        """Opening + invoices - credit notes - receipts - write-offs; equal to `closing` in a sound ledger."""
        return self.opening + self.invoices - self.credit_notes - self.receipts - self.write_offs


def balance_lines(store: Store, since: date, until: date) -> list[BalanceLine]:
    """One line per currency for the days from `since` to `until`, both included; nothing is converted."""
    before = since - timedelta(days=1)
    params = {"from_date": before, "to_date": until, **scope_of(store, View(until)).params}
    opening, closing = _balances(store, before), _balances(store, until)
    moved = {row["currency"]: row for row in store.grouped("flows", params, ["currency"], MOVEMENTS)}
    return [
        BalanceLine(
            currency,
            opening.get(currency, ZERO),
            **{name: moved.get(currency, {}).get(name, ZERO) for name in MOVEMENTS},
            closing=closing.get(currency, ZERO),
        )
        for currency in sorted({*opening, *closing})
    ]


def _balances(store: Store, day: date) -> dict[str, Decimal]:
    rows = store.grouped("balances", {"as_of": day}, ["currency"], ["balance"])
    return {row["currency"]: row["balance"] for row in rows}
