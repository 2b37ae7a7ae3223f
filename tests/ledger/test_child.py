"""A file that is too hard ends its child process and nothing else."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.errors import ScoringError
from scoring.ledger.process import child
from scoring.ledger.process.child import read_in_child, source_lines
from scoring.ledger.process.limits import Limits
from scoring.ledger.read import read_file
from scoring.ledger.reading import ImportOptions
from scoring.settings import PROJECT
from tests.ledger import books

LEDGER = """Customer,Invoice No,Invoice Date,Due Date,Amount,Currency
Alder Ltd,1001,2020-01-01,2020-01-31,100.00,USD
Birch Ltd,1002,2020-01-15,2020-02-14,250.50,USD
"""
ROOMY = Limits(memory_mb=4096, cpu_seconds=60, wall_seconds=60)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "0a1b2c"
    path.write_text(LEDGER)
    return path


def stopped(path: Path, limits: Limits = ROOMY) -> ScoringError:
    with pytest.raises(ScoringError) as stop:
        source_lines(path, "", [1], ImportOptions(), limits)
    return stop.value


def test_the_child_reads_what_the_caller_would(ledger: Path) -> None:
    stages: list[str] = []
    [reading] = read_in_child(ledger, ImportOptions(), lambda stage, share: stages.append(stage))
    assert [reading] == read_file(ledger, ImportOptions())
    assert list(dict.fromkeys(stages)) == ["decoding", "reading", "interpreting", "done"]


def test_whoever_listens_can_call_the_reading_off_while_the_child_is_silent(
    monkeypatch: pytest.MonkeyPatch, ledger: Path
) -> None:
    """The child says one thing and then nothing for a minute; its listener has enough after the third time."""
    silent = "import time; print('[\"reading\", 0.1]', flush=True); time.sleep(60)"
    monkeypatch.setattr(child, "COMMAND", [child.COMMAND[0], "-c", silent])
    monkeypatch.setattr(child, "HEARTBEAT_SECONDS", 0.01)
    heard: list[tuple[str, float]] = []

    def enough(stage: str, share: float) -> None:
        heard.append((stage, share))
        if len(heard) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_in_child(ledger, ImportOptions(), enough)
    assert heard == [("reading", 0.1)] * 3


def test_source_lines_are_the_cells_of_the_file(ledger: Path) -> None:
    lines = source_lines(ledger, "", [3, 1, 99], ImportOptions())
    assert lines[3] == ("Birch Ltd", "1002", "2020-01-15", "2020-02-14", "250.50", "USD")
    assert sorted(lines) == [1, 3]


def test_source_lines_of_one_sheet(tmp_path: Path) -> None:
    path = books.xlsx(tmp_path / "book", {"Notes": [["x"]], "台账": books.ROWS})
    assert source_lines(path, "台账", [2], ImportOptions())[2] == ("客户 A", "000123", "2020-01-31", "55.94")


def test_a_stop_in_the_child_is_the_callers_stop(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"%PDF-1.7")
    stop = stopped(tmp_path / "x")
    assert (stop.code, stop.facts) == ("file_not_a_ledger", {"found": "PDF"})


def test_memory_is_bound(tmp_path: Path) -> None:
    """300 MB of text do not fit into a small address space."""
    with (tmp_path / "big").open("wb") as file:
        file.truncate(1 << 30)
    stop = stopped(tmp_path / "big", dataclasses.replace(ROOMY, memory_mb=700))
    assert (stop.code, stop.facts["reason"]) == ("file_too_hard", "> 700 MB")


def test_a_parser_that_aborts_takes_only_the_child_along(tmp_path: Path) -> None:
    """The sector chain of this .xls runs in a circle: the parser collects sectors until memory ends, and aborts."""
    path = books.xls(tmp_path / "x", books.ROWS)
    content = bytearray(path.read_bytes())
    first_fat = 512 * (1 + int.from_bytes(content[76:80], "little"))
    directory = int.from_bytes(content[48:52], "little")
    content[first_fat + 4 * directory : first_fat + 4 * directory + 4] = directory.to_bytes(4, "little")
    path.write_bytes(content)
    stop = stopped(path, dataclasses.replace(ROOMY, memory_mb=1024))
    assert (stop.code, stop.facts["reason"]) == ("file_too_hard", "> 1024 MB")


@pytest.mark.parametrize(
    ("bounds", "reason"), [({"wall_seconds": 1}, "> 1 s"), ({"cpu_seconds": 1}, "> 1 s")], ids=["wall", "processor"]
)
def test_time_is_bound(monkeypatch: pytest.MonkeyPatch, ledger: Path, bounds: dict[str, int], reason: str) -> None:
    loop = "import json,sys; from scoring.ledger.process.limits import Limits\n"
    loop += "Limits(**json.load(sys.stdin)['limits']).apply()\nwhile True: pass"
    monkeypatch.setattr(child, "COMMAND", [child.COMMAND[0], "-c", loop])
    stop = stopped(ledger, dataclasses.replace(ROOMY, **bounds))
    assert (stop.code, stop.facts["reason"]) == ("file_too_hard", reason)


def test_a_fault_in_the_child_is_named_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, ledger: Path
) -> None:
    monkeypatch.setattr(child, "COMMAND", [child.COMMAND[0], "-c", "raise ZeroDivisionError('in the child')"])
    stop = stopped(ledger)
    assert (stop.code, stop.facts["reason"]) == ("file_too_hard", "ZeroDivisionError")
    assert "in the child" in caplog.text


def test_the_child_cannot_reach_out(monkeypatch: pytest.MonkeyPatch, ledger: Path) -> None:
    reach = "import sys; from scoring.ledger.process import worker\nsys.addaudithook(worker._refuse)\n"
    reach += "import socket; socket.socket()"
    monkeypatch.setattr(child, "COMMAND", [child.COMMAND[0], "-c", reach])
    assert stopped(ledger).facts["reason"] == "PermissionError"


def test_the_child_starts_without_pandas() -> None:
    """It takes as long to load as everything else that the child needs, and Arrow loads it for its first array."""
    told = "import sys; import scoring.ledger.process.worker; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], cwd=PROJECT, check=False).returncode == 0
