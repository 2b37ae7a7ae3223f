"""Rejected rows as a file to correct and send again."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.desk.wording import issue_sentence
from scoring.errors import ScoringError
from scoring.ledger.process.child import read_in_child, source_lines
from scoring.ledger.process.transfer import options_from_json
from scoring.ledger.reading import ADDED_MARK
from scoring.store import Store
from scoring.text import LANGUAGES, say

REASON_COLUMNS = ("file", "sheet", "row", "column", "value", "code")
"""Columns added after those of the file, and then the reason in words, once in each language. Their headings begin with
ADDED_MARK, so that an import leaves them out."""
FORMULA = re.compile(r"[=+\-@\t\r]")
FIGURE = re.compile(r"[-+]?[\d.,\s]+%?")


def rejected_file(store: Store, import_id: int, lang: str) -> bytes:
    """The rows an import rejected as CSV (UTF-8 with BOM): the file's own headings and cells, then place and reason.

    `lang` is that of the added headings; the reason stands in both languages.
    Corrected and imported again, the added columns are left out. A text that a spreadsheet would take for a formula gets
    a quote before it. Raises ScoringError "import_unknown", or as `read_in_child` does.
    """
    found = store.one("import", import_id=import_id)
    if found is None:
        raise ScoringError("import_unknown", import_id=import_id)
    rows = store.rows("rejected", where={"import_id": import_id}, order=["source_row"])
    headings, cells = _as_found(store, found, rows)
    added = [ADDED_MARK + say(f"ledger.rejected_{name}", lang) for name in REASON_COLUMNS]
    added += [ADDED_MARK + say("ledger.rejected_reason", language) for language in LANGUAGES]
    place = [found["file_name"], found["sheet"]]
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow([*headings, *added])
    for row in rows:
        raw = list(cells[row["source_row"]])[: len(headings)]
        raw += [""] * (len(headings) - len(raw))
        lines.writerow([_plain(text) for text in [*raw, *place, *_why(row)]])
    return written.getvalue().encode("utf-8-sig")


def reason(row: Mapping[str, Any], lang: str) -> str:
    """The sentence of one rejected row (a row of the table `rejected`) in the language."""
    return issue_sentence({**row, "row": row["source_row"], "facts": json.loads(row["facts"] or "{}")}, lang)


def _as_found(
    store: Store, found: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> tuple[Sequence[str], dict[int, Sequence[str]]]:
    """The sheet's headings, and the cells of the rejected rows by source row, read again from the kept file."""
    options = options_from_json(json.loads(found["options"]))
    path, sheet = store.raw.path_of(found["file_sha256"]), found["sheet"]
    reading = next(one for one in read_in_child(path, options) if one.sheet == sheet)
    cells: dict[int, Sequence[str]] = {row["source_row"]: json.loads(row["raw"]) for row in rows if row["raw"]}
    missing = [row["source_row"] for row in rows if not row["raw"]]
    return reading.headings, {**cells, **(source_lines(path, sheet, missing, options) if missing else {})}


def _why(row: Mapping[str, Any]) -> list[str]:
    sentences = [reason(row, language) for language in LANGUAGES]
    return [str(row["source_row"]), row["column"] or "", row["value"] or "", row["code"], *sentences]


def _plain(text: str | None) -> str:
    """The text of a cell; one that begins like a formula, and is no figure, gets a quote before it.

    >>> _plain("=1+1"), _plain("-12.50"), _plain("-x")
    ("'=1+1", '-12.50', "'-x")
    """
    found = text or ""
    return f"'{found}" if FORMULA.match(found) and not FIGURE.fullmatch(found) else found
