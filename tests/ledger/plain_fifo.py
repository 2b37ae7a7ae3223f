"""First-in-first-out as plain as it can be written, event by event: the second book that scoring/ledger/fifo.py is held
against, and what the generator's ledgers are judged by.

Events are worked through in the order of their dates, so an allocation depends only on what had happened by its day:
tomorrow's receipt never moves yesterday's book.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that moves what a customer owes in one currency.

    `what` is "invoice" (key = document, amount = claim), "taken" (key = document, amount = what a named receipt
    settles) or "receipt" (key = receipt without reference, amount > 0).
    """

    day: date
    what: str
    key: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Taken:
    """One allocation: `amount` > 0 of receipt `source_key` on document `document_key`, counting from `value_date`."""

    source_key: int
    document_key: int
    amount: Decimal
    value_date: date


def first_in_first_out(events: Iterable[Event]) -> Iterator[Taken]:
    """Allocations of the receipts among one customer's events in one currency.

    On one day invoices come first, then what names its invoice, then receipts without reference; among equals the lower
    key. A receipt that finds no open invoice waits on account for the next one. A receipt that names an invoice which
    was already paid first-in-first-out takes precedence from its own day on: the earlier money is released on that day
    (a negative allocation) and goes on to the next open invoice.

    >>> jan, feb = date(2026, 1, 5), date(2026, 2, 5)
    >>> book = [Event(jan, "invoice", 1, Decimal(100)), Event(jan, "invoice", 2, Decimal(50)),
    ...         Event(feb, "receipt", 9, Decimal(120))]
    >>> [(t.document_key, str(t.amount)) for t in first_in_first_out(book)]
    [(1, '100'), (2, '20')]
    """
    order = {"invoice": 0, "taken": 1, "receipt": 2}
    desk = _Desk()
    for event in sorted(events, key=lambda e: (e.day, order[e.what], e.key)):
        if event.what == "receipt":
            desk.waiting.append((event.key, event.amount))
        else:
            desk.owe(event.key, event.amount if event.what == "invoice" else -event.amount)
            yield from desk.release(event.key, event.day)
        yield from desk.settle(event.day)


class _Desk:
    """What is open, what waits, and which waiting money each invoice has taken, as the days go by."""

    def __init__(self) -> None:
        self.open_amounts: dict[int, Decimal] = {}
        self.waiting: deque[tuple[int, Decimal]] = deque()
        self.held: dict[int, list[tuple[int, Decimal]]] = {}

    def owe(self, document: int, amount: Decimal) -> None:
        """Change what is open on a document, keeping its place in the row."""
        self.open_amounts[document] = self.open_amounts.get(document, ZERO) + amount
        if self.open_amounts[document] == ZERO:
            del self.open_amounts[document]

    def release(self, document: int, day: date) -> Iterator[Taken]:
        """Give back money first-in-first-out had put on a document that is now more than paid."""
        while self.open_amounts.get(document, ZERO) < ZERO and self.held.get(document):
            receipt, amount = self.held[document].pop()
            back = min(amount, -self.open_amounts[document])
            if amount > back:
                self.held[document].append((receipt, amount - back))
            self.owe(document, back)
            self.waiting.appendleft((receipt, back))
            yield Taken(receipt, document, -back, day)

    def settle(self, day: date) -> Iterator[Taken]:
        """Let the waiting money take the open invoices, oldest first."""
        while self.waiting:
            oldest = next((key for key, amount in self.open_amounts.items() if amount > ZERO), None)
            if oldest is None:
                return
            receipt, money = self.waiting.popleft()
            amount = min(money, self.open_amounts[oldest])
            self.owe(oldest, -amount)
            if money > amount:
                self.waiting.appendleft((receipt, money - amount))
            self.held.setdefault(oldest, []).append((receipt, amount))
            yield Taken(receipt, oldest, amount, day)
