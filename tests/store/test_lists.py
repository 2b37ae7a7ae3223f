"""Open-items lists one after the other: what a complete list no longer holds was settled between the last one and it.

31 Jan: A owes 1 (100) and 2 (60 of 80 left), B owes 3 (50)
28 Feb: A owes 2 (20 of 80 left) and 4 (30); B is not in the list
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions, Match
from scoring.store import ImportReport, Store, import_reading, undo
from scoring.terms import Kind
from tests.store.books import book, day, invoice, on_account, open_store, put, read, receipt

ONE, TWO, THREE = (
    invoice("1", "A", "2026-01-05", "2026-01-25", "100", open_amount=100),
    invoice("2", "A", "2026-01-10", "2026-02-10", "80", open_amount=60),
    invoice("3", "B", "2026-01-12", "2026-02-12", "50", open_amount=50),
)
FOUR = invoice("4", "A", "2026-02-03", "2026-03-03", "30", open_amount=30)
FIVE = invoice("5", "A", "2026-03-04", "2026-04-04", "70", open_amount=70)
JANUARY, FEBRUARY = [ONE, TWO, THREE], [TWO | {"open_amount": 20}, FOUR]


def take(
    store: Store,
    on: str,
    rows: list[dict[str, Any]],
    closes: str | None = None,
    headings: tuple[str, ...] = ("a", "b"),
    money: list[dict[str, Any]] | None = None,
) -> ImportReport:
    """Import a list of what was open on a day, and of the money on account then."""
    source = store.path.with_name("list.csv")
    source.write_text(f"{on}{rows}", encoding="utf-8")
    file = store.raw.keep(source, f"open {on}.csv")
    dated = [row | {"known_on": day(on)} for row in rows]
    match = Match("open_amount", "b", 1, 1.0)
    reading = replace(read(Kind.INVOICES, "documents", dated), stated_on=day(on), mapping=(match,), headings=headings)
    if money:
        reading.tables["receipts"] = read(Kind.RECEIPTS, "receipts", money, first_row=100).tables["receipts"]
    options = ImportOptions(closes=closes)
    return import_reading(store, reading, file, options, currency="USD", terms_days=None, by="Kim")


def amounts(store: Store, as_of: str) -> dict[str, str]:
    assert [check.name for check in store.check() if check.failing] == []
    return {number: amount for number, (amount, _) in book(store, as_of).items()}


@pytest.mark.parametrize(
    ("closes", "documents", "left"),
    [
        ("none", 0, {"1": "100.00", "2": "20.00", "3": "50.00", "4": "30.00"}),
        (None, 1, {"2": "20.00", "3": "50.00", "4": "30.00"}),
        ("customers", 1, {"2": "20.00", "3": "50.00", "4": "30.00"}),
        ("ledger", 2, {"2": "20.00", "4": "30.00"}),
    ],
)
def test_what_vanished_is_settled_on_the_day_of_the_list(
    tmp_path: Path, closes: str | None, documents: int, left: dict[str, str]
) -> None:
    """By default (None) what the list's customers owed; whoever vanished altogether only where it lists the whole ledger."""
    store = open_store(tmp_path)
    first = take(store, "2026-01-31", JANUARY)
    assert first.closed is not None
    assert (first.closed["documents"], first.closed["scope"]) == (0, "none")
    before = {on: amounts(store, on) for on in ("2026-01-20", "2026-01-31", "2026-02-27")}
    report = take(store, "2026-02-28", FEBRUARY, closes)
    assert report.closed is not None
    assert (report.closed["documents"], report.closed["day"]) == (documents, "2026-02-28")
    assert report.closed["money"] == [{}, {"USD": "100.00"}, {"USD": "150.00"}][documents]
    assert amounts(store, "2026-02-28") == left
    codes = [issue.code for issue in report.warnings]
    assert ("list_closed" in codes, "list_leaves_open" in codes) == (documents > 0, documents < 2)
    assert amounts(store, "2026-01-31") == before["2026-01-31"] == {"1": "100.00", "2": "60.00", "3": "50.00"}
    assert amounts(store, "2026-02-27") == before["2026-02-27"] | {"4": "30.00"}


