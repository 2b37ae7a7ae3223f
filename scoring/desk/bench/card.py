"""Measuring the making of a card: a million rows of twenty numbers from values to scores."""

from __future__ import annotations

from time import process_time

import numpy as np
import pyarrow as pa

from scoring.desk.bench.ledger import BenchLine
from scoring.errors import ScoringError
from scoring.scorecard.bins.counting import coded, grids
from scoring.scorecard.choices import Choices
from scoring.scorecard.fitting.fit import fit
from scoring.scorecard.sample import Sample
from scoring.scorecard.use import score

ROWS, CHARACTERISTICS, SECONDS = 1_000_000, 20, 10.0
CUSTOMERS, CUSTOMERS_SECONDS = 100_000, 2.0
SEED = 7


def bench_scorecard_fit(rows: int = ROWS, characteristics: int = CHARACTERISTICS) -> list[BenchLine]:
    """Processor seconds of this process, all cores added up.

    - card: a made-up sample binned, fitted and scored
    - card_scores: a tenth as many rows scored by that card

    Raises ScoringError "bench_differs" when the card does not find what the sample was made with.
    """
    sample = made_up(rows, characteristics)
    begun = process_time()
    card = fit(coded(sample, grids(sample.table)), Choices(), author="", at="")
    scores = score.score(card, sample.table)
    fitted = process_time()
    score.score(card, sample.table.slice(0, rows // 10))
    scored = process_time()
    if scores[sample.bad].mean() >= scores[~sample.bad].mean():
        raise ScoringError("bench_differs", ours=str(scores[sample.bad].mean()), peer=str(scores[~sample.bad].mean()))
    return [
        BenchLine("card", "seconds", fitted - begun, None, SECONDS),
        BenchLine("card_scores", "seconds", scored - fitted, None, CUSTOMERS_SECONDS),
    ]


def made_up(rows: int, characteristics: int, seed: int = SEED) -> Sample:
    """Numbers that bear on who goes bad the less the later they stand; a tenth of the values is missing, ten rows a
    customer, four periods, about a seventh of the rows bad."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(characteristics, rows))
    pull = np.linspace(0.8, 0.0, characteristics) @ values
    bad = rng.random(rows) < 1 / (1 + np.exp(2.5 - pull))
    values[rng.random(values.shape) < 0.1] = np.nan
    table = pa.table({f"x{place}": column for place, column in enumerate(values)})
    period = np.array(["2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31"])[np.arange(rows) % 4]
    return Sample(table, bad, np.arange(rows) // 10, period)
