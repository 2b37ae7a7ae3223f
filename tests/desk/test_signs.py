"""Why customers do not pay, from a ledger by hand. On 2024-12-31:

Ann    seven invoices due on the 10th of April to October, each paid 40 days late, those of June and later open: chronic;
       promised 100 by 1 November and by 1 December, paid nothing since June, invoiced on 20 December: deliberate
Bob    eight invoices paid on their day, one due on 20 December open: late for once
Cyd    one invoice due on 1 November, 30 of 100 paid
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.desk.collections import notes
from scoring.desk.collections.notes import Activity
from scoring.desk.intake.importing import import_files
from scoring.desk.strategy.debtors import strategy_report
from scoring.desk.strategy.standings import Standing
from scoring.desk.strategy.wording import finding_text, held_text, trace
from scoring.ledger.reading import ImportOptions
from scoring.store import Store
from scoring.terms import View
from scoring.text import LANGUAGES

DAY = date(2024, 12, 31)
VIEW = View(as_of=DAY, currency="EUR")
DUE = [date(2024, month, 10) for month in range(4, 11)]
BOBS = [date(2024, month, 5) for month in range(3, 11)]


def files(folder: Path) -> list[Path]:
    lines = [("Ann", f"A{n}", due - timedelta(30), due) for n, due in enumerate(DUE)]
    lines += [("Ann", "A9", date(2024, 12, 20), date(2025, 1, 20))]
    lines += [("Bob", f"B{n}", due - timedelta(30), due) for n, due in enumerate(BOBS)]
    lines += [
        ("Bob", "B9", date(2024, 11, 20), date(2024, 12, 20)),
        ("Cyd", "C1", date(2024, 10, 1), date(2024, 11, 1)),
    ]
    paid = [("Ann", f"A{n}", due + timedelta(40), "100.00") for n, due in enumerate(DUE[:2])]
    paid += [("Bob", f"B{n}", due, "100.00") for n, due in enumerate(BOBS)] + [
        ("Cyd", "C1", date(2024, 11, 20), "30.00")
    ]
    invoices = [f"{who},{number},{issued},{due},100.00,EUR" for who, number, issued, due in lines]
    receipts = [f"{who},R{n},{day},{amount},EUR,{number}" for n, (who, number, day, amount) in enumerate(paid)]
    written = {
        "invoices.csv": ["Customer No,Invoice No,Invoice Date,Due Date,Amount,Currency", *invoices],
        "receipts.csv": ["Customer No,Receipt No,Receipt Date,Amount,Currency,Invoice No", *receipts],
    }
    for name, rows in written.items():
        (folder / name).write_text("\n".join(rows) + "\n")
    return [folder / name for name in written]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "store.duckdb")
    opened.set_setting("currency", "EUR")
    assert not import_files(opened, files(tmp_path), ImportOptions()).failures
    yield opened
    opened.close()


def of(store: Store, customer: str, view: View = VIEW) -> Standing:
    return next(one for one in strategy_report(store, view).standings["EUR"] if one.customer_id == customer)


def test_the_facts_by_hand(store: Store) -> None:
    rows = {row["customer_id"]: row for row in store.rows("arrears_signs", {"as_of": DAY})}
    ann, bob, cyd = rows["Ann"], rows["Bob"], rows["Cyd"]
    assert (ann["late_claims"], ann["judged"], ann["very_late"], ann["very_late_span"]) == (5, 7, 7, 183)
    assert (ann["settled"], ann["settled_late"], ann["ordered_3m"], ann["received_3m"]) == (2, 2, 1, 0)
    assert (bob["judged"], bob["very_late"], bob["settled"], bob["settled_late"], bob["received_3m"]) == (8, 0, 8, 0, 1)
    assert (cyd["late_claims"], cyd["part_paid"], cyd["received_3m"]) == (1, 1, 1)


def test_each_reason_with_its_evidence(store: Store) -> None:
    ann, bob, cyd = (of(store, name) for name in ("Ann", "Bob", "Cyd"))
    assert ann.lasting is not None
    assert (ann.lasting.value, ann.lasting.confidence) == ("chronic", "strong")
    assert (bob.why.value, bob.why.confidence) == ("admin_error", "fair")
    assert cyd.why.value == "cash_trouble"
    assert "part_payments" in [one.code for one in cyd.why.evidence]
    assert "1 of 1 late invoices paid in part" in finding_text(cyd.why, "en")


def test_broken_promises_without_a_payment_and_with_new_orders_are_deliberate(store: Store) -> None:
    for day in (date(2024, 11, 1), date(2024, 12, 1)):
        notes.note_promise(store, "Ann", day, Decimal("100.00"), "EUR", date(2024, 10, 20), "Lin")
    ann = of(store, "Ann")
    assert (ann.why.value, ann.why.confidence) == ("deliberate", "strong")
    assert [one.code for one in ann.why.evidence] == ["promises_broken", "pays_nothing", "still_orders"]
    before = of(store, "Ann", replace(VIEW, as_of=date(2024, 11, 30)))
    assert before.why.value != "deliberate"


def test_what_is_recorded_counts_from_its_day_on(store: Store) -> None:
    notes.note_reason(store, "Ann", "cash_trouble", date(2024, 12, 15), "Lin", persistence="temporary")
    notes.note_reason(store, "Ann", "internal_approval", date(2025, 1, 5), "Lin")
    ann = of(store, "Ann")
    assert (ann.why.value, ann.why.recorded, ann.lasting and ann.lasting.value) == ("cash_trouble", True, "temporary")
    assert not of(store, "Ann", replace(VIEW, as_of=date(2024, 12, 14))).why.recorded


def test_says_paid_until_a_receipt_comes(store: Store) -> None:
    notes.note_activity(store, Activity("Cyd", date(2024, 12, 20), "phone", "says_paid", "Lin"), "Lin")
    assert of(store, "Cyd").why.evidence[0].code == "says_paid"
    notes.note_activity(store, Activity("Bob", date(2024, 10, 5), "phone", "says_paid", "Lin"), "Lin")
    assert "says_paid" not in [one.code for finding in of(store, "Bob").reasons for one in finding.evidence]


def test_the_same_data_give_the_same_advice_with_its_rule_and_evidence(store: Store) -> None:
    first, again = (strategy_report(store, VIEW).standings["EUR"] for _ in range(2))
    assert first == again
    for one in first:
        assert one.rule.fits(one.debtor)
        for lang in LANGUAGES:
            assert all(trace(one, lang))
            assert finding_text(one.why, lang)
            assert (held_text(one, lang) is None) == (one.held is None)