def test_undo_gives_back_what_was_open(tmp_path: Path) -> None:
    """Undoing the list of February opens 1 again; undoing it while that of March stands lets March settle 1 instead."""
    store = open_store(tmp_path)
    take(store, "2026-01-31", JANUARY)
    before = store.rows("allocation"), amounts(store, "2026-12-31")
    second = take(store, "2026-02-28", FEBRUARY).import_id
    assert second is not None
    undo(store, second)
    assert (store.rows("allocation"), amounts(store, "2026-12-31")) == before
    second = take(store, "2026-02-28", FEBRUARY).import_id
    assert second is not None
    take(store, "2026-03-31", [FIVE], "ledger")
    assert amounts(store, "2026-03-01") == {"2": "20.00", "3": "50.00", "4": "30.00"}
    undo(store, second)
    assert amounts(store, "2026-03-01") == {"1": "100.00", "2": "60.00", "3": "50.00"}
    assert amounts(store, "2026-03-31") == {"5": "70.00"}


def test_what_is_listed_again_is_open_again(tmp_path: Path) -> None:
    """1 is in the lists of January and March but not in that of February: settled for one month."""
    store = open_store(tmp_path)
    take(store, "2026-01-31", JANUARY)
    take(store, "2026-02-28", FEBRUARY, "ledger")
    take(store, "2026-03-31", [ONE, *FEBRUARY], "ledger")
    assert amounts(store, "2026-02-27")["1"] == "100.00"
    assert "1" not in amounts(store, "2026-02-28")
    assert "1" not in amounts(store, "2026-03-30")
    assert amounts(store, "2026-03-31") == {"1": "100.00", "2": "20.00", "4": "30.00"}
    take(store, "2026-04-30", [FOUR], "ledger")
    assert amounts(store, "2026-04-30") == {"4": "30.00"}
    assert amounts(store, "2026-04-29") == {"1": "100.00", "2": "20.00", "4": "30.00"}


def test_receipts_that_name_the_document_are_trusted_over_a_list(tmp_path: Path) -> None:
    """1 vanished by 28 Feb; its receipts, imported later, say it was paid on 9 Feb, and 2 in part on 15 Jan."""
    store = open_store(tmp_path)
    take(store, "2026-01-31", JANUARY)
    take(store, "2026-02-28", FEBRUARY, "ledger")
    put(
        store,
        Kind.RECEIPTS,
        [receipt("R1", "2026-02-09", "100", "1", "A"), receipt("R2", "2026-01-15", "20", "2", "A")],
    )
    assert amounts(store, "2026-02-08") == {"1": "100.00", "2": "60.00", "3": "50.00", "4": "30.00"}
    assert "1" not in amounts(store, "2026-02-09")
    assert amounts(store, "2026-02-28") == {"2": "20.00", "4": "30.00"}


def test_a_document_whose_row_was_refused_is_in_the_list_all_the_same(tmp_path: Path) -> None:
    """1 stands in the list of February with another amount: refused, and so not settled by it."""
    store = open_store(tmp_path)
    take(store, "2026-01-31", JANUARY)
    report = take(store, "2026-02-28", [ONE | {"amount": 99}, *FEBRUARY], "ledger")
    assert report.rejected == 1
    assert amounts(store, "2026-02-28")["1"] == "100.00"


def test_lists_come_in_the_order_of_their_days(tmp_path: Path) -> None:
    """A list of January after that of February would open again what was settled: it is refused, both days are named."""
    store = open_store(tmp_path)
    take(store, "2026-02-28", FEBRUARY)
    with pytest.raises(ScoringError) as stop:
        take(store, "2026-01-31", JANUARY)
    assert (stop.value.code, stop.value.facts["later"]) == ("list_out_of_order", "2026-02-28")
    take(store, "2026-01-31", JANUARY, headings=("another export",))
    with pytest.raises(ScoringError) as stop:
        put_undated(store)
    assert stop.value.code == "list_without_date"


def put_undated(store: Store) -> None:
    reading = read(Kind.INVOICES, "documents", [FOUR])
    file = store.raw.keep(store.path.with_name("list.csv"), "list.csv")
    options = ImportOptions(closes="ledger")
    import_reading(store, reading, file, options, currency="USD", terms_days=None, by="Kim")


