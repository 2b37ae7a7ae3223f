"""Parameters of a workspace: as its user set them, else as shipped in data/settings.toml."""

from __future__ import annotations

from datetime import date

from scoring import settings
from scoring.store import Store


def default_as_of(store: Store, today: date | None = None) -> date:
    """The last day the ledger knows of, at most `today` (the clock's day if not given); `today` for an empty ledger."""
    now = today or date.today()
    extent = store.one("extent", {}) or {}
    return min(extent.get("last_date") or now, now)


def currency_of(store: Store) -> str:
    """The workspace's currency: as set, else the shipped default."""
    return store.setting("currency") or settings.load().currency


def number_of(store: Store, name: str) -> float:
    """A numeric parameter of the workspace: as set by the user, else the shipped default."""
    kept = store.setting(name)
    return float(getattr(settings.load(), name) if kept is None else kept)
