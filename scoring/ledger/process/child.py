"""Reading in a process of its own. A file may make a parser take all memory, loop, or abort the process: then only the
child ends, and the caller gets a ScoringError.

The parent hands over a request as JSON on stdin and owns a temporary folder; the child (worker.py) reports progress as JSON
lines on stdout and leaves its answer in the folder (transfer.py).
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any

from scoring.errors import ScoringError
from scoring.ledger.files.sheets import Progress
from scoring.ledger.process.limits import Limits
from scoring.ledger.process.transfer import ANSWER, load_readings, options_to_json
from scoring.ledger.reading import ImportOptions, Reading
from scoring.settings import PROJECT

STDERR = "stderr.txt"
LAST_WORDS_SHOWN = 80
HEARTBEAT_SECONDS = 0.3
COMMAND = [sys.executable, "-s", "-E", "-X", "utf8", "-m", "scoring.ledger.process.worker"]
REUSED_BYTES = str(32 << 20)
ENVIRONMENT = {
    "PATH": os.defpath, "LANG": "C.UTF-8", "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": REUSED_BYTES, "MALLOC_TRIM_THRESHOLD_": str(1 << 30), "MALLOC_TOP_PAD_": REUSED_BYTES,
}  # fmt: skip
"""Memory of one column serves the next: asking the system for it anew costs a third of the child's time."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Child:
    """A child process that waits for its one request, and the folder it leaves its answer in."""

    folder: Path
    process: subprocess.Popen[str]


@contextlib.contextmanager
def waiting_child() -> Iterator[Child]:
    """A child that loads its modules while the caller is still busy with the file; ended on leaving, asked or not."""
    with tempfile.TemporaryDirectory(prefix="reading-") as name:
        folder = Path(name)
        with (folder / STDERR).open("wb") as stderr, _started(stderr) as process:
            try:
                yield Child(folder, process)
            finally:
                if process.poll() is None:
                    process.kill()


def read_in_child(
    path: Path,
    options: ImportOptions,
    on_progress: Progress = lambda stage, share: None,
    limits: Limits | None = None,
    child: Child | None = None,
) -> list[Reading]:
    """`read.read_file` in a child process bound by `limits` (default: those of the settings); `child` is one that waits.

    `on_progress` hears each stage, and again every HEARTBEAT_SECONDS while it lasts: where it raises, the child is ended
    at once and what it raised comes out here. Raises the ScoringErrors of `read_file`, and file_too_hard where the child
    needed too much, crashed or hung.
    """
    with contextlib.nullcontext(child) if child else waiting_child() as chosen:
        _answer("read", path, options, chosen, on_progress, limits)
        return load_readings(chosen.folder)


def source_lines(
    path: Path, sheet: str, rows: Sequence[int], options: ImportOptions, limits: Limits | None = None
) -> dict[int, tuple[str, ...]]:
    """The cells of some source rows (1-based) of a sheet as the file has them, "" where empty; rows that are blank or
    not in the file are left out. Read in a child process; errors as for `read_in_child`."""
    picked = ImportOptions(**{**vars(options), "sheet": sheet})
    with waiting_child() as child:
        answer = _answer("lines", path, picked, child, lambda stage, share: None, limits, rows=list(rows))
    return {int(row): tuple(cells) for row, cells in answer["lines"].items()}


def _answer(
    task: str,
    path: Path,
    options: ImportOptions,
    child: Child,
    on_progress: Progress,
    limits: Limits | None,
    **more: object,
) -> dict[str, Any]:
    """Run the child on one request; its answer. Raises what the child raised."""
    limits = limits or Limits.shipped()
    folder = child.folder
    request = {"task": task, "path": str(path.resolve()), "folder": str(folder), "limits": asdict(limits), **more}
    returncode, timed_out = _run(child.process, {**request, "options": options_to_json(options)}, on_progress, limits)
    if returncode or timed_out:
        raise limits.broken(returncode, timed_out, _last_words(folder))
    answer: dict[str, Any] = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
    if "error" in answer:
        raise ScoringError(answer["error"], **answer["facts"])
    return answer


def _run(
    child: subprocess.Popen[str], request: dict[str, Any], on_progress: Progress, limits: Limits
) -> tuple[int, bool]:
    """Exit code of the child (minus the signal that ended it) and whether the clock had to stop it."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(limits.wall_seconds, stop)
    clock.start()
    try:
        _talk(child, request, on_progress)
    finally:
        clock.cancel()
    return child.returncode, late.is_set()


def _started(stderr: IO[bytes]) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        COMMAND, stdin=pipe, stdout=pipe, stderr=stderr, env=ENVIRONMENT, cwd=PROJECT, text=True, encoding="utf-8"
    )


def _talk(child: subprocess.Popen[str], request: dict[str, Any], on_progress: Progress) -> None:
    """Hand over the request and pass progress on until the child closes its end; the last news again while it is silent."""
    assert child.stdin is not None
    with _heard(child) as lines:
        with contextlib.suppress(BrokenPipeError):  # a child that died at once: its exit code tells
            child.stdin.write(json.dumps(request))
            child.stdin.close()
        told: list[Any] = []
        while (line := _next(lines)) is not None:
            if line.endswith("\n"):  # a killed child may leave half a line
                told = json.loads(line)
            if told:
                on_progress(*told)
    child.wait()


@contextlib.contextmanager
def _heard(child: subprocess.Popen[str]) -> Iterator[SimpleQueue[str | None]]:
    """The lines the child says, None after the last; leaving by an exception ends the child."""
    lines: SimpleQueue[str | None] = SimpleQueue()

    def listen() -> None:
        assert child.stdout is not None
        for line in child.stdout:
            lines.put(line)
        lines.put(None)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield lines
    except BaseException:
        child.kill()
        raise
    finally:
        listener.join()


def _next(lines: SimpleQueue[str | None]) -> str | None:
    """The next line, None at the end; an empty text where none came within a heartbeat."""
    try:
        return lines.get(timeout=HEARTBEAT_SECONDS)
    except Empty:
        return ""


def _last_words(folder: Path) -> str:
    """Kind of the exception that ended the child, "" where it said nothing. The whole story goes to the log."""
    told = (folder / STDERR).read_text(encoding="utf-8", errors="replace")
    log.error("the child that read a file ended without an answer: %s", told[-4000:])
    last = told.strip().splitlines()[-1:] or [""]
    return last[0].split(":")[0][:LAST_WORDS_SHOWN]
