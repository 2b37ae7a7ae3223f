"""Parquet and JSON records -> a sheet. Both know their field names: those become row 1, the records follow."""

from __future__ import annotations

import json
import re
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from scoring.errors import ScoringError
from scoring.ledger.files.canonical import SOURCE_ROW, plain, table_of_rows, tidy
from scoring.ledger.files.encodings import Decoded
from scoring.ledger.files.zipscan import CELLS_MAX
from scoring.ledger.reading import RawSheet

JSON_START = re.compile(rb'\s*(\[\s*[\[{\]]|\{\s*["}])')


def sheet_of_parquet(path: Path) -> RawSheet:
    """The one sheet, named "", of a Parquet file. Raises ScoringError: file_damaged, sheet_too_large."""
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            rows, columns = file.metadata.num_rows, file.metadata.num_columns
            if rows * columns > CELLS_MAX:
                raise ScoringError("sheet_too_large", rows=rows, columns=columns, member="Parquet")
            return RawSheet("", _with_heading(file.read()))
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, UnicodeDecodeError) as trouble:
        raise ScoringError("file_damaged", found="Parquet") from trouble


def _with_heading(table: pa.Table) -> pa.Table:
    names = [f"c{i}" for i in range(table.num_columns)]
    texts = pa.table([_column_text(column) for column in table.columns], names=names)
    head = pa.table([pa.array([name]) for name in table.column_names], names=names)
    whole = pa.concat_tables([head, texts])
    return tidy(whole.append_column(SOURCE_ROW, pa.array(range(1, whole.num_rows + 1), pa.int64())))


def _column_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A typed column in the canonical spelling of cells."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _column_text(column.cast(kind.value_type))
    if pa.types.is_timestamp(kind):
        moments = pc.strftime(column, "%Y-%m-%dT%H:%M:%S")
        return pc.replace_substring_regex(pc.replace_substring_regex(moments, r"\.0+$", ""), "T00:00:00$", "")
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _numbers_text(column)
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.chunked_array([[_json(value) for value in column.to_pylist()]], pa.string())
    return column.cast(pa.string())


def _numbers_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_finite(column), column, None)
    texts = column.cast(pa.string())
    if not pc.any(pc.match_substring_regex(texts, "[eE]")).as_py():
        return texts
    return pa.chunked_array([[text and plain(text) for text in texts.to_pylist()]], pa.string())


def sheet_of_json(decoded: Decoded) -> RawSheet:
    """The one sheet, named "", of JSON records: an array of objects, an object that holds one, or an object a line.

    Numbers keep the digits of the file. Objects within a record become columns "outer.inner", lists stay JSON. Raises
    ScoringError: file_damaged, json_no_records.
    """
    records = [_flat(record) for record in _records(decoded.utf8.decode())]
    names = list(dict.fromkeys(name for record in records for name in record))
    if not names:
        raise ScoringError("json_no_records")
    rows = ([record.get(name) for name in names] for record in records)
    return RawSheet("", table_of_rows(chain([names], rows)), decoded.encoding)


def _records(text: str) -> list[dict[str, Any]]:
    try:
        whole = _loads(text)
    except (ValueError, RecursionError) as trouble:
        whole = _lines(text, trouble)
    candidates = [whole, *whole.values()] if isinstance(whole, dict) else [whole]
    lists = [each for each in candidates if isinstance(each, list) and each]
    records = max((each for each in lists if all(isinstance(item, dict) for item in each)), key=len, default=None)
    if records is None and isinstance(whole, dict):
        records = [whole]
    if records is None:
        raise ScoringError("json_no_records")
    return records


def _lines(text: str, trouble: Exception) -> list[Any]:
    """One JSON value a line."""
    try:
        return [_loads(line) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError):
        raise ScoringError("file_damaged", found="JSON") from trouble


def _loads(text: str) -> Any:
    return json.loads(text, parse_int=str, parse_float=plain, parse_constant=lambda name: None)


def _flat(record: dict[str, Any], prefix: str = "") -> dict[str, object]:
    cells: dict[str, object] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            cells |= _flat(value, f"{prefix}{name}.")
        else:
            cells[prefix + name] = _json(value) if isinstance(value, list) else value
    return cells


def _json(value: object) -> str | None:
    """A value that is no cell, as text: bytes by UTF-8, anything nested as JSON."""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)
