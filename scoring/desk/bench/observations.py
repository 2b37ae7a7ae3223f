"""The task of measuring the scorecard's work on a large ledger, against the plainest look at the same ledger."""

from __future__ import annotations

import resource
from contextlib import closing
from datetime import date
from pathlib import Path
from time import perf_counter

from scoring.desk.bench.ledger import BenchLine
from scoring.desk.figures.aging import open_items_params
from scoring.desk.parameters import currency_of
from scoring.desk.scorecard.observations import development_sample, ledger_days
from scoring.desk.views import scope_of
from scoring.errors import ScoringError
from scoring.scorecard.card import Target
from scoring.scorecard.windows import observation_days, window_end
from scoring.store import Store
from scoring.terms import View

TARGET = Target()
OBSERVATIONS_RATIO, OBSERVATIONS_MEGABYTES = 5.0, 4096.0


def bench_observations(store: Path, observations: int = 1_000_000) -> list[BenchLine]:
    """Measure on a filled store, in a process that has done nothing else.

    - observations: the development sample of so many month-ends that it has about `observations` rows (or as many as the
      ledger allows), outcomes included / the aging by customer on the same month-ends
    - observations_memory: the most memory that this process held

    Raises ScoringError "no_observation_dates".
    """
    with closing(Store.open(store)) as ledger:
        days = _days(ledger, observations)
        aging_seconds = _seconds_of_aging(ledger, days)
        begun = perf_counter()
        found = development_sample(ledger, TARGET, days[0], days[-1])
        seconds = perf_counter() - begun
    if found.sample.table.num_rows == 0:
        raise ScoringError("bench_differs", ours="0", peer=str(observations))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        BenchLine("observations", "seconds", seconds, aging_seconds, OBSERVATIONS_RATIO),
        BenchLine("observations_memory", "megabytes", megabytes, None, OBSERVATIONS_MEGABYTES),
    ]


def _days(ledger: Store, observations: int) -> list[date]:
    """The last month-ends with a complete window, as many as it takes."""
    begin, end = ledger_days(ledger)
    months = TARGET.window_months
    complete = [day for day in observation_days(begin, end, months) if window_end(day, months) <= end]
    customers = ledger.total("customer", None, [])["rows"]
    return complete[-max(1, -(-observations // customers)) :]


def _seconds_of_aging(ledger: Store, days: list[date]) -> float:
    begun = perf_counter()
    for day in days:
        params = open_items_params(scope_of(ledger, View(day, currency=currency_of(ledger))))
        ledger.sums("open_items", params, ["customer_id", "currency", "bucket"], ["open_amount"])
    return perf_counter() - begun
