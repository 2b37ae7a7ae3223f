"""FILE -> RawSheet: the front door of the ledger floor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scoring.errors import ScoringError
from scoring.ledger.files.encodings import decode
from scoring.ledger.files.otherfiles import JSON_START, sheet_of_json, sheet_of_parquet
from scoring.ledger.files.sniff import HEAD_BYTES, Form, form_of, form_of_bytes
from scoring.ledger.files.textfile import sheet_of_text, unpacked
from scoring.ledger.files.workbook import sheets_of_workbook
from scoring.ledger.files.zipscan import check_zip
from scoring.ledger.reading import ImportOptions, RawSheet

Progress = Callable[[str, float], None]
"""Told the stage ("decoding", "reading", "interpreting", "done") and the share of the whole work done, 0 to 1."""


def read_sheets(path: Path, options: ImportOptions) -> list[RawSheet]:
    """The sheets of a file that hold something, as text; `options.sheet` picks one, `options.encoding` decodes text.

    A file without sheets (text, Parquet, JSON) has one, named "". Raises ScoringError: file_empty, file_not_a_ledger,
    file_is_markup, file_encrypted, file_damaged, file_unpacks_too_large, file_has_doctype, sheet_too_large,
    sheet_missing, encoding_unknown, encoding_wrong, encoding_undecided, file_not_text, json_no_records.
    """
    return named_sheets(path, options)[1]


def named_sheets(
    path: Path, options: ImportOptions, progress: Progress = lambda stage, share: None
) -> tuple[tuple[str, ...], list[RawSheet]]:
    """Names of all sheets of the file, and what `read_sheets` says."""
    progress("decoding", 0.0)
    form = form_of(path)
    if form in (Form.ZIP, Form.OLE):
        if form is Form.ZIP:
            check_zip(path)
        progress("reading", 0.1)
        names, sheets = sheets_of_workbook(path, options.sheet or None)
    else:
        names, sheets = ("",), [_only_sheet(path, form, options, progress)]
    if not sheets:
        raise ScoringError("file_empty")
    return names, sheets


def _only_sheet(path: Path, form: Form, options: ImportOptions, progress: Progress) -> RawSheet:
    if options.sheet:
        raise ScoringError("sheet_missing", sheet=options.sheet, sheets="–")
    if form is Form.PARQUET:
        progress("reading", 0.1)
        return sheet_of_parquet(path)
    data = unpacked(path) if form is Form.GZIP else path.read_bytes()
    if form is Form.GZIP and form_of_bytes(data[:HEAD_BYTES]) is not Form.TEXT:
        raise ScoringError("file_not_a_ledger", found="gzip")
    decoded = decode(data, options.encoding)
    progress("reading", 0.1)
    return sheet_of_json(decoded) if JSON_START.match(decoded.utf8) else sheet_of_text(decoded)
