"""Columns in which few values stand again and again: what is asked of a value is asked once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Column: TypeAlias = pa.Array | pa.ChunkedArray


def mapped(column: Column, of: Callable[[Any], str]) -> pa.Array:
    """What `of` says of each value, as text; each different value (None, too) is asked for once.

    >>> mapped(pa.array([1, 40, 1]), lambda days: "early" if days < 31 else "late").to_pylist()
    ['early', 'late', 'early']
    """
    coded = _coded(column)
    return pa.array([of(value) for value in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def alike(columns: Sequence[Column]) -> tuple[Whole, Whole]:
    """Rows that are alike in all columns, null being a value: the first row of each class, and the class of each row.

    >>> first, kind = alike([pa.array(["a", "b", "a", "a"]), pa.array([1, 1, 1, None])])
    >>> first.tolist(), kind.tolist()
    ([0, 3, 1], [0, 2, 0, 1])
    """
    kind = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        coded = _coded(column)
        kind = kind * len(coded.dictionary) + np.asarray(coded.indices)
        kind = np.unique(kind, return_inverse=True)[1]
    _, first, kind = np.unique(kind, return_index=True, return_inverse=True)
    return first, kind


def _coded(column: Column) -> pa.DictionaryArray:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole.dictionary_encode(null_encoding="encode")
