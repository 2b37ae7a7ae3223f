"""The task of measuring: how fast the product is, as ratios to bare DuckDB in one run on one machine.

Every measurement runs in a process of its own, so that none warms or swells another.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, TypeVar

from scoring.desk.figures.aging import aging_report, open_items_params, sum_by
from scoring.desk.figures.figures import dso_change, key_figures
from scoring.desk.figures.overview import what_changed
from scoring.desk.figures.trend import bucket_trend
from scoring.desk.intake.generate import generate
from scoring.desk.intake.importing import import_files
from scoring.desk.views import scope_of
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.store import Store
from scoring.store.peer import Flat, read_as_text
from scoring.terms import View

PAST_DATE, LAST_DATE, CURRENCY = date(2025, 10, 31), date(2026, 10, 31), "USD"
IMPORT_RATIO, IMPORT_MEGABYTES, OVERVIEW_SECONDS, AGING_RATIO = 8.0, 2048.0, 1.0, 3.0
REPEATS = 3
FILES_IN_ORDER = (
    "customers", "exchange_rates", "invoices", "receipts", "disputes", "financials", "protections", "promises", "events",
    "outlooks", "ratings", "activities", "surveys",
)  # fmt: skip

Result = TypeVar("Result")
Totals = dict[str, Decimal]


@dataclass(frozen=True)
class BenchLine:
    """One measurement. `limit` bounds the ratio ours / peer; where `peer` is None, it bounds `ours` itself. None = no limit.

    >>> line = BenchLine("import", "seconds", ours=4.0, peer=0.8, limit=8.0)
    >>> line.ratio, line.within
    (5.0, True)
    """

    name: str
    unit: str
    ours: float
    peer: float | None
    limit: float | None

    @property
    def ratio(self) -> float | None:
        """ours / peer, None without a peer."""
        return self.ours / self.peer if self.peer else None

    @property
    def within(self) -> bool:
        """Whether the limit is kept, if there is one."""
        return self.limit is None or (self.ours if self.ratio is None else self.ratio) <= self.limit

    def as_json(self) -> dict[str, Any]:
        """Plain values. Keys: name, unit, ours, peer, ratio, limit, within."""
        return asdict(self) | {"ratio": self.ratio, "within": self.within}


def bench(folder: Path, *, import_invoices: int = 1_000_000, aging_invoices: int = 10_000_000) -> list[BenchLine]:
    """Make two ledgers up in `folder` (empty or new) and measure on them.

    - import: a CSV file of `import_invoices` rows parsed, validated and committed / DuckDB reading it as text. Both are the
      least of three, taken by turns in one process with the file in the system's cache, each import into a fresh store
    - import_memory: the most memory that took, ours and the reading child's added up
    - overview: the key figures with their change and their lines over time, after opening that ledger
    - overview_rest: all else on that page, which is drawn below them: what changed and why, aging, exposures, month-ends
    - aging: by customer at a past date over `aging_invoices` invoices and as many receipts / the same over flat columns
    - aging_report: the whole report, with credits, names, a sorted table, totals and reconciliation / the same peer, which
      does none of these; for information, without a limit

    Raises ScoringError "bench_differs" when ours and the peer do not find the same, and what stops an import.
    """
    return [*_import_and_overview(folder / "import", import_invoices), *_aging(folder / "aging", aging_invoices)]


def _import_and_overview(folder: Path, invoices: int) -> list[BenchLine]:
    files = alone(made_up, folder, invoices)
    first = next(path for path in files if path.stem.startswith("invoices"))
    store = folder / "store.duckdb"
    seconds, peer = alone(_seconds_to_import_and_to_read, first)
    megabytes = alone(_import, store, [first])[1]
    alone(_import, store, [path for path in files if path != first])
    first_look, rest = alone(_seconds_to_overview, store)
    return [
        BenchLine("import", "seconds", seconds, peer, IMPORT_RATIO),
        BenchLine("import_memory", "megabytes", megabytes, None, IMPORT_MEGABYTES),
        BenchLine("overview", "seconds", first_look, None, OVERVIEW_SECONDS),
        BenchLine("overview_rest", "seconds", rest, None, OVERVIEW_SECONDS),
    ]


def _aging(folder: Path, invoices: int) -> list[BenchLine]:
    store = folder / "store.duckdb"
    for path in alone(made_up, folder, invoices):
        alone(_import, store, [path])
    seconds, report_seconds, ours = alone(_aging_of_store, store)
    peer_seconds, theirs = alone(_aging_of_flat, folder / "flat.duckdb", store)
    if ours != theirs:
        raise ScoringError("bench_differs", ours=str(ours), peer=str(theirs))
    return [
        BenchLine("aging", "seconds", seconds, peer_seconds, AGING_RATIO),
        BenchLine("aging_report", "seconds", report_seconds, peer_seconds, None),
    ]


def made_up(folder: Path, invoices: int, customers: int | None = None, months: int = 36) -> list[Path]:
    """A ledger's files in the order in which a store takes them fastest."""
    paths = generate(invoices, folder, customers=customers, months=months)
    return sorted(paths, key=lambda path: (FILES_IN_ORDER.index(path.stem.split("-")[0]), path.stem))


