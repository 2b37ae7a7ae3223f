"""Versions of the scorecard: saved with author and reason, approved by somebody else, put back when they were better.

A version is a draft until somebody approves it; then it is the champion, by which everybody is scored, and the former
champion is retired and can be restored. Without a champion the expert's card is in use, as version 0.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from scoring.desk.colleagues import others_than
from scoring.errors import ScoringError
from scoring.scorecard import cardfile, choicefile
from scoring.scorecard.card import Card
from scoring.scorecard.choices import Choices
from scoring.scorecard.use.difference import Difference, differences
from scoring.settings import PROJECT
from scoring.store import Store, scorecards
from scoring.strategy.cases.steps import same_person

EXPERT = 0
"""The version number of the expert's card."""
CARDS = PROJECT / "data" / "scorecards"
EXPERT_SETTING, SHIPPED, DRAFT = "expert_card", "expert", "scorecard_draft"
PLAIN_NAME = re.compile(r"[\w-]{1,40}")
Status = Literal["draft", "champion", "retired", "expert"]


@dataclass(frozen=True)
class Version:
    """One version. `difference` is against the card in use when it was saved; `one_person` = approved by its own author,
    because nobody else works in this workspace. `card_hash` tells cards apart that share a number (the expert's)."""

    number: int
    card: Card
    status: Status
    author: str
    made_at: datetime | None = None
    reason: str = ""
    difference: tuple[Difference, ...] = ()
    approved_by: str | None = None
    approved_at: datetime | None = None
    one_person: bool = False

    @property
    def card_hash(self) -> str:
        """Of the card's file; changes whenever anything in the card does."""
        return hashlib.sha256(cardfile.to_json(self.card).encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """Plain values without the card itself: version, status, name, author, made_at, reason, difference (list of
        [code, facts]), approved_by, approved_at, one_person."""
        return {
            "version": self.number,
            "status": self.status,
            "name": self.card.name,
            "author": self.author,
            "made_at": self.made_at,
            "reason": self.reason,
            "difference": [[code, dict(facts)] for code, facts in self.difference],
            "approved_by": self.approved_by,
            "approved_at": self.approved_at,
            "one_person": self.one_person,
        }


def save(store: Store, card: Card, author: str, reason: str, at: datetime | None = None) -> Version:
    """Keep `card` as a new draft version. Raises ScoringError "reason_missing" or "person_missing"."""
    _told(author, reason)
    number = max((version.number for version in versions(store)), default=EXPERT) + 1
    changed = differences(champion(store).card, card)
    detail = {
        "version": number,
        "card": cardfile.to_json(card),
        "author": author,
        "reason": reason,
        "difference": json.dumps(changed, ensure_ascii=False),
    }
    scorecards.happen(store, "scorecard_saved", detail, at)
    return version_of(store, number)


def versions(store: Store) -> list[Version]:
    """All saved versions, newest first; the expert's card is not among them."""
    return [_version(row) for row in store.rows("scorecard", order=["version desc"])]


def version_of(store: Store, number: int | None = None) -> Version:
    """The version `number` (0 = the expert's card, None = the one in use). Raises ScoringError "version_unknown"."""
    if number is None:
        return champion(store)
    if number == EXPERT:
        return expert(store)
    row = store.one("scorecard", version=number)
    if row is None:
        raise ScoringError("version_unknown", version=number)
    return _version(row)


def champion(store: Store) -> Version:
    """The version by which everybody is scored: the approved one, else the expert's card (`number` 0)."""
    row = store.one("scorecard", status="champion")
    return _version(row) if row else expert(store)


def expert(store: Store) -> Version:
    """The expert's card of this workspace, read from data/scorecards; the setting "expert_card" names the file.

    Raises ScoringError "expert_card_missing", and those of `cardfile.from_toml`.
    """
    name = store.setting(EXPERT_SETTING) or SHIPPED
    file = CARDS / f"{name}.toml"
    if not PLAIN_NAME.fullmatch(name) or not file.is_file():
        raise ScoringError("expert_card_missing", name=name, folder=str(CARDS))
    card = _card(file.read_text(encoding="utf-8"))
    return Version(EXPERT, card, "expert", card.provenance.author)


@lru_cache(maxsize=16)
def _card(text: str) -> Card:
    """The card that a file states, read once: every view asks for the one in use."""
    return cardfile.from_toml(text)


def expert_cards() -> list[str]:
    """Names of the files in data/scorecards that state a card, the shipped one among them."""
    return sorted(file.stem for file in CARDS.glob("*.toml") if "[characteristics." in file.read_text(encoding="utf-8"))


def approve(store: Store, number: int, by: str, at: datetime | None = None) -> Version:
    """Make a draft the champion. `by` must not be its author, unless nobody else works in this workspace; the approval
    then says so.

    Raises ScoringError "version_unknown", "version_not_draft", "person_missing" or "approver_is_author".
    """
    _told(by, by)
    version = _saved(store, number)
    if version.status != "draft":
        raise ScoringError("version_not_draft", version=number)
    others, own = others_than(store, by), same_person(by, version.author)
    if own and others:
        raise ScoringError("approver_is_author", version=number, person=by, others=", ".join(others))
    detail = {"version": number, "by": by, "one_person": own}
    scorecards.happen(store, "scorecard_approved", detail, at)
    return version_of(store, number)


def restore(store: Store, number: int, by: str, reason: str, at: datetime | None = None) -> Version:
    """Make a retired version the champion again; the present one is retired.

    Raises ScoringError "version_unknown", "version_not_retired", "person_missing" or "reason_missing".
    """
    _told(by, reason)
    if _saved(store, number).status != "retired":
        raise ScoringError("version_not_retired", version=number)
    scorecards.happen(store, "scorecard_restored", {"version": number, "by": by, "reason": reason}, at)
    return version_of(store, number)


def history(store: Store) -> list[dict[str, Any]]:
    """What happened to the versions, newest first: happened_at, kind (saved, approved, restored), version, by, reason."""
    kinds = ("scorecard_saved", "scorecard_approved", "scorecard_restored")
    found = []
    for event in scorecards.events(store, *kinds):
        told = json.loads(event["detail"])
        by, reason = told.get("by") or told.get("author"), told.get("reason", "")
        kind = event["kind"].removeprefix("scorecard_")
        found.append(
            {"happened_at": event["happened_at"], "kind": kind, "version": told["version"], "by": by, "reason": reason}
        )
    return found


def draft(store: Store) -> Choices | None:
    """The analyst's choices as they were last kept; None before anybody chose.

    Raises ScoringError as `choicefile.from_json` for a draft that another version of the product wrote.
    """
    kept = store.raw.note(DRAFT)
    return None if kept is None else choicefile.from_json(kept)


def keep_draft(store: Store, choices: Choices) -> None:
    """Keep the analyst's choices. They lie beside the kept files, so that a rebuild or a backup does not lose them and
    trying out an edge does not count as a change of the ledger."""
    store.raw.keep_note(DRAFT, choicefile.to_json(choices))


def _saved(store: Store, number: int) -> Version:
    """A version that was saved, not the expert's card."""
    if number == EXPERT:
        raise ScoringError("version_unknown", version=number)
    return version_of(store, number)


def _told(person: str, reason: str) -> None:
    if not person.strip():
        raise ScoringError("person_missing")
    if not reason.strip():
        raise ScoringError("reason_missing")


def _version(row: Mapping[str, Any]) -> Version:
    return Version(
        number=row["version"],
        card=cardfile.from_json(row["card"]),
        status=row["status"],
        author=row["author"],
        made_at=row["made_at"],
        reason=row["reason"],
        difference=tuple((code, facts) for code, facts in json.loads(row["difference"])),
        approved_by=row["approved_by"],
        approved_at=row["approved_at"],
        one_person=bool(row["one_person"]),
    )