def test_a_credit_note_that_vanished_was_taken_or_paid_out(tmp_path: Path) -> None:
    """An invoice of 100 and a credit note of 20 vanish together: 80 is what came in."""
    store = open_store(tmp_path)
    credit = invoice("C", "A", "2026-01-20", "2026-01-20", "-20", open_amount=-20)
    take(store, "2026-01-31", [ONE, credit, THREE])
    report = take(store, "2026-02-28", [THREE], "ledger")
    assert report.closed is not None
    assert report.closed["money"] == {"USD": "80.00"}
    assert amounts(store, "2026-02-28") == {"3": "50.00"}
    balances = store.rows("balances", {"as_of": day("2026-02-28")}, where={"customer_id": "A"})
    assert [str(row["balance"]) for row in balances] == ["0.00"]


@pytest.mark.parametrize("seed", range(4))
def test_every_past_day_shows_the_list_of_that_day(tmp_path: Path, seed: int) -> None:
    """Made-up month-ends of documents that claim 100, paid in part, gone and back: each day shows its list.

    A document is issued on the day of the first list that holds it.
    """
    chance, store, known = Random(seed), open_store(tmp_path), {}
    lists: dict[str, dict[str, int]] = {}
    for month in range(1, 6):
        on = f"2026-{month:02}-28"
        lists[on] = {no: chance.randint(1, 4) * 25 for no in chance.sample("PQRSTUV", chance.randint(1, 5))}
        known.update({no: on for no in lists[on] if no not in known})
        rows = [invoice(no, "A", known[no], "2026-08-31", "100", open_amount=n) for no, n in lists[on].items()]
        take(store, on, rows, "ledger")
    assert [check.name for check in store.check() if check.failing] == []
    for on, left in lists.items():
        shown = {no: amount for no, (amount, _) in book(store, on).items()}
        assert shown == {no: f"{amount}.00" for no, amount in left.items()}


def test_money_on_account_that_vanished_was_matched(tmp_path: Path) -> None:
    """A list of January shows invoice 1 (100) and 40 on account; that of February 60 of it and no money.

    On account in a list means that no invoice has taken it: it is not set against the oldest invoice.
    """
    store = open_store(tmp_path)
    take(store, "2026-01-31", [ONE], money=[receipt("R", "2026-01-20", "40", None, "A")])
    assert (amounts(store, "2026-01-31"), on_account(store, "2026-01-31")) == ({"1": "100.00"}, {"R": "40.00"})
    report = take(store, "2026-02-28", [ONE | {"open_amount": 60}], "ledger")
    assert report.closed is not None
    assert (report.closed["documents"], report.closed["money"]) == (1, {"USD": "-40.00"})
    assert (amounts(store, "2026-02-28"), on_account(store, "2026-02-28")) == ({"1": "60.00"}, {})
    assert (amounts(store, "2026-02-27"), on_account(store, "2026-02-27")) == ({"1": "100.00"}, {"R": "40.00"})
    undo(store, 2)
    assert (amounts(store, "2026-02-28"), on_account(store, "2026-02-28")) == ({"1": "100.00"}, {"R": "40.00"})


def test_a_list_of_balances_alone_says_what_is_left(tmp_path: Path) -> None:
    """Balance of 1: 100 on 31 Jan, 60 on 28 Feb, 30 on 31 Mar; a balance above the claim is another content and refused."""
    store = open_store(tmp_path)
    for on, left in (("2026-01-31", "100"), ("2026-02-28", "60"), ("2026-03-31", "30")):
        report = take(store, on, [invoice("1", "A", "2026-01-05", "2026-01-25", left)])
        assert (report.rejected_rows, report.loaded) == ([], 1)
    seen = {on: amounts(store, on)["1"] for on in ("2026-02-27", "2026-02-28", "2026-03-30", "2026-03-31")}
    assert seen == {"2026-02-27": "100.00", "2026-02-28": "60.00", "2026-03-30": "60.00", "2026-03-31": "30.00"}
    again = take(store, "2026-04-30", [invoice("1", "A", "2026-01-05", "2026-01-25", "120")])
    assert [row["code"] for row in again.rejected_rows] == ["document_conflict"]
    undo(store, 2)
    assert amounts(store, "2026-02-28") == {"1": "100.00"}
    assert amounts(store, "2026-03-31") == {"1": "30.00"}
