"""The task of taking observations along: one file of a date, for a spreadsheet or another program."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scoring.desk.reports.export import safe_text
from scoring.desk.scorecard.observations import observations_at
from scoring.errors import ScoringError
from scoring.store import Store

SUFFIXES = (".csv", ".parquet")


def observations_file(store: Store, as_of: date, out: Path) -> dict[str, int]:
    """Write `observations_at` to `out` and return how many customers have which status.

    The suffix of `out` says what it becomes: CSV (UTF-8 with BOM, no formula of a customer's text is live) or Parquet.
    Headings are the names of the columns, so that either can be read back as a development sample.
    Raises ScoringError "not_a_choice" for another suffix and as `observations_at`.
    """
    if out.suffix.lower() not in SUFFIXES:
        raise ScoringError("not_a_choice", option="--out", value=out.name, allowed=", ".join(SUFFIXES))
    table = observations_at(store, as_of)
    if out.suffix.lower() == ".parquet":
        pq.write_table(table, out)
    else:
        _write_csv(table, out)
    return dict(Counter(table["status"].to_pylist()))


def _write_csv(table: pa.Table, out: Path) -> None:
    columns = [column.to_pylist() for column in table.columns]
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.column_names)
        writer.writerows([safe_text(cell) for cell in row] for row in zip(*columns, strict=True))
