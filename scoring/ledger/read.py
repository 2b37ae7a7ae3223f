"""FILE -> Readings: every sheet of a file that is a ledger, understood."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scoring.errors import ScoringError
from scoring.ledger.files.canonical import SOURCE_ROW
from scoring.ledger.files.sheets import Progress, named_sheets
from scoring.ledger.reading import ImportOptions, RawSheet, Reading

HEADING_ROWS = 20
HEADINGS_SHOWN = 200


def read_file(path: Path, options: ImportOptions, progress: Progress = lambda stage, share: None) -> list[Reading]:
    """Every sheet that is a ledger, in the file's order; only `options.sheet`, where given.

    Raises ScoringError: those of `read_sheets` and `interpret`, and sheet_unrecognised where no sheet is a ledger.
    """
    with ThreadPoolExecutor(1) as beside:
        understanding = beside.submit(_interpreter)
        names, sheets = named_sheets(path, options, progress)
    interpret = understanding.result()
    readings: list[Reading] = []
    for position, raw in enumerate(sheets):
        progress("interpreting", 0.4 + 0.5 * position / len(sheets))
        reading = interpret(raw, options, names)
        if reading is not None:
            readings.append(reading)
    if not readings:
        raise ScoringError("sheet_unrecognised", sheets=", ".join(names) or "–", headings=_likely_headings(sheets[0]))
    progress("done", 1.0)
    return readings


def _interpreter() -> Callable[[RawSheet, ImportOptions, tuple[str, ...]], Reading | None]:
    """What understands a sheet, with the words it knows; loaded while the file is read, which needs none of it."""
    from scoring.ledger.headings.matching import is_known_heading
    from scoring.ledger.interpret import interpret

    is_known_heading("")
    return interpret


def _likely_headings(raw: RawSheet) -> str:
    """The fullest of the first rows: what a person would call the headings."""
    head = raw.table.drop_columns([SOURCE_ROW]).slice(0, HEADING_ROWS).to_pylist()
    fullest = max((list(filter(None, row.values())) for row in head), key=len)
    return ", ".join(fullest)[:HEADINGS_SHOWN]
