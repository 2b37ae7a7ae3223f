"""The documents behind a figure of the Portfolio page, below the tab that opened them."""

from __future__ import annotations

from collections.abc import Mapping

from pages.shared import drilldown
from pages.shared.session import Session
from scoring.store import Store
from scoring.terms import View


def documents(session: Session, store: Store, view: View, names: Mapping[str, str]) -> None:
    """The open invoices of what the address asks to be opened; `names` are those of customers by number."""
    place = drilldown.place_of(session, view)
    if place:
        drilldown.show(session, store, place, drilldown.title_of(session, place, names))
