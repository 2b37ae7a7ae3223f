"""Customers: a list of its own, or what an invoice list says of them beside the documents."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import Coded, Days, Mask, coded, day_array
from scoring.ledger.cells.currencies import read_currencies
from scoring.ledger.cells.words import nature_word_of
from scoring.ledger.headings.fields import ATTRIBUTES
from scoring.ledger.rows.common import Rows, table_of
from scoring.ledger.rows.who import Who, read_customers
from scoring.ledger.rows.worksheet import Worksheet
from scoring.ledger.schema import CUSTOMERS

Positions = npt.NDArray[np.int64]


def read_customer_list(sheet: Worksheet) -> Rows:
    """One row per customer. Of rows with the same number the last filled cell of each column counts; the others are
    duplicates, with a warning where they differ."""
    who = read_customers(sheet)
    days = sheet.dates(("since",))
    columns = _columns(sheet, who, days, reject=True) | {"terms_days": sheet.terms()}
    live = sheet.fates.live
    ids = coded(who.ids)
    table = _folded(columns, ids, live, sheet.source_rows)
    first_rows = np.zeros(sheet.rows, np.bool_)
    first_rows[_first_positions(ids, live)] = True
    sheet.warn(live & ~first_rows & _differing(sheet, ids), "customer_repeated", "customer_id")
    sheet.fates.duplicate(live & ~first_rows)
    return Rows({"customers": table})


def customers_of(sheet: Worksheet, who: Who, days: Mapping[str, Days], rows: Mask) -> pa.Table | None:
    """The customers named by the live rows of an invoice list, with the most frequent name and the last filled
    attributes; None where the list says nothing of them but a number."""
    if not sheet.has("customer_name", *ATTRIBUTES) and who.names.null_count == len(who.names):
        return None
    columns = _columns(sheet, who, days, reject=False)
    ids = coded(who.ids)
    table = _folded(columns, ids, rows, sheet.source_rows)
    names = _usual_names(ids, coded(who.names), rows)
    return table.set_column(table.column_names.index("name"), CUSTOMERS.field("name"), names)


def _columns(sheet: Worksheet, who: Who, days: Mapping[str, Days], reject: bool) -> dict[str, pa.Array]:
    limit_currency = "limit_currency" if sheet.has("limit_currency") else None
    found = {
        "source_row": sheet.source_rows,
        "customer_id": who.ids,
        "name": who.names,
        "nature": sheet.words("nature", nature_word_of, "nature_unknown"),
        "credit_limit": sheet.money("credit_limit", reject).decimals() if sheet.has("credit_limit") else None,
        "since": day_array(days["since"]) if "since" in days else None,
        "parent_id": sheet.identifiers("parent_id") if sheet.has("parent_id") else None,
    }
    if sheet.has("credit_limit"):
        found["limit_currency"] = read_currencies(sheet, "credit_limit", limit_currency or "limit_currency")
    for name in ("industry", "region", "size", "owner", "external_rating"):
        found[name] = sheet.texts(name) if sheet.has(name) else None
    return {name: column for name, column in found.items() if column is not None}


def _first_positions(ids: Coded, rows: Mask) -> Positions:
    """The first of the chosen rows of each customer, in the order of the sheet."""
    backwards = np.flatnonzero(rows & (ids.codes >= 0))[::-1]
    found = np.full(len(ids.distinct), -1)
    found[ids.codes[backwards]] = backwards  # the first row comes last and stays
    return np.sort(found[found >= 0])


def _folded(columns: Mapping[str, pa.Array], ids: Coded, rows: Mask, source_rows: pa.Array) -> pa.Table:
    """One row per customer, each column with its last filled value."""
    firsts = _first_positions(ids, rows)
    place = np.full(len(ids.distinct) + 1, -1)
    place[ids.codes[firsts]] = np.arange(len(firsts))
    folded = {
        name: column.take(pa.array(firsts))
        if name == "source_row"
        else _last_filled(column, ids, rows, place, len(firsts))
        for name, column in columns.items()
    }
    return table_of(CUSTOMERS, folded, np.ones(len(firsts), np.bool_))


def _last_filled(column: pa.Array, ids: Coded, rows: Mask, place: Positions, customers: int) -> pa.Array:
    filled = np.flatnonzero(rows & pc.is_valid(column).to_numpy(zero_copy_only=False) & (ids.codes >= 0))
    last = np.full(customers, -1)
    last[place[ids.codes[filled]]] = filled
    return column.take(pa.array(last, mask=last < 0))


def _usual_names(ids: Coded, names: Coded, rows: Mask) -> pa.Array:
    """The most frequent name of each customer, the earlier one of two equally frequent; order of `_first_positions`."""
    chosen = np.flatnonzero(rows & (ids.codes >= 0) & (names.codes >= 0))
    width = max(1, len(names.distinct))
    counted = pa.array(ids.codes[chosen].astype(np.int64) * width + names.codes[chosen]).value_counts()
    pairs = counted.field("values").to_numpy()[::-1]
    order = np.argsort(counted.field("counts").to_numpy()[::-1], kind="stable")  # most frequent last: it stays
    usual = np.full(len(ids.distinct) + 1, -1)
    usual[pairs[order] // width] = pairs[order] % width
    found = usual[ids.codes[_first_positions(ids, rows)]]
    return names.distinct.take(pa.array(found, mask=found < 0))


def _differing(sheet: Worksheet, ids: Coded) -> Mask:
    """Rows that do not equal the first row of their customer in every cell."""
    live = sheet.fates.live & (ids.codes >= 0)
    first_of = np.zeros(len(ids.distinct) + 1, np.int64)
    positions = _first_positions(ids, live)
    first_of[ids.codes[positions]] = positions
    other = pa.array(first_of[ids.codes])
    found = sheet.nothing()
    for i in range(len(sheet.layout.labels)):
        column = sheet.layout.column(i)
        same = pc.equal(pc.fill_null(column, ""), pc.fill_null(column.take(other), ""))
        found |= ~same.to_numpy(zero_copy_only=False)
    return found & live
