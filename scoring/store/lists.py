"""Successive lists of open items: what a complete one no longer holds was settled between the last list and this one.

The documents that vanished count as settled on the day of the list, "undated" (they are left out of payment behaviour),
so that no book before that day moves. They are kept as rows of the import, which an undo takes out and a rebuild repeats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from scoring.errors import Fact, Issue, ScoringError
from scoring.ledger.open_lists import headings_key, is_open_list, refused_numbers
from scoring.ledger.reading import ImportOptions, Reading
from scoring.ledger.schema import RECEIPTS
from scoring.store import facts, sqlfiles
from scoring.store.connection import Cursor
from scoring.terms import Kind

COMPLETE = {"customers": "is_named", "ledger": "TRUE", "none": "FALSE"}
"""Scope of a list -> which of the vanished documents it settles."""


@dataclass(frozen=True)
class Closed:
    """What an open-items list settled because it no longer holds it. `money` is by currency, as decimal strings."""

    day: date
    scope: str
    documents: int
    customers: int
    money: dict[str, str]


def begin(cursor: Cursor, reading: Reading, options: ImportOptions, import_id: int) -> bool:
    """Note that an import is a list of open items, and how complete; False where it is none.

    Where the user does not say, a list with the headings of an earlier one settles what the customers it names no longer
    owe, and the first of its kind nothing. Raises ScoringError "list_without_date" where the user says that a list is
    complete and nobody says on which day, and "list_out_of_order" where a list of the same headings and a later day is in.
    """
    asked, day = options.closes, reading.stated_on
    if reading.kind != Kind.INVOICES or not (asked in ("customers", "ledger") or is_open_list(reading)):
        return False
    if day is None:
        raise ScoringError("list_without_date")
    told = {"headings": headings_key(reading), "day": day}
    earlier = "SELECT import_id, day FROM open_list WHERE headings = $headings ORDER BY day DESC"
    found = cursor.execute(earlier, {"headings": told["headings"]}).fetchall()
    if found and found[0][1] > day:
        raise ScoringError(
            "list_out_of_order", day=day.isoformat(), later=found[0][1].isoformat(), import_id=found[0][0]
        )
    scope = asked or ("customers" if any(other < day for _, other in found) else "none")
    cursor.execute(
        "INSERT INTO open_list VALUES ($import_id, $day, $scope, $headings)",
        told | {"import_id": import_id, "scope": scope},
    )
    return True


def settle(cursor: Cursor, reading: Reading, import_id: int, at: datetime) -> None:
    """Note which documents the list holds, and settle those it no longer holds. After its own rows are derived."""
    money = reading.tables.get("receipts", RECEIPTS.empty_table())
    cursor.register("incoming", reading.tables["documents"])
    cursor.register("incoming_money", money.filter(pc.is_null(money["document_no"])))
    cursor.register("refused", pa.table({"document_no": pa.array(refused_numbers(reading), pa.string())}))
    cursor.execute(sqlfiles.text("load", "listed"), {"import_id": import_id})
    for name in ("incoming", "incoming_money", "refused"):
        cursor.unregister(name)
    _close(cursor, import_id, at)


def settle_again(cursor: Cursor, at: datetime) -> None:
    """Let every list say once more what has vanished: after an undo, what another import had settled may be open again."""
    for import_id, _ in cursor.execute("SELECT import_id, day FROM open_list ORDER BY import_id").fetchall():
        _close(cursor, import_id, at)


def closed(cursor: Cursor, import_id: int) -> Closed | None:
    """What the list of an import settled, as the ledger stands now; None where the import is no list."""
    found = cursor.execute("SELECT day, scope FROM open_list WHERE import_id = $id", {"id": import_id}).fetchall()
    if not found:
        return None
    day, scope = found[0]
    rows = cursor.execute(sqlfiles.text("load", "closed"), {"import_id": import_id}).fetchall()
    return Closed(
        day,
        scope,
        documents=sum(row[1] for row in rows),
        customers=sum(row[2] for row in rows),
        money={currency: f"{amount:.2f}" for currency, _, _, amount in rows},
    )


def remarks(cursor: Cursor, import_id: int) -> Iterator[Issue]:
    """What a list settled, and what is open on its day and not in it, a sentence for each currency."""
    told = closed(cursor, import_id)
    if told is None:
        return
    for currency, count, _, amount in cursor.execute(
        sqlfiles.text("load", "closed"), {"import_id": import_id}
    ).fetchall():
        yield _issue("list_closed", told.day, currency, count, amount)
    left = "SELECT currency, count(*), sum(open_amount) FROM vanished GROUP BY currency ORDER BY currency"
    _look(cursor, import_id)
    for currency, count, amount in cursor.execute(left).fetchall():
        yield _issue("list_leaves_open", told.day, currency, count, amount)


def as_json(found: Closed | None) -> dict[str, Any] | None:
    """Plain values for JSON."""
    return None if found is None else asdict(found) | {"day": found.day.isoformat()}


def _issue(code: str, day: date, currency: str, count: int, amount: object) -> Issue:
    told: dict[str, Fact] = {"count": count, "amount": str(amount), "currency": currency, "date": day.isoformat()}
    return Issue(code, facts=told, severity="warn")


def _look(cursor: Cursor, import_id: int) -> None:
    """Find in the temporary table `vanished` what is open on the list's day and not in the list."""
    cursor.execute(sqlfiles.text("load", "vanished"), {"import_id": import_id})


def _close(cursor: Cursor, import_id: int, at: datetime) -> None:
    told = {"import_id": import_id, "moment": at}
    scope = cursor.execute("SELECT scope FROM open_list WHERE import_id = $id", {"id": import_id}).fetchall()[0][0]
    _look(cursor, import_id)
    cursor.execute(sqlfiles.text("load", "vanished_keep").replace("{scope}", COMPLETE[scope]), told)
    facts.touch_vanished(cursor, import_id)
    facts.derive(cursor)
