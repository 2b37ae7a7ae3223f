"""The bench of the scorecard measures what it says, on the made-up ledger of 500 invoices."""

from __future__ import annotations

from pathlib import Path

from scoring.desk.bench.observations import bench_observations
from scoring.desk.intake.generate import generate
from scoring.desk.intake.importing import import_files
from scoring.ledger.reading import ImportOptions
from scoring.store import Store


def test_observations_are_measured_against_aging(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.duckdb")
    store.set_setting("currency", "USD")
    assert not import_files(store, generate(300, tmp_path), ImportOptions()).failures
    store.close()
    ratio, memory, scores = bench_observations(tmp_path / "store.duckdb", observations=60)
    assert (ratio.name, memory.name, scores.name) == ("observations", "observations_memory", "scores")
    assert ratio.ratio is not None
    assert ratio.ours > 0
    assert memory.within
    assert scores.ours > 0
