"""First in, first out, as a bookkeeper would do it by hand, and as the plain second book does it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.ledger.cells.columns import Mask
from scoring.ledger.fifo import Moves, first_in_first_out
from tests.ledger import plain_fifo
from tests.ledger.plain_fifo import Event

FIRST = date(1970, 1, 1)
Booked = tuple[int, Event]
"""An account's number and what happens in it."""


def event(day: int, what: str, key: int, amount: int, account: int = 1) -> Booked:
    return account, Event(FIRST + timedelta(day), what, key, Decimal(amount))


def taken(*book: Booked) -> list[tuple[int, int, int, int]]:
    """Allocations as (day, receipt, document, amount)."""
    claims, named, receipts = (moves(book, what) for what in ("invoice", "taken", "receipt"))

    def taken_of(chosen: Mask) -> Moves:
        return named.where(np.isin(named.key, claims.key[chosen]))

    found = first_in_first_out(claims, gone(book), receipts, taken_of)
    rows = zip(found.day, found.source_key, found.document_key, found.cents, strict=True)
    return sorted(tuple(map(int, row)) for row in rows)


def moves(book: tuple[Booked, ...], what: str) -> Moves:
    rows = [(a, (e.day - FIRST).days, e.key, int(e.amount)) for a, e in book if e.what == what]
    return Moves(*np.array(rows, np.int64).reshape(-1, 4).T)


def gone(book: tuple[Booked, ...]) -> np.ndarray:
    """The day from which nothing of an invoice is left, by what names it alone."""
    named = defaultdict(list)
    for _, e in book:
        if e.what == "taken":
            named[e.key].append(e)
    found = []
    for _, e in book:
        if e.what == "invoice":
            whole = sum(t.amount for t in named[e.key]) == e.amount
            found.append(max((t.day - FIRST).days for t in named[e.key]) if whole else -1)
    return np.array(found, np.int64)


def second_book(*book: Booked) -> list[tuple[int, int, int, int]]:
    """The same by the plain book, account by account."""
    found = []
    for _, rows in groupby(sorted(book, key=lambda row: row[0]), key=lambda row: row[0]):
        allocations = plain_fifo.first_in_first_out(e for _, e in rows)
        found += [((t.value_date - FIRST).days, t.source_key, t.document_key, int(t.amount)) for t in allocations]
    return sorted(found)


def test_the_oldest_invoice_is_paid_first_and_the_rest_waits() -> None:
    book = event(1, "invoice", 1, 100), event(2, "invoice", 2, 50), event(9, "receipt", 7, 180)
    assert taken(*book) == [(9, 7, 1, 100), (9, 7, 2, 50)]


def test_money_that_waits_pays_the_next_invoice_on_its_day() -> None:
    book = event(1, "receipt", 7, 80), event(5, "invoice", 1, 50), event(6, "invoice", 2, 50)
    assert taken(*book) == [(5, 7, 1, 50), (6, 7, 2, 30)]


def test_what_names_its_invoice_is_not_touched() -> None:
    book = (
        event(1, "invoice", 1, 100),
        event(1, "invoice", 2, 50),
        event(3, "taken", 1, 100),
        event(4, "receipt", 7, 20),
    )
    assert taken(*book) == [(4, 7, 2, 20)]


def test_a_named_receipt_that_comes_later_pushes_the_waiting_money_on() -> None:
    """Receipt 7 had paid invoice 1; when a receipt names invoice 1, the money of 7 goes on to invoice 2 that day."""
    book = (
        event(1, "invoice", 1, 100),
        event(2, "receipt", 7, 100),
        event(3, "invoice", 2, 60),
        event(5, "taken", 1, 100),
    )
    assert taken(*book) == [(2, 7, 1, 100), (5, 7, 1, -100), (5, 7, 2, 60)]


def test_an_invoice_that_no_receipt_finds_open_still_takes_money_that_waits() -> None:
    """Receipt 7 is over on day 2 and waits; invoice 2 takes it on day 5, though what names it takes all of it on day 8."""
    book = (
        event(1, "invoice", 1, 30),
        event(2, "receipt", 7, 40),
        event(5, "invoice", 2, 60),
        event(8, "taken", 2, 60),
        event(9, "invoice", 3, 25),
    )
    assert taken(*book) == [(2, 7, 1, 30), (5, 7, 2, 10), (8, 7, 2, -10), (9, 7, 3, 10)]


def test_later_events_never_change_earlier_allocations() -> None:
    book = [event(1, "invoice", 1, 100), event(2, "receipt", 7, 30), event(3, "invoice", 2, 40)]
    later = [event(8, "taken", 1, 90), event(9, "receipt", 8, 500), event(10, "invoice", 3, 10)]
    assert [t for t in taken(*book, *later) if t[0] < 8] == taken(*book)


def test_amounts_that_add_up_beyond_a_machine_word_are_walked_through() -> None:
    book = event(1, "invoice", 1, 3 << 61), event(2, "invoice", 2, 5), event(3, "receipt", 7, (3 << 61) + 5)
    assert taken(*book) == [(3, 7, 1, 3 << 61), (3, 7, 2, 5)]


@st.composite
def books(draw: st.DrawFn) -> tuple[Booked, ...]:
    """A few accounts with invoices, parts of them taken by name (and given back), and receipts that name none."""
    book: list[Booked] = []
    for key in range(1, draw(st.integers(1, 9))):
        account, day, amount = draw(st.integers(1, 2)), draw(st.integers(0, 12)), draw(st.integers(1, 30))
        book.append(event(day, "invoice", key, amount, account))
        left = amount
        for _ in range(draw(st.integers(0, 2))):
            part = draw(st.sampled_from([left, draw(st.integers(0, left)), draw(st.integers(0, left)) - left]))
            day, left = day + draw(st.integers(0, 6)), left - part
            if part and 0 <= left <= amount:
                book.append(event(day, "taken", key, part, account))
            else:
                left += part
    for key in range(101, draw(st.integers(101, 106))):
        book.append(event(draw(st.integers(0, 20)), "receipt", key, draw(st.integers(1, 50)), draw(st.integers(1, 2))))
    return tuple(book)


@settings(max_examples=300, deadline=None)
@given(books())
def test_both_books_agree_on_any_ledger(book: tuple[Booked, ...]) -> None:
    assert taken(*book) == second_book(*book)
