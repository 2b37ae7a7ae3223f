"""A development sample from somebody's own file: CSV or Parquet, one row a case, one column the target."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from scoring.errors import ScoringError
from scoring.ledger.files.delimiters import shape_of
from scoring.ledger.files.encodings import decode
from scoring.ledger.files.sniff import Form, form_of
from scoring.scorecard.characteristics import refused
from scoring.scorecard.sample import Sample
from scoring.scorecard.values import numbers, texts

NO_NUMBER = ("NA", "N/A", "#N/A", "na", "n/a", "NaN", "nan", "NULL", "null", "None")
"""Words that stand for a missing value in a column which otherwise holds numbers; among text they are text."""
BAD_OF = {("0", "1"): "1", ("false", "true"): "true", ("bad", "good"): "bad", ("no", "yes"): "yes"}
"""Pairs of values, sorted and in small letters, of which everybody knows the bad one."""
VALUES_SHOWN = 6


@dataclass(frozen=True)
class FileSample:
    """The sample of a file. Every row is a group of its own.

    `bad_value` is the value that counts as bad, `left_out` are columns that can be no characteristic with the key of the
    reason ("known_later", "not_a_value"), `without_target` the rows that had none.
    """

    sample: Sample
    target: str
    bad_value: str
    left_out: tuple[tuple[str, str], ...]
    without_target: int


def sample_of_file(path: Path, target: str, bad: str | None = None) -> FileSample:
    """Read a file and tell its goods from its bads by the column `target`; `bad` is the value that is bad.

    Raises ScoringError "table_form", "table_unreadable", "table_empty", "column_twice", and as `sample_of_table`.
    """
    return sample_of_table(read_table(path), target, bad)


def sample_of_table(table: pa.Table, target: str, bad: str | None = None) -> FileSample:
    """The sample of a table that is read already.

    Raises ScoringError "target_unknown", "target_empty", "target_one_class", "target_not_two_classes",
    "bad_value_needed" or "bad_value_unknown"; "no_characteristics" where no other column can be one.

    >>> found = sample_of_table(pa.table({"age": [30, 40, 50], "late": ["no", "yes", None]}), "late")
    >>> found.bad_value, found.sample.bad.tolist(), found.without_target
    ('yes', [False, True], 1)
    """
    if target not in table.column_names:
        raise ScoringError("target_unknown", target=target, columns=", ".join(table.column_names))
    outcomes = texts(table[target])
    bad_value = _bad_value(target, outcomes, bad)
    known = pc.is_valid(outcomes)
    kept = table.filter(known)
    later = refused(table.column_names)
    columns, left_out = {}, []
    for name in table.column_names:
        if name != target and name in later:
            left_out.append((name, "known_later"))
        elif name != target and not _is_value(table[name].type):
            left_out.append((name, "not_a_value"))
        elif name != target:
            columns[name] = _column(kept[name], name)
    if not columns:
        raise ScoringError("no_characteristics", target=target, columns=", ".join(table.column_names))
    bads = pc.equal(outcomes.filter(known), bad_value).to_numpy(zero_copy_only=False).astype(bool)
    sample = Sample(pa.table(columns), bads, np.arange(len(bads)), np.full(len(bads), "", dtype=np.str_))
    return FileSample(sample, target, bad_value, tuple(left_out), table.num_rows - len(bads))


def read_table(path: Path) -> pa.Table:
    """A CSV (any delimiter and encoding that the importer knows) or Parquet file. Columns of a CSV that hold only numbers
    and words for missing become numbers.

    Raises ScoringError "table_form", "table_unreadable", "table_empty", "column_twice"; OSError without such a file.
    """
    form = form_of(path)
    if form not in (Form.TEXT, Form.PARQUET):
        raise ScoringError("table_form", form=form.value)
    try:
        table = pq.read_table(path) if form is Form.PARQUET else _csv(path.read_bytes())
    except pa.ArrowException as trouble:
        raise ScoringError("table_unreadable", reason=str(trouble).splitlines()[0]) from trouble
    twice = [name for name, times in Counter(table.column_names).items() if times > 1]
    if twice:
        raise ScoringError("column_twice", column=twice[0])
    if not table.num_rows:
        raise ScoringError("table_empty")
    return table if form is Form.PARQUET else pa.table({n: _typed(table[n]) for n in table.column_names})


def _csv(data: bytes) -> pa.Table:
    utf8 = decode(data).utf8
    shape = shape_of(utf8)
    parse = pa.csv.ParseOptions(delimiter=shape.delimiter, newlines_in_values=True)
    read = pa.csv.ReadOptions(skip_rows=int(shape.announced))
    names = pa.csv.open_csv(io.BytesIO(utf8), read, parse).schema.names
    as_text = pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    return pa.csv.read_csv(io.BytesIO(utf8), read, parse, as_text)


def _typed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of text as numbers, if that is all it holds."""
    words = pc.utf8_trim_whitespace(column)
    missing = pc.or_(pc.equal(words, ""), pc.is_in(words, pa.array(NO_NUMBER)))
    known = pc.if_else(missing, pa.scalar(None, pa.string()), words)
    if known.null_count == len(known):
        return column
    try:
        return known.cast(pa.float64())
    except pa.ArrowInvalid:
        return column


def _is_value(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    known = (pa.types.is_string, pa.types.is_large_string, pa.types.is_boolean, pa.types.is_null, pa.types.is_integer)
    return any(test(inner) for test in (*known, pa.types.is_floating, pa.types.is_decimal))


def _column(column: pa.ChunkedArray, name: str) -> pa.Array:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    coded = number and not pa.types.is_dictionary(column.type)  # a category stays one, whatever its labels
    return pa.array(numbers(column, name)) if coded else texts(column)


def _bad_value(target: str, outcomes: pa.Array, bad: str | None) -> str:
    values = sorted(outcomes.drop_null().unique().to_pylist())
    shown = ", ".join(values[:VALUES_SHOWN]) + (", …" if len(values) > VALUES_SHOWN else "")
    if not values:
        raise ScoringError("target_empty", target=target)
    if bad is not None:
        named = bad if bad in values else _as_whole(bad)
        if named not in values:
            raise ScoringError("bad_value_unknown", target=target, value=bad, values=shown)
        bad = named
    if len(values) == 1:
        raise ScoringError("target_one_class", target=target, value=values[0])
    if bad is not None:
        return bad
    if len(values) > 2:
        raise ScoringError("target_not_two_classes", target=target, count=len(values), values=shown)
    by_word = {value.casefold(): value for value in values}
    known = BAD_OF.get(tuple(sorted(by_word)))
    if known is None:
        raise ScoringError("bad_value_needed", target=target, values=shown)
    return str(by_word[known])


def _as_whole(bad: str) -> str:
    """ "1.0" as "1", the way a number among the targets is written."""
    try:
        return texts(pa.array([float(bad)]))[0].as_py() or bad
    except ValueError:
        return bad
