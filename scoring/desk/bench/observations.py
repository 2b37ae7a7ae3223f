"""The task of measuring the scorecard's work on a large ledger, against the plainest look at the same ledger."""

from __future__ import annotations

import resource
from contextlib import closing
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np

from scoring.desk.bench.ledger import BenchLine
from scoring.desk.figures.aging import open_items_params
from scoring.desk.parameters import currency_of
from scoring.desk.scorecard.observations import development_sample, ledger_days, observations_at
from scoring.desk.scorecard.scores import scored
from scoring.desk.scorecard.versions import version_of
from scoring.desk.views import scope_of
from scoring.errors import ScoringError
from scoring.scorecard.card import Target
from scoring.scorecard.windows import observation_days, window_end
from scoring.store import Store, scorecards
from scoring.terms import View

TARGET = Target()
OBSERVATIONS_RATIO, OBSERVATIONS_MEGABYTES = 5.0, 4096.0
CUSTOMERS, SCORES_SECONDS = 100_000, 2.0


def bench_observations(store: Path, observations: int = 1_000_000) -> list[BenchLine]:
    """Measure on a filled store, in a process that has done nothing else.

    - observations: the development sample of so many month-ends that it has about `observations` rows (or as many as the
      ledger allows), outcomes included / the aging by customer on the same month-ends
    - observations_memory: the most memory that this process held
    - scores: 100,000 customers (those of the last day, again and again) scored by the card in use, with reasons, and kept

    Raises ScoringError "no_observation_dates".
    """
    with closing(Store.open(store)) as ledger:
        days = _days(ledger, observations)
        aging_seconds = _seconds_of_aging(ledger, days)
        begun = perf_counter()
        found = development_sample(ledger, TARGET, days[0], days[-1])
        seconds = perf_counter() - begun
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows = found.sample.table.num_rows
        del found
        scoring_seconds = _seconds_of_scoring(ledger, days[-1])
    if rows == 0:
        raise ScoringError("bench_differs", ours="0", peer=str(observations))
    return [
        BenchLine("observations", "seconds", seconds, aging_seconds, OBSERVATIONS_RATIO),
        BenchLine("observations_memory", "megabytes", megabytes, None, OBSERVATIONS_MEGABYTES),
        BenchLine("scores", "seconds", scoring_seconds, None, SCORES_SECONDS),
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


def _seconds_of_scoring(ledger: Store, day: date) -> float:
    """Seconds from observations to scores that are kept, as `score_book` does both."""
    seen, used = observations_at(ledger, day), version_of(ledger)
    many = seen.take(np.arange(CUSTOMERS) % seen.num_rows)
    begun = perf_counter()
    scorecards.keep_scores(ledger, day, used.number, "bench", scored(used.card, many))
    return perf_counter() - begun
