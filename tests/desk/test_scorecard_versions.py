"""Versions of the scorecard: who made them, who approved them, how the former one comes back, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from scoring.desk.intake.maintenance import rebuild
from scoring.desk.scorecard import overrides
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.errors import ScoringError
from scoring.scorecard.card import Card, Target
from scoring.scorecard.choices import Choices
from scoring.scorecard.use.classes import Lines, with_lines
from scoring.store import Store
from tests.desk.conftest import fill

NOON = datetime(2026, 11, 20, 12)
TODAY, LATER = date(2024, 3, 31), date(2024, 6, 30)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The small ledger, to be changed; Kim imported it, by the machine's account perhaps."""
    opened = Store.open(tmp_path / "book" / "own.duckdb")
    fill(opened)
    yield opened
    opened.close()


def stricter(card: Card, points: int = 10) -> Card:
    """The card with both lines raised."""
    return with_lines(card, Lines(620 + points, 560 + points))


def test_without_a_version_the_experts_card_is_in_use(store: Store) -> None:
    found = scorecard_versions.champion(store)
    assert (found.number, found.status, found.card.provenance.kind) == (0, "expert", "expert")
    assert scorecard_versions.versions(store) == []


def test_a_version_is_a_draft_until_somebody_else_approves_it(store: Store) -> None:
    card = stricter(scorecard_versions.champion(store).card)
    saved = scorecard_versions.save(store, card, "Ann", "More caution in winter", NOON)
    assert (saved.number, saved.status, saved.card) == (1, "draft", card)
    assert [code for code, _ in saved.difference] == ["line", "line"]
    assert scorecard_versions.champion(store).number == 0
    approved = scorecard_versions.approve(store, 1, "Bob", NOON)
    assert (approved.status, approved.approved_by, approved.one_person) == ("champion", "Bob", False)
    assert scorecard_versions.champion(store) == approved


def test_an_author_approves_only_where_nobody_else_works(store: Store) -> None:
    card = stricter(scorecard_versions.champion(store).card)
    scorecard_versions.save(store, card, "Ann", "More caution", NOON)
    assert scorecard_versions.approve(store, 1, " ann ", NOON).one_person
    scorecard_versions.save(store, stricter(card), "Bob", "More caution still", NOON)
    with pytest.raises(ScoringError, match=r"approver_is_author.*others=Ann"):
        scorecard_versions.approve(store, 2, "Bob", NOON)


