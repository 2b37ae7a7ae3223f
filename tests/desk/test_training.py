"""Practice on a ledger: debtors without names, sittings that can be repeated, answers that outlive an import."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from scoring.desk.intake.importing import import_files
from scoring.desk.intake.maintenance import rebuild
from scoring.desk.strategy import playbook as books
from scoring.desk.strategy.debtors import severity_of
from scoring.desk.strategy.playbook import playbook_of
from scoring.desk.training.answers import answers_of, note_answer
from scoring.desk.training.cases import anybody_owes, cases, pool
from scoring.desk.training.sittings import progress, sitting
from scoring.desk.training.wording import chosen_text, item_text, sentence
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.store import Store, undo
from scoring.strategy.training.terms import Answer, Claim
from scoring.text import LANGUAGES
from tests.desk.conftest import DAY

INVOICES = "Customer No,Invoice No,Invoice Date,Due Date,Amount,Currency\nAnn,A1,2024-01-10,2024-02-09,600.00,EUR\n"
DAY_ENDS = DAY("2024-03-31")
MONDAY = date(2026, 3, 2)
ANSWER = Answer("Kim", MONDAY, 1, 1, 10, "excuse.no_money.ask", "excuse.cash_trouble", "refuses", False)


def test_claims_are_parts_of_a_hundred(ledger: Store) -> None:
    """Ann owes 400.00 [51 days], 300.00 [30], 500.00 [not due] of 1,200.00: 33, 25 and 42 of 100."""
    ann = [one for one in pool(ledger, DAY_ENDS, playbook_of(ledger)) if one.customer_id == "A"]
    ((case, verdict),) = cases(ledger, DAY_ENDS, ann).values()
    assert case.claims == (Claim(51, 33, False), Claim(30, 25, False), Claim(-19, 42, False))
    assert [(q.due, q.late, q.mean_days) for q in case.quarters] == [(0, 0, None)] * 3 + [(3, 3, 10)]
    assert verdict.oldest_days == 51
    assert verdict.debtor.severity == severity_of(51) == "moderate"


def test_nothing_shown_tells_who_it_is(made_up: Store) -> None:
    """No name, number, owner, region, industry, amount or date of the ledger stands in any case."""
    as_of = (made_up.one("extent", {}) or {})["last_date"]
    standings = pool(made_up, as_of, playbook_of(made_up))[:40]
    shown = cases(made_up, as_of, standings)
    told = json.dumps([asdict(case) for case, _ in shown.values()], default=str).casefold()
    for row in made_up.rows("customer"):
        for field in ("name", "customer_id", "owner", "region"):
            assert not row[field] or f'"{str(row[field]).casefold()}"' not in told
        assert str(row["name"]).casefold() not in told
    assert not [row for row in made_up.rows("document") if str(row["amount"]) in told or str(row["due_date"]) in told]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_can_be_said(made_up: Store, lang: str) -> None:
    as_of = (made_up.one("extent", {}) or {})["last_date"]
    kinds = set()
    for number in range(1, 6):
        for question in sitting(made_up, made_up, as_of, "Kim", MONDAY, number, []).questions:
            kinds.add(question.kind)
            for part in question.parts:
                sayings = [*question.story, part.asked, *part.why, *(choice.said for choice in part.choices)]
                sayings += [choice.why for choice in part.choices if choice.why is not None]
                assert all(sentence(one, lang).strip() for one in sayings)
    assert kinds == {"classify", "next_step", "excuse", "lesson"}


def test_a_sitting_can_be_repeated(made_up: Store) -> None:
    as_of = (made_up.one("extent", {}) or {})["last_date"]
    one, again = (sitting(made_up, made_up, as_of, "Kim", MONDAY, 1, []) for _ in range(2))
    assert one == again
    assert len(one.questions) == 10
    assert sitting(made_up, made_up, as_of, "Kim", MONDAY, 2, []).questions != one.questions


def test_without_a_ledger_excuses_and_cases_are_left(empty: Store) -> None:
    assert not anybody_owes(empty, DAY_ENDS)
    found = sitting(empty, empty, DAY_ENDS, "Kim", MONDAY, 1, [])
    assert {question.kind for question in found.questions} == {"excuse", "lesson"}
    assert len(found.questions) == 10


def test_debtors_of_another_ledger_follow_the_own_playbook(own: Store, empty: Store) -> None:
    """The empty workspace edits the rule for ordinary debtors; cases borrowed from the other ledger are asked by it."""
    assert anybody_owes(own, DAY_ENDS)
    body = books.text_of(empty, "excuses").replace("What is faulty", "What exactly is faulty")
    books.save(empty, "excuses", body, "Kim", "clearer")
    found = sitting(empty, own, DAY_ENDS, "Kim", MONDAY, 1, [])
    assert found.borrowed
    assert "next_step" in {question.kind for question in found.questions}
    assert "exactly" in playbook_of(empty).excuses["quality"].ask["en"]


def test_answers_outlive_undo_and_rebuild(tmp_path: Path) -> None:
    file, path = tmp_path / "invoices.csv", tmp_path / "store.duckdb"
    file.write_text(INVOICES)
    store = Store.open(path)
    assert not import_files(store, [file], ImportOptions()).failures
    note_answer(store, ANSWER, datetime(2026, 3, 2, 9))
    assert note_answer(store, ANSWER, datetime(2026, 3, 2, 9, 1)) == 2
    undo(store, 1)
    assert answers_of(store, "Kim") == [ANSWER, ANSWER]
    assert answers_of(store, "Lee") == []
    store.close()
    rebuild(path)
    again = Store.open(path)
    assert answers_of(again) == [ANSWER, ANSWER]
    again.close()


def test_an_answer_needs_somebody(own: Store) -> None:
    with pytest.raises(ScoringError) as stop:
        note_answer(own, Answer(" ", MONDAY, 1, 1, 10, "i", "excuse.x", "a", True))
    assert stop.value.code == "person_missing"


def test_an_answer_is_told_again(empty: Store) -> None:
    """What was asked and chosen, in words, of each kind; what the playbook no longer knows is a dash."""
    book = playbook_of(empty)
    step = replace(ANSWER, item="next_step.due", topic="next_step.commercial", chosen="before_due:-7:clerk")
    cell = replace(ANSWER, item="classify.commercial.light.prime", topic="classify.rating", chosen="risky")
    told = [(item_text(one, book, "en"), chosen_text(one, book, "en")) for one in (ANSWER, step, cell)]
    assert told == [
        ("“We have no money at the moment.”", book.excuses["refuses"].ask["en"]),
        ("due", "A word before the due date · day -7 · Receivables"),
        ("Commercial · Light (1–30) · Prime", "Risky"),
    ]
    assert chosen_text(replace(step, chosen="gone:3:clerk"), book, "zh") == "–"
    assert chosen_text(replace(ANSWER, chosen="gone"), book, "zh") == "–"


def test_progress_is_by_person() -> None:
    """Kim one of two right, Lee one of one."""
    right = Answer("Kim", MONDAY, 1, 2, 10, "i", "classify.rating", "prime", True)
    lee = Answer("Lee", MONDAY, 1, 1, 10, "i", "classify.rating", "prime", True)
    kim, other = progress([ANSWER, right, lee])
    assert (kim.person, kim.right, len(kim.answers), kim.topics[0].topic) == ("Kim", 1, 2, "excuse.cash_trouble")
    assert kim.weeks == ((MONDAY, 2, 1),)
    assert (other.person, other.right) == ("Lee", 1)
