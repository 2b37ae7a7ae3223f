"""Letters for a segment. The ledger stands in conftest.py: on 2024-03-31 Ann is late with 700.00, City Hall with 800.00."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import docx
import pytest

from scoring.desk.collections.letters import file_of
from scoring.desk.collections.notes import note_dispute, note_promise
from scoring.desk.worklist import batch
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import View

VIEW = View(as_of=date(2024, 3, 31))


def amounts(due: tuple[batch.DueLetter, ...]) -> dict[str, Decimal]:
    return {one.customer_id: one.amount for one in due}


def test_what_each_letter_will_list_is_known_before_it_is_written(ledger: Store) -> None:
    due = batch.letters_due(ledger, VIEW, {})
    assert due
    written = list(batch.write_letters(ledger, VIEW, due))
    assert [(one.customer_id, one.amount, one.documents) for one in written] == [
        (one.customer_id, one.amount, one.documents) for one in due
    ]
    assert {one.channel for one in due} <= set(batch.MAILED)


def test_a_segment_keeps_its_own(ledger: Store) -> None:
    everybody = batch.letters_due(ledger, VIEW, {})
    parts = [batch.letters_due(ledger, VIEW, {"nature": name}) for name in ("commercial", "government", "individual")]
    assert sorted(one.customer_id for part in parts for one in part) == sorted(one.customer_id for one in everybody)
    with pytest.raises(ScoringError, match="segment_unknown"):
        batch.letters_due(ledger, VIEW, {"mood": "bad"})
    with pytest.raises(ScoringError, match="not_a_choice"):
        batch.letters_due(ledger, VIEW, {"severity": "bad"})


def test_one_download_holds_them_all_with_their_totals(ledger: Store) -> None:
    due, told = batch.letters_due(ledger, VIEW, {}, "zh"), list[int]()
    packed = batch.bundle(ledger, VIEW, due, "docx", told.append)
    assert told == list(range(1, len(due) + 1))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        totals = [
            docx.Document(io.BytesIO(archive.read(name))).tables[-1].rows[-1].cells[-1].text
            for name in archive.namelist()
        ]
    assert totals == [f"{one.amount:,.2f}" for one in due]
    with pytest.raises(ScoringError, match="not_a_choice"):
        batch.bundle(ledger, VIEW, due, "doc")


def test_what_went_out_is_noted_and_no_longer_due(own: Store) -> None:
    """Noted on the 31st: done that day, still due in what was known on the 29th."""
    due = batch.letters_due(own, VIEW, {})
    before = batch.letters_due(own, View(as_of=date(2024, 3, 29)), {})
    assert own.rows("activity") == []
    assert batch.note_posted(own, due, VIEW.as_of, "Lin") == len(due)
    noted = own.rows("activity", order=["activity_id"])
    assert [(row["customer_id"], row["outcome"], row["made_by"], row["step_day"]) for row in noted] == [
        (one.customer_id, "sent", "Lin", one.step_day) for one in due
    ]
    assert batch.letters_due(own, VIEW, {}) == ()
    assert batch.letters_due(own, View(as_of=date(2024, 3, 29)), {}) == before
    with pytest.raises(ScoringError, match="person_missing"):
        batch.note_posted(own, due, VIEW.as_of, " ")


def test_no_demand_while_a_promise_is_waited_for_or_over_what_is_disputed(own: Store) -> None:
    assert amounts(batch.letters_due(own, VIEW, {}))["A"] == Decimal("700.00")
    note_dispute(own, "A", "A2", date(2024, 3, 15), "quality", "Lin")
    assert amounts(batch.letters_due(own, VIEW, {}))["A"] == Decimal("400.00")
    note_promise(own, "A", date(2024, 4, 5), Decimal("700.00"), "EUR", date(2024, 3, 31), "Lin")
    assert "A" not in amounts(batch.letters_due(own, VIEW, {}))


def test_names_that_look_alike_in_a_file_name_stay_apart(ledger: Store) -> None:
    taken: set[str] = set()
    assert [batch._free("A_1.docx", taken) for _ in range(3)] == ["A_1.docx", "A_1_2.docx", "A_1_3.docx"]


def test_a_chinese_name_is_written_to_in_chinese(ledger: Store) -> None:
    assert {batch.language_of(name) for name in ("李明", "恒达 Trading")} == {"zh"}
    (letter,) = [one for one in batch.letters_due(ledger, VIEW, {}, "zh") if one.customer_id == "A"]
    (written,) = batch.write_letters(ledger, VIEW, [letter])
    assert file_of(written, "eml", "zh").count(b"X-Unsent") == 1
