"""Rows that repeat an earlier one: equal in every cell = duplicates; the same number with other content = a conflict."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from scoring.errors import Fact
from scoring.ledger.cells.columns import Mask, coded
from scoring.ledger.rows.worksheet import Worksheet

Keys = npt.NDArray[np.int64]


def repeated(numbers: pa.Array) -> Mask:
    """Rows whose number stands more than once; rows without one never count.

    >>> repeated(pa.array(["A", None, "A", None, "B"])).tolist()
    [True, False, True, False, False]
    """
    codes = coded(numbers).codes
    often = np.bincount(codes[codes >= 0]) > 1
    found: Mask = np.append(often, False)[codes]
    return found


def mark_duplicates(sheet: Worksheet, often: Mask) -> None:
    """Leave out rows that equal an earlier live row in every cell; `often` are those whose number is repeated."""
    candidates = np.flatnonzero(often & sheet.fates.live)
    if len(candidates):
        columns = [sheet.layout.column(i).take(pa.array(candidates)) for i in range(len(sheet.layout.labels))]
        _, earlier = firsts(_keys(columns))
        again = sheet.nothing()
        again[candidates] = earlier
        sheet.fates.duplicate(again)


def reject_conflicts(
    sheet: Worksheet, often: Mask, key: list[pa.Array], content: Mapping[str, pa.Array], code: str, name: str
) -> None:
    """Refuse live rows whose key an earlier live row has, however they differ; the facts name that row and what differs.

    `often` are the rows whose number is repeated, `content` maps a field to its values, `name` is the number's field.
    """
    candidates = np.flatnonzero(often & sheet.fates.live)
    if not len(candidates):
        return
    chosen = pa.array(candidates)
    first_at, earlier = firsts(_keys([column.take(chosen) for column in key]))
    again = sheet.nothing()
    again[candidates] = earlier
    first_of = dict(zip(candidates[earlier].tolist(), candidates[first_at[earlier]].tolist(), strict=True))

    def facts(row: int) -> dict[str, Fact]:
        before = first_of[row]
        differing = [n for n, values in content.items() if values[row].as_py() != values[before].as_py()]
        told: dict[str, Fact] = {"first_row": int(sheet.source_rows[before].as_py())}
        told["differs"] = ", ".join(sheet.label(n) or n for n in differing) or _other_cells(sheet, row, before)
        told["here"] = " ".join(str(values[row].as_py() or "") for values in content.values()).strip()
        told["there"] = " ".join(str(values[before].as_py() or "") for values in content.values()).strip()
        return told

    sheet.fates.reject(again, code, sheet.column_of(name), facts)


def _other_cells(sheet: Worksheet, row: int, before: int) -> str:
    labels = sheet.layout.labels
    cells = [(label, sheet.layout.column(i)) for i, label in enumerate(labels)]
    return ", ".join(label for label, column in cells if column[row].as_py() != column[before].as_py())


def firsts(keys: Keys) -> tuple[Keys, Mask]:
    """Per position the first position with its key, and whether that is an earlier one.

    >>> firsts(np.array([7, 8, 7]))[0].tolist(), firsts(np.array([7, 8, 7]))[1].tolist()
    ([0, 1, 0], [False, False, True])
    """
    _, first_at, inverse = np.unique(keys, return_index=True, return_inverse=True)
    before: Keys = first_at[inverse.reshape(-1)]
    return before, before < np.arange(len(keys))


def occurrences(keys: Keys) -> Keys:
    """Per position how often its key stood before it.

    >>> occurrences(np.array([7, 8, 7, 7])).tolist()
    [0, 0, 1, 2]
    """
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    starts = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1])) if len(keys) else np.zeros(0, np.int64)
    places = np.arange(len(keys)) - np.repeat(starts, np.diff(np.append(starts, len(keys))))
    found: Keys = np.empty(len(keys), np.int64)
    found[order] = places
    return found


def _keys(columns: list[pa.Array]) -> Keys:
    """One number per row, equal where all columns are equal (null equals null)."""
    keys = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        values = column if pa.types.is_string(column.type) else pc.cast(column, pa.string())
        codes = coded(values).codes.astype(np.int64) + 1
        _, inverse = np.unique(keys * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)
        keys = inverse.reshape(-1).astype(np.int64)
    return keys
