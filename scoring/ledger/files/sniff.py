"""What a file is, told from its first bytes and never from its name."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from scoring.errors import ScoringError

HEAD_BYTES = 4096
OLE_SCAN_BYTES = 16 * 1024 * 1024
OLE_DIRECTORY_BYTES = 64 * 1024
OLE_HEADER_BYTES = 512
OLE_SECTOR_SHIFTS = (9, 12)


class Form(StrEnum):
    """The forms a ledger may come in. JSON counts as text until it is decoded."""

    TEXT = "text"
    GZIP = "gzip"
    ZIP = "zip"  # a workbook in a zip: xlsx, xlsb or ods; zipscan.py says which, or that it is none
    OLE = "ole"  # the binary workbook of Excel 97: xls
    PARQUET = "parquet"


LEDGERS = {
    b"\x1f\x8b": Form.GZIP,
    b"PK\x03\x04": Form.ZIP,
    b"PK\x05\x06": Form.ZIP,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Form.OLE,
    b"PAR1": Form.PARQUET,
}

STRANGERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM6": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"RIFF": "RIFF",
    b"{\\rtf": "RTF",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"SQLite format 3": "SQLite",
    b"\x7fELF": "ELF",
    b"MZ\x90": "EXE",
}
"""Files people pick by mistake, by their first bytes, with the name to tell them."""

MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style")


def form_of(path: Path) -> Form:
    """The form of the file. Raises ScoringError: file_empty, file_not_a_ledger, file_is_markup, file_encrypted."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    form = form_of_bytes(head)
    if form is Form.OLE:
        _check_ole(path)
    return form


def form_of_bytes(head: bytes) -> Form:
    """The same for the beginning of a file.

    >>> form_of_bytes(b"PAR1...."), form_of_bytes(b"customer,amount")
    (<Form.PARQUET: 'parquet'>, <Form.TEXT: 'text'>)
    """
    if not head:
        raise ScoringError("file_empty")
    for magic, form in LEDGERS.items():
        if head.startswith(magic):
            return form
    for magic, found in STRANGERS.items():
        if head.startswith(magic):
            raise ScoringError("file_not_a_ledger", found=found)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise ScoringError("file_is_markup")
    return Form.TEXT


def _check_ole(path: Path) -> None:
    """An OLE container names its streams in UTF-16: one of them says what it holds. Its header tells where they are named,
    which in a large file may be near the end."""
    with path.open("rb") as file:
        names = file.read(OLE_SCAN_BYTES)
        file.seek(_ole_directory(names))
        names += file.read(OLE_DIRECTORY_BYTES)
    if _utf16("EncryptedPackage") in names:
        raise ScoringError("file_encrypted")
    if _utf16("Workbook") not in names and _utf16("Book") not in names:
        raise ScoringError("file_not_a_ledger", found="OLE")


def _ole_directory(head: bytes) -> int:
    """Where the directory begins, by the sizes and numbers of sectors in the header of MS-CFB; 0 where that says nothing."""
    if len(head) < OLE_HEADER_BYTES:
        return 0
    shift, sector = int.from_bytes(head[30:32], "little"), int.from_bytes(head[48:52], "little")
    return (sector + 1) << shift if shift in OLE_SECTOR_SHIFTS else 0


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")
