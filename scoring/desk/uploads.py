"""Files on their way in: looked at, corrected by the reader, rehearsed together without a trace, then taken.

Nothing of a waiting sheet is in the ledger; only its raw file is kept, under its hash, until it is taken or discarded.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scoring.desk import importing
from scoring.desk.importing import Progress
from scoring.errors import ScoringError
from scoring.ledger.process.child import source_lines
from scoring.ledger.reading import ImportOptions, Reading
from scoring.store import ImportReport, RawFile, Store, copy_database
from scoring.terms import Kind

FIRST_LINES = 20


@dataclass(frozen=True)
class Waiting:
    """One sheet looked at and not taken yet: read with `options`, or the reason why it could not be (`stop`).

    A sheet that could not be read shows its `first_lines`, so that the reader can say what they are. `already` is the
    import in force that took the same sheet of the same file.
    """

    file: RawFile
    sheet: str
    options: ImportOptions
    reading: Reading | None
    stop: ScoringError | None = None
    first_lines: tuple[tuple[str, ...], ...] = ()
    already: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells this sheet from all others."""
        return self.file.sha256, self.sheet

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings as written; of an unreadable sheet the fullest of its first lines."""
        if self.reading is not None:
            return self.reading.headings
        return max(self.first_lines, key=lambda line: sum(map(bool, line)), default=())


def look(store: Store, source: Path, name: str, on_progress: Progress | None = None) -> list[Waiting]:
    """Keep a file under its hash and read it: one entry per sheet that is a ledger, or one that says why none is."""
    file = store.raw.keep(source, name)
    try:
        found = importing.read(store, file, ImportOptions(), on_progress)
    except ScoringError as stop:
        return [_unreadable(store, file, "", ImportOptions(), stop)]
    return [_readable(store, file, reading, used) for reading, used in found]


def look_again(store: Store, waiting: Waiting, options: ImportOptions, on_progress: Progress | None = None) -> Waiting:
    """The same file with other options; `options.sheet` may name another sheet of it."""
    try:
        found = importing.read(store, waiting.file, options, on_progress)
    except ScoringError as stop:
        return _unreadable(store, waiting.file, options.sheet or "", options, stop)
    reading, used = found[0]
    return _readable(store, waiting.file, reading, replace(used, sheet=options.sheet))


def rehearse(store: Store, waiting: Sequence[Waiting]) -> dict[tuple[str, str], ImportReport | ScoringError]:
    """What taking these sheets together would do, by `Waiting.key`; the ledger stays as it is.

    Several sheets are placed in a copy of the ledger, because receipts look for the invoices of the file beside them.
    """
    readable = _in_order(waiting)
    if len(readable) <= 1:
        return _placed(store, readable, dry_run=True)
    with tempfile.TemporaryDirectory(dir=store.path.parent, prefix="rehearsal-") as folder:
        path = Path(folder) / "store.duckdb"
        copy_database(store, path)
        copy = Store.open(path)
        try:
            return _placed(copy, readable)
        finally:
            copy.close()


def take(
    store: Store, waiting: Sequence[Waiting], on_progress: Progress | None = None, by: str | None = None
) -> dict[tuple[str, str], ImportReport | ScoringError]:
    """Import these sheets, each all or nothing, and remember how their headings were understood where that was not sure.

    `on_progress` hears "placing" and the share of the sheets that are in.
    """
    taken: dict[tuple[str, str], ImportReport | ScoringError] = {}
    readable = _in_order(waiting)
    for position, one in enumerate(readable, start=1):
        taken |= _placed(store, [one])
        if one.reading is not None and any(match.confidence < 1 for match in one.reading.mapping):
            importing.confirm_mapping(store, one.reading)
        if on_progress:
            on_progress("placing", position / len(readable))
    return taken


def discard(store: Store, waiting: Sequence[Waiting]) -> None:
    """Forget sheets that were only looked at; a raw file that no import ever took is deleted."""
    taken = {row["file_sha256"] for row in store.rows("import")}
    for file in {one.file.sha256: one.file for one in waiting}.values():
        if file.sha256 not in taken:
            file.path.unlink(missing_ok=True)


def _in_order(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Readable sheets, masters before invoices before receipts."""
    kinds = list(Kind)
    readable = [(one, one.reading) for one in waiting if one.reading is not None]
    return [one for one, reading in sorted(readable, key=lambda pair: kinds.index(pair[1].kind))]


def _placed(
    store: Store, readable: Sequence[Waiting], dry_run: bool = False
) -> dict[tuple[str, str], ImportReport | ScoringError]:
    found: dict[tuple[str, str], ImportReport | ScoringError] = {}
    for one in readable:
        assert one.reading is not None
        try:
            found[one.key] = importing.place(store, one.file, one.reading, one.options, dry_run)
        except ScoringError as stop:
            found[one.key] = stop
    return found


def _readable(store: Store, file: RawFile, reading: Reading, used: ImportOptions) -> Waiting:
    return Waiting(file, reading.sheet, used, reading, already=_already(store, file, reading.sheet))


def _unreadable(store: Store, file: RawFile, sheet: str, options: ImportOptions, stop: ScoringError) -> Waiting:
    return Waiting(file, sheet, options, None, stop, _first_lines(file, sheet, options), _already(store, file, sheet))


def _first_lines(file: RawFile, sheet: str, options: ImportOptions) -> tuple[tuple[str, ...], ...]:
    """The first lines as text; none where the file cannot even be read as text, which `stop` says already."""
    try:
        lines = source_lines(file.path, sheet, range(1, FIRST_LINES + 1), options)
    except ScoringError:
        return ()
    return tuple(lines[row] for row in sorted(lines))


def _already(store: Store, file: RawFile, sheet: str) -> int | None:
    same = store.rows("import", where={"file_sha256": file.sha256, "sheet": sheet, "undone_at": None})
    return same[0]["import_id"] if same else None
