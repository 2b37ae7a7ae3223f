"""Delimited text becomes rows that know their number; irregular rows are kept, not dropped."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from scoring.errors import ScoringError
from scoring.ledger.files import textfile, zipscan
from tests.ledger.books import cells, read, read_bytes, source_rows


def test_an_ordinary_file_is_numbered_by_its_lines(tmp_path: Path) -> None:
    sheet = read_bytes(tmp_path, b"no,amount\r\n1,5.50\r\n\r\n2,\r\n,\r\n3,7\r\n\r\n")
    assert cells(sheet) == [["no", "amount"], ["1", "5.50"], ["2", None], ["3", "7"]]
    assert source_rows(sheet) == [1, 2, 4, 6]
    assert (sheet.sheet, sheet.encoding, sheet.delimiter, sheet.notes) == ("", "utf-8", ",", ())


def test_outer_white_space_goes_and_inner_stays(tmp_path: Path) -> None:
    sheet = read_bytes(tmp_path, "no, name ,　c　\n 1,\u00a0A B\t, \n".encode())
    assert cells(sheet) == [["no", "name", "c"], ["1", "A B", None]]


def test_titles_totals_and_long_rows_are_kept_as_they_are(tmp_path: Path) -> None:
    sheet = read_bytes(tmp_path, b"Aged list\n\nno,due,amount\n1,2,3\n4,5\n6,7,8,9\nTotal,12\n")
    assert cells(sheet) == [
        ["Aged list", None, None, None],
        ["no", "due", "amount", None],
        ["1", "2", "3", None],
        ["4", "5", None, None],
        ["6", "7", "8", "9"],
        ["Total", "12", None, None],
    ]
    assert source_rows(sheet) == [1, 3, 4, 5, 6, 7]
    [note] = sheet.notes
    assert (note.code, note.row, note.facts) == ("rows_ragged", 6, {"long": 1, "short": 2, "width": 3})


def test_titles_alone_are_no_trouble(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b"Aged list\nAcme Ltd\nno,amount\n1,2\n2,3\n").notes == ()


def test_a_cell_may_hold_delimiters_and_line_ends(tmp_path: Path) -> None:
    sheet = read_bytes(tmp_path, b'no,name,amount\n1,"Smith, ""Joe""\nRome",3\n4,5" pipe,6\n')
    assert cells(sheet) == [["no", "name", "amount"], ["1", 'Smith, "Joe"\nRome', "3"], ["4", '5" pipe', "6"]]
    assert source_rows(sheet) == [1, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        b'no,name,amount\n1,"Smith,10\n2,Miller,20\n3,Jones,30\n',
        b'no,name,amount\n1,"Smith,10\n2,"Miller",20\n3,Jones,30\n',
    ],
)
def test_an_unclosed_quote_swallows_no_rows(tmp_path: Path, text: bytes) -> None:
    sheet = read_bytes(tmp_path, text)
    assert cells(sheet)[1:] == [["1", "Smith", "10"], ["2", "Miller", "20"], ["3", "Jones", "30"]]
    assert [(note.code, note.row, note.facts) for note in sheet.notes] == [("quotes_unclosed", 2, {"count": 1})]


def test_an_unclosed_quote_leaves_cells_of_several_lines_alone(tmp_path: Path) -> None:
    sheet = read_bytes(tmp_path, b'no,name,amount\n1,"Rome\nVia 1",10\n2,"Miller,20\n3,Jones,30\n')
    assert cells(sheet)[1:] == [["1", "Rome\nVia 1", "10"], ["2", "Miller", "20"], ["3", "Jones", "30"]]


def test_old_and_odd_line_ends(tmp_path: Path) -> None:
    assert cells(read_bytes(tmp_path, b"a,b\r1,2\r")) == [["a", "b"], ["1", "2"]]
    assert cells(read_bytes(tmp_path, b"sep=;\r\na;b\r\n1;2\r\n")) == [["a", "b"], ["1", "2"]]
    assert cells(read_bytes(tmp_path, b"a\n\n1")) == [["a"], ["1"]]


def test_long_files_keep_their_numbers(tmp_path: Path) -> None:
    """More than one block of the quick reader, with a short row in the middle and a blank line."""
    rows = [f"{number},customer {number},1.50" for number in range(1, 100_001)]
    rows[60_000:60_000] = ["subtotal,1", ""]
    sheet = read_bytes(tmp_path, "\n".join(["no,name,amount", *rows]).encode())
    assert sheet.table.num_rows == 100_002
    assert cells(sheet)[60_001] == ["subtotal", "1", None]
    assert [source_rows(sheet)[at] for at in (60_000, 60_001, 60_002, -1)] == [60_001, 60_002, 60_004, 100_003]


def test_undecodable_bytes_are_reported_with_their_row(tmp_path: Path) -> None:
    text = "客户,金额\n" + "中国石油化工,5\n" * 50
    sheet = read_bytes(tmp_path, text.encode("gb18030") + b"\xd6,6\n")
    assert [(note.code, note.row, note.severity) for note in sheet.notes] == [("bytes_undecodable", 52, "warn")]
    assert cells(sheet)[-1][1] == "6"


def test_packed_text(tmp_path: Path) -> None:
    packed = gzip.compress("客户,金额\n中国,5\n".encode("gb18030"))
    assert cells(read_bytes(tmp_path, packed)) == [["客户", "金额"], ["中国", "5"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \n\n ,\n", "file_empty"),
        (gzip.compress(b"a,b\n" * 1000)[:-9], "file_damaged"),
        (gzip.compress(b"PK\x03\x04"), "file_not_a_ledger"),
        (gzip.compress(b""), "file_empty"),
        (gzip.compress(b"\0" * 30_000_000), "file_unpacks_too_large"),
    ],
    ids=["nothing", "blank lines", "cut off", "packed archive", "packed nothing", "packed too large"],
)
def test_what_cannot_be_read(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(ScoringError) as stop:
        read_bytes(tmp_path, content)
    assert stop.value.code == code


def test_unpacking_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textfile, "UNPACKED_MAX_MB", 1)
    with pytest.raises(ScoringError, match="file_unpacks_too_large"):
        read_bytes(tmp_path, gzip.compress(b"a,b\n" * 600_000))
    assert zipscan.UNPACKED_MAX_MB == 500


def test_a_text_file_has_no_named_sheets(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")
    with pytest.raises(ScoringError, match="sheet_missing"):
        read(path, sheet="Ledger")
