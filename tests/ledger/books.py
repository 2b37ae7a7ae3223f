"""Files made for the tests of the readers: small workbooks of every form, and nasty ones."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from scoring.ledger.files.sheets import read_sheets
from scoring.ledger.reading import ImportOptions, RawSheet

ROWS: list[list[object]] = [
    ["customer", "invoice", "due", "amount"],
    ["客户 A", "000123", date(2020, 1, 31), 55.94],
    ["Müller", "000124", date(2020, 2, 29), 1000],
]
TEXTS = [
    ["customer", "invoice", "due", "amount"],
    ["客户 A", "000123", "2020-01-31", "55.94"],
    ["Müller", "000124", "2020-02-29", "1000"],
]


def read(path: Path, **options: object) -> list[RawSheet]:
    return read_sheets(path, ImportOptions(**options))  # type: ignore[arg-type]


def read_bytes(folder: Path, content: bytes, **options: object) -> RawSheet:
    path = folder / "upload"
    path.write_bytes(content)
    return read(path, **options)[0]


def cells(sheet: RawSheet) -> list[list[str | None]]:
    """The cells of a sheet without its row numbers."""
    table = sheet.table.drop_columns(["source_row"])
    return [list(row.values()) for row in table.to_pylist()]


def source_rows(sheet: RawSheet) -> list[int]:
    return sheet.table["source_row"].to_pylist()


def xlsx(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    """A workbook; dates and moments are typed cells."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def raw_xlsx(path: Path, sheet_xml: str, **more: bytes) -> Path:
    """An .xlsx with one sheet whose XML is given, as no spreadsheet program would write it."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    spaces = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{spaces}/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{spaces}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{spaces}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{spaces}/spreadsheetml/2006/main" '
        f'xmlns:r="{spaces}/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{spaces}/package/2006/relationships"><Relationship '
        f'Id="r1" Type="{spaces}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, content in more.items():
            archive.writestr(name, content)
    return path


def sheet_xml(*references: str, prolog: str = "") -> str:
    """A sheet's XML with the number 1 in each of the cells."""
    filled = "".join(f'<row><c r="{reference}"><v>1</v></c></row>' for reference in references)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{prolog}<worksheet xmlns="{main}"><sheetData>{filled}</sheetData></worksheet>'


def moment(day: int, hour: int = 0) -> datetime:
    return datetime(2020, 1, day, hour)


def xls(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A binary workbook of Excel 97."""
    book = xlwt.Workbook()
    sheet, day = book.add_sheet("S"), xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell, day if isinstance(cell, date) else xlwt.Style.default_style)
    book.save(str(path))
    return path


def ods(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """An OpenDocument spreadsheet."""
    document, table = OpenDocumentSpreadsheet(), Table(name="S")
    for row in rows:
        line = TableRow()
        for cell in row:
            line.addElement(_ods_cell(cell))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def _ods_cell(cell: object) -> TableCell:
    if isinstance(cell, date):
        typed = TableCell(valuetype="date", datevalue=cell.isoformat())
    elif isinstance(cell, int | float):
        typed = TableCell(valuetype="float", value=str(cell))
    else:
        typed = TableCell(valuetype="string")
    typed.addElement(P(text=str(cell)))
    return typed


def xlsb(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A binary workbook of Excel 2007, of inline texts and numbers ([MS-XLSB] records: id, size, content)."""
    body = b""
    for number, row in enumerate(rows):
        body += _record(0, struct.pack("<IIHHBI", number, 0, 0, 0, 0, 0))
        for column, cell in enumerate(row):
            place = struct.pack("<II", column, 0)
            number_cell = isinstance(cell, int | float)
            body += _record(5, place + struct.pack("<d", cell)) if number_cell else _record(6, place + _wide(str(cell)))
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    sheet = _record(129) + _record(148, extent) + _record(145) + body + _record(146) + _record(130)
    bundle = _record(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide("S"))
    spaces = "http://schemas.openxmlformats.org"
    relation = f"{spaces}/officeDocument/2006/relationships/worksheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{spaces}/package/2006/content-types"/>')
        archive.writestr("xl/workbook.bin", _record(131) + _record(143) + bundle + _record(144) + _record(132))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{spaces}/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relation}" Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def _record(kind: int, content: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = bytes([len(content)]) if len(content) < 128 else bytes([len(content) & 0x7F | 0x80, len(content) >> 7])
    return number + size + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
