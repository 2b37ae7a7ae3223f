"""What was known of a customer on a date: against plain Python, by hand, and from both ends of a move in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.desk.scorecard.characteristic_wording import characteristic_help
from scoring.desk.scorecard.observations import observations_at, observed, rates_of
from scoring.errors import ScoringError
from scoring.scorecard.card import Target
from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.store import Store
from scoring.terms import Kind
from scoring.text import LANGUAGES, say
from tests.desk.observed_by_hand import Ledger, characteristics
from tests.store.books import day, invoice, open_store, put, receipt

DAYS = [date(2024, 12, 31), date(2025, 8, 31), date(2026, 10, 31)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def seen(store: Store, as_of: date, target: Target | None = None) -> dict[str, dict[str, Any]]:
    """Observations by customer."""
    return {row["customer_id"]: row for row in observations_at(store, as_of, target).to_pylist()}


@pytest.mark.parametrize("as_of", DAYS)
def test_every_characteristic_equals_plain_python(made_up: Store, as_of: date) -> None:
    rates = rates_of(made_up, as_of)
    worth = {name: float(rate) for name, rate in zip(rates["currencies"], rates["rates"], strict=True)}  # type: ignore[call-overload]
    ledger, observed = Ledger(made_up, as_of, worth), seen(made_up, as_of)
    assert len(observed) > 20
    for customer, row in observed.items():
        for name, expected in characteristics(ledger, customer, "USD").items():
            place = (customer, name)
            if isinstance(expected, str) or expected is None:
                assert (place, row[name]) == (place, expected)
            else:
                assert (place, row[name]) == (place, pytest.approx(expected, rel=1e-4, abs=1e-5))


@pytest.mark.parametrize("mart", ["observations", "observed_customers"])
def test_many_days_together_are_each_day_alone(made_up: Store, mart: str) -> None:
    """Windows that overlap, lie apart, start on another's end, cross a leap day, and one before anybody paid."""
    days = [*DAYS, date(2023, 11, 30), date(2024, 1, 31), date(2024, 2, 29), date(2025, 2, 28), date(2026, 9, 30)]
    together = observed(made_up, mart, days, 30).to_pylist()
    alone = [row for day in sorted(days) for row in observed(made_up, mart, [day], 30).to_pylist()]
    assert len({row["as_of"] for row in together}) == len(days)
    assert len(alone) > 100
    assert together == alone


def test_the_made_up_ledger_tries_every_characteristic(made_up: Store) -> None:
    """On the last date every characteristic is known of somebody and differs between two."""
    rows = seen(made_up, DAYS[-1]).values()
    assert [name for name in CHARACTERISTICS if len({row[name] for row in rows} - {None}) < 2] == []


def test_a_customer_by_hand(store: Store) -> None:
    """ACME buys 100 due 31 January, paid half on 10 February and half on 2 March; 200 due 1 April still open on 30 April.

    In twelve months 100 was paid, all of it late, by 10 and 30 days; 200 is overdue for 29 days.
    """
    rows = [
        invoice("1", "ACME", "2026-01-01", "2026-01-31", "100"),
        invoice("2", "ACME", "2026-03-02", "2026-04-01", "200"),
    ]
    put(store, Kind.INVOICES, rows)
    put(store, Kind.RECEIPTS, [receipt("a", "2026-02-10", "50", "1"), receipt("b", "2026-03-02", "50", "1")])
    put(store, Kind.CUSTOMERS, [{"customer_id": "ACME", "credit_limit": Decimal(400), "since": day("2025-01-01")}])
    row = seen(store, day("2026-04-30"))["ACME"]
    assert row["status"] == "rated"
    told = {
        "late_paid_share_12m": 1.0, "days_beyond_terms_12m": 20.0, "part_paid_share": 0.5, "overdue_share": 1.0,
        "worst_days_past_due_3m": 30.0, "oldest_open_days_past_due": 29.0, "overdue_change_3m": 1.0,
        "limit_utilisation": 0.5, "invoices_12m": 2.0, "invoice_amount_mean": 150.0, "terms_days": 30.0,
        "months_on_book": 484 / 30.4375, "payment_variability_days": None, "receipt_gap_ratio": None,
        "nature": "commercial", "altman_z": None, "credit_note_share_12m": 0.0,
    }  # fmt: skip
    assert {name: row[name] for name in told} == pytest.approx(told)


