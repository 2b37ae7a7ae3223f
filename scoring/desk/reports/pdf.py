"""A document of plain parts as a PDF for A4. Texts reach the typesetter as data, never as markup."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from scoring.desk.reports.document_parts import Part
from scoring.errors import ScoringError

TEMPLATE = Path(__file__).with_name("print.typ")
LANGUAGES = {"en": ("en", "us"), "zh": ("zh", "cn")}


def as_pdf(title: str, parts: Iterable[Part], lang: str) -> bytes:
    """The document as PDF, with the fonts of this machine; Chinese needs one that has its signs (Noto Sans CJK SC, say).

    Raises ScoringError "pdf_failed" with the typesetter's reason.

    >>> from scoring.desk.reports.document_parts import Sentence
    >>> as_pdf("A", [Sentence("#[b] is text, not markup")], "en")[:5]
    b'%PDF-'
    """
    import typst

    told = [{"part": type(part).__name__} | asdict(part) for part in parts]
    language, region = LANGUAGES[lang]
    inputs = {"title": title, "lang": language, "region": region, "parts": json.dumps(told, ensure_ascii=False)}
    try:
        return bytes(typst.compile(TEMPLATE, root=TEMPLATE.parent, format="pdf", sys_inputs=inputs))
    except RuntimeError as trouble:
        raise ScoringError("pdf_failed", reason=str(trouble).splitlines()[0]) from trouble
