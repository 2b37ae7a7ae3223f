"""First in, first out, as a bookkeeper would do it by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from scoring.ledger.fifo import Event, first_in_first_out


def event(day: int, what: str, key: int, amount: int) -> Event:
    return Event(date(2026, 1, day), what, key, Decimal(amount))


def taken(*events: Event) -> list[tuple[int, int, int, int]]:
    """Allocations as (day, receipt, document, amount)."""
    return [(t.value_date.day, t.source_key, t.document_key, int(t.amount)) for t in first_in_first_out(events)]


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


def test_later_events_never_change_earlier_allocations() -> None:
    book = [event(1, "invoice", 1, 100), event(2, "receipt", 7, 30), event(3, "invoice", 2, 40)]
    later = [event(8, "taken", 1, 90), event(9, "receipt", 8, 500), event(10, "invoice", 3, 10)]
    assert [t for t in taken(*book, *later) if t[0] < 8] == taken(*book)
