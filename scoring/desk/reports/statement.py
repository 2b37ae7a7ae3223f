"""Statement of account: every movement of one customer between two dates, for the customer to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any

from scoring.desk.views import header_of
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import ReportHeader, View

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Movement:
    """One line: `amount` > 0 raises what is owed; `balance` is what is owed after it."""

    day: date
    kind: str
    document_no: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Account:
    """One currency of a statement. opening + sum of the movements = closing; `ledger` is the ledger's own balance."""

    currency: str
    opening: Decimal
    movements: tuple[Movement, ...]
    closing: Decimal
    ledger: Decimal

    @property
    def difference(self) -> Decimal:
        """Closing - the ledger's balance; 0 = ties out."""
        return self.closing - self.ledger

    def moved(self, kind: str) -> Decimal:
        """Sum of the movements of one kind ("invoice", "credit_note", "receipt", "write_off"), signed as the lines."""
        return sum((line.amount for line in self.movements if line.kind == kind), ZERO)


@dataclass(frozen=True)
class Statement:
    """All accounts of one customer from the beginning of `from_date` to the end of `to_date`."""

    header: ReportHeader
    customer_id: str
    name: str
    from_date: date
    to_date: date
    accounts: tuple[Account, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values. Keys: customer, name, from, to, accounts (currency, opening, movements, closing, difference)."""
        return {
            "customer": self.customer_id,
            "name": self.name,
            "from": self.from_date.isoformat(),
            "to": self.to_date.isoformat(),
            "accounts": [_account_json(account) for account in self.accounts],
        }


def statement(store: Store, customer_id: str, from_date: date, to_date: date) -> Statement:
    """The statement of a customer between two dates, both inclusive; the opening balance is that of the day before.

    Every currency by itself; one without opening balance and movement is left out.
    Raises ScoringError "customer_unknown" or "period_backwards".
    """
    if to_date < from_date:
        raise ScoringError("period_backwards", from_date=from_date.isoformat(), to_date=to_date.isoformat())
    master = store.one("customer", customer_id=customer_id)
    if master is None:
        raise ScoringError("customer_unknown", customer=customer_id)
    asked = {"customer": customer_id, "as_of": to_date}
    rows = store.rows("customer_movements", asked, order=["day", "kind desc", "document_no", "source_row"])
    ledger = store.rows("balances", {"as_of": to_date}, where={"customer_id": customer_id})
    balances = {row["currency"]: row["balance"] for row in ledger}
    accounts = [
        _account(currency, [row for row in rows if row["currency"] == currency], from_date, balances[currency])
        for currency in sorted(balances)
    ]
    told = tuple(account for account in accounts if account.movements or account.opening or account.difference)
    view = View(to_date, filters=(("customer", customer_id),))
    return Statement(header_of(store, view), customer_id, master["name"], from_date, to_date, told)


def first_of_period(to_date: date, months: int = 3) -> date:
    """A sensible beginning: the first of the month `months` - 1 before that of `to_date`.

    >>> first_of_period(date(2024, 3, 31)), first_of_period(date(2024, 1, 15), months=1)
    (datetime.date(2024, 1, 1), datetime.date(2024, 1, 1))
    """
    first = to_date.replace(day=1)
    for _ in range(months - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _account(currency: str, rows: list[dict[str, Any]], from_date: date, ledger: Decimal) -> Account:
    opening = sum((row["amount"] for row in rows if row["day"] < from_date), ZERO)
    inside = [row for row in rows if row["day"] >= from_date]
    running = list(accumulate((row["amount"] for row in inside), initial=opening))
    movements = tuple(
        Movement(row["day"], row["kind"], row["document_no"] or "", row["amount"], balance)
        for row, balance in zip(inside, running[1:], strict=True)
    )
    return Account(currency, opening, movements, running[-1], ledger)


def _account_json(account: Account) -> dict[str, Any]:
    return {
        "currency": account.currency,
        "opening": str(account.opening),
        "movements": [
            {
                "date": line.day.isoformat(),
                "kind": line.kind,
                "document": line.document_no,
                "amount": str(line.amount),
                "balance": str(line.balance),
            }
            for line in account.movements
        ],
        "closing": str(account.closing),
        "difference": str(account.difference),
    }
