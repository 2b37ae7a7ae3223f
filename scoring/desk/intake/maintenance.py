"""Keep a workspace safe: back it up, restore it, make its database again from the kept files."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from scoring.desk.intake.importing import replay
from scoring.errors import ScoringError
from scoring.store import RawFile, RawFiles, Store, copy_database, rederive_all, scorecards, undo

DATABASE = "store.duckdb"
RAW = "raw/"


def backup(store: Store, target: Path) -> Path:
    """Write one zip with the database, the kept files and the journal, while others go on reading.

    The file appears under its name only when it is complete.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        database = Path(folder) / DATABASE
        copy_database(store, database)
        part = Path(folder) / "backup.zip"
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(database, DATABASE)
            for file in sorted(store.raw.folder.glob("*")):
                archive.write(file, RAW + file.name)
        part.replace(target)
    return target


def restore(source: Path, path: Path) -> None:
    """Put a backup in place of the store at `path` (which must not be open); what was there stays beside it as .before. One
    that another version made is made again when it is opened.

    Raises ScoringError "store_locked" or "backup_unreadable" and leaves everything as it was.
    """
    _must_be_free(path)
    with tempfile.TemporaryDirectory(dir=_parent(path)) as folder:
        try:
            with zipfile.ZipFile(source) as archive:
                names = [n for n in archive.namelist() if n == DATABASE or (n.startswith(RAW) and n.count("/") == 1)]
                archive.extractall(folder, names)
            _must_open(Path(folder) / DATABASE)
        except (OSError, zipfile.BadZipFile, ScoringError) as error:
            raise ScoringError("backup_unreadable", path=str(source)) from error
        (Path(folder) / "raw").mkdir(exist_ok=True)
        _swap(Path(folder) / DATABASE, path)
        _swap(Path(folder) / "raw", RawFiles(path).folder)


def rebuild(path: Path) -> int:
    """Make the database at `path` again from the kept files and the journal; returns the number of events repeated.

    The store must not be open. The old file stays beside it as .before. Raises ScoringError "store_locked" or
    "nothing_to_rebuild" and leaves everything as it was.
    """
    _must_be_free(path)
    raw = RawFiles(path)
    events = raw.journalled()
    if not events:
        raise ScoringError("nothing_to_rebuild", path=str(path))
    with tempfile.TemporaryDirectory(dir=_parent(path)) as folder:
        fresh = Store.open(Path(folder) / DATABASE)
        try:
            for event in events:
                _repeat(fresh, raw, event)
        finally:
            fresh.close()
        _swap(Path(folder) / DATABASE, path)
    return len(events)


def change_natures(store: Store, patterns: Mapping[str, list[str]] | None) -> None:
    """Replace the rule that tells a customer's nature from the name (None = the shipped one) and apply it to all."""
    text = None if patterns is None else json.dumps(patterns, ensure_ascii=False)
    store.set_setting("nature_patterns", text)
    rederive_all(store)


def _repeat(store: Store, raw: RawFiles, event: Mapping[str, Any]) -> None:
    detail, at = event["detail"], datetime.fromisoformat(event["at"])
    if event["kind"] == "import":
        path = raw.path_of(detail["sha256"])
        if not path.is_file():
            raise ScoringError("raw_file_missing", file=detail["file"], sha256=detail["sha256"])
        file = RawFile(detail["sha256"], detail["file"], path, path.stat().st_size)
        replay(store, file, detail, at)
    elif event["kind"] == "undo":
        undo(store, detail["import_id"], at)
    elif event["kind"] == "mapping":
        store.remember_mapping(detail["headings"], detail["kind"], detail["fields"], at)
    elif event["kind"] == "setting":
        store.set_setting(detail["name"], detail["value"], at)
        if detail["name"] == "nature_patterns":
            rederive_all(store)
    elif event["kind"] in scorecards.CHANGES:
        scorecards.happen(store, event["kind"], detail, at)
    else:
        raise ScoringError("event_unknown", kind=event["kind"])


def _must_be_free(path: Path) -> None:
    """Make sure that no other process has the file open; one that is damaged may be replaced all the same."""
    if not path.exists():
        return
    try:
        Store.open(path).close()
    except ScoringError as stop:
        if stop.code == "store_locked":
            raise


def _must_open(path: Path) -> None:
    """Make sure that a file is a store, of whatever version."""
    try:
        Store.open(path).close()
    except ScoringError as stop:
        if stop.code != "store_outdated":
            raise


def _parent(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.parent


def _swap(new: Path, place: Path) -> None:
    """Move `new` to `place`; what is there is kept as `place`.before (an older .before goes)."""
    before = place.with_name(place.name + ".before")
    if place.exists():
        if before.is_dir():
            shutil.rmtree(before)
        else:
            before.unlink(missing_ok=True)
        place.rename(before)
    place.with_name(place.name + ".wal").unlink(missing_ok=True)
    shutil.move(new, place)
