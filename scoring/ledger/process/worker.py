"""The child's side of child.py: `python -m scoring.ledger.process.worker`, one request, one answer."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from scoring.errors import ScoringError
from scoring.ledger.files.canonical import SOURCE_ROW
from scoring.ledger.files.sheets import read_sheets
from scoring.ledger.process.limits import Limits
from scoring.ledger.process.transfer import ANSWER, options_from_json, write_readings
from scoring.ledger.read import read_file
from scoring.ledger.reading import ImportOptions

FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")
"""Audit events of what a reader of files never needs."""


class _NoFrames:
    """Keeps Arrow from importing pandas, which takes it half a second, to look for frames that cannot come here."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ImportError(name)


def main() -> None:
    """Read the request from stdin, bind this process, do the task and leave the answer in the request's folder."""
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    limits.apply()
    sys.addaudithook(_refuse)
    sys.meta_path.insert(0, _NoFrames())
    try:
        answer = _done(request)
    except ScoringError as stop:
        answer = _error(stop)
    except MemoryError:
        answer = _error(limits.too_much_memory())
    Path(request["folder"], ANSWER).write_text(json.dumps(answer), encoding="utf-8")


def _error(stop: ScoringError) -> dict[str, Any]:
    return {"error": stop.code, "facts": dict(stop.facts)}


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)


def _done(request: dict[str, Any]) -> dict[str, Any]:
    path, options = Path(request["path"]), options_from_json(request["options"])
    if request["task"] == "lines":
        return {"lines": _lines(path, options, request["rows"])}
    write_readings(read_file(path, options, _tell), Path(request["folder"]))
    return {}


def _tell(stage: str, share: float) -> None:
    sys.stdout.write(json.dumps([stage, share]) + "\n")
    sys.stdout.flush()


def _lines(path: Path, options: ImportOptions, rows: list[int]) -> dict[int, list[str]]:
    """Cells of the wanted source rows of the one sheet that the options pick."""
    table = read_sheets(path, options)[0].table
    numbers = table[SOURCE_ROW].to_pylist()
    wanted = set(rows)
    at = [index for index, number in enumerate(numbers) if number in wanted]
    records = table.take(at).to_pylist()
    return {record.pop(SOURCE_ROW): [cell or "" for cell in record.values()] for record in records}


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # the system takes the memory back faster than tables are torn down one by one
