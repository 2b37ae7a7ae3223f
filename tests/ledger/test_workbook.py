"""Workbooks of every form give the same text, and the nasty ones are refused before a parser sees them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path

import pytest

from scoring.errors import ScoringError
from scoring.ledger.files.canonical import cell_text
from tests.ledger import books
from tests.ledger.books import ROWS, TEXTS, cells, read, source_rows


@pytest.mark.parametrize("write", [books.xls, books.ods, lambda path, rows: books.xlsx(path, {"S": rows})])
def test_every_form_gives_the_same_text(tmp_path: Path, write: Callable[..., Path]) -> None:
    """The name says nothing: uploads are kept under their hash."""
    [sheet] = read(write(tmp_path / "0a1b2c", ROWS))
    assert (sheet.sheet, cells(sheet), source_rows(sheet)) == ("S", TEXTS, [1, 2, 3])


def test_xlsb(tmp_path: Path) -> None:
    [sheet] = read(books.xlsb(tmp_path / "book", [["customer", "amount"], ["客户", 55.94], ["b", 1000]]))
    assert cells(sheet) == [["customer", "amount"], ["客户", "55.94"], ["b", "1000"]]


def test_all_sheets_that_hold_something_are_read(tmp_path: Path) -> None:
    path = books.xlsx(tmp_path / "book.xlsx", {"Notes": [["hello"]], "Empty": [], "台账": ROWS})
    assert [sheet.sheet for sheet in read(path)] == ["Notes", "台账"]
    assert [sheet.sheet for sheet in read(path, sheet="台账")] == ["台账"]
    with pytest.raises(ScoringError) as stop:
        read(path, sheet="Ledger")
    assert stop.value.facts == {"sheet": "Ledger", "sheets": "Notes, Empty, 台账"}


def test_rows_keep_their_place_in_the_sheet(tmp_path: Path) -> None:
    path = books.xlsx(tmp_path / "book.xlsx", {"S": [[], [None, " title "], [], ["a", "b"], [1, 2]]})
    [sheet] = read(path)
    assert cells(sheet) == [[None, "title"], ["a", "b"], ["1", "2"]]
    assert source_rows(sheet) == [2, 4, 5]


def test_typed_cells_have_one_spelling() -> None:
    typed = [
        books.moment(31),
        books.moment(31, 10),
        0.1 + 0.2,
        1e-7,
        2.0**60,
        float("nan"),
        time(10),
        timedelta(hours=30),
    ]
    texts = ["2020-01-31", "2020-01-31T10:00:00", "0.3", "0.0000001", "1152921504606850000", None]
    assert [cell_text(cell) for cell in typed] == [*texts, "10:00:00", "1 day, 6:00:00"]


def test_marks_of_zero_width_are_taken_out(tmp_path: Path) -> None:
    [sheet] = read(books.xlsx(tmp_path / "book", {"S": [["客户\u200b", "\u202a2020-01-31\u202c"]]}))
    assert cells(sheet) == [["客户", "2020-01-31"]]


def test_the_sheet_that_spans_everything_is_refused(tmp_path: Path) -> None:
    """Two cells, 550 GB."""
    with pytest.raises(ScoringError) as stop:
        read(books.raw_xlsx(tmp_path / "x", books.sheet_xml("A1", "XFD1048576")))
    assert stop.value.code == "sheet_too_large"
    assert (stop.value.facts["rows"], stop.value.facts["columns"]) == (1_048_576, 16_384)
    [sheet] = read(books.raw_xlsx(tmp_path / "y", books.sheet_xml("A1", "C3")))
    assert (cells(sheet), source_rows(sheet)) == ([["1", None, None], [None, None, "1"]], [1, 3])


def test_a_doctype_is_refused(tmp_path: Path) -> None:
    bad = books.sheet_xml("A1", prolog="<!DOCTYPE a [<!ENTITY b 'c'>]>")
    with pytest.raises(ScoringError, match="file_has_doctype"):
        read(books.raw_xlsx(tmp_path / "x", bad))


def test_bombs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScoringError, match="file_unpacks_too_large"):
        read(books.raw_xlsx(tmp_path / "x", books.sheet_xml("A1"), bomb=b"\0" * 30_000_000))
    many = {f"part{number}": b"" for number in range(2_000)}
    with pytest.raises(ScoringError, match="file_unpacks_too_large"):
        read(books.raw_xlsx(tmp_path / "y", books.sheet_xml("A1"), **many))


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(ScoringError, match="file_not_a_ledger"):
        read(tmp_path / "z")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        (OLE + "WordDocument".encode("utf-16-le"), "file_not_a_ledger"),
        (OLE + "Workbook".encode("utf-16-le"), "file_damaged"),
        (b"PK\x03\x04 and nothing more", "file_damaged"),
        (b"PAR1 and nothing more", "file_damaged"),
        (b"%PDF-1.7", "file_not_a_ledger"),
        (b"\x89PNG\r\n\x1a\n", "file_not_a_ledger"),
        (b"\n <HTML><table>", "file_is_markup"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook>', "file_is_markup"),
    ],
)
def test_strangers_are_told_apart(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(ScoringError) as stop:
        books.read_bytes(tmp_path, content)
    assert stop.value.code == code
