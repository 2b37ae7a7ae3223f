"""Measuring the making of a card: a million rows of twenty numbers from values to scores, and the same by optbinning.

optbinning (N. Palencia, Apache-2.0) is no part of the product; where it is installed it is measured in the same run.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
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
PEER, PEER_RATIO = "optbinning", 1.0
SEED = 7


def bench_scorecard_fit(rows: int = ROWS, characteristics: int = CHARACTERISTICS) -> BenchLine:
    """A made-up sample binned, fitted and scored: processor seconds of this process, all cores added up.

    Raises ScoringError "bench_differs" when the card does not find what the sample was made with.
    """
    sample = made_up(rows, characteristics)
    begun = process_time()
    card = fit(coded(sample, grids(sample.table)), Choices(), author="", at="")
    scores = score.score(card, sample.table)
    seconds = process_time() - begun
    if scores[sample.bad].mean() >= scores[~sample.bad].mean():
        raise ScoringError("bench_differs", ours=str(scores[sample.bad].mean()), peer=str(scores[~sample.bad].mean()))
    return BenchLine("card", "seconds", seconds, None, SECONDS)


def bench_scorecard_peer(rows: int = ROWS, characteristics: int = CHARACTERISTICS) -> BenchLine:
    """Processor seconds from values to a scaled card, ours / optbinning's `Scorecard.fit` as it comes, on the same rows.

    Where optbinning is not installed the line is "card_alone": ours, without a peer or a limit.
    """
    sample = made_up(rows, characteristics)
    begun = process_time()
    fit(coded(sample, grids(sample.table)), Choices(), author="", at="")
    ours = process_time() - begun
    if find_spec(PEER) is None:
        return BenchLine("card_alone", "seconds", ours, None, None)
    return BenchLine("card_peer", "seconds", ours, _seconds_of_peer(sample), PEER_RATIO)


def _seconds_of_peer(sample: Sample) -> float:
    """Processor seconds of optbinning: bins by its solver, a logistic regression, points."""
    theirs, linear = import_module(PEER), import_module("sklearn.linear_model")
    frame, bad = sample.table.to_pandas(), sample.bad.astype(int)
    scaling = {"pdo": 20, "odds": 50, "scorecard_points": 600}
    begun = process_time()
    card = theirs.Scorecard(
        binning_process=theirs.BinningProcess(list(frame.columns)),
        estimator=linear.LogisticRegression(),
        scaling_method="pdo_odds",
        scaling_method_params=scaling,
    )
    card.fit(frame, bad)
    return process_time() - begun


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
