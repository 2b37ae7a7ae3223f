"""Small sheets written in a test's text, and what becomes of them."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pyarrow as pa

from scoring.ledger.interpret import interpret
from scoring.ledger.reading import ImportOptions, RawSheet, Reading


def sheet_of(rows: list[list[str]], name: str = "Sheet1") -> RawSheet:
    """A raw sheet with these cells; "" is an empty cell."""
    width = max(len(row) for row in rows)
    filled = [row + [""] * (width - len(row)) for row in rows]
    columns = {f"c{i}": pa.array([row[i].strip() or None for row in filled], pa.string()) for i in range(width)}
    return RawSheet(name, pa.table({"source_row": pa.array(range(1, len(rows) + 1), pa.int64()), **columns}))


def sheet(text: str, delimiter: str = "|") -> RawSheet:
    """A raw sheet written in lines; blank lines at the ends do not count."""
    return sheet_of(list(csv.reader(io.StringIO(text.strip()), delimiter=delimiter)))


def read(text: str, delimiter: str = "|", **options: Any) -> Reading:
    """The reading of a sheet that some kind must recognise."""
    reading = interpret(sheet(text, delimiter), ImportOptions(**options))
    assert reading is not None
    assert balances(reading)
    return reading


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a table of a reading, money as text."""
    found = reading.tables[table].select(columns).to_pylist()
    return [tuple(str(v) if isinstance(v, Decimal) else v for v in row.values()) for row in found]


def codes(reading: Reading) -> list[tuple[int, str]]:
    """Row and reason of what was rejected."""
    return [(row["source_row"], row["code"]) for row in reading.rejected.to_pylist()]


def warned(reading: Reading) -> dict[str, int]:
    """Codes of the warnings with the number of rows concerned."""
    return {issue.code: int(issue.facts["count"]) for issue in reading.warnings}


MAIN = {"invoices": ("documents", "receipts"), "account": ("documents", "receipts")}


def balances(reading: Reading) -> bool:
    """Whether rows read = loaded + duplicates + rejected + skipped, and the same for money per currency."""
    tables = MAIN.get(reading.kind, (reading.kind.value,))
    loaded = sum(reading.tables[name].num_rows for name in tables if name in reading.tables)
    rest = reading.duplicates + reading.rejected.num_rows + sum(reading.skipped.values())
    money = all(m["read"] == sum(v for k, v in m.items() if k != "read") for m in reading.money.values())
    return reading.rows_read == loaded + rest and money
