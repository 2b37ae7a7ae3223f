"""Readings <-> a directory: one Arrow IPC file a table, the rest as JSON. How they pass from the child to its parent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from scoring.errors import Issue
from scoring.ledger.reading import ImportOptions, Match, Reading
from scoring.ledger.schema import REJECTED as REJECTED_ROWS
from scoring.ledger.schema import SCHEMAS
from scoring.terms import Kind

ANSWER = "answer.json"
"""What the child says at its end, in the folder it was given."""
INDEX = "readings.json"
REJECTED = "rejected"


def write_readings(readings: Sequence[Reading], folder: Path) -> None:
    """Write readings into an empty folder."""
    entries = []
    for number, reading in enumerate(readings):
        for name, table in {**reading.tables, REJECTED: reading.rejected}.items():
            _write_table(table, folder / f"{number}-{name}.arrow")
        entries.append(_entry(reading))
    (folder / INDEX).write_text(json.dumps(entries, default=_written), encoding="utf-8")


def load_readings(folder: Path) -> list[Reading]:
    """The readings of a folder. Tables are memory-mapped: they outlive the folder and cost no memory until read."""
    entries = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    return [_reading(entry, folder, number) for number, entry in enumerate(entries)]


def _write_table(table: pa.Table, path: Path) -> None:
    """Columns without any value travel as such, which takes no room."""
    for at, column in enumerate(table.columns):
        if column.null_count == table.num_rows:
            table = table.set_column(at, table.field(at).name, pa.nulls(table.num_rows))
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _load_table(path: Path, schema: pa.Schema) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all().cast(schema)


def _entry(reading: Reading) -> dict[str, Any]:
    """A reading without its tables, of which only the names stay."""
    fields = {name: value for name, value in vars(reading).items() if name not in ("tables", REJECTED)}
    fields["mapping"] = [asdict(match) for match in reading.mapping]
    fields["warnings"] = [asdict(issue) for issue in reading.warnings]
    return {**fields, "tables": list(reading.tables)}


def _reading(entry: dict[str, Any], folder: Path, number: int) -> Reading:
    restored = {
        "kind": Kind(entry["kind"]),
        "sheets": tuple(entry["sheets"]),
        "headings": tuple(entry["headings"]),
        "mapping": tuple(Match(**match) for match in entry["mapping"]),
        "unmapped": tuple(entry["unmapped"]),
        "warnings": tuple(Issue(**issue) for issue in entry["warnings"]),
        "money": {c: {k: Decimal(v) for k, v in sums.items()} for c, sums in entry["money"].items()},
        "preview": tuple(tuple(row) for row in entry["preview"]),
        "known_on": _day(entry["known_on"]),
        "stated_on": _day(entry["stated_on"]),
        "tables": {name: _load_table(folder / f"{number}-{name}.arrow", SCHEMAS[name]) for name in entry["tables"]},
        REJECTED: _load_table(folder / f"{number}-{REJECTED}.arrow", REJECTED_ROWS),
    }
    return Reading(**{**entry, **restored})


def options_to_json(options: ImportOptions) -> dict[str, Any]:
    """Import options as plain JSON values.

    >>> options_from_json(options_to_json(ImportOptions(Kind.RATES, known_on=date(2020, 1, 31)))).known_on
    datetime.date(2020, 1, 31)
    """
    return {**vars(options), "known_on": options.known_on and options.known_on.isoformat()}


def options_from_json(fields: dict[str, Any]) -> ImportOptions:
    """The options that `options_to_json` wrote."""
    kind = Kind(fields["kind"]) if fields["kind"] else None
    return ImportOptions(**{**fields, "kind": kind, "known_on": _day(fields["known_on"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _written(value: object) -> str:
    """JSON of what JSON does not know: money and days as text."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in a reading")