def _seconds_to_import_and_to_read(path: Path) -> tuple[float, float]:
    """Seconds at least of ours and of the peer, by turns, so that what else the machine does slows both."""
    path.read_bytes()
    with TemporaryDirectory(dir=path.parent) as folder:
        turns = [
            (_import(Path(folder) / str(turn) / "store.duckdb", [path])[0], _timed(lambda: read_as_text(path))[0])
            for turn in range(REPEATS)
        ]
    return min(ours for ours, _ in turns), min(peer for _, peer in turns)


def _import(store: Path, files: list[Path]) -> tuple[float, float]:
    """Seconds and megabytes at most that it takes to import the files. Raises the first file's ScoringError."""
    with closing(Store.open(store)) as ledger:
        seconds, outcome = _timed(lambda: import_files(ledger, files, ImportOptions()))
    if outcome.failures:
        raise outcome.failures[0].error
    kilobytes = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return seconds, kilobytes / 1024


def _seconds_to_overview(store: Path) -> tuple[float, float]:
    """Seconds until the overview's cards can be drawn, and seconds that the rest of the page takes from there."""
    view = View(LAST_DATE, currency=CURRENCY)
    with closing(Store.open(store)) as ledger:
        first_look, figures = _timed(lambda: key_figures(ledger, view))
        rest, _ = _timed(lambda: [task() for task in _below(ledger, view, figures.compared_to)])
    return first_look, rest


def _below(ledger: Store, view: View, earlier: date) -> list[Callable[[], object]]:
    """What the overview asks for below its cards, in its order."""
    return [
        lambda: bucket_trend(ledger, view),
        lambda: aging_report(ledger, view),
        lambda: what_changed(ledger, view),
        lambda: dso_change(ledger, view, earlier),
    ]


def _aging_of_store(store: Path) -> tuple[float, float, Totals]:
    """Seconds of the query, seconds of the whole report, and open amount by currency."""
    view, by = View(PAST_DATE), ["customer_id", "currency", "bucket"]
    with closing(Store.open(store)) as ledger:
        params = open_items_params(scope_of(ledger, view))
        queries = [
            _anew(ledger, lambda: ledger.sums("open_items", params, by, ["open_amount"])) for _ in range(REPEATS)
        ]
        reports = [_anew(ledger, lambda: aging_report(ledger, view))[0] for _ in range(REPEATS)]
    return median(seconds for seconds, _ in queries), median(reports), sum_by(queries[0][1], "currency", "open_amount")


def _aging_of_flat(flat: Path, store: Path) -> tuple[float, Totals]:
    """Seconds of the peer's query, and open amount by currency."""
    with closing(Flat(flat, store)) as peer:
        runs = [_timed(lambda: peer.aging(PAST_DATE)) for _ in range(REPEATS)]
    return median(seconds for seconds, _ in runs), sum_by(runs[0][1], "currency", "open_amount")


def _anew(ledger: Store, task: Callable[[], Result]) -> tuple[float, Result]:
    """`_timed`, with nothing remembered of what was read before: whatever is written makes a store forget it."""
    with ledger.raw_transaction():
        pass
    return _timed(task)


def _timed(task: Callable[[], Result]) -> tuple[float, Result]:
    begun = perf_counter()
    result = task()
    return perf_counter() - begun, result


def alone(task: Callable[..., Result], *arguments: object) -> Result:
    """The task's result from a fresh process."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:
        return process.submit(task, *arguments).result()
