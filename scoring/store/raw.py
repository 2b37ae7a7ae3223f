"""The uploaded files as they came, kept by hash beside the store, and the journal of what was done with them.

With these two the database can be made again. A file's own name never becomes a path.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class RawFile:
    """An upload kept by its content. `name` is what the user called it."""

    sha256: str
    name: str
    path: Path
    size_bytes: int


class RawFiles:
    """The folder of kept uploads that belongs to one store file."""

    def __init__(self, store_path: Path) -> None:
        self.folder = store_path.with_name(store_path.name + ".raw")
        self.journal = self.folder / "journal.jsonl"

    def keep(self, source: Path, name: str) -> RawFile:
        """Copy `source` in under its hash (once), durable before it returns."""
        self.folder.mkdir(parents=True, exist_ok=True)
        sha256 = _sha256(source)
        target = self.folder / sha256
        if not target.exists():
            part = target.with_suffix(".part")
            shutil.copyfile(source, part)
            _flush(part)
            part.replace(target)
        return RawFile(sha256, name, target, target.stat().st_size)

    def path_of(self, sha256: str) -> Path:
        """Where the file with this hash lies."""
        return self.folder / sha256

    def note(self, name: str) -> str | None:
        """A text kept under `name`, or None."""
        file = self._note(name)
        return file.read_text(encoding="utf-8") if file.exists() else None

    def keep_note(self, name: str, text: str) -> None:
        """Keep one text under `name` (a plain name of ours) in place of an earlier one, whole or not at all.

        For work in progress: it survives a rebuild and travels with a backup, but is no event.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self._note(name).with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        _flush(part)
        part.replace(self._note(name))

    def journalled(self) -> list[dict[str, Any]]:
        """The journal's events in order; a half-written last line (power cut) is left out."""
        if not self.journal.exists():
            return []
        lines = self.journal.read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in lines[:-1] if line]

    def write(self, events: Iterable[dict[str, Any]]) -> None:
        """Append events to the journal, durable before it returns."""
        lines = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
        if not lines:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._drop_half_line()
        with self.journal.open("a", encoding="utf-8") as file:
            file.write(lines)
        _flush(self.journal)

    def _note(self, name: str) -> Path:
        return self.folder / f"{name}.note"

    def _drop_half_line(self) -> None:
        if self.journal.exists():
            text = self.journal.read_bytes()
            if not text.endswith(b"\n"):
                self.journal.write_bytes(text[: text.rfind(b"\n") + 1])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
