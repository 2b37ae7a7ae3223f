"""The optimum against optbinning's, on the same prebins under the same trend; skips where that package is not installed."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from scoring.scorecard.bins import counting
from scoring.scorecard.bins.binning import best_bins
from scoring.scorecard.bins.counted import edges_of
from scoring.scorecard.card import Trend
from scoring.scorecard.choices import BinRules
from scoring.scorecard.sample import Sample

THEIRS: dict[Trend, str] = {
    "ascending": "descending", "descending": "ascending", "peak": "valley", "valley": "peak",
}  # fmt: skip
"""Our trends are of the WOE of being good, theirs of the share of bads."""


def drawn(seed: int, rows: int = 3000, values: int = 25) -> Sample:
    """Whole numbers from 0 whose share of bads rises, falls, turns or wavers, by seed; a tenth is missing."""
    rng = np.random.default_rng(seed)
    value = rng.integers(0, values, rows).astype(float)
    bend = [value, -value, np.abs(value - values / 2) * 2, -np.abs(value - values / 2) * 2][seed % 4]
    bad = rng.random(rows) < 1 / (1 + np.exp(1.5 - 0.06 * bend - 0.4 * np.sin(value)))
    value[rng.random(rows) < 0.1] = np.nan
    return Sample(pa.table({"x": value}), bad, np.arange(rows), np.full(rows, ""))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("trend", THEIRS)
def test_the_optimum_equals_optbinnings(seed: int, trend: Trend) -> None:
    """Edges at whole values for us are splits half way to the next value for them; 5% of the rows, 5 goods, 5 bads."""
    optbinning = pytest.importorskip("optbinning")
    rows = drawn(seed)
    grids = counting.grids(rows.table)
    ours = best_bins(
        counting.coded(rows, grids).counts["x"], BinRules(trend=trend, min_share=0.05, min_goods=5, min_bads=5)
    )
    theirs = optbinning.OptimalBinning(
        user_splits=np.array(grids["x"].edges) + 0.5, monotonic_trend=THEIRS[trend], max_n_bins=6,
        min_bin_size=0.05, min_bin_n_event=5, min_bin_n_nonevent=5,
    )  # fmt: skip
    theirs.fit(rows.table["x"].to_numpy(), rows.bad.astype(int))
    assert [edge + 0.5 for edge in edges_of(ours)] == theirs.splits.tolist()
