"""The task of making a draft version without a screen: a definition of bad, a card, its check out of time, saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from scoring.desk.intake.importing import user_of_machine
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.bad_definitions import bad_definitions
from scoring.desk.scorecard.fitting import OnProgress, Split, fit_card
from scoring.desk.scorecard.validation import beside_rivals
from scoring.errors import ScoringError
from scoring.scorecard import cardfile
from scoring.scorecard.card import Card, Target
from scoring.scorecard.choices import Choices
from scoring.scorecard.validation.result import Validation
from scoring.store import Store


@dataclass(frozen=True)
class Drafted:
    """A card saved as draft version `number`, the sample it came from, and its check on the dates held out; None where
    nobody or everybody went bad on them."""

    number: int
    card: Card
    split: Split
    checked: Validation | None

    @property
    def target(self) -> Target:
        """What counted as bad."""
        return self.split.development.target

    def as_json(self) -> dict[str, Any]:
        """Plain values; the keys are told in the help of the command."""
        sides = {"train": self.split.train, "test": self.split.test}
        told: dict[str, Any] = {"version": self.number, "target": asdict(self.target)}
        for name, side in sides.items():
            days = sorted(set(side.period.tolist()))
            told[name] = {"rows": len(side.bad), "bads": int(side.bad.sum()), "first": days[0], "last": days[-1]}
        told["excluded"] = dict(self.split.development.excluded)
        for name in ("auc", "gini", "ks"):
            told[name] = asdict(getattr(self.checked.separation, name)) if self.checked else None
        return told | {"card": json.loads(cardfile.to_json(self.card))}


def draft_version(
    store: Store,
    bad_dpd: int | None = None,
    window_months: int | None = None,
    first: date | None = None,
    last: date | None = None,
    *,
    reason: str,
    author: str | None = None,
    on_progress: OnProgress | None = None,
) -> Drafted:
    """Fit a card to the observations from `first` to `last` and keep it as a draft by `author` (the machine's user).

    Made by the choices at work on the screen: bins made by hand, directions, what was left out. The target is what is
    asked, else that of those choices, else the proposal of `bad_definitions`. Raises ScoringError as `fit_card`,
    `scorecard_versions.draft` and `scorecard_versions.save` do.
    """
    person, kept = author or user_of_machine(), scorecard_versions.draft(store)
    asked = bad_dpd is not None or window_months is not None
    target = kept.target if kept and not asked else definition(store, bad_dpd, window_months)
    base = kept or Choices()
    begin, end = (
        day.isoformat() if day else chosen for day, chosen in ((first, base.first_period), (last, base.last_period))
    )
    choices = replace(base, target=target, first_period=begin, last_period=end)
    fitted = fit_card(store, choices, author=person, on_progress=on_progress)
    card = named(fitted.card)
    version = scorecard_versions.save(store, card, person, reason)
    return Drafted(version.number, card, fitted.split, _checked(store, card, fitted.split))


def named(card: Card, name: str = "") -> Card:
    """The card under a name; without one, under its definition of bad: "90/6" = 90 days past due within 6 months."""
    target = card.provenance.target or Target()
    return replace(card, name=name.strip() or f"{target.days_past_due}/{target.window_months}")


def definition(store: Store, bad_dpd: int | None, window_months: int | None) -> Target:
    """The target asked for; the ledger's own proposal where nothing is asked."""
    if bad_dpd is None and window_months is None:
        return bad_definitions(store).proposed or Target()
    plain = Target()
    return Target(bad_dpd or plain.days_past_due, window_months or plain.window_months)


def card_named(which: str | None, opened: Callable[[], AbstractContextManager[Store]]) -> Card:
    """The card of a version number, of a JSON or TOML file, or (None) the one in use; the store is opened only if needed.

    Raises ScoringError "card_file_missing", "version_unknown", and those of `cardfile`.
    """
    if which is not None and not which.isdecimal():
        path = Path(which)
        if not path.is_file():
            raise ScoringError("card_file_missing", path=which)
        text = path.read_text(encoding="utf-8", errors="replace")
        return cardfile.from_toml(text) if path.suffix.lower() == ".toml" else cardfile.from_json(text)
    with opened() as store:
        return scorecard_versions.version_of(store, None if which is None else int(which)).card


def _checked(store: Store, card: Card, split: Split) -> Validation | None:
    if split.test.bad.all() or not split.test.bad.any():
        return None
    return beside_rivals(store, card, split.train, split.test)
