"""Parquet and JSON records read like the sheet they could have been: field names in row 1."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.errors import ScoringError
from tests.ledger.books import cells, read_bytes, source_rows


def parquet(**columns: pa.Array) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


def test_parquet(tmp_path: Path) -> None:
    content = parquet(
        no=pa.array(["001", None, "003"]),
        amount=pa.array([55.94, 1000.0, 1e-7]),
        paid=pa.array([Decimal("1.50"), None, Decimal("1E3")], pa.decimal128(18, 2)),
        due=pa.array([date(2020, 1, 31)] * 3),
        booked=pa.array([datetime(2020, 1, 31), datetime(2020, 1, 31, 10), None]),
        stamp=pa.array([datetime(2020, 1, 31, 10, 0, 0, 123)] * 3, pa.timestamp("ns")),
        owner=pa.array(["A", "A", "B"]).dictionary_encode(),
        open=pa.array([True, False, None]),
    )
    sheet = read_bytes(tmp_path, content)
    assert source_rows(sheet) == [1, 2, 3, 4]
    assert cells(sheet)[0] == ["no", "amount", "paid", "due", "booked", "stamp", "owner", "open"]
    stamp = "2020-01-31T10:00:00.000123000"
    assert cells(sheet)[1] == ["001", "55.94", "1.50", "2020-01-31", "2020-01-31", stamp, "A", "true"]
    assert cells(sheet)[2] == [None, "1000", None, "2020-01-31", "2020-01-31T10:00:00", stamp, "A", "false"]
    assert cells(sheet)[3][1:3] == ["0.0000001", "1000.00"]


def test_parquet_with_days_kept_as_moments(tmp_path: Path) -> None:
    sheet = read_bytes(tmp_path, parquet(due=pa.array([datetime(2020, 1, 31)], pa.timestamp("ns", "UTC"))))
    assert cells(sheet) == [["due"], ["2020-01-31"]]


def test_parquet_nested_and_binary(tmp_path: Path) -> None:
    sheet = read_bytes(tmp_path, parquet(a=pa.array([[1, 2], None, []]), b=pa.array([b"x", b"y", b"z"])))
    assert cells(sheet) == [["a", "b"], ["[1, 2]", "x"], [None, "y"], ["[]", "z"]]


@pytest.mark.parametrize(
    "text",
    [
        '[{"no": "001", "amount": 1.50}, {"no": "002", "amount": null, "open": true}]',
        '{"page": 1, "data": [{"no": "001", "amount": 1.50}, {"no": "002", "open": true}]}',
        '{"no": "001", "amount": 1.50}\n{"no": "002", "open": true}\n',
    ],
)
def test_json_records(tmp_path: Path, text: str) -> None:
    sheet = read_bytes(tmp_path, text.encode("utf-16"))
    assert cells(sheet) == [["no", "amount", "open"], ["001", "1.50", None], ["002", None, "true"]]
    assert source_rows(sheet) == [1, 2, 3]


def test_json_numbers_keep_their_digits(tmp_path: Path) -> None:
    sheet = read_bytes(
        tmp_path, b'[{"a": 12345678901234567890, "b": 1E3, "c": 1e999999999, "d": {"e": [1]}, "f": NaN}]'
    )
    assert cells(sheet) == [
        ["a", "b", "c", "d.e", "f"],
        ["12345678901234567890", "1000", "1E+999999999", '["1"]', None],
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"[]", "json_no_records"),
        (b'[{"a": 1},', "file_damaged"),
        (b"[" * 100_000, "file_damaged"),
        (b"{}", "json_no_records"),
    ],
)
def test_json_without_records(tmp_path: Path, text: bytes, code: str) -> None:
    with pytest.raises(ScoringError) as stop:
        read_bytes(tmp_path, text)
    assert stop.value.code == code


def test_a_heading_in_brackets_is_no_json(tmp_path: Path) -> None:
    assert cells(read_bytes(tmp_path, b"[Amount],b\n1,2\n")) == [["[Amount]", "b"], ["1", "2"]]
