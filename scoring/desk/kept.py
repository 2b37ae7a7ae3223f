"""What results that are kept in the store were computed from; they are true while it is what it would be today."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from scoring.store import Store, reckoned
from scoring.store.scorecards import last_import_event


def ledger_basis(store: Store, form: int) -> str:
    """The ledger's imports, the rule for natures, how marts define them, and the form of what is kept."""
    parameters = [store.setting(name) for name in ("nature_patterns", "schema_fingerprint")]
    told = json.dumps([form, last_import_event(store), *parameters])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def kept_or(
    store: Store, what: str, day: date, basis: object, work_out: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Plain values by name that hang on `basis` alone: those kept for a day, else worked out now and kept."""
    found = reckoned.kept(store, what, day, _hashed(basis))
    if found is None:
        reckoned.keep(store, what, day, _hashed(basis), work_out())
        found = reckoned.kept(store, what, day, _hashed(basis))
    return found  # type: ignore[no-any-return]


def is_kept(store: Store, what: str, day: date, basis: object) -> bool:
    """Whether `kept_or` need only read."""
    return reckoned.kept(store, what, day, _hashed(basis)) is not None


def _hashed(basis: object) -> str:
    return hashlib.sha256(repr(basis).encode()).hexdigest()[:16]
