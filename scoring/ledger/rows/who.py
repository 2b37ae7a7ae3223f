"""Whose row it is: the number's column, else the name's, else the line above the table, else a heading of a group."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import Mask, coded
from scoring.ledger.cells.identifiers import id_of_name
from scoring.ledger.headings.layout import Layout
from scoring.ledger.headings.preamble import read_preamble
from scoring.ledger.headings.rowmarks import is_total_word, names_a_total
from scoring.ledger.headings.vocabulary import folded, is_blank
from scoring.ledger.rows.worksheet import Worksheet

PAGE = re.compile(r"^(page|seite|pagina|página)\b|^第.*页|^\W*\d[\d.,: /-]*$")


@dataclass(frozen=True)
class Who:
    """Customer of each row. `ids` is null where nobody is named; `names` null where only a number is."""

    ids: pa.Array
    names: pa.Array


def read_customers(sheet: Worksheet, required: bool = True) -> Who:
    """The customer of each row; a row without one is refused where it is required.

    A number beats a name. Where there are only names, the name in one spelling is the number.
    """
    who = _named(sheet)
    if required:
        column = sheet.column_of("customer_id")
        where = column if column is not None else sheet.column_of("customer_name")
        sheet.fates.reject(pc.is_null(who.ids).to_numpy(zero_copy_only=False), "customer_missing", where)
    return who


def _named(sheet: Worksheet) -> Who:
    if sheet.has("customer_id"):
        ids = sheet.identifiers("customer_id")
        names = sheet.texts("customer_name")
        if sheet.has("customer_name") and ids.null_count:
            ids = pc.coalesce(ids, _ids_beside(ids, names), _ids_of(names))
        return Who(ids, names)
    if sheet.has("customer_name"):
        names = sheet.texts("customer_name")
        return Who(_ids_of(names), names)
    told = sheet.preamble
    groups = _group_rows(sheet.layout, labelled=told.customer is not None)
    heads = sheet.nothing()
    heads[[row for row, _ in groups]] = True
    sheet.fates.skip(heads, "note")
    names = _grouped_names(groups, sheet.rows, told.customer)
    if told.customer_number and not groups:
        return Who(pa.array([told.customer_number] * sheet.rows, pa.string()), names)
    return Who(_ids_of(names), names)


def _ids_of(names: pa.Array) -> pa.Array:
    cells = coded(names)
    return cells.spread([id_of_name(cell) for cell in cells.cells], pa.string())


def _ids_beside(ids: pa.Array, names: pa.Array) -> pa.Array:
    """Per row the number that its name has in another row (an opening balance that gives only the name); else null."""
    cells, numbers = coded(names), coded(ids)
    both = np.flatnonzero((cells.codes >= 0) & (numbers.codes >= 0))
    known = np.full(len(cells.distinct), -1)
    known[cells.codes[both]] = numbers.codes[both]
    return cells.spread(numbers.distinct.take(pa.array(known, mask=known < 0)))


def has_groups(layout: Layout) -> bool:
    """Whether the rows begin with a single name, as in reports grouped by customer."""
    return any(row == 0 for row, _ in _group_rows(layout, labelled=False))


def _grouped_names(groups: list[tuple[int, str]], rows: int, before: str | None) -> pa.Array:
    """Per row the name of the group it stands in; `before` the first one."""
    names: list[str | None] = [before, *[None] * rows][:rows]
    for row, name in groups:
        names[row] = name
    return pc.fill_null_forward(pa.array(names, pa.string()))


def _group_rows(layout: Layout, labelled: bool) -> list[tuple[int, str]]:
    """Rows that do nothing but name a customer; only those that say so ("Customer: ..."), where `labelled`."""
    columns = [layout.column(i) for i in range(len(layout.labels))]
    count = np.zeros(layout.grid.table.num_rows, np.int16)
    for column in columns:
        count += pc.is_valid(column).to_numpy(zero_copy_only=False)
    sparse: Mask = (count >= 1) & (count <= 2)
    found: list[tuple[int, str]] = []
    if sparse.sum() * 2 > len(count):
        return found
    for row in np.flatnonzero(sparse):
        cells = [text for column in columns if (text := column[int(row)].as_py())]
        told = read_preamble([cells]).customer
        alone = cells[0] if len(cells) == 1 and not labelled and not _is_label(cells[0]) else None
        name = told or alone
        if name and not is_blank(name):
            found.append((int(row), name))
    return found


def _is_label(text: str) -> bool:
    return is_total_word(text) or names_a_total(text) or PAGE.match(folded(text)) is not None
