"""A file says that Ann disputes A1 400.00 since 10 March; Lin notes that she disputes A2 300.00 since 20 March."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scoring.desk.collections.disputes import disputes_open, settle_dispute
from scoring.desk.collections.letters import letter
from scoring.desk.collections.notes import note_dispute
from scoring.desk.collections.sheet import dispute_text
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import Kind, View
from tests.desk.conftest import load

DAY, TENTH, TWENTIETH = date(2024, 3, 31), date(2024, 3, 10), date(2024, 3, 20)


@pytest.fixture
def disputed(own: Store) -> Store:
    row = {"customer_id": "A", "document_no": "A1", "opened_date": TENTH, "reason": "Wrong price"}
    load(own, Kind.DISPUTES, "disputes", [row])
    note_dispute(own, "A", "A2", TWENTIETH, "quality", "Lin")
    return own


def test_each_has_its_age_reason_and_amount(disputed: Store) -> None:
    found = [(one.document_no, one.days, one.amount, one.reason) for one in disputes_open(disputed, DAY, "A")]
    assert found == [("A1", 21, Decimal("400.00"), "Wrong price"), ("A2", 11, Decimal("300.00"), "quality")]
    assert [one.document_no for one in disputes_open(disputed, date(2024, 3, 15))] == ["A1"]
    assert dispute_text(disputes_open(disputed, DAY)[1], "zh") == "自 2024-03-20 起争议（11 天）：A2，质量"


def test_a_settled_dispute_is_dunned_again_whoever_said_it(disputed: Store) -> None:
    with pytest.raises(ScoringError, match="letter_nothing"):
        letter(disputed, View(as_of=DAY), "A", "first_demand", "EUR", "en")
    settle_dispute(disputed, "A", "A1", TENTH, DAY, "Lin")
    assert letter(disputed, View(as_of=DAY), "A", "first_demand", "EUR", "en").amount == Decimal("400.00")
    settle_dispute(disputed, "A", "A2", TWENTIETH, DAY, "Lin")
    assert disputes_open(disputed, DAY) == ()
    assert len(disputes_open(disputed, date(2024, 3, 30))) == 2
    with pytest.raises(ScoringError, match="dispute_none_open"):
        settle_dispute(disputed, "A", "A1", TENTH, DAY, "Lin")


def test_it_stays_settled_when_the_file_says_it_again(disputed: Store) -> None:
    settle_dispute(disputed, "A", "A1", TENTH, DAY, "Lin")
    row = {"customer_id": "A", "document_no": "A1", "opened_date": TENTH, "reason": "Wrong price, still"}
    load(disputed, Kind.DISPUTES, "disputes", [row])
    assert [one.document_no for one in disputes_open(disputed, DAY)] == ["A2"]


def test_nobody_settles_nothing(disputed: Store) -> None:
    with pytest.raises(ScoringError, match="person_missing"):
        settle_dispute(disputed, "A", "A1", TENTH, DAY, " ")
    assert len(disputes_open(disputed, DAY)) == 2
