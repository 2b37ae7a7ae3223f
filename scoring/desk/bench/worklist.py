"""The task of measuring the ranking of many customers: from an opened store to today's list."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from time import perf_counter

from scoring.desk.bench import ledger
from scoring.desk.bench.ledger import CURRENCY, BenchLine
from scoring.desk.intake.importing import import_files
from scoring.desk.parameters import default_as_of
from scoring.desk.worklist.today import worklist
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.store import Store
from scoring.terms import View

OPEN, SECONDS, MONTHS = 50_000, 3.0, 12


def bench_worklist(folder: Path, invoices: int = 550_000, customers: int = 100_000, least: int = OPEN) -> BenchLine:
    """Make a ledger up in `folder` of which at least `least` customers owe on its last day, and measure on it.

    - worklist_50000: from an opened store to the list of that day: who, which step by which rule, by whom, through which
      channel, what it should bring, and what fits into the hours; as after an import, when what the list is weighed by was
      made beside the pages

    Raises ScoringError "bench_differs" where fewer owe, and what stops an import.
    """
    store = folder / "store.duckdb"
    ledger.alone(_fill, store, ledger.alone(ledger.made_up, folder, invoices, customers, MONTHS))
    ledger.alone(_seconds_to_rank, store)
    seconds, ranked = ledger.alone(_seconds_to_rank, store)
    if ranked < least:
        raise ScoringError("bench_differs", ours=str(ranked), peer=str(least))
    return BenchLine("worklist_50000", "seconds", seconds, None, SECONDS)


def _fill(store: Path, files: list[Path]) -> None:
    with closing(Store.open(store)) as opened:
        outcome = import_files(opened, files, ImportOptions())
    if outcome.failures:
        raise outcome.failures[0].error


def _seconds_to_rank(store: Path) -> tuple[float, int]:
    """Seconds from an opened store to the list, and how many stand on it."""
    with closing(Store.open(store)) as opened:
        begun = perf_counter()
        today = worklist(opened, View(default_as_of(opened), currency=CURRENCY))
        return perf_counter() - begun, len(today.items)
