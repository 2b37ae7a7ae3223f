"""Lists of open items: which readings are one, and which documents they hold, those of refused rows included."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.identifiers import read_identifiers
from scoring.ledger.reading import Reading
from scoring.terms import Kind

OPEN = ("open", "part")


def is_open_list(reading: Reading) -> bool:
    """Whether a reading looks like a list of what was open on a day: it states the day, and nothing in it is settled."""
    documents = reading.tables.get("documents")
    if reading.kind != Kind.INVOICES or reading.stated_on is None or documents is None or not documents.num_rows:
        return False
    status, unpaid = documents["status"], documents["open_amount"]
    settled = pc.any(pc.is_valid(documents["settled_date"])).as_py()
    closed = pc.any(pc.invert(pc.is_in(status.drop_null(), value_set=pa.array(OPEN)))).as_py()
    paid = pc.any(pc.equal(unpaid, pa.scalar(0, unpaid.type))).as_py()
    says_open = "open_amount" in {match.field for match in reading.mapping} or status.null_count < len(status)
    return bool(says_open and not settled and not closed and not paid)


def refused_numbers(reading: Reading) -> list[str]:
    """Document numbers in rows that were refused while the file was read; such documents are in the list all the same."""
    column = next((match.column for match in reading.mapping if match.field == "document_no"), None)
    if column is None:
        return []
    rows = [json.loads(raw) for raw in reading.rejected["raw"].to_pylist() if raw]
    cells = pa.array([row[column] for row in rows if column < len(row)], pa.string())
    return [number for number in read_identifiers(cells).values.to_pylist() if number]


def headings_key(reading: Reading) -> str:
    """The headings of a list, in one text: lists of one export share them."""
    return json.dumps(sorted(heading.strip().lower() for heading in reading.headings), ensure_ascii=False)
