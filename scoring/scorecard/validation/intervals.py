"""95% intervals. Rows of one customer resemble each other, so customers are resampled, never rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.scorecard.measures import Numbers, auc, auc_of, ks_of
from scoring.scorecard.sample import Flags, Floats, Whole

REPLICATES, LEVEL = 1000, 0.95
CELLS_AT_A_TIME = 2_000_000
"""Replicates are worked out in batches of about so many numbers, so that memory does not grow with the sample."""


@dataclass(frozen=True)
class Measured:
    """A figure of a sample with its 95% interval; no interval where fewer than two customers are bad or good."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Draws:
    """AUC and KS of one score in every replicate, NaN in one that drew no bad or no good. shape: (replicates,) each.

    The same place of two scores drawn together holds the same customers, so differences are paired.
    """

    auc: Floats
    ks: Floats


def draw(
    bad: Flags, group: Whole, scores: Mapping[str, Numbers], seed: int, replicates: int = REPLICATES
) -> dict[str, Draws] | None:
    """Clustered bootstrap: groups drawn with replacement, all rows of a group together (Field & Welsh 2007).

    The same seed draws the same groups. None where fewer than two groups have bads, or fewer than two have goods: there
    is then nothing to resample.

    >>> bad, group = np.array([True, False] * 20), np.arange(40)
    >>> drawn = draw(bad, group, {"a": np.arange(40), "b": -np.arange(40)}, seed=7)
    >>> bool(np.allclose(drawn["a"].auc + drawn["b"].auc, 1))
    True
    """
    code = np.unique(group, return_inverse=True)[1]
    groups = int(code.max(initial=-1)) + 1
    if len(np.unique(code[bad])) < 2 or len(np.unique(code[~bad])) < 2:
        return None
    tables = {name: _Table.of(bad, code, score) for name, score in scores.items()}
    drawn: dict[str, list[tuple[Floats, Floats]]] = {name: [] for name in scores}
    at_a_time = max(1, CELLS_AT_A_TIME // len(bad))
    for weights in _weights(groups, replicates, at_a_time, seed):
        for name, table in tables.items():
            goods, bads = (table.goods @ weights).T, (table.bads @ weights).T
            drawn[name].append((auc_of(goods, bads), ks_of(goods, bads)))
    return {name: Draws(*map(np.concatenate, zip(*parts, strict=True))) for name, parts in drawn.items()}


def measured(value: float, replicates: Floats | None) -> Measured:
    """A figure with the middle 95% of its replicates; a replicate without value says nothing.

    >>> gain = measured(20.0, np.arange(41)); round(gain.low, 6), round(gain.high, 6)
    (1.0, 39.0)
    """
    if replicates is None:
        return Measured(value)
    low, high = np.nanquantile(replicates, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Measured(value, float(low), float(high))


def clustered_interval(bad: Flags, group: Whole, score: Numbers, seed: int, replicates: int = REPLICATES) -> Measured:
    """AUC of one score with its interval. Raises ValueError without goods or bads.

    >>> clustered_interval(np.array([True, False] * 2), np.arange(4), np.arange(4), seed=7, replicates=50).value
    0.75
    """
    value = auc(bad, score)
    if value is None:
        raise ValueError("an AUC needs goods and bads")
    drawn = draw(bad, group, {"score": score}, seed, replicates)
    return measured(value, drawn["score"].auc if drawn else None)


def wilson(bads: int, rows: int, trials: int) -> Measured:
    """A bad rate with the interval of Wilson (1927) for `trials` independent trials; rows must be > 0.

    Rows of one customer say nearly the same thing, so `trials` is the number of customers: wide rather than too narrow.

    >>> rate = wilson(10, 100, 100); round(rate.low, 4), round(rate.high, 4)
    (0.0552, 0.1744)
    """
    z, rate = NormalDist().inv_cdf((1 + LEVEL) / 2), bads / rows
    middle = (rate + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * (rate * (1 - rate) / trials + z * z / (4 * trials * trials)) ** 0.5
    return Measured(rate, max(0.0, middle - half), min(1.0, middle + half))


@dataclass(frozen=True)
class _Table:
    """Goods and bads by ascending distinct score and by group, as sparse matrices. shape: (scores, groups) each."""

    goods: Any
    bads: Any

    @staticmethod
    def of(bad: Flags, code: npt.NDArray[np.intp], score: Numbers) -> _Table:
        from scipy.sparse import coo_array

        row = np.unique(score, return_inverse=True)[1]
        shape = (int(row.max()) + 1, int(code.max()) + 1)
        counted = [coo_array((np.ones(keep.sum()), (row[keep], code[keep])), shape=shape) for keep in (~bad, bad)]
        return _Table(*(matrix.tocsr() for matrix in counted))


def _weights(groups: int, replicates: int, at_a_time: int, seed: int) -> Iterator[Floats]:
    """How often each group was drawn, in batches. shape: (groups, batch)."""
    rng = np.random.default_rng(seed)
    for first in range(0, replicates, at_a_time):
        batch = min(at_a_time, replicates - first)
        picked = rng.integers(groups, size=(batch, groups)) + groups * np.arange(batch)[:, None]
        counted = np.bincount(picked.ravel(), minlength=batch * groups).reshape(batch, groups)
        yield np.ascontiguousarray(counted.T, dtype=np.float64)
