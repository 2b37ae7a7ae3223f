"""How well a score tells bad from good, how true its probabilities are, how far a distribution has moved.

Scores are high for good. `bad` is the outcome, true = bad. All measures need only goods and bads by distinct score, which
is why the rows are added up first and every formula works on counts, for one sample or for many resampled ones at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from scoring.scorecard.sample import Flags, Floats, Whole

STABLE_BELOW, SHIFTED_ABOVE = 0.10, 0.25
"""Of a PSI or CSI (domain.md): below the first stable, above the second shifted, between them watch."""
Numbers = npt.NDArray[np.float64] | npt.NDArray[np.int64]
Drift = Literal["stable", "watch", "shifted"]
NEWTON_STEPS = 50


@dataclass(frozen=True)
class ByScore:
    """Goods and bads by score. grain: one entry per distinct score, ascending."""

    scores: Floats
    goods: Whole
    bads: Whole


def by_score(bad: Flags, score: Numbers) -> ByScore:
    """Count goods and bads by distinct score.

    >>> by_score(np.array([True, False, False]), np.array([500, 600, 600])).goods
    array([0, 2])
    """
    scores, code = np.unique(np.asarray(score, dtype=np.float64), return_inverse=True)
    bads = np.bincount(code[bad], minlength=len(scores))
    return ByScore(scores, np.bincount(code, minlength=len(scores)) - bads, bads)


def auc(bad: Flags, score: Numbers) -> float | None:
    """Area under the ROC curve: the chance that a random good scores above a random bad, ties counted half.

    Mann-Whitney U / (goods x bads); Hanley & McNeil 1982. 0.5 = no better than chance. None without goods or bads.

    >>> auc(np.array([True, True, False, False]), np.array([500, 600, 600, 700]))
    0.875
    """
    counted = by_score(bad, score)
    return float(auc_of(counted.goods, counted.bads)) if _two_classes(bad) else None


def gini(bad: Flags, score: Numbers) -> float | None:
    """Gini = 2 AUC - 1, also called accuracy ratio or Somers' D. None without goods or bads.

    >>> gini(np.array([True, True, False, False]), np.array([500, 600, 600, 700]))
    0.75
    """
    area = auc(bad, score)
    return None if area is None else 2 * area - 1


def ks(bad: Flags, score: Numbers) -> float | None:
    """Kolmogorov-Smirnov: the largest distance of the score's cumulative shares of bads and of goods. None without either.

    >>> ks(np.array([True, True, False, False]), np.array([500, 600, 600, 700]))
    0.5
    """
    counted = by_score(bad, score)
    return float(ks_of(counted.goods, counted.bads)) if _two_classes(bad) else None


def auc_of(goods: Numbers, bads: Numbers) -> Floats:
    """AUC from counts by ascending score. shape: (..., scores) -> (...); NaN without goods or bads.

    >>> float(auc_of(np.array([0, 1, 1]), np.array([1, 1, 0])))
    0.875
    """
    below = np.cumsum(bads, axis=-1) - bads / 2
    return _divided((goods * below).sum(axis=-1), goods.sum(axis=-1) * bads.sum(axis=-1))


def ks_of(goods: Numbers, bads: Numbers) -> Floats:
    """KS from counts by ascending score. shape: (..., scores) -> (...); NaN without goods or bads.

    >>> float(ks_of(np.array([0, 1, 1]), np.array([1, 1, 0])))
    0.5
    """
    below_bads = _divided(np.cumsum(bads, axis=-1), bads.sum(axis=-1, keepdims=True))
    below_goods = _divided(np.cumsum(goods, axis=-1), goods.sum(axis=-1, keepdims=True))
    farthest: Floats = np.abs(below_bads - below_goods).max(axis=-1)
    return farthest


def brier(bad: Flags, pd: Floats) -> float:
    """Brier score = mean((PD - outcome)^2), 0 = perfect (Brier 1950).

    >>> round(brier(np.array([True, False]), np.array([0.8, 0.4])), 6)
    0.1
    """
    return float(np.mean((pd - bad) ** 2))


def brier_skill(bad: Flags, pd: Floats) -> float | None:
    """1 - Brier score / that of stating the sample's bad rate for everybody; 0 = no better than that. None with one class.

    >>> round(brier_skill(np.array([True, False]), np.array([0.8, 0.4])), 6)
    0.6
    """
    if not _two_classes(bad):
        return None
    rate = float(np.mean(bad))
    return 1 - brier(bad, pd) / (rate * (1 - rate))


@dataclass(frozen=True)
class Line:
    """ln(odds of bad) = intercept + slope x logit(PD). slope 1 and intercept 0 = the PDs are true.

    slope < 1: the PDs are too far apart; intercept > 0 at slope 1: they are too low.
    """

    slope: float
    intercept: float


def slope_intercept(bad: Flags, pd: Floats) -> Line | None:
    """Calibration line by maximum likelihood (Cox 1958), 0 < PD < 1.

    None where it has no finite solution: one class only, or a PD above which all are bad and below which none is.

    >>> bad = np.array([True] + [False] * 3 + [True] * 3 + [False])
    >>> line = slope_intercept(bad, np.array([0.25] * 4 + [0.75] * 4)); round(line.slope, 6)
    1.0
    """
    x = np.log(pd / (1 - pd))
    if not _two_classes(bad) or x[bad].max() <= x[~bad].min() or x[bad].min() >= x[~bad].max():
        return None
    design = np.column_stack([np.ones_like(x), x])
    rate = float(np.mean(bad))
    found = np.array([np.log(rate / (1 - rate)), 0.0])
    for _ in range(NEWTON_STEPS):
        step = _newton_step(design, bad, found)
        found += step
        if np.abs(step).max() < 1e-10:
            break
    return Line(slope=float(found[1]), intercept=float(found[0]))


def psi(expected: Numbers, actual: Numbers) -> float:
    """Population stability index over the same bins: sum((actual% - expected%) x ln(actual% / expected%)).

    The counts of a score's bins give its PSI, those of a characteristic's bins its CSI. An empty bin counts as half a row,
    a logarithm of nothing having no value; one that is empty on both sides adds nothing. None where either side is empty.

    >>> round(psi(np.array([50, 50]), np.array([60, 40])), 4)
    0.0405
    """
    if not expected.sum() or not actual.sum():
        raise ValueError("a shift needs rows on both sides")
    there = (expected > 0) | (actual > 0)
    e, a = (np.where(counts > 0, counts, 0.5)[there] / counts.sum() for counts in (expected, actual))
    return float(((a - e) * np.log(a / e)).sum())


def drift(value: float) -> Drift:
    """What a PSI or CSI says (domain.md): below 0.10 stable, up to 0.25 watch, above shifted.

    >>> drift(0.0999), drift(0.10), drift(0.25), drift(0.2501)
    ('stable', 'watch', 'watch', 'shifted')
    """
    if value < STABLE_BELOW:
        return "stable"
    return "shifted" if value > SHIFTED_ABOVE else "watch"


def _newton_step(design: Floats, bad: Flags, at: Floats) -> Floats:
    """One step towards the maximum of the likelihood, at most 2 long in any coefficient so that it cannot run away."""
    p = 1 / (1 + np.exp(-design @ at))
    information = (design * (p * (1 - p))[:, None]).T @ design
    step = np.asarray(np.linalg.solve(information, design.T @ (bad - p)), dtype=np.float64)
    return step / max(1.0, float(np.abs(step).max()) / 2)


def _divided(above: npt.ArrayLike, below: npt.ArrayLike) -> Floats:
    top, bottom = np.broadcast_arrays(np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64))
    share: Floats = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
    return share


def _two_classes(bad: Flags) -> bool:
    return bool(bad.any() and not bad.all())
