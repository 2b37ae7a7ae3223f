"""Open-items lists as files: the later one settles what it no longer holds, undo and rebuild bring the same books back."""

from __future__ import annotations

from pathlib import Path

from scoring.desk.intake.importing import import_files
from scoring.desk.intake.maintenance import rebuild
from scoring.ledger.reading import ImportOptions
from scoring.store import Store, undo
from tests.store.books import book

HEADINGS = "Customer,Invoice No,Invoice date,Due date,Amount,Open amount,Currency\n"
ROWS = "A,1,2026-01-05,2026-01-25,100,100,USD\nA,2,2026-01-10,2026-02-10,80,60,USD\n"
JANUARY = f"Open items as of 2026-01-31\n{HEADINGS}{ROWS}"
FEBRUARY = f"Open items as of 2026-02-28\n{HEADINGS}A,2,2026-01-10,2026-02-10,80,20,USD\nA,x,30 Feb 2026,,9,9,USD\n"
MONTHS = {"2026-01-31": {"1": "100.00", "2": "60.00"}, "2026-02-28": {"2": "20.00"}}


def books(path: Path) -> dict[str, dict[str, str]]:
    store = Store.open(path)
    found = {on: {no: amount for no, (amount, _) in book(store, on).items()} for on in MONTHS}
    store.close()
    return found


def test_lists_dropped_together_are_taken_by_their_days_and_come_back_by_rebuild(tmp_path: Path) -> None:
    """The later file is named first. 1 is settled by it; the refused row "x" is told as such."""
    files = [tmp_path / "b.csv", tmp_path / "a.csv"]
    for file, text in zip(files, (FEBRUARY, JANUARY), strict=True):
        file.write_text(text, encoding="utf-8")
    path = tmp_path / "store.duckdb"
    store = Store.open(path)
    outcome = import_files(store, files, ImportOptions())
    assert [report.file for report in outcome.reports] == ["a.csv", "b.csv"]
    closed = outcome.reports[1].closed
    assert closed is not None
    assert (closed["scope"], closed["documents"], closed["money"]) == ("customers", 1, {"USD": "100.00"})
    again = import_files(store, files, ImportOptions())
    assert [report.already_imported for report in again.reports] == [2, 1]
    store.close()
    assert books(path) == MONTHS
    rebuild(path)
    assert books(path) == MONTHS
    store = Store.open(path)
    undo(store, 2)
    store.close()
    assert books(path) == dict.fromkeys(MONTHS, MONTHS["2026-01-31"])
