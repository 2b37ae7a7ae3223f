"""Small results that take long to work out, by what they are and their day. A cache, as scores are: written without an
event, true only while made_from is what it would be computed from today."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from scoring.store.store import Store


def kept(store: Store, what: str, as_of: date, made_from: str) -> Any:
    """What is kept of a day, if it was worked out from this; None where nothing is."""
    found = store.rows("reckoned", where={"what": what, "as_of": as_of, "made_from": made_from})
    return json.loads(found[0]["told"]) if found else None


def keep(store: Store, what: str, as_of: date, made_from: str, told: object) -> None:
    """Keep plain values of a day in place of earlier ones; what was worked out from another state of the ledger goes."""
    bound = {"what": what, "as_of": as_of, "made_from": made_from}
    with store.raw_transaction() as cursor:
        cursor.execute("DELETE FROM reckoned WHERE what = $what AND (made_from <> $made_from OR as_of = $as_of)", bound)
        cursor.execute(
            "INSERT INTO reckoned VALUES ($what, $as_of, $made_from, $told)", bound | {"told": json.dumps(told)}
        )
