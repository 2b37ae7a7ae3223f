"""Every measurement, one after the other: of the ledger, of observations on the same large ledger, of a card's making."""

from __future__ import annotations

from pathlib import Path

from scoring.desk.bench import ledger
from scoring.desk.bench.card import bench_scorecard_fit, bench_scorecard_peer
from scoring.desk.bench.ledger import BenchLine
from scoring.desk.bench.observations import bench_observations
from scoring.desk.bench.views import bench_views
from scoring.desk.bench.worklist import bench_worklist


def bench(
    folder: Path,
    *,
    import_invoices: int = 1_000_000,
    aging_invoices: int = 10_000_000,
    observations: int = 1_000_000,
    rows: int = 1_000_000,
) -> list[BenchLine]:
    """The lines of `ledger.bench`, `bench_views` (on its smaller ledger), `bench_worklist` (on one of its own),
    `bench_observations` (on the larger one), `bench_scorecard_fit` and `bench_scorecard_peer`; the last three each in a
    process of its own.

    Raises ScoringError as they do.
    """
    lines = ledger.bench(folder, import_invoices=import_invoices, aging_invoices=aging_invoices)
    lines += bench_views(folder / "import" / "store.duckdb")
    lines.append(bench_worklist(folder / "worklist"))
    lines += ledger.alone(bench_observations, folder / "aging" / "store.duckdb", observations)
    return [*lines, ledger.alone(bench_scorecard_fit, rows), ledger.alone(bench_scorecard_peer, rows)]
