"""Aging of the real ledgers, to the cent, against figures worked out independently from the same files.

`../shared/golden/aging.json`: ledger -> as-of date -> currency ("-" = the file states none) -> open amount, number of
documents and customers, and the amount in every default bucket.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.cli.app import main
from scoring.desk.figures.aging import aging_report
from scoring.desk.intake.importing import import_files
from scoring.ledger.reading import ImportOptions
from scoring.store import Store
from scoring.terms import View
from tests.house import PROJECT

GOLDEN = PROJECT.parent / "shared" / "golden" / "aging.json"
LEDGERS = ("ibm/invoices.csv", "highradius/snapshot_2019-10-31.csv", "payments/")
OTHERS = (
    "ibm/invoices.xlsx",
    "ibm/invoices_dd_mm_yyyy.csv",
    "ibm/invoices_leading_zeros.csv",
    "ibm/invoices_with_missing.csv",
    "multicurrency/",
    "china/",
)
BUCKETS = ("not_due", "1-30", "31-60", "61-90", "over_90")

pytestmark = pytest.mark.shared_data


def files_of(shared: Path, ledger: str) -> list[Path]:
    """One file, or all files of a folder together."""
    place = shared / ledger
    return sorted(place.glob("*.csv")) if place.is_dir() else [place]


@contextmanager
def opened(shared: Path, ledger: str, folder: Path) -> Iterator[Store]:
    store = Store.open(folder / "golden.duckdb")
    try:
        import_files(store, files_of(shared, ledger), ImportOptions())
        yield store
    finally:
        store.close()


def as_golden(currencies: dict[str, Any]) -> dict[str, Any]:
    """Our JSON in the shape of the golden file, so that a failing test shows two like things."""
    return {
        code: {
            "open": found["open"],
            "documents": found["documents"],
            "customers": found["customers"],
            **{bucket: found["buckets"][bucket] for bucket in BUCKETS},
        }
        for code, found in currencies.items()
    }


def golden_of(ledger: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return dict(found[ledger])


def named(golden: dict[str, Any]) -> dict[str, Any]:
    """A ledger that states no currency is in the workspace's."""
    return {"USD" if code == "-" else code: figures for code, figures in golden.items()}


@pytest.mark.parametrize("ledger", LEDGERS)
def test_aging_is_met_to_the_cent(shared: Path, tmp_path: Path, ledger: str) -> None:
    with opened(shared, ledger, tmp_path) as store:
        for day, golden in golden_of(ledger).items():
            report = aging_report(store, View(as_of=date.fromisoformat(day))).as_json()
            assert as_golden(report["currencies"]) == named(golden), day


@pytest.mark.parametrize("ledger", OTHERS)
def test_every_other_ledger_comes_in_whole(
    shared: Path, tmp_path: Path, ledger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the command line: nothing is lost between read and loaded, and all data checks pass."""
    store = ["--store", str(tmp_path / "ledger.duckdb")]
    files = [str(path) for path in files_of(shared, ledger)]
    assert main(["import", *files, "--terms-days", "60", "--json", *store]) == 0
    for sheet in json.loads(capsys.readouterr().out):
        assert sheet["loaded"] > 0
        assert sheet["read"] == sheet["loaded"] + sheet["duplicates"] + sheet["skipped"]
    assert main(["check", *store]) == 0


def test_no_ledger_of_the_golden_file_is_left_out(shared: Path) -> None:
    assert set(json.loads(GOLDEN.read_text(encoding="utf-8"))) == set(LEDGERS)


def test_the_command_line_gives_the_golden_figures(shared: Path, tmp_path: Path) -> None:
    """Two processes, as a scheduler would run them: import, then aging."""
    command = [sys.executable, "-m", "scoring"]
    store = ["--store", str(tmp_path / "ledger.duckdb")]
    subprocess.run([*command, "import", str(shared / LEDGERS[0]), *store], cwd=PROJECT, check=True)
    day, golden = max(golden_of(LEDGERS[0]).items())
    asked = [*command, "aging", "--as-of", day, "--json", *store]
    told = subprocess.run(asked, cwd=PROJECT, check=True, capture_output=True, text=True, encoding="utf-8")
    assert as_golden(json.loads(told.stdout)["currencies"]) == named(golden)
