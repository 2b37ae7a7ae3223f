"""What reading a sheet's rows yields, and helpers every kind shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import Days, Mask, Money
from scoring.ledger.cells.identifiers import generated_numbers
from scoring.ledger.rows.worksheet import Worksheet


@dataclass(frozen=True)
class Rows:
    """Tables by name, and per row of the sheet the amount and currency it is accounted under (None = no money)."""

    tables: dict[str, pa.Table]
    amounts: Money | None = None
    currency: pa.Array | None = None
    known_on: date | None = None


def table_of(schema: pa.Schema, columns: dict[str, pa.Array], rows: Mask) -> pa.Table:
    """The chosen rows in the shape of `schema`; columns not given are null."""
    size = len(rows)
    arrays = [columns[f.name] if f.name in columns else pa.nulls(size, f.type) for f in schema]
    table = pa.table(arrays, schema=schema)
    return table if rows.all() else table.filter(pa.array(rows))


def numbered(sheet: Worksheet, numbers: pa.Array, parts: list[pa.Array], name: str) -> tuple[pa.Array, pa.Array]:
    """Numbers with generated ones where live rows carry none, and which are generated. Warns once."""
    bare = pc.is_null(numbers).to_numpy(zero_copy_only=False) & sheet.fates.live
    if not bare.any():
        return numbers, pa.array(bare)
    sheet.warn(bare, "number_generated", name)
    chosen = pa.array(bare)
    made = generated_numbers([part.filter(chosen) for part in parts])
    places = np.cumsum(bare) - 1
    return pc.coalesce(numbers, made.take(pa.array(places, mask=~bare))), chosen


def latest(*columns: Days | None) -> date | None:
    """The latest of all days; None where there is none."""
    found = [column[~np.isnat(column)].max() for column in columns if column is not None and not np.isnat(column).all()]
    day: date | None = max(found).item() if found else None
    return day


def known_on(sheet: Worksheet, *columns: Days | None) -> date | None:
    """The date the sheet speaks of: the user's, else the one stated above the table, else the latest in the columns.

    A stated date that could be read two ways takes the order of the sheet's own dates, and counts only where one fits.
    """
    if sheet.options.known_on:
        return sheet.options.known_on
    stated = sheet.preamble.known_on or {}
    orders = [*sheet.date_orders.values(), sheet.options.date_order]
    if len(stated) == 1:
        return next(iter(stated.values()))
    fitting = [stated[order] for order in orders if order in stated]
    return fitting[0] if fitting else latest(*columns)


def same_day(day: date | None, rows: Mask) -> pa.Array:
    """`day` on the chosen rows, null elsewhere."""
    return pc.if_else(pa.array(rows), pa.scalar(day, pa.date32()), pa.scalar(None, pa.date32()))


def truths(mask: pa.Array) -> Mask:
    """An Arrow truth column as a mask, null as False."""
    found: Mask = pc.fill_null(mask, False).to_numpy(zero_copy_only=False)
    return found


def is_one_of(values: pa.Array, *wanted: str) -> Mask:
    """Rows whose value is one of these."""
    if values.null_count == len(values):
        return np.zeros(len(values), np.bool_)
    return truths(pc.is_in(values, value_set=pa.array(wanted, pa.string())))