def test_the_former_champion_can_be_restored(store: Store) -> None:
    card = scorecard_versions.champion(store).card
    for number in (1, 2):
        scorecard_versions.save(store, stricter(card, 10 * number), "Ann", "More caution", NOON)
        scorecard_versions.approve(store, number, "Bob", NOON)
    assert {v.number: v.status for v in scorecard_versions.versions(store)} == {1: "retired", 2: "champion"}
    back = scorecard_versions.restore(store, 1, "Bob", "Too strict", NOON)
    assert (back.number, back.status, scorecard_versions.version_of(store, 2).status) == (1, "champion", "retired")
    told = [(row["kind"], row["version"], row["by"], row["reason"]) for row in scorecard_versions.history(store)]
    assert told[0] == ("restored", 1, "Bob", "Too strict")
    assert [kind for kind, *_ in told] == ["restored", "approved", "saved", "approved", "saved"]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda s: scorecard_versions.version_of(s, 9), "version_unknown"),
        (lambda s: scorecard_versions.approve(s, 0, "Bob"), "version_unknown"),
        (lambda s: scorecard_versions.save(s, scorecard_versions.champion(s).card, "Ann", " "), "reason_missing"),
        (lambda s: scorecard_versions.save(s, scorecard_versions.champion(s).card, "", "why"), "person_missing"),
        (lambda s: overrides.override(s, "A", "superb", "why", "Ann", TODAY, LATER), "rating_unknown"),
        (lambda s: overrides.override(s, "Z", "risky", "why", "Ann", TODAY, LATER), "customer_unknown"),
        (lambda s: overrides.override(s, "A", "risky", "why", "Ann", LATER, TODAY), "override_backwards"),
        (lambda s: overrides.lift(s, 4, "Ann", TODAY), "override_unknown"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_kept(store: Store, act: object, code: str) -> None:
    assert callable(act)
    with pytest.raises(ScoringError, match=code):
        act(store)
    assert store.rows("scorecard") == store.rows("override") == []


def test_a_version_approved_twice_or_restored_while_in_use_is_refused(store: Store) -> None:
    scorecard_versions.save(store, scorecard_versions.champion(store).card, "Ann", "As it is", NOON)
    scorecard_versions.approve(store, 1, "Bob", NOON)
    with pytest.raises(ScoringError, match="version_not_draft"):
        scorecard_versions.approve(store, 1, "Bob", NOON)
    with pytest.raises(ScoringError, match="version_not_retired"):
        scorecard_versions.restore(store, 1, "Bob", "why", NOON)


def test_the_expert_card_is_the_one_the_setting_names(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (scorecard_versions.CARDS / "expert.toml").read_text(encoding="utf-8")
    (tmp_path / "retail.toml").write_text(text.replace('name = "Trade debtors"', 'name = "Retail"'), encoding="utf-8")
    monkeypatch.setattr(scorecard_versions, "CARDS", tmp_path)
    store.set_setting("expert_card", "retail")
    assert scorecard_versions.champion(store).card.name == "Retail"
    assert scorecard_versions.expert_cards() == ["retail"]
    store.set_setting("expert_card", "../retail")
    with pytest.raises(ScoringError, match="expert_card_missing"):
        scorecard_versions.champion(store)


def test_an_override_holds_from_day_to_day_until_it_is_lifted(store: Store) -> None:
    overrides.override(store, "A", "risky", "Bank called", "Ann", TODAY, LATER, NOON)
    overrides.override(store, "A", "ordinary", "Bank called again", "Ann", TODAY, LATER, NOON)
    assert overrides.in_force(store, TODAY)["A"]["rating"] == "ordinary"
    assert overrides.in_force(store, date(2024, 3, 30)) == overrides.in_force(store, date(2024, 7, 1)) == {}
    overrides.lift(store, 2, "Bob", date(2024, 5, 1), NOON)
    assert overrides.in_force(store, date(2024, 4, 30))["A"]["rating"] == "ordinary"
    assert overrides.in_force(store, date(2024, 5, 1))["A"]["rating"] == "risky"
    with pytest.raises(ScoringError, match="override_lifted"):
        overrides.lift(store, 2, "Bob", date(2024, 5, 1))


def test_choices_being_tried_out_are_kept_and_are_no_change_of_the_ledger(store: Store) -> None:
    assert scorecard_versions.draft(store) is None
    binning = scorecard_versions.champion(store).card.characteristics[0].binning
    mine = Choices(
        target=Target(30, 3), by_hand={binning.name: binning}, trends={"terms_days": "peak"}, kept=("nature",),
        special={"terms_days": (-1.0, "none")},
    )  # fmt: skip
    before = store.version
    scorecard_versions.keep_draft(store, mine)
    assert scorecard_versions.draft(store) == mine
    assert store.version == before


def test_versions_approvals_overrides_and_choices_survive_a_rebuild(store: Store) -> None:
    card = scorecard_versions.champion(store).card
    scorecard_versions.save(store, stricter(card), "Ann", "More caution", NOON)
    scorecard_versions.approve(store, 1, "Bob", NOON)
    scorecard_versions.save(store, stricter(card, 20), "Ann", "Still more", NOON)
    scorecard_versions.approve(store, 2, "Bob", NOON)
    scorecard_versions.restore(store, 1, "Bob", "Too strict", NOON)
    overrides.override(store, "A", "risky", "Bank called", "Ann", TODAY, LATER, NOON)
    overrides.lift(store, 1, "Bob", LATER, NOON)
    scorecard_versions.keep_draft(store, replace(Choices(), seed=11))
    tables = ("scorecard", "override", "event")
    before = {name: sorted(map(str, store.rows(name))) for name in tables}
    events = [event for event in store.raw.journalled() if event["kind"] != "import"]
    store.close()
    store.raw.journal.write_text("", encoding="utf-8")  # the imports of this ledger have no files to read again
    store.raw.write(events)
    rebuild(store.path)
    again = Store.open(store.path)
    assert {name: sorted(map(str, again.rows(name))) for name in tables[:2]} == {n: before[n] for n in tables[:2]}
    assert sorted(row["kind"] for row in again.rows("event")) == sorted(event["kind"] for event in events)
    assert scorecard_versions.draft(again).seed == 11
    again.close()
