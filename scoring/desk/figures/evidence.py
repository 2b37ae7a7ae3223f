"""Where a figure comes from at last: a document's allocations, and the line of the file it was read from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.errors import ScoringError
from scoring.ledger.process.child import source_lines
from scoring.ledger.reading import ImportOptions
from scoring.store import Store


@dataclass(frozen=True)
class SourceLine:
    """One row of a file as it stands there. `cells` are heading and text, in the file's order; "" = no heading."""

    file: str
    sheet: str
    row: int
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Evidence:
    """One document as of a day: its row of the mart customer_documents, and what was allocated to it by then.

    Each allocation has the number of its receipt or credit note and where that was read from (import_id, source_row).
    """

    document: dict[str, Any]
    allocations: tuple[dict[str, Any], ...]


def evidence(store: Store, document_key: int, as_of: date) -> Evidence:
    """A document and its allocations by the end of `as_of`, oldest first. Raises ScoringError "document_unknown"."""
    found = store.one("document", document_key=document_key)
    if found is None:
        raise ScoringError("document_unknown", document=document_key)
    params = {"customer": found["customer_id"], "as_of": as_of}
    row = store.one("customer_documents", params, document_key=document_key)
    if row is None:
        raise ScoringError("document_later", document=found["document_no"], date=as_of.isoformat())
    params = {"document": document_key, "as_of": as_of}
    allocations = store.rows("document_allocations", params, order=["value_date", "source_key"])
    return Evidence(row, tuple(allocation | _source(store, allocation) for allocation in allocations))


def source_line(store: Store, import_id: int, row: int) -> SourceLine:
    """The row of the kept file that something was read from. Raises ScoringError "import_unknown", or as `source_lines`."""
    found = store.one("import", import_id=import_id)
    if found is None:
        raise ScoringError("import_unknown", import_id=import_id)
    told = json.loads(found["options"])
    options = ImportOptions(encoding=told["encoding"])
    path, sheet = store.raw.path_of(found["file_sha256"]), found["sheet"]
    cells = source_lines(path, sheet, [row], options).get(row, ())
    headings = _headings(json.loads(found["report"]), len(cells))
    return SourceLine(found["file_name"], sheet, row, tuple(zip(headings, cells, strict=True)))


def _source(store: Store, allocation: Mapping[str, Any]) -> dict[str, Any]:
    """Number, amount and place of the receipt or credit note that an allocation comes from."""
    credit = allocation["source_kind"] == "credit_note"
    table, key, number = (
        ("document", "document_key", "document_no") if credit else ("receipt", "receipt_key", "receipt_no")
    )
    row = store.one(table, None, **{key: allocation["source_key"]}) or {}
    return {"source_no": row.get(number), "import_id": row.get("import_id"), "source_row": row.get("source_row")}


def _headings(report: Mapping[str, Any], width: int) -> list[str]:
    """Headings by column: the matched ones from the report; the others fill the gaps, as far as they can be placed."""
    placed = {match["column"]: match["heading"] for match in report["mapping"]}
    gaps = [column for column in range(width) if column not in placed]
    if len(gaps) == len(report["unmapped"]):
        placed |= dict(zip(gaps, report["unmapped"], strict=True))
    return [placed.get(column, "") for column in range(width)]
