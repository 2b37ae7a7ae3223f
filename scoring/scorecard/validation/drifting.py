"""Drift between two samples scored by one card: of the score (PSI) and of each characteristic's bins (CSI)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from scoring.scorecard.card import Card, Scored
from scoring.scorecard.measures import Numbers, drift, psi
from scoring.scorecard.sample import Floats, Whole
from scoring.scorecard.use.score import bins_of, points_by_bin
from scoring.scorecard.validation.banding import BANDS, bands
from scoring.scorecard.validation.result import Shift

CHANCE = 0.05
"""How often customers that did not change may look as if they had."""


def edges(score: Numbers, count: int = BANDS) -> Floats:
    """The highest score of each band of a reference sample but the last, which is open.

    >>> edges(np.array([1, 2, 2, 2, 3, 4]), 3)
    array([1., 2.])
    """
    band = bands(score, count)
    return np.array([float(score[band == code].max()) for code in range(int(band.max()))])


def score_psi(reference: Numbers, actual: Numbers) -> float:
    """PSI of a score over ten bands of the reference of about equal size. Both must have rows.

    >>> score_psi(np.arange(100), np.arange(100))
    0.0
    """
    return psi(*banded(reference, actual))


def banded(reference: Numbers, actual: Numbers) -> tuple[Whole, Whole]:
    """Rows of both samples in ten bands of the reference."""
    bounds = edges(reference)
    own, other = (_counts(np.searchsorted(bounds, side), len(bounds) + 1) for side in (reference, actual))
    return own, other


def beyond_chance(value: float, reference: Whole, actual: Whole) -> bool:
    """Whether a PSI is above what 95 of 100 samples of these sizes from the same customers would show.

    By chance it is (1 / n + 1 / m) times a chi-squared with one degree of freedom less than there are bins (Yurdakul 2018).

    >>> few, many = np.array([1, 2]), np.array([100, 200])
    >>> beyond_chance(0.35, few, few), beyond_chance(0.35, many, many)
    (False, True)
    """
    from scipy.special import chdtri

    bins = int(((reference > 0) | (actual > 0)).sum())
    rows = 1 / int(reference.sum()) + 1 / int(actual.sum())
    return bins > 1 and value > float(chdtri(bins - 1, CHANCE)) * rows


def bin_counts(card: Card, table: pa.Table) -> list[Whole]:
    """Rows of a table in each bin of each characteristic of the card, in the card's order."""
    return [_counts(*_bins(scored, table)) for scored in card.characteristics]


def shifts(card: Card, reference: list[Whole], actual: list[Whole]) -> tuple[Shift, ...]:
    """CSI of every characteristic of the card, the most moved first. Both sides must have rows."""
    found = []
    for scored, before, now in zip(card.characteristics, reference, actual, strict=True):
        csi, points = psi(before, now), points_by_bin(scored.binning)
        moved = float(points @ (now / now.sum() - before / before.sum()))
        found.append(Shift(scored.binning.name, csi, drift(csi), moved, beyond_chance(csi, before, now)))
    return tuple(sorted(found, key=lambda shift: (-shift.csi, shift.name)))


def _bins(scored: Scored, table: pa.Table) -> tuple[Numbers, int]:
    binning = scored.binning
    return bins_of(binning, table.column(binning.name)).astype(np.int64), len(binning.bins)


def _counts(code: Numbers, size: int) -> Whole:
    return np.bincount(code, minlength=size)
