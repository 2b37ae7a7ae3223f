"""Files on their way in: looked at, corrected by the reader, rehearsed together without a trace, then taken.

Nothing of a waiting sheet is in the ledger; only its raw file is kept, under its hash, until it is taken or discarded.
Any of it can be called off: what `tell` raises comes out, and nothing of the files under way stays.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO

from scoring.desk.intake import importing
from scoring.desk.intake.importing import Progress
from scoring.errors import ScoringError
from scoring.ledger.process.child import source_lines
from scoring.ledger.reading import ImportOptions, Reading
from scoring.store import ImportReport, RawFile, Store, copy_database, undo, with_remarks_of_now

FIRST_LINES = 20
Outcomes = dict[tuple[str, str], ImportReport | ScoringError]
"""What became, or would become, of sheets, by `Waiting.key`."""
Tell = Callable[[str, str, float], None]
"""Hears the name of what is under way, the stage ("reading", "rehearsing", "placing", ...) and a share in 0..1."""


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
    def name(self) -> str:
        """File and sheet as the reader knows them."""
        return f"{self.file.name} · {self.sheet}" if self.sheet else self.file.name

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


def look_at_all(store: Store, sources: Iterable[tuple[str, IO[bytes]]], tell: Tell) -> tuple[list[Waiting], Outcomes]:
    """Look at files, given by name and content, and rehearse taking them together.

    Each content is closed once it lies on disk.
    """
    found: list[Waiting] = []
    try:
        for name, content in sources:
            with tempfile.NamedTemporaryFile(prefix="upload-") as copy, content:
                shutil.copyfileobj(content, copy)
                copy.flush()
                found += look(store, Path(copy.name), name, partial(tell, name))
        return found, rehearse(store, found, tell)
    except BaseException:
        discard(store, found)
        raise


def look(store: Store, source: Path, name: str, on_progress: Progress | None = None) -> list[Waiting]:
    """Keep a file under its hash and read it: one entry per sheet that is a ledger, or one that says why none is."""
    file = store.raw.keep(source, name)
    try:
        found = importing.read(store, file, ImportOptions(), on_progress)
    except ScoringError as stop:
        return [_unreadable(store, file, "", ImportOptions(), stop)]
    except BaseException:
        _let_go(store, [file])
        raise
    return [_readable(store, file, reading, used) for reading, used in found]


def look_again(store: Store, waiting: Waiting, options: ImportOptions, on_progress: Progress | None = None) -> Waiting:
    """The same file with other options; `options.sheet` may name another sheet of it."""
    try:
        found = importing.read(store, waiting.file, options, on_progress)
    except ScoringError as stop:
        return _unreadable(store, waiting.file, options.sheet or "", options, stop)
    reading, used = found[0]
    return _readable(store, waiting.file, reading, replace(used, sheet=options.sheet))


def rehearse(store: Store, waiting: Sequence[Waiting], tell: Tell) -> Outcomes:
    """What taking these sheets together would do; the ledger stays as it is.

    Several sheets are placed in a copy of the ledger, because receipts look for the invoices of the file beside them.
    """
    readable = _in_order(waiting)
    if len(readable) <= 1:
        return dict(_placed(store, readable, "rehearsing", tell, dry_run=True))
    with tempfile.TemporaryDirectory(dir=store.path.parent, prefix="rehearsal-") as folder:
        path = Path(folder) / "store.duckdb"
        copy_database(store, path)
        copy = Store.open(path)
        try:
            return dict(_placed(copy, readable, "rehearsing", tell))
        finally:
            copy.close()


def take(store: Store, waiting: Sequence[Waiting], tell: Tell, by: str | None = None) -> Outcomes:
    """Import these sheets, each all or nothing, and remember how their headings were understood where that was not sure.

    `by` is who imports, None = the system's user. `tell` hears the share of the sheets that are in; where it raises, those
    that are in are taken out again.
    """
    readable, currency = _in_order(waiting), store.setting("currency")
    taken: Outcomes = {}
    try:
        for key, outcome in _placed(store, readable, "placing", tell, by=by):
            taken[key] = outcome
    except BaseException:
        _take_back(store, taken, currency)
        raise
    for one in readable:
        if one.reading is not None and any(match.confidence < 1 for match in one.reading.mapping):
            importing.confirm_mapping(store, one.reading)
    return {key: _as_of_now(store, outcome) for key, outcome in taken.items()}


def discard(store: Store, waiting: Sequence[Waiting]) -> None:
    """Forget sheets that were only looked at; a raw file that no import ever took is deleted."""
    _let_go(store, [one.file for one in waiting])


def _let_go(store: Store, files: Sequence[RawFile]) -> None:
    taken = {row["file_sha256"] for row in store.rows("import")}
    for file in files:
        if file.sha256 not in taken:
            file.path.unlink(missing_ok=True)


def _take_back(store: Store, taken: Outcomes, currency: str | None) -> None:
    """Undo what was placed, the last first; the workspace's currency is again what it was."""
    for report in reversed(taken.values()):
        if isinstance(report, ImportReport) and report.import_id is not None:
            undo(store, report.import_id)
    if store.setting("currency") != currency:
        store.set_setting("currency", currency)


def _as_of_now(store: Store, outcome: ImportReport | ScoringError) -> ImportReport | ScoringError:
    return with_remarks_of_now(store, outcome) if isinstance(outcome, ImportReport) else outcome


def _in_order(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Readable sheets in the order in which they are imported."""
    readable = [(one, one.reading) for one in waiting if one.reading is not None]
    return [one for one, reading in sorted(readable, key=lambda pair: importing.turn(pair[1]))]


def _placed(
    store: Store,
    readable: Sequence[Waiting],
    stage: str,
    tell: Tell,
    dry_run: bool = False,
    by: str | None = None,
) -> Iterator[tuple[tuple[str, str], ImportReport | ScoringError]]:
    """Place sheets one after the other; what became of each, before the next is begun."""
    for position, one in enumerate(readable):
        tell(one.name, stage, position / len(readable))
        assert one.reading is not None
        try:
            yield one.key, importing.place(store, one.file, one.reading, one.options, dry_run, by)
        except ScoringError as stop:
            yield one.key, stop
        tell(one.name, stage, (position + 1) / len(readable))


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
