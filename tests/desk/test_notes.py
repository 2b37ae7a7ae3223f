"""What people typed: checked before it is kept, and still there after an import is undone and the store is made anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.desk.collections import notes
from scoring.desk.collections.cases import hand_over, move_case
from scoring.desk.collections.notes import Activity, close_dispute
from scoring.desk.collections.offers import answer_offer, make_offer
from scoring.desk.collections.papers import tick_papers
from scoring.desk.collections.repayment import agree_plan
from scoring.desk.intake.importing import import_files
from scoring.desk.intake.maintenance import rebuild
from scoring.desk.strategy.law import note_base_rate
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.store import Store, undo
from scoring.strategy.cases.steps import Move
from scoring.terms import View

INVOICES = """Customer No,Invoice No,Invoice Date,Due Date,Amount,Currency
Ann,A1,2024-01-10,2024-02-09,600.00,EUR
"""
DAY = date(2024, 3, 1)
CALL = Activity("Ann", DAY, "phone", "promised", "Lin", spoke_with="Ms Wu", next_step="call", next_on=date(2024, 3, 8))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    file = tmp_path / "invoices.csv"
    file.write_text(INVOICES)
    opened = Store.open(tmp_path / "store.duckdb")
    assert not import_files(opened, [file], ImportOptions()).failures
    return opened


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    names = ("activity", "promise_noted", "dispute_noted", "contact", "arrears_reason", "survey", "clock_event")
    names += ("plan", "settlement", "papers_at_hand", "case_move", "hand_over", "base_rate")
    return {name: store.rows(name) for name in names}


def note_all(store: Store) -> None:
    assert notes.note_activity(store, CALL, "Lin") == 1
    assert notes.note_promise(store, "Ann", date(2024, 3, 8), Decimal("200.00"), "EUR", DAY, "Lin") == 1
    assert notes.note_dispute(store, "Ann", "A1", DAY, "quality", "Lin", Decimal("50.00")) == 1
    assert notes.note_contact(store, "Ann", "Ms Wu", "Lin", role="treasurer", decides=True) == 1
    assert notes.note_reason(store, "Ann", "cash_trouble", DAY, "Lin", "temporary") == 1
    assert notes.note_survey(store, "Ann", DAY, 4, "Lin") == 1
    assert notes.note_clock_event(store, "Ann", "A1", "acknowledgement", DAY, "statement stamped 1 March", "Lin") == 1


def agree_all(store: Store) -> None:
    """A plan, an offer that was accepted, papers, a case that waits for sales, a base rate."""
    assert agree_plan(store, "Ann", "EUR", Decimal("600.00"), Decimal("100.00"), 2, DAY, "Lin") == 1
    leave = {"allowed_by": "Chen", "allowed_why": "long partner"}
    view = View(as_of=DAY)
    close_dispute(store, 1, DAY, "Lin")
    last = date(2024, 3, 8)
    assert make_offer(store, view, "Ann", "EUR", ["A1"], Decimal("500.00"), last, "Lin", **leave) == 1
    answer_offer(store, 1, "accepted", DAY, "Lin")
    assert tick_papers(store, "Ann", ["contract"], DAY, "Lin") == 1
    assert move_case(store, "Ann", Move("confirm", DAY, "Lin"), "Lin") == 1
    assert hand_over(store, "Ann", "sales", "knows the buyer", DAY, "Lin") == 1
    assert note_base_rate(store, "CN", DAY, Decimal("0.0345"), "National Interbank Funding Center", "Lin") == 1


def test_notes_outlive_undo_and_rebuild(store: Store) -> None:
    note_all(store)
    agree_all(store)
    kept = everything(store)
    assert [len(rows) for rows in kept.values()] == [1] * 13
    undo(store, 1)
    assert everything(store) == kept
    path = store.path
    store.close()
    rebuild(path)
    again = Store.open(path)
    assert everything(again) == kept
    again.close()


def test_a_typed_promise_and_dispute_count_like_imported_ones(store: Store) -> None:
    note_all(store)
    (promise,) = store.rows("known_promises", {"as_of": DAY})
    assert (promise["promised_amount"], promise["promised_date"]) == (Decimal("200.00"), date(2024, 3, 8))
    assert store.rows("known_promises", {"as_of": date(2024, 2, 28)}) == []
    notes.withdraw_promise(store, 1, date(2024, 3, 5), "Lin")
    assert store.rows("known_promises", {"as_of": date(2024, 3, 5)}) == []
    (dispute,) = store.rows("dispute")
    assert (dispute["document_no"], dispute["closed_date"]) == ("A1", None)
    notes.close_dispute(store, 1, date(2024, 3, 20), "Lin")
    assert [row["closed_date"] for row in store.rows("dispute")] == [date(2024, 3, 20)]
    with pytest.raises(ScoringError, match="note_ended"):
        notes.close_dispute(store, 1, date(2024, 3, 21), "Lin")


BAD: list[tuple[str, Callable[[Store], object]]] = [
    ("customer_unknown", lambda s: notes.note_survey(s, "Nobody", DAY, 3, "Lin")),
    ("person_missing", lambda s: notes.note_survey(s, "Ann", DAY, 3, " ")),
    ("score_out_of_range", lambda s: notes.note_survey(s, "Ann", DAY, 6, "Lin")),
    ("amount_not_positive", lambda s: notes.note_promise(s, "Ann", DAY, Decimal(0), "EUR", DAY, "Lin")),
    ("promise_backwards", lambda s: notes.note_promise(s, "Ann", date(2024, 2, 1), Decimal(1), "EUR", DAY, "Lin")),
    ("document_not_of_customer", lambda s: notes.note_dispute(s, "Ann", "A9", DAY, "quality", "Lin")),
    ("not_a_choice", lambda s: notes.note_dispute(s, "Ann", "A1", DAY, "mood", "Lin")),
    ("not_a_choice", lambda s: notes.note_activity(s, Activity("Ann", DAY, "pigeon", "reached", "Lin"), "Lin")),
    ("next_before_done", lambda s: notes.note_activity(
        s, Activity("Ann", DAY, "phone", "reached", "Lin", next_on=date(2024, 2, 1)), "Lin")),
    ("evidence_missing", lambda s: notes.note_clock_event(s, "Ann", "A1", "demand", DAY, " ", "Lin")),
    ("contact_nameless", lambda s: notes.note_contact(s, "Ann", " ", "Lin")),
    ("note_unknown", lambda s: notes.remove_contact(s, 7, DAY, "Lin")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "note"), BAD, ids=[f"{n}-{code}" for n, (code, _) in enumerate(BAD)])
def test_bad_input_is_one_sentence_and_nothing_is_kept(
    store: Store, code: str, note: Callable[[Store], object]
) -> None:
    before = store.version
    with pytest.raises(ScoringError) as stop:
        note(store)
    assert stop.value.code == code
    assert store.version == before
