"""A made-up ledger whose customers pay faster after a call, as fast as they are told to; see `acted`.

From 2024-01-01 on, 180 customers with up to eight invoices each, due after 30 days; each day past due 3% of what is open is
paid, `ratio` times as much in the 40 days after a call. Calls come by chance, 1.5% a day, on all that a customer owes.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from scoring.store import Store
from scoring.terms import Kind
from tests.desk.conftest import load

START, DAYS, CUSTOMERS, CALLED_FOR = date(2024, 1, 1), 500, 180, 40
AS_OF = START + timedelta(days=DAYS)


def acted(store: Store, ratio: float, seed: int = 3, channel: str = "phone", level: str = "routine") -> None:
    """Fill an empty store with such a ledger and its calls."""
    chance = np.random.default_rng(seed)
    documents: list[dict[str, Any]] = []
    receipts: list[dict[str, Any]] = []
    calls: list[tuple[str, date]] = []
    for number in range(CUSTOMERS):
        customer, called = f"K{number:03}", np.flatnonzero(chance.random(DAYS) < 0.015)
        dues = sorted(int(day) for day in chance.integers(0, DAYS - 60, size=chance.integers(1, 9)))
        ends = [_end(chance, due, called, ratio) for due in dues]
        calls += [(customer, _on(day)) for day in called if any(d < day < e for d, e in zip(dues, ends, strict=True))]
        for place, (due, end) in enumerate(zip(dues, ends, strict=True)):
            amount, own = Decimal(int(chance.lognormal(8, 0.8))) + 100, f"{customer}-{place}"
            documents.append(
                {"customer_id": customer, "document_no": own, "kind": "invoice", "issue_date": _on(due - 30),
                 "due_date": _on(due), "amount": amount, "currency": "EUR"}
            )  # fmt: skip
            if end < DAYS:
                receipts.append(
                    {"customer_id": customer, "receipt_no": f"R{own}", "kind": "receipt", "document_no": own,
                     "currency": "EUR", "receipt_date": _on(end), "matched_date": _on(end), "amount": amount}
                )  # fmt: skip
    names = [{"customer_id": f"K{n:03}", "name": f"Firm {n}", "nature": "commercial"} for n in range(CUSTOMERS)]
    load(store, Kind.CUSTOMERS, "customers", names)
    load(store, Kind.INVOICES, "documents", documents)
    load(store, Kind.RECEIPTS, "receipts", receipts)
    store.set_setting("currency", "EUR")
    log(store, calls, channel, level)


def log(store: Store, calls: list[tuple[str, date]], channel: str, level: str) -> None:
    """Note actions on all that customers owe, in one go."""
    text = (
        "INSERT INTO activity (activity_id, customer_id, done_on, channel, outcome, owner, level, made_by) "
        "VALUES ($number, $customer, $day, $channel, 'reached', 'Lin', $level, 'Lin')"
    )
    with store.transaction() as cursor:
        for number, (customer, day) in enumerate(calls, start=1):
            told = {"number": number, "customer": customer, "day": day, "channel": channel, "level": level}
            cursor.execute(text, told)
        store.record(cursor, "planted", {})


def _end(chance: np.random.Generator, due: int, called: Any, ratio: float) -> int:
    """The day of payment, DAYS where it does not come in time."""
    draws = chance.random(DAYS)
    for day in range(due + 1, DAYS):
        before = called[called < day]
        fast = len(before) and before[-1] > due and day - before[-1] <= CALLED_FOR
        if draws[day] < 0.03 * (ratio if fast else 1.0):
            return day
    return DAYS


def _on(day: int) -> date:
    return START + timedelta(days=int(day))
