"""Columns of any Arrow type as the two kinds of values a scorecard knows: numbers and text, with one idea of missing."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.errors import ScoringError
from scoring.scorecard.sample import Floats

Column: TypeAlias = pa.Array | pa.ChunkedArray


def numbers(column: Column, name: str) -> Floats:
    """A column as floats, NaN where missing: null, NaN, infinite or an empty text. Booleans are 0 and 1.

    Raises ScoringError "not_a_number" (characteristic, value) for text that is no number and for dates.

    >>> numbers(pa.array(["1.5", "", None]), "age").tolist()
    [1.5, nan, nan]
    """
    plain = _decoded(column)
    if pa.types.is_boolean(plain.type):
        plain = plain.cast(pa.int8())
    elif pa.types.is_string(plain.type) or pa.types.is_large_string(plain.type):
        plain = _parsed(plain, name)
    elif pa.types.is_temporal(plain.type):
        raise ScoringError("not_a_number", characteristic=name, value=str(plain.type))
    values = np.asarray(plain.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)
    finite = np.isfinite(values)
    return values if finite.all() else np.where(finite, values, np.nan)


def texts(column: Column) -> pa.Array:
    """A column as text, null where missing: null, NaN or an empty text. A whole float is written like an integer, so that
    a code that pandas turned into 1.0 (for a missing value elsewhere in the column) is the same category as 1.

    >>> texts(pa.array([1.0, None, 2.5])).to_pylist(), texts(pa.array([True, False])).to_pylist()
    (['1', None, '2.5'], ['true', 'false'])
    """
    plain = _decoded(column)
    if pa.types.is_floating(plain.type):
        distinct = plain.dictionary_encode()
        written = [_written(value) for value in distinct.dictionary.to_pylist()]
        plain = pc.take(pa.array(written, pa.string()), distinct.indices)
    words = plain.cast(pa.string())
    return pc.if_else(pc.equal(words, ""), pa.scalar(None, pa.string()), words)


def _decoded(column: Column) -> pa.Array:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole


def _parsed(column: pa.Array, name: str) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(column)
    filled = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, trimmed.type), trimmed)
    try:
        return filled.cast(pa.float64())
    except pa.ArrowInvalid as trouble:
        wrong = next(text for text in filled.to_pylist() if text is not None and not _is_number(text))
        raise ScoringError("not_a_number", characteristic=name, value=wrong) from trouble


def _is_number(text: str) -> bool:
    try:
        pa.scalar(text).cast(pa.float64())
    except pa.ArrowInvalid:
        return False
    return True


def _written(value: float) -> str | None:
    if value != value:
        return None
    return str(int(value)) if float(value).is_integer() else repr(value)
