"""The task of measuring the risk views of a large ledger: each for the first time after opening, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter

from scoring.desk.bench.ledger import CURRENCY, BenchLine, alone
from scoring.desk.figures.aging import open_items_params
from scoring.desk.parameters import default_as_of
from scoring.desk.preparing import prepare
from scoring.desk.risk.capacity import capacity_report
from scoring.desk.risk.disclosure import disclosure
from scoring.desk.risk.distribution import distribution_report
from scoring.desk.risk.forecast import forecast_report
from scoring.desk.risk.loss import loss_report
from scoring.desk.risk.provision import provision
from scoring.desk.risk.shape import shape
from scoring.desk.risk.stress import kept_cases, stress_report
from scoring.desk.views import scope_of
from scoring.desk.warnings.alerts import alerts
from scoring.store import Store
from scoring.terms import View

VIEWS: dict[str, Callable[[Store, View], object]] = {
    "loss": loss_report,
    "distribution": distribution_report,
    "capacity": capacity_report,
    "stress": lambda store, view: stress_report(store, view, [one.case for one in kept_cases(store)]),
    "shape": shape,
    "provision": provision,
    "disclosure": disclosure,
    "forecast": forecast_report,
    "warnings": lambda store, view: alerts(store, view.as_of),
}

SECONDS = 1.0
"""What each of them may take on a million documents, for the first time after opening."""


def bench_views(store: Path) -> list[BenchLine]:
    """Measure on a filled store, on its last day, whatever machine it is and whatever else that does.

    - preparing: what is computed once beside the pages after an import: scores, what forecasts learn, early warnings
      (/ the aging by customer on the same day, also for the first time after opening; without a limit)
    - view_<name>: one of VIEWS, for the first time after opening; within SECONDS
    """
    aging = alone(_seconds_of_aging, store)
    lines = [BenchLine("preparing", "seconds", alone(_seconds_to_prepare, store), aging, None)]
    return lines + [
        BenchLine(f"view_{name}", "seconds", alone(_seconds_of_view, store, name), None, SECONDS) for name in VIEWS
    ]


def _seconds_to_prepare(store: Path) -> float:
    with closing(Store.open(store)) as ledger:
        begun = perf_counter()
        prepare(ledger, lambda about, stage, share: None)
        return perf_counter() - begun


def _seconds_of_view(store: Path, name: str) -> float:
    with closing(Store.open(store)) as ledger:
        view = View(default_as_of(ledger), currency=CURRENCY)
        begun = perf_counter()
        VIEWS[name](ledger, view)
        return perf_counter() - begun


def _seconds_of_aging(store: Path) -> float:
    with closing(Store.open(store)) as ledger:
        scope = scope_of(ledger, View(default_as_of(ledger)))
        begun = perf_counter()
        ledger.sums("open_items", open_items_params(scope), ["customer_id", "currency", "bucket"], ["open_amount"])
        return perf_counter() - begun
