"""Balances at a date, rebuilt from documents and dated allocations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.store import Store, undo
from scoring.terms import Kind
from tests.store.books import ONE_TO_ONE, book, day, invoice, on_account, open_store, put, receipt


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    assert [check for check in opened.check() if check.failing] == []
    opened.close()


def test_an_invoice_is_owed_from_its_issue_until_it_is_settled(store: Store) -> None:
    """100 issued 5 Jan, due 4 Feb, settled 10 Feb: owed on 5 Jan and 9 Feb, not on 4 Jan, not on 10 Feb."""
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-05", "2026-02-04", "100", settled_date=day("2026-02-10"))])
    assert book(store, "2026-01-04") == {}
    assert book(store, "2026-01-05") == {"1": ("100.00", "not_due")}
    assert book(store, "2026-02-04") == {"1": ("100.00", "not_due")}
    assert book(store, "2026-02-09") == {"1": ("100.00", "1-30")}
    assert book(store, "2026-02-10") == {}


def test_exactly_thirty_days_late_is_in_1_30_and_nowhere_else(store: Store) -> None:
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-05", "2026-02-01", "100")])
    buckets = {
        d: book(store, d)["1"][1] for d in ("2026-03-03", "2026-03-04", "2026-04-02", "2026-05-02", "2026-05-03")
    }
    assert list(buckets.values()) == ["1-30", "31-60", "31-60", "61-90", "over_90"]


def test_a_part_payment_leaves_the_rest_in_its_bucket(store: Store) -> None:
    """An invoice of 5,500 in 31-60 stays in 31-60 (a tool moved it to +120: odoo pull 16235)."""
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-01", "2026-01-31", "6000")])
    put(store, Kind.RECEIPTS, [receipt("r", "2026-03-01", "500", "1")])
    assert book(store, "2026-03-10") == {"1": ("5500.00", "31-60")}


def test_a_credit_stands_beside_the_claims(store: Store) -> None:
    """Documents of 100,000 and 50,000 and a credit of 1,000: together 149,000 (OCA/account-financial-reporting 546)."""
    rows = [
        invoice("1", "A", "2026-01-01", "2026-01-31", "100000"),
        invoice("2", "A", "2026-01-01", "2026-01-31", "50000"),
        invoice("3", "A", "2026-01-02", None, "-1000"),
    ]
    put(store, Kind.INVOICES, rows)
    assert book(store, "2026-01-31") == {"1": ("100000.00", "not_due"), "2": ("50000.00", "not_due")}
    assert on_account(store, "2026-01-31") == {"3": "1000.00"}
    assert str(store.rows("balances", {"as_of": day("2026-01-31")})[0]["balance"]) == "149000.00"


def test_a_credit_note_that_names_its_invoice_settles_it(store: Store) -> None:
    rows = [
        invoice("1", "A", "2026-01-01", "2026-01-31", "100"),
        invoice("2", "A", "2026-01-10", None, "-30", credits_document_no="1"),
    ]
    put(store, Kind.INVOICES, rows)
    assert book(store, "2026-01-09") == {"1": ("100.00", "not_due")}
    assert book(store, "2026-01-10") == {"1": ("70.00", "not_due")}
    assert on_account(store, "2026-01-10") == {}


def test_what_an_invoice_cannot_take_stays_on_account(store: Store) -> None:
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-01", "2026-01-31", "100")])
    put(store, Kind.RECEIPTS, [receipt("r1", "2026-02-01", "80", "1"), receipt("r2", "2026-02-05", "50", "1")])
    assert book(store, "2026-02-05") == {}
    assert on_account(store, "2026-02-05") == {"r2": "30.00"}


def test_money_before_the_invoice_is_on_account_until_the_invoice_comes(store: Store) -> None:
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-02-01", "2026-03-03", "100")])
    put(store, Kind.RECEIPTS, [receipt("r1", "2026-01-20", "100", "1")])
    assert on_account(store, "2026-01-25") == {"r1": "100.00"}
    assert on_account(store, "2026-02-01") == {}
    assert book(store, "2026-02-01") == {}


def test_a_reversed_receipt_opens_the_invoice_again(store: Store) -> None:
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-01", "2026-01-31", "100")])
    rows = [receipt("r1", "2026-02-01", "100", "1"), receipt("r2", "2026-02-10", "-100", "1")]
    put(store, Kind.RECEIPTS, rows)
    assert book(store, "2026-02-05") == {}
    assert book(store, "2026-02-10") == {"1": ("100.00", "1-30")}


def test_named_receipts_are_trusted_before_a_settled_date(store: Store) -> None:
    """The invoice row says settled on 1 June, the receipt says 5 June: open until the 5th, and paid once."""
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-05-01", "2026-05-31", "100", settled_date=day("2026-06-01"))])
    put(store, Kind.RECEIPTS, [receipt("r1", "2026-06-05", "100", "1")])
    assert book(store, "2026-06-04") == {"1": ("100.00", "1-30")}
    assert book(store, "2026-06-05") == {}
    assert on_account(store, "2026-06-05") == {}


def test_a_payment_without_date_counts_from_the_day_the_file_speaks_of(store: Store) -> None:
    known = {"known_on": day("2026-03-31")}
    rows = [
        invoice("1", "A", "2026-01-01", "2026-01-31", "100", status="paid", **known),
        invoice("2", "A", "2026-01-01", "2026-01-31", "100", open_amount=40, **known),
    ]
    report = put(store, Kind.INVOICES, rows)
    assert [(w.code, w.facts["count"], w.facts["amount"]) for w in report.warnings] == [
        ("undated_payments", 2, "160.00")
    ]
    assert book(store, "2026-03-30") == {"1": ("100.00", "31-60"), "2": ("100.00", "31-60")}
    assert book(store, "2026-03-31") == {"2": ("40.00", "31-60")}


def test_receipts_without_reference_pay_the_oldest_first(store: Store) -> None:
    rows = [
        invoice("1", "A", "2026-01-01", "2026-01-31", "100"),
        invoice("2", "A", "2026-01-10", "2026-02-09", "50"),
    ]
    put(store, Kind.INVOICES, rows)
    report = put(store, Kind.RECEIPTS, [receipt("r1", "2026-02-15", "120", customer="A")])
    assert book(store, "2026-02-15") == {"2": ("30.00", "1-30")}
    assert [(w.code, w.facts["amount"]) for w in report.warnings] == [("first_in_first_out", "120.00")]


def test_money_without_reference_never_pays_a_credit_note(store: Store) -> None:
    """Invoice 100, credit note -30 that was paid out on 5 February, and 80 received that day: 20 stay open."""
    rows = [
        invoice("1", "A", "2026-01-01", "2026-01-31", "100"),
        invoice("2", "A", "2026-01-10", "2026-01-10", "-30", kind="credit_note", settled_date=day("2026-02-05")),
    ]
    put(store, Kind.INVOICES, rows)
    put(store, Kind.RECEIPTS, [receipt("r1", "2026-02-05", "80", customer="A")])
    assert book(store, "2026-02-05") == {"1": ("20.00", "1-30")}
    assert on_account(store, "2026-02-05") == {}
    assert [check.name for check in store.check() if check.failing] == []


def test_a_write_off_ends_the_claim_and_counts_as_such(store: Store) -> None:
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-01", "2026-01-31", "100")])
    put(store, Kind.RECEIPTS, [receipt("w", "2026-06-30", "100", "1", kind="write_off")])
    assert book(store, "2026-06-30") == {}
    flows = store.rows("flows", {"from_date": day("2026-05-31"), "to_date": day("2026-06-30"), **ONE_TO_ONE})
    assert (str(flows[0]["write_offs"]), str(flows[0]["receipts"])) == ("100.00", "0.00")


def test_a_settled_credit_note_was_paid_out(store: Store) -> None:
    """Invoice 100 and credit note -20, both settled on the same day: 80 came in, nothing is left."""
    rows = [
        invoice("1", "A", "2026-01-01", "2026-01-31", "100", settled_date=day("2026-02-01")),
        invoice("2", "A", "2026-01-05", None, "-20", settled_date=day("2026-02-01")),
    ]
    put(store, Kind.INVOICES, rows)
    assert on_account(store, "2026-01-31") == {"2": "20.00"}
    assert on_account(store, "2026-02-01") == {}
    assert str(store.rows("balances", {"as_of": day("2026-02-01")})[0]["receipts"]) == "80.00"


def test_terms_fill_a_missing_due_date_in_order_of_trust(store: Store) -> None:
    """Row terms before customer terms before default terms; with none of them the row is rejected."""
    put(store, Kind.CUSTOMERS, [{"customer_id": "B", "terms_days": 45}])
    rows = [
        invoice("1", "A", "2026-01-01", None, "100", terms_days=10),
        invoice("2", "B", "2026-01-01", None, "100"),
        invoice("3", "C", "2026-01-01", None, "100"),
    ]
    first = put(store, Kind.INVOICES, rows)
    assert (first.loaded, [r["code"] for r in first.rejected_rows]) == (2, ["due_date_missing"])
    second = put(store, Kind.INVOICES, rows, terms_days=60)
    assert (second.loaded, second.duplicates, second.rejected) == (1, 2, 0)
    due = {row["document_no"]: str(row["due_date"]) for row in store.rows("document")}
    assert due == {"1": "2026-01-11", "2": "2026-02-15", "3": "2026-03-02"}


def test_customer_terms_that_change_later_do_not_move_old_due_dates(store: Store) -> None:
    put(store, Kind.CUSTOMERS, [{"customer_id": "B", "terms_days": 45}])
    put(store, Kind.INVOICES, [invoice("2", "B", "2026-01-01", None, "100")])
    put(store, Kind.CUSTOMERS, [{"customer_id": "B", "terms_days": 90}])
    assert str(store.rows("document")[0]["due_date"]) == "2026-02-15"
    assert store.rows("customer")[0]["terms_days"] == 90


def test_month_ends_equal_the_direct_computation(store: Store) -> None:
    """Also for a customer untouched by the import that brought new months."""
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-05", "2026-02-04", "100")])
    rows = [invoice("2", "B", "2026-01-05", "2026-02-04", "70", settled_date=day("2026-04-15"))]
    put(store, Kind.INVOICES, rows)
    put(store, Kind.RECEIPTS, [receipt("r", "2026-03-10", "30", "1")])
    rows = store.rows("month_buckets", {"as_of": day("2026-04-15"), "customers": None})
    kept = {(str(row["month_end"]), row["bucket"]): str(row["open_amount"]) for row in rows}
    assert kept == {
        ("2026-01-31", "not_due"): "170.00",
        ("2026-02-28", "1-30"): "170.00",
        ("2026-03-31", "31-60"): "140.00",
    }


def test_undo_gives_back_the_book_of_before(store: Store) -> None:
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-05", "2026-02-04", "100")])
    before = _facts(store)
    report = put(
        store, Kind.RECEIPTS, [receipt("r", "2026-02-10", "30", "1"), receipt("s", "2026-02-11", "5", customer="Z")]
    )
    assert _facts(store)["document"] != before["document"]
    undo(store, report.import_id or 0)
    assert _facts(store) == before


def _facts(store: Store) -> dict[str, list[str]]:
    names = ("document", "allocation", "receipt", "customer", "month_reached")
    return {name: sorted(map(str, store.rows(name))) for name in names}


@pytest.mark.parametrize("as_of", ["2026-01-31", "2026-02-28", "2026-03-31"])
def test_tomorrows_receipt_does_not_move_yesterdays_book(store: Store, as_of: str) -> None:
    put(store, Kind.INVOICES, [invoice(str(n), "A", f"2026-0{n}-05", f"2026-0{n}-25", "100") for n in (1, 2, 3)])
    put(store, Kind.RECEIPTS, [receipt("r1", "2026-02-10", "150", customer="A")])
    before = (book(store, as_of), on_account(store, as_of))
    put(
        store, Kind.RECEIPTS, [receipt("r2", "2026-04-10", "100", "1"), receipt("r3", "2026-04-11", "90", customer="A")]
    )
    assert (book(store, as_of), on_account(store, as_of)) == before
