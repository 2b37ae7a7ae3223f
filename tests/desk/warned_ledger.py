"""A ledger in which every early warning has one customer that trips it and a twin that does not, as of 2026-06-30.

The customer of an indicator is called by its name, the twin by its name and "-". Unless it says otherwise a customer buys
100.00 on the 5th of each month from January 2025 to May 2026, due 30 days later, and pays on the day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from scoring.ledger.reading import ImportOptions
from scoring.store import Store, import_reading
from scoring.terms import Kind
from tests.store.books import day, read

AS_OF = date(2026, 6, 30)
AT = datetime(2025, 1, 2, 9)
MONTHS = [date(2025 + m // 12, m % 12 + 1, 5) for m in range(17)]
Row = dict[str, Any]


class Book:
    """Rows in the making."""

    def __init__(self, first: int = 0) -> None:
        """`first` is the place in MONTHS of the month in which steady customers begin."""
        self.first = first
        self.rows: dict[Kind, list[Row]] = {kind: [] for kind in Kind}

    def customer(self, name: str, **more: Any) -> None:
        told = {"customer_id": name, "name": name, "nature": "commercial", "since": day("2024-12-01")}
        self.rows[Kind.CUSTOMERS].append(told | more)

    def invoice(
        self, who: str, issued: date, amount: int = 100, paid: date | None = None, part: int | None = None
    ) -> str:
        """One invoice due 30 days later; `paid` in full, or `part` of it."""
        number = f"{who}/{issued:%y%m%d}"
        told = {"document_no": number, "customer_id": who, "kind": "invoice", "issue_date": issued}
        told |= {"due_date": issued + timedelta(30), "amount": Decimal(amount), "currency": "USD"}
        self.rows[Kind.INVOICES].append(told)
        if paid:
            self.receipt(who, paid, part or amount, number)
        return number

    def receipt(self, who: str, paid: date, amount: int, number: str | None = None) -> None:
        told = {"receipt_no": f"R{len(self.rows[Kind.RECEIPTS])}", "kind": "receipt", "receipt_date": paid}
        told |= {"customer_id": who, "document_no": number, "amount": Decimal(amount), "currency": "USD"}
        self.rows[Kind.RECEIPTS].append(told)

    def steady(self, who: str, months: int = 17, late: int = 0, amount: int = 100, **more: Any) -> None:
        """The usual customer for the first `months`, paying so many days late."""
        self.customer(who, **more)
        for issued in MONTHS[self.first : months]:
            paid = issued + timedelta(30 + late)
            self.invoice(who, issued, amount, paid if paid <= AS_OF else None)

    def owing(self, who: str, **more: Any) -> None:
        """The usual customer with one invoice of 10 June, not yet due."""
        self.steady(who, **more)
        self.invoice(who, date(2026, 6, 10))

    def add_event(self, who: str, event: str, on: date, closed: date | None = None) -> None:
        self.add(Kind.EVENTS, who, event=event, event_date=on, closed_date=closed)

    def add(self, into: Kind, who: str | None, **told: Any) -> None:
        self.rows[into].append(told | ({"customer_id": who} if who else {}))

    def put(self, store: Store, at: datetime = AT) -> None:
        """Import everything, masters first."""
        for kind, rows in self.rows.items():
            if rows:
                name = {Kind.INVOICES: "documents"}.get(kind, str(kind))
                source = store.path.with_name(f"{name}.csv")
                source.write_text(repr(rows), encoding="utf-8")
                file = store.raw.keep(source, source.name)
                told = {"currency": "USD", "terms_days": None, "by": "Kim", "at": at}
                import_reading(store, read(kind, name, rows), file, ImportOptions(), **told)


def pairs() -> Book:
    """The ledger of this file's docstring."""
    book = Book()
    behaviour(book)
    trade(book)
    small_tables(book)
    markets(book)
    return book


def behaviour(book: Book) -> None:
    """How late, for the first time or as ever."""
    for name, late in (("sudden_lateness", 0), ("sudden_lateness-", 26)):
        book.steady(name, months=16, late=late)
        book.invoice(name, date(2026, 5, 5))  # due 4 June: 26 days late
    for name, due, before in (
        ("30", date(2026, 5, 25), 40),
        ("60", date(2026, 4, 25), 75),
        ("90", date(2026, 3, 25), 99),
    ):
        for twin in ("", "-"):
            who = f"first_over_{name}{twin}"
            book.steady(who, months=12)
            book.invoice(who, due - timedelta(30))
            if twin:  # was as late before, with an invoice due on 4 October 2025
                book.invoice(who, date(2025, 9, 4), 100, date(2025, 10, 4) + timedelta(before))
    for name, months in (("long_silence", 14), ("long_silence-", 17)):  # last receipt on 4 April, on 4 June
        book.steady(name, months=months)
        book.invoice(name, date(2026, 5, 20))
    for name, open_before in (("overdue_jumps", False), ("overdue_jumps-", True)):
        book.steady(name, months=15)
        book.invoice(name, date(2026, 5, 5))
        if open_before:
            book.invoice(name, date(2026, 1, 25), 900)
    for name, months in (("rating_down", 14), ("rating_down-", 17)):  # stops paying in April
        book.steady(name, months=months)
        for issued in MONTHS[months:]:
            book.invoice(name, issued)


