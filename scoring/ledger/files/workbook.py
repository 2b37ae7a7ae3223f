"""XLSX, XLSB, XLS and ODS -> their sheets, through calamine."""

from __future__ import annotations

from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    load_workbook,
)

from scoring.errors import ScoringError
from scoring.ledger.files.canonical import table_of_rows
from scoring.ledger.reading import RawSheet


def sheets_of_workbook(path: Path, only: str | None = None) -> tuple[tuple[str, ...], list[RawSheet]]:
    """Names of all worksheets, and those that hold something (only `only`, where named) as text.

    Raises ScoringError: file_encrypted, file_damaged, sheet_missing.
    """
    try:
        with path.open("rb") as file, load_workbook(file) as book:
            names = _worksheets(book)
            _check_named(only, names)
            wanted = [name for name in names if only in (None, name)]
            sheets = [_sheet(book.get_sheet_by_name(name)) for name in wanted]
    except PasswordError as trouble:
        raise ScoringError("file_encrypted") from trouble
    except CalamineError as trouble:
        raise ScoringError("file_damaged", found="workbook") from trouble
    except BaseException as trouble:
        if type(trouble).__name__ != "PanicException":  # how a native parser stumbles: no Exception, and not importable
            raise
        raise ScoringError("file_damaged", found="workbook") from trouble
    return names, [sheet for sheet in sheets if sheet.table.num_rows]


def _worksheets(book: CalamineWorkbook) -> tuple[str, ...]:
    return tuple(sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet)


def _check_named(only: str | None, names: tuple[str, ...]) -> None:
    if only is not None and only not in names:
        raise ScoringError("sheet_missing", sheet=only, sheets=", ".join(names))


def _sheet(sheet: CalamineSheet) -> RawSheet:
    return RawSheet(sheet.name, table_of_rows(sheet.iter_rows()))
