"""A look into a zipped workbook before a parser sees it: a 5 KB file may unfold to more than any machine holds.

The bounds are those of a large honest ledger. What slips through meets the limits of the child process (child.py).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from scoring.errors import ScoringError

MEMBERS_MAX = 2_000
UNPACKED_MAX_MB = 500
RATIO_MAX = 100
RATIO_FREE_MB = 20
CELLS_MAX = 40_000_000
PROLOG_BYTES = 64 * 1024
CHUNK_BYTES = 1 << 20
OVERLAP_BYTES = 256
MB = 1 << 20

BOOK_MEMBERS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["'](\d{1,7})["']""")
FAR_CELL = re.compile(rb"""r=["'][A-Z]{2,3}\d""")
FILLED_FAR_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{2,3})(\d{1,7})["'][^>]*(?<!/)>""")
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)
"""What the zip reader raises on damaged, encrypted (RuntimeError) or unknown members."""


def check_zip(path: Path) -> None:
    """Refuse what is no workbook or would unfold beyond bounds.

    Raises ScoringError: file_damaged, file_not_a_ledger, file_encrypted, file_unpacks_too_large, file_has_doctype,
    sheet_too_large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_sizes(members)
            _check_is_workbook({member.filename for member in members})
            for member in members:
                if member.filename.lower().endswith(".xml"):
                    _check_member(archive, member)
    except DAMAGED as trouble:
        raise ScoringError("file_damaged", found="ZIP") from trouble


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MEMBERS_MAX or unpacked > UNPACKED_MAX_MB * MB:
        raise ScoringError("file_unpacks_too_large", unpacked_mb=unpacked // MB, members=len(members))
    if unpacked > RATIO_FREE_MB * MB and unpacked > RATIO_MAX * max(packed, 1):
        raise ScoringError("file_unpacks_too_large", unpacked_mb=unpacked // MB, members=len(members))
    if any(member.flag_bits & 1 for member in members):
        raise ScoringError("file_encrypted")


def _check_is_workbook(names: set[str]) -> None:
    if not names.intersection(BOOK_MEMBERS):
        raise ScoringError("file_not_a_ledger", found="ZIP")


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with archive.open(member) as stream:
        if b"<!DOCTYPE" in stream.read(PROLOG_BYTES).upper():
            raise ScoringError("file_has_doctype", member=member.filename)
    if "worksheets/" in member.filename:
        _check_extent(archive, member)


def _check_extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Parsers allocate the whole rectangle up to the last filled cell: bound it by the references in the sheet.

    Columns A to Z cannot exceed the bound, so that only cells further right are looked at one by one.
    """
    rows, columns = 0, 26
    for chunk in _chunks(archive, member):
        rows = max([rows, *map(int, ROW.findall(chunk)[-1:])])
        if FAR_CELL.search(chunk):
            found = FILLED_FAR_CELL.findall(chunk)
            rows = max([rows, *(int(row) for _, row in found)])
            columns = max([columns, *map(column_number, {letters for letters, _ in found})])
        if rows * columns > CELLS_MAX:
            raise ScoringError("sheet_too_large", rows=rows, columns=columns, member=member.filename)


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes in pieces that overlap a little, so that no reference falls between two."""
    tail = b""
    with archive.open(member) as stream:
        while piece := stream.read(CHUNK_BYTES):
            yield tail + piece
            tail = piece[-OVERLAP_BYTES:]


def column_number(letters: bytes) -> int:
    """1-based number of a column's letters.

    >>> column_number(b"A"), column_number(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
