"""A workbook under a password is a compound file (MS-CFB) around ciphertext, built here as Office writes it since 2010."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from scoring.errors import ScoringError
from scoring.ledger.process.child import read_in_child
from scoring.ledger.reading import ImportOptions
from scoring.text import say

SECTOR = 4096
NONE, END, FAT, SMALL = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 4096
INFO = b"""\x04\x00\x04\x00\x40\x00\x00\x00<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"><keyData saltSize="16" blockSize="16" keyBits="256"
 hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"/></encryption>"""


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of version 4 with these streams of 4,096 bytes or more, its table and directory at the end."""
    body, entries, chain = b"", [entry("Root Entry", 5, 1, END, 0)], []
    for name, data in streams.items():
        count = -(-len(data) // SECTOR)
        start = len(chain)
        entries.append(entry(name, 2, NONE, start, len(data)))
        chain += [*range(start + 1, start + count), END]
        body += data.ljust(count * SECTOR, b"\0")
    directory = len(chain)
    tables = -(-(len(chain) + 1) // (SECTOR // 4 - 1))
    chain += [END, *[FAT] * tables]
    table = b"".join(struct.pack("<I", link) for link in chain).ljust(tables * SECTOR, b"\xff")
    return header(directory, tables) + body + b"".join(entries).ljust(SECTOR, b"\0") + table


def header(directory: int, tables: int) -> bytes:
    """The first sector; the allocation table follows the directory."""
    told = struct.pack("<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 62, 4, 0xFFFE, 12, 6, 1, tables,
                       directory, 0, SMALL, END, 0, END, 0)  # fmt: skip
    places = [directory + 1 + at if at < tables else NONE for at in range(109)]
    return (told + struct.pack("<109I", *places)).ljust(SECTOR, b"\0")


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """One entry of the directory; brothers are not linked, since names are all that is looked for."""
    text = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ", text, len(text) + 2, kind, 1, NONE, NONE, child, b"", 0, b"", b"", start, size
    )


@pytest.mark.parametrize("megabytes", [1, 17], ids=["short", "its directory beyond what is looked through first"])
def test_a_workbook_under_a_password_says_so(tmp_path: Path, megabytes: int) -> None:
    cipher = bytes(range(256)) * 4096 * megabytes
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(compound({"EncryptionInfo": INFO.ljust(SECTOR, b" "), "EncryptedPackage": cipher}))
    with pytest.raises(ScoringError) as stop:
        read_in_child(file, ImportOptions())
    assert stop.value.code == "file_encrypted"
    assert "password" in say("error.file_encrypted", "en", **stop.value.facts)
    assert "密码" in say("error.file_encrypted", "zh", **stop.value.facts)


def test_a_compound_file_without_a_workbook_is_no_ledger(tmp_path: Path) -> None:
    file = tmp_path / "mail.xls"
    file.write_bytes(compound({"__properties": bytes(SECTOR)}))
    with pytest.raises(ScoringError) as stop:
        read_in_child(file, ImportOptions())
    assert (stop.value.code, stop.value.facts) == ("file_not_a_ledger", {"found": "OLE"})
