"""A playbook edited by its people: checked as a whole, kept with author and reason, put back."""

from __future__ import annotations

from datetime import date

import pytest

from scoring.desk.strategy.debtors import strategy_report
from scoring.desk.strategy.playbook import FILES, playbook_of, revert, save, text_of, versions
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import View

VIEW = View(as_of=date(2024, 3, 31))


def level_of(store: Store, customer: str) -> str:
    found = {one.customer_id: one.level.id for one in strategy_report(store, VIEW).standings["EUR"]}
    return found[customer]


def test_an_edit_counts_at_once_and_can_be_put_back(own: Store) -> None:
    shipped, before = text_of(own, "rules"), level_of(own, "N")
    assert before in ("before_due", "before_due_watch")
    edited = '[[rule]]\nid = "all"\nseverity = ["not_due"]\nlevel = "calendar"\n\n' + shipped
    number = save(own, "rules", edited, "Lin", "public customers first")
    assert level_of(own, "N") == "calendar"
    assert [one.number for one in versions(own, "rules")] == [number, 0]
    revert(own, "rules", 0, "Lin")
    assert level_of(own, "N") == before
    assert text_of(own, "rules") == shipped
    assert [one.author for one in versions(own, "rules")] == ["Lin", "Lin", ""]


@pytest.mark.parametrize(
    ("file", "body", "author", "reason", "code"),
    [
        ("rules", "", "Lin", "x", "playbook_gap"),
        ("levels", "[", "Lin", "x", "playbook_not_toml"),
        ("capacity", "[", "Lin", "x", "playbook_not_toml"),
        ("capacity", "[clerk]\npeople = 3\nhours = 6\nvisits = 0", "Lin", "x", "capacity_invalid"),
        ("excuses", "reason = 'cash_trouble'", "Lin", "x", "playbook_entry"),
        ("rules", "rule = 5", "Lin", "x", "playbook_entry"),
        ("letters", "a = 1", "Lin", "x", "letter_template"),
        ("letters", "before_due = 1", "Lin", "x", "letter_template"),
        ("effects", "horizon_days = 30", "Lin", "x", "effects_invalid"),
        ("moods", "", "Lin", "x", "not_a_choice"),
        ("rules", "", "Lin", " ", "reason_missing"),
    ],
)
def test_what_is_not_whole_is_not_kept(
    ledger: Store, file: str, body: str, author: str, reason: str, code: str
) -> None:
    with pytest.raises(ScoringError) as stop:
        save(ledger, file, body, author, reason)
    assert stop.value.code == code


def test_a_brace_without_its_other_half_is_refused(ledger: Store) -> None:
    body = text_of(ledger, "letters").replace("{customer}", "{customer", 1)
    with pytest.raises(ScoringError, match="letter_template"):
        save(ledger, "letters", body, "Lin", "x")


def test_the_same_again_is_no_version(ledger: Store) -> None:
    for file in FILES:
        with pytest.raises(ScoringError, match="playbook_unchanged"):
            save(ledger, file, text_of(ledger, file), "Lin", "x")
    assert playbook_of(ledger).levels
