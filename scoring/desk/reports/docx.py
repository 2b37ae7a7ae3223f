"""A document of plain parts as a Word file, for who wants to change a letter before it goes out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from scoring.desk.reports.document_parts import Bars, Grid, Heading, Items, Pairs, Part, Sentence, Signatures, as_grid

FONT, CHINESE_FONT = "Arial", "Microsoft YaHei"
SIGN_HERE = "_" * 40
MADE_AT = datetime(2000, 1, 1)
"""Stands in the file instead of the clock, so that the same letter is the same file."""


def as_docx(title: str, parts: Iterable[Part]) -> bytes:
    """The document as .docx; texts are texts, whatever signs stand in them.

    >>> as_docx("A", [Sentence("B")])[:2]
    b'PK'
    """
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.created = document.core_properties.modified = MADE_AT
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), CHINESE_FONT)
    document.add_heading(clean(title), level=1)
    for part in parts:
        _add(document, part)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def clean(text: str) -> str:
    """A text without the control signs that XML cannot hold.

    >>> clean("a\\x00b")
    'ab'
    """
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _add(document: Any, part: Part) -> None:
    match part:
        case Heading():
            document.add_heading(clean(part.text), level=part.level)
        case Sentence():
            document.add_paragraph().add_run(clean(part.text)).bold = part.act
        case Items():
            for text in part.texts:
                document.add_paragraph(clean(text), style="List Bullet")
        case Pairs():
            for label, text in part.lines:
                paragraph = document.add_paragraph()
                paragraph.add_run(f"{clean(label)}: ").bold = True
                paragraph.add_run(clean(text))
        case Grid():
            _table(document, part)
        case Bars():
            _table(document, as_grid(part))
        case Signatures():
            for label in part.labels:
                document.add_paragraph(f"{clean(label)}: {SIGN_HERE}")


def _table(document: Any, part: Grid) -> None:
    rows = [part.headings, *part.rows, *([part.total] if part.total else [])]
    table = document.add_table(rows=0, cols=len(part.headings), style="Light List")
    for number, row in enumerate(rows):
        last = part.total is not None and number == len(rows) - 1
        _row(table, row, part.texts, bold=number == 0 or last)
    document.add_paragraph()


def _row(table: Any, cells: Sequence[str], texts: int, bold: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for column, (cell, text) in enumerate(zip(table.add_row().cells, cells, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(clean(text)).bold = bold
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if column >= texts else WD_ALIGN_PARAGRAPH.LEFT
