"""Activities, promises, disputes and answers of customers from files, and the list of what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from scoring.desk.intake import importing
from scoring.desk.intake.uploads import Waiting
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.store import ImportReport, Store, earlier_import
from scoring.terms import Kind

KINDS = (Kind.ACTIVITIES, Kind.SURVEYS, Kind.PROMISES, Kind.DISPUTES)
"""What a file of collecting may hold."""


def import_log(store: Store, path: Path, options: ImportOptions, dry_run: bool = False) -> list[ImportReport]:
    """Bring in a file of `KINDS`, one report a sheet; the same file twice adds nothing. Rows that cannot be taken are
    rejected with their reason, all others go in together.

    Raises ScoringError "file_missing", "not_a_log" where a sheet is something else (nothing of the file is taken then), and
    as `importing.read`.
    """
    if not path.is_file():
        raise ScoringError("file_missing")
    file = store.raw.keep(path, path.name)
    earlier = None if dry_run else earlier_import(store, file.sha256, options.sheet, options)
    if earlier:
        return [importing.again(earlier, file)]
    found = importing.read(store, file, options)
    for reading, _ in found:
        if reading.kind not in KINDS:
            raise _no_log(reading.sheet or path.name, reading.kind)
    ordered = sorted(found, key=lambda pair: importing.turn(pair[0]))
    return [
        importing.place(store, file, reading, replace(used, kind=options.kind), dry_run) for reading, used in ordered
    ]


def only_logs(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The sheets looked at; one that is no log carries "not_a_log" and is not taken."""
    return [
        one
        if one.reading is None or one.reading.kind in KINDS
        else replace(one, reading=None, stop=_no_log(one.name, one.reading.kind))
        for one in waiting
    ]


def _no_log(sheet: str, kind: Kind) -> ScoringError:
    return ScoringError("not_a_log", sheet=sheet, kind=kind.value)


def activities(store: Store, as_of: date, customer_id: str | None = None) -> list[dict[str, Any]]:
    """What was done up to the end of a day, by everybody or for one customer, newest first; with the customer's name.

    Raises ScoringError "customer_unknown".
    """
    if customer_id is not None and store.one("customer", customer_id=customer_id) is None:
        raise ScoringError("customer_unknown", customer=customer_id)
    where = {"customer_id": customer_id} if customer_id is not None else {}
    rows = store.rows("activity", where=where, order=["done_on desc", "activity_id desc"])
    names = {row["customer_id"]: row["name"] for row in store.rows("customer", where=where)}
    return [row | {"name": names.get(row["customer_id"])} for row in rows if row["done_on"] <= as_of]
