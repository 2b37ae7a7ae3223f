"""The scenario under the reader's hands: plain values as in a scenario's file, with whatever is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pages.shared import session as asked
from pages.shared.session import Session
from scoring.desk.whatif.facts import Lists, Starting, starting
from scoring.desk.whatif.saved import Saved, saved_of
from scoring.errors import ScoringError
from scoring.scenario.scenario import Scenario
from scoring.scenario.scenariofile import errors_of, made, parsed, to_toml
from scoring.store import Store
from scoring.terms import View

NAME = "whatif_draft"
FIRST_GROUPING = "rating"
EXAMPLE_DAYS_LESS = 15
"""Before anything is touched, the segment that owes most gets so many days less: something to look at."""


@dataclass(frozen=True)
class Draft:
    """`values` = change, shocks, assumptions, name, note as in a file; `lists` = customers picked by hand, used or not;
    `number` = the saved scenario it began as; `round` grows when its fields are to be drawn afresh. `base` = the values
    that the fields were drawn with: they keep what the reader sets themselves, and must not be drawn with it again."""

    grouping: str = FIRST_GROUPING
    lists: Lists = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    number: int | None = None
    round: int = 0
    touched: bool = False
    base: Mapping[str, Any] = field(default_factory=dict)


def start_of(store: Store, view: View, grouping: str, lists: Lists) -> Starting:
    """The ledger by the draft's segments, as `starting`."""
    return starting(store, view, grouping, lists)


def current(session: Session, store: Store) -> Draft:
    """The draft of this reader on this workspace; the scenario of a link, where one is asked for that is not open yet."""
    kept: Draft | None = asked.recall(key_of(session))
    wanted = session.chosen.get("scenario")
    if wanted and (kept is None or str(kept.number) != wanted):
        try:
            return take(session, of_saved(saved_of(store, int(wanted)), kept))
        except (ScoringError, ValueError):
            asked.put("scenario", None)
    return kept or take(session, Draft())


def take(session: Session, draft: Draft) -> Draft:
    """Make `draft` the current one."""
    asked.remember(key_of(session), draft)
    return draft


def of_saved(saved: Saved, before: Draft | None = None) -> Draft:
    """A draft that begins as a saved scenario."""
    return of_scenario(saved.scenario, before, saved.number)


def of_scenario(scenario: Scenario, before: Draft | None = None, number: int | None = None) -> Draft:
    """A draft that begins as a scenario."""
    values = parsed(to_toml(scenario))
    lists = tuple(scenario.lists.items())
    return Draft(scenario.grouping, lists, values, number, (before.round if before else 0) + 1, touched=True)


def filled(session: Session, draft: Draft, start: Starting) -> dict[str, Any]:
    """The draft's values with a name; untouched ones get the example."""
    values = {"name": session.say("whatif.unnamed"), **draft.values, "grouping": draft.grouping}
    if not draft.touched and "change" not in values:
        segment = max(start.facts.segments, key=lambda one: one.receivables)
        days = max(0, round(segment.mean_gap) - EXAMPLE_DAYS_LESS)
        values["change"] = [{"segment": segment.key, "net_days": days}]
    return values


def on_page(session: Session, draft: Draft, start: Starting) -> Draft:
    """The draft with fields that stand on the page: as they are, or drawn afresh with its values when they are new."""
    if asked.drawn(field_key(session, draft)):
        return draft
    afresh = replace(draft, base=filled(session, draft, start), round=draft.round + 1)
    return take(session, afresh)


def field_key(session: Session, draft: Draft, part: str = "common") -> str:
    """The key of one of the tables of terms."""
    return f"whatif_{part}_{draft.grouping}_{draft.round}_{session.workspace}"


def scenario_of(values: Mapping[str, Any], start: Starting) -> Scenario | list[Any]:
    """The scenario of plain values, or what is wrong with their fields."""
    wrong = errors_of(values, set(start.segments))
    return wrong or made(values)


def key_of(session: Session) -> str:
    """Under which name the draft is remembered: one a workspace."""
    return f"{NAME}_{session.workspace}"
