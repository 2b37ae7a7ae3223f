"""What results that are kept in the store were computed from; they are true while it is what it would be today."""

from __future__ import annotations

import hashlib
import json

from scoring.store import Store
from scoring.store.scorecards import last_import_event


def ledger_basis(store: Store, form: int) -> str:
    """The ledger's imports, the rule for natures, how marts define them, and the form of what is kept."""
    parameters = [store.setting(name) for name in ("nature_patterns", "schema_fingerprint")]
    told = json.dumps([form, last_import_event(store), *parameters])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
