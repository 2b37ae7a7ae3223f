"""The law of a workspace: base rates in force on a day, the agreed rate, clocks of documents, the sheet before a call.

The ledger stands in conftest.py.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scoring.desk.collections import notes
from scoring.desk.collections.clocks import document_clocks, warnings
from scoring.desk.collections.letters import letter
from scoring.desk.collections.offers import offerable
from scoring.desk.collections.papers import papers_of, tick_papers
from scoring.desk.collections.sheet import FORMS, sheet_file
from scoring.desk.strategy import law
from scoring.desk.worklist.today import worklist
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.law import rate_day
from scoring.terms import View
from scoring.text import LANGUAGES

DAY = date(2024, 3, 31)
VIEW = View(as_of=DAY)
JANUARY, MARCH = date(2024, 1, 1), date(2024, 3, 1)


def rate(store: Store, where: str, day: date, share: str) -> None:
    law.note_base_rate(store, where, day, Decimal(share), "as published", "Lin")


def test_the_base_rate_of_a_day_is_the_last_one_before_it(own: Store) -> None:
    rate(own, "EU", JANUARY, "0.04")
    rate(own, "EU", MARCH, "0.05")
    rate(own, "EU", MARCH, "0.045")
    eu = law.laws()["EU"]
    days = (date(2023, 12, 31), JANUARY, date(2024, 2, 29), MARCH, DAY)
    found = [law.base_rate_on(own, eu, day) for day in days]
    assert found == [None, Decimal("0.04"), Decimal("0.04"), Decimal("0.045"), Decimal("0.045")]


@pytest.mark.parametrize(
    ("due", "day"),
    [("2026-01-15", "2025-12-31"), ("2026-06-29", "2025-12-31"), ("2026-06-30", "2026-06-30"),
     ("2026-12-30", "2026-06-30"), ("2026-12-31", "2026-12-31")],
)  # fmt: skip
def test_in_britain_the_half_year_in_which_interest_begins_sets_the_rate(due: str, day: str) -> None:
    assert str(rate_day(law.laws()["UK"], date.fromisoformat(due), date(2027, 5, 1))) == day


def test_an_agreed_rate_takes_the_place_of_the_law_and_is_not_below_the_lpr(own: Store) -> None:
    """10% a year on 400.00 for 51 days = 5.59 and on 300.00 for 30 days = 2.47: 8.06."""
    law.set_jurisdiction(own, "CN")
    rate(own, "CN", JANUARY, "0.0345")
    with pytest.raises(ScoringError, match="agreed_below_base"):
        law.set_agreed_rate(own, Decimal("0.03"), DAY)
    law.set_agreed_rate(own, Decimal("0.10"), DAY)
    written = letter(own, VIEW, "A", "second_demand", "EUR", "en")
    assert "EUR 8.06" in "".join(getattr(part, "text", "") for part in written.parts)
    assert law.rate_of_plans(own, DAY) == ("agreed", Decimal("0.10"))
    law.set_agreed_rate(own, None, DAY)
    assert law.rate_of_plans(own, DAY) == ("law", Decimal("0.1825"))
    law.set_jurisdiction(own, "US")
    assert law.rate_of_plans(own, DAY) is None


@pytest.mark.parametrize(
    ("where", "share", "source", "code"),
    [
        ("XX", "0.03", "s", "not_a_choice"),
        ("EU", "0.9", "s", "base_rate_range"),
        ("EU", "0.03", " ", "base_rate_source"),
    ],
)
def test_a_base_rate_needs_sense_and_a_source(own: Store, where: str, share: str, source: str, code: str) -> None:
    with pytest.raises(ScoringError, match=code):
        law.note_base_rate(own, where, DAY, Decimal(share), source, "Lin")
    assert own.rows("base_rate") == []


def test_each_document_shows_its_clock_and_what_set_it_anew(own: Store) -> None:
    """A1 was due 2024-02-09, so until 2027-02-09; acknowledged on 2024-03-20, until 2027-03-20. By nothing else."""
    assert {row.clock for row in document_clocks(own, VIEW, "A")} == {None}
    law.set_jurisdiction(own, "EU")
    assert {row.clock for row in document_clocks(own, VIEW, "A")} == {None}
    law.set_jurisdiction(own, "CN")
    notes.note_clock_event(own, "A", "A1", "acknowledgement", date(2024, 3, 20), "stamped statement", "Lin")
    with pytest.raises(ScoringError, match="document_not_of_customer"):
        notes.note_clock_event(own, "A", "C1", "demand", DAY, "slip", "Lin")
    found = {row.document_no: row.clock for row in document_clocks(own, VIEW, "A")}
    ends = {number: str(one.ends) for number, one in found.items() if one}
    assert ends == {"A1": "2027-03-20", "A2": "2027-03-01", "A3": "2027-04-19"}
    assert found["A1"] is not None
    assert (found["A1"].by, found["A1"].evidence) == ("acknowledgement", "stamped statement")
    before = {row.document_no: row.clock for row in document_clocks(own, View(as_of=date(2024, 3, 19)), "A")}
    assert before["A1"] is not None
    assert str(before["A1"].ends) == "2027-02-09"
    late = [row.clock for row in document_clocks(own, View(as_of=date(2027, 3, 10)), "A") if row.clock]
    assert warnings(late) == {"expired": 1, "warn_3": 2}


def test_what_is_in_dispute_is_in_no_amount_that_is_asked_for(own: Store) -> None:
    """Of 700.00 past due 400.00 are disputed: worklist, letter and offer ask for 300.00."""
    notes.note_dispute(own, "A", "A1", DAY, "quality", "Lin")
    (item,) = [one for one in worklist(own, View(DAY, currency="EUR")).items if one.standing.customer_id == "A"]
    assert item.amount == Decimal("300.00")
    assert letter(own, VIEW, "A", "second_demand", "EUR", "en").amount == Decimal("300.00")
    assert [row["open_amount"] for row in offerable(own, VIEW, "A")] == [Decimal("300.00")]
    assert [row.document_no for row in document_clocks(own, VIEW, "A") if row.disputed] == ["A1"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_prints_in_every_form(own: Store, lang: str) -> None:
    tick_papers(own, "A", ["contract"], DAY, "Lin")
    assert papers_of(own, "A", DAY).missing == ("invoice", "proof_of_delivery", "statement")
    assert papers_of(own, "A", date(2024, 3, 30)).ticked_on is None
    starts = {form: sheet_file(own, VIEW, "A", form, lang)[:4] for form in FORMS if form != "html"}
    assert starts == {"pdf": b"%PDF", "docx": b"PK\x03\x04"}
    page = sheet_file(own, VIEW, "A", "html", lang).decode()
    assert all(told in page for told in ("A1", "1,200.00", "☑"))
    with pytest.raises(ScoringError, match="customer_unknown"):
        sheet_file(own, VIEW, "nobody", "html", lang)
