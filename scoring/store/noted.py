"""Notes that a file brings: activities with the promises made in them, and answers of customers.

They become notes like those that people type, in the same tables, so that they are kept by customer and outlive every
other import. `row_note` remembers which import brought which, so that undoing it takes them out again.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from scoring.ledger.schema import ACTIVITIES, PROMISES, REJECTED, SURVEYS
from scoring.store import collecting
from scoring.store.connection import Cursor


@dataclass(frozen=True)
class Noted:
    """Where a table of a reading lands: the table of notes, the column of its numbers, the columns that a file can say, and
    what stands for an empty cell."""

    table: str
    number: str
    said: tuple[str, ...]
    filled: dict[str, str]

    @property
    def listed(self) -> tuple[str, ...]:
        """The columns of the note that a file can say."""
        _, listed = next(target for target in collecting.INSERTS.values() if target[0] == self.table)
        return tuple(name for part in listed.split(",") if (name := part.strip()) in self.said)

    @property
    def columns(self) -> str:
        """The same as SQL lists them."""
        return ", ".join(self.listed)


NOTED = {
    "activities": Noted(
        "activity",
        "activity_id",
        tuple(ACTIVITIES.names),
        {
            "outcome": "CASE WHEN channel IN ('phone', 'visit') THEN 'other' ELSE 'sent' END",
            "owner": "getvariable('imported_by')",
            **dict.fromkeys(("spoke_with", "note", "next_step"), "''"),
        },
    ),
    "surveys": Noted("survey", "survey_id", tuple(SURVEYS.names), {"note": "''"}),
}
"""Tables of a reading that become notes, by their name in it."""
HEARD = Noted("promise_noted", "promise_id", tuple(PROMISES.names), {})


def place_notes(cursor: Cursor, name: str, import_id: int) -> tuple[dict[str, int], pa.Table]:
    """Keep the rows of `incoming` that are not there yet; returns how many went where ("new", "duplicate") and those of
    unknown customers in the shape of `REJECTED`. A row equal to a note that is there, by whomever, adds nothing."""
    noted = NOTED[name]
    told = ", ".join(f"coalesce({n}, {noted.filled[n]}) AS {n}" if n in noted.filled else n for n in noted.listed)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE landing AS SELECT *, CASE "
        "WHEN customer_id NOT IN (SELECT customer_id FROM customer) THEN 'customer_unknown' "
        f"WHEN row({noted.columns}) IN (SELECT row({noted.columns}) FROM {noted.table}) THEN 'duplicate' "
        f"ELSE 'new' END AS outcome_of_row FROM (SELECT source_row, {told} FROM incoming)"
    )
    _keep(cursor, noted, noted.columns, "landing", import_id)
    if name == "activities":
        _keep_promises(cursor, import_id)
    count = "SELECT outcome_of_row, count(*) FROM landing WHERE outcome_of_row <> 'customer_unknown' GROUP BY 1"
    return dict(cursor.execute(count).fetchall()), _rejected(cursor)


def take_out_notes(cursor: Cursor, import_id: int) -> None:
    """Delete the notes that an import brought; what people typed stays."""
    for table, number in ((noted.table, noted.number) for noted in (*NOTED.values(), HEARD)):
        cursor.execute(
            f"DELETE FROM {table} WHERE {number} IN (SELECT note_id FROM row_note WHERE import_id = $id AND noted = $table)",
            {"id": import_id, "table": table},
        )
    cursor.execute("DELETE FROM row_note WHERE import_id = $id", {"id": import_id})


def unknown_documents(cursor: Cursor, import_id: int) -> tuple[int, int | None]:
    """How many activities of an import name a document that the customer does not have, and the first one's row."""
    found = cursor.execute(
        "WITH mine AS (SELECT source_row, customer_id, document_no FROM row_note n "
        "JOIN activity a ON a.activity_id = n.note_id "
        "WHERE n.import_id = $id AND n.noted = 'activity' AND document_no IS NOT NULL) "
        "SELECT count(*), min(source_row) FROM mine WHERE (customer_id, document_no) NOT IN "
        "(SELECT (customer_id, document_no) FROM document WHERE document_no IN (SELECT document_no FROM mine))",
        {"id": import_id},
    ).fetchall()
    return found[0][0], found[0][1]


def _keep_promises(cursor: Cursor, import_id: int) -> None:
    """What was promised in the activities that are new."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE promising AS SELECT i.source_row, l.customer_id, l.document_no, i.promised_date, "
        "i.promised_amount, coalesce(i.currency, getvariable('currency')) AS currency, l.done_on AS made_on, l.note, "
        "l.outcome_of_row FROM landing l JOIN incoming i ON i.source_row = l.source_row WHERE i.promised_date IS NOT NULL"
    )
    _keep(cursor, HEARD, HEARD.columns, "promising", import_id)


def _keep(cursor: Cursor, noted: Noted, columns: str, landed: str, import_id: int) -> None:
    """Number the new rows of a landing table after the last note there is, and keep them."""
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE numbered AS SELECT *, row_number() OVER (ORDER BY source_row) + "
        f"(SELECT coalesce(max({noted.number}), 0) FROM {noted.table}) AS number FROM {landed} WHERE outcome_of_row = 'new'"
    )
    cursor.execute(
        f"INSERT INTO {noted.table} ({noted.number}, {columns}, made_by, made_at) "
        f"SELECT number, {columns}, getvariable('imported_by'), getvariable('imported_at') FROM numbered ORDER BY number"
    )
    cursor.execute(
        "INSERT INTO row_note SELECT $id, source_row, $table, number FROM numbered",
        {"id": import_id, "table": noted.table},
    )


def _rejected(cursor: Cursor) -> pa.Table:
    query = (
        "SELECT source_row, 'customer_id' AS \"column\", customer_id AS value, outcome_of_row AS code, '{}' AS facts, "
        "NULL::VARCHAR AS currency, NULL::DECIMAL(18,2) AS amount, NULL::VARCHAR AS raw FROM landing "
        "WHERE outcome_of_row = 'customer_unknown' ORDER BY source_row"
    )
    return cursor.sql(query).to_arrow_table().cast(REJECTED)