def test_a_payment_without_date_says_nothing_of_habits(store: Store) -> None:
    """Invoice 1 is "paid", nobody knows when; its 100 count neither as paid late nor as days past due."""
    rows = [
        invoice("1", "A", "2026-01-01", "2026-01-31", "100", status="paid", known_on=day("2026-06-30")),
        invoice("2", "A", "2026-01-01", "2026-01-31", "50", settled_date=day("2026-01-31")),
    ]
    put(store, Kind.INVOICES, rows)
    row = seen(store, day("2026-06-30"))["A"]
    assert (row["late_paid_share_12m"], row["worst_days_past_due_12m"], row["open_amount"]) == (0.0, 0.0, 0)


def test_a_written_off_claim_counts_as_late_and_not_as_days_to_pay(store: Store) -> None:
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-01", "2026-01-31", "100")])
    put(store, Kind.RECEIPTS, [receipt("w", "2026-05-31", "100", "1", kind="write_off")])
    row = seen(store, day("2026-06-30"))["A"]
    assert (row["late_paid_share_12m"], row["days_beyond_terms_12m"], row["worst_days_past_due_12m"]) == (1, None, 120)


@pytest.mark.parametrize(
    ("as_of", "target", "status"),
    [
        ("2026-01-31", Target(90), "no_history"),
        ("2026-04-30", Target(90), "rated"),
        ("2026-05-15", Target(90), "in_default"),
        ("2026-05-14", Target(90), "rated"),
        ("2026-03-16", Target(30, 6), "in_default"),
        ("2026-05-15", Target(90, 6, 0.01, 100.0), "rated"),
        ("2026-05-15", Target(90, 6, 1.0), "rated"),
    ],
)
def test_in_default_is_beyond_the_threshold_and_materiality(
    store: Store, as_of: str, target: Target, status: str
) -> None:
    """100 due on 14 February: 90 days past due on 15 May; "above 100" and "above the whole balance" it never is."""
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-15", "2026-02-14", "100")])
    assert seen(store, day(as_of), target)["A"]["status"] == status


def test_a_customer_in_a_currency_without_rate_is_told_apart(store: Store) -> None:
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-15", "2026-01-20", "100", currency="CAD")])
    put(store, Kind.INVOICES, [invoice("2", "B", "2026-01-15", "2026-01-20", "100")])
    found = seen(store, day("2026-02-28"))
    assert {customer: row["status"] for customer, row in found.items()} == {"A": "no_rate", "B": "rated"}
    rate = {"rate_date": day("2026-01-01"), "from_currency": "USD", "to_currency": "CAD", "rate": Decimal("1.25")}
    put(store, Kind.RATES, [rate])
    assert str(seen(store, day("2026-02-28"))["A"]["open_amount"]) == "80.00"


def test_a_customer_is_known_from_its_first_document_or_since_its_customer_list_says(store: Store) -> None:
    put(
        store,
        Kind.INVOICES,
        [invoice(n, c, i, i, "10") for n, c, i in (("1", "A", "2026-01-05"), ("2", "B", "2026-03-05"))],
    )
    put(store, Kind.CUSTOMERS, [{"customer_id": "C", "since": day("2026-02-01")}, {"customer_id": "D"}])
    assert list(seen(store, day("2026-01-31"))) == ["A"]
    assert list(seen(store, day("2026-02-28"))) == ["A", "C"]


def test_dates_before_the_ledger_and_an_empty_ledger_are_refused(store: Store) -> None:
    with pytest.raises(ScoringError, match="ledger_empty"):
        observations_at(store, day("2026-01-31"))
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-15", "2026-02-14", "100")])
    with pytest.raises(ScoringError, match="day_before_ledger"):
        observations_at(store, day("2026-01-14"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_characteristic_has_its_words(lang: str) -> None:
    for name, one in CHARACTERISTICS.items():
        assert all(say(f"characteristic.{name}.{part}", lang) for part in ("name", "help", "reason"))
        assert str(characteristic_help(name, lang)).endswith(say(f"characteristic_known.{one.known_by}", lang))


def test_registry_and_mart_hold_the_same(made_up: Store) -> None:
    table = observations_at(made_up, DAYS[0])
    assert table.column_names == ["customer_id", "status", "open_amount", *CHARACTERISTICS]
    kinds = {name: "number" if str(table[name].type) == "double" else "category" for name in CHARACTERISTICS}
    assert kinds == {name: one.kind for name, one in CHARACTERISTICS.items()}
