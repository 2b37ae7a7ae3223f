"""The desk at which receipts without reference are given to invoices, one event after the other."""

from __future__ import annotations

from collections import OrderedDict, deque


class Desk:
    """What is open, what waits, and which waiting money each invoice has taken, as the days of one account after the other
    go by. `taken` collects (receipt, document, cents, day), `unsure` the accounts in which money waited or was released.

    >>> desk = Desk()
    >>> desk.take(1, 5, Desk.CLAIM, 10, 100)
    >>> desk.take(1, 9, Desk.RECEIPT, 7, 120)
    >>> desk.taken, desk.unsure
    ([(7, 10, 100, 9)], {1})
    """

    CLAIM, TAKEN, RECEIPT = range(3)

    def __init__(self) -> None:
        self.taken: list[tuple[int, int, int, int]] = []
        self.unsure: set[int] = set()
        self._begin(-1)

    def _begin(self, account: int) -> None:
        self._account = account
        self._open: OrderedDict[int, int] = OrderedDict()
        self._waiting: deque[tuple[int, int]] = deque()
        self._held: dict[int, list[tuple[int, int]]] = {}

    def take(self, account: int, day: int, what: int, key: int, cents: int) -> None:
        """Work through one event; those of an account come together, in the order of their days."""
        if account != self._account:
            self._begin(account)
        if what == self.RECEIPT:
            self._waiting.append((key, cents))
        else:
            self._owe(key, cents if what == self.CLAIM else -cents)
            if key in self._held:
                self._release(key, day)
        if self._waiting:
            self._settle(day)

    def _owe(self, document: int, cents: int) -> None:
        """Change what is open on a document, keeping its place in the row."""
        left = self._open.get(document, 0) + cents
        if left:
            self._open[document] = left
        else:
            self._open.pop(document, None)

    def _release(self, document: int, day: int) -> None:
        """Give back money that first-in-first-out had put on a document that is now more than paid."""
        held = self._held[document]
        while held and self._open.get(document, 0) < 0:
            receipt, cents = held.pop()
            back = min(cents, -self._open[document])
            if cents > back:
                held.append((receipt, cents - back))
            self._owe(document, back)
            self._waiting.appendleft((receipt, back))
            self.taken.append((receipt, document, -back, day))
            self.unsure.add(self._account)

    def _settle(self, day: int) -> None:
        """Let the waiting money take the open invoices, oldest first."""
        while self._waiting:
            oldest = next((key for key, cents in self._open.items() if cents > 0), None)
            if oldest is None:
                self.unsure.add(self._account)
                return
            receipt, money = self._waiting.popleft()
            cents = min(money, self._open[oldest])
            self._owe(oldest, -cents)
            if money > cents:
                self._waiting.appendleft((receipt, money - cents))
            self._held.setdefault(oldest, []).append((receipt, cents))
            self.taken.append((receipt, oldest, cents, day))
