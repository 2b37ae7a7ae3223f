"""The papers to bring to a call or visit, ticked as at hand and remembered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from scoring.desk.noting import note_row
from scoring.errors import ScoringError
from scoring.store import Store

PAPERS = ("contract", "invoice", "proof_of_delivery", "statement")


@dataclass(frozen=True)
class Papers:
    """Which of PAPERS are at hand; who said so and when, None where nobody has."""

    at_hand: frozenset[str]
    ticked_by: str | None = None
    ticked_on: date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Those still to be found, in their order."""
        return tuple(name for name in PAPERS if name not in self.at_hand)


def papers_of(store: Store, customer_id: str, as_of: date) -> Papers:
    """What was last ticked for a customer by the end of a day."""
    rows = store.rows("papers_at_hand", where={"customer_id": customer_id}, order=["ticked_on", "papers_id"])
    known = [row for row in rows if row["ticked_on"] <= as_of]
    if not known:
        return Papers(frozenset())
    last = known[-1]
    return Papers(frozenset(name for name in PAPERS if last[name]), last["made_by"], last["ticked_on"])


def tick_papers(
    store: Store, customer_id: str, at_hand: Collection[str], on: date, by: str, at: datetime | None = None
) -> int:
    """Keep which papers are at hand; returns the note's number. Raises ScoringError "not_a_choice" and as `note_row`."""
    for name in at_hand:
        if name not in PAPERS:
            raise ScoringError("not_a_choice", option="paper", value=name, allowed=", ".join(PAPERS))
    told = {"customer_id": customer_id, "ticked_on": on} | {name: name in at_hand for name in PAPERS}
    return note_row(store, "papers_ticked", "papers_id", told, by, at)