def trade(book: Book) -> None:
    """Orders, limits, part-payments, disputes, credit notes, one very large debtor."""
    for name, paid in (("order_surge", None), ("order_surge-", date(2026, 6, 4))):
        book.steady(name, months=14)
        book.invoice(name, date(2026, 5, 5), 500, paid)
        book.invoice(name, date(2026, 6, 5), 500)
    book.owing("limit_nearly_used", credit_limit=Decimal(105), limit_currency="USD")
    book.owing("limit_nearly_used-", credit_limit=Decimal(205), limit_currency="USD")
    for name, first in (("part_payments_start", 15), ("part_payments_start-", 6)):
        book.steady(name, months=first)
        for issued in MONTHS[first:]:  # the rest of the bill two days later
            number = book.invoice(name, issued, 100, issued + timedelta(20), 50)
            book.receipt(name, issued + timedelta(22), 50, number)
        book.invoice(name, date(2026, 6, 10))
    for name, opened in (("disputes_rising", "2026-05-15"), ("disputes_rising-", "2026-01-15")):
        book.steady(name)
        number = f"{name}/{MONTHS[11]:%y%m%d}"
        book.add(Kind.DISPUTES, name, document_no=number, opened_date=day(opened), reason="Quality")
    for name, issued in (("credit_notes_rising", "2026-05-20"), ("credit_notes_rising-", "2026-02-10")):
        book.steady(name)
        told = {"document_no": f"{name}/cn", "kind": "credit_note", "issue_date": day(issued), "amount": Decimal(-100)}
        book.add(Kind.INVOICES, name, **told, currency="USD")
    book.owing("concentration")
    book.invoice("concentration", date(2026, 6, 11), 2_000)
    book.owing("concentration-")


def small_tables(book: Book) -> None:
    """Promises, statements, ratings by agencies, courts."""
    for name in ("broken_promise", "broken_promise-"):
        book.owing(name)
        told = {"promised_date": day("2026-06-20"), "promised_amount": Decimal(80), "made_on": day("2026-06-12")}
        book.add(Kind.PROMISES, name, document_no=f"{name}/260610", **told, currency="USD")
    book.receipt("broken_promise-", date(2026, 6, 20), 80, "broken_promise-/260610")
    good = {"total_assets": 1000, "current_assets": 600, "total_liabilities": 400, "current_liabilities": 200}
    good |= {"equity": 600, "retained_earnings": 300, "revenue": 1500, "ebit": 150, "interest_expense": 20}
    bad = {"total_assets": 1000, "current_assets": 300, "total_liabilities": 950, "current_liabilities": 600}
    bad |= {"equity": 50, "retained_earnings": 0, "revenue": 1500, "ebit": 5, "interest_expense": 50}
    for name, figures, net in (("statements", bad, -40), ("statements-", good, 90)):
        book.owing(name)
        money = {key: Decimal(value) for key, value in (figures | {"net_income": net}).items()}
        book.add(Kind.FINANCIALS, name, period_end=day("2025-12-31"), published_date=day("2026-04-15"), **money)
    for name, end in (("statement_overdue", "2024-06-30"), ("statement_overdue-", "2025-06-30")):
        book.owing(name)
        told = {key: Decimal(value) for key, value in good.items()}
        book.add(Kind.FINANCIALS, name, period_end=day(end), published_date=day(end) + timedelta(100), **told)
    for name, after in (("outside_rating_down", "BBB+"), ("outside_rating_down-", "A")):
        book.owing(name)
        for rating, at in (("AA", "2025-09-30"), (after, "2026-05-31")):
            book.add(Kind.RATINGS, name, agency="D&B", rating=rating, rating_date=day(at))
    for name in ("lawsuit", "enforcement", "insolvency"):
        for twin, closed in (("", None), ("-", day("2026-06-15"))):
            book.owing(name + twin)
            book.add(Kind.EVENTS, name + twin, event=name, event_date=day("2026-05-02"), closed_date=closed)


def markets(book: Book) -> None:
    """Industries by outside figures and by their other customers; a public body's lapsed budget."""
    for name, index, outlook in (
        ("industry_index_down", 90, None), ("industry_index_down-", 99, None),
        ("industry_outlook_weak", None, "weak"), ("industry_outlook_weak-", None, "good"),
    ):  # fmt: skip
        book.owing(name, industry=name)
        told = {"industry": name, "outlook": outlook, "source": "Survey"}
        if index:
            book.add(Kind.OUTLOOKS, None, **told, outlook_date=day("2026-01-31"), outlook_index=Decimal(100))
        latest = Decimal(index) if index else None
        book.add(Kind.OUTLOOKS, None, **told, outlook_date=day("2026-05-31"), outlook_index=latest)
    for name, months in (("industry_paying_late", 15), ("industry_paying_late-", 17)):
        book.owing(name, industry=name)
        book.steady(f"{name} other", months=months, industry=name)
        book.invoice(f"{name} other", date(2026, 5, 10) if months == 15 else date(2026, 6, 10))
    for name, months in (("industry_sales_down", 14), ("industry_sales_down-", 17)):
        book.owing(name, industry=name)
        book.steady(f"{name} other", months=months, industry=name)
        if months == 17:
            book.invoice(f"{name} other", date(2026, 6, 5))
    for name, nature in (("government_budget_year", "government"), ("government_budget_year-", "commercial")):
        book.steady(name, months=9, nature=nature)
        book.invoice(name, date(2025, 10, 20))
