"""From scores to probabilities of default: a logistic link with two figures, fitted where the card was not.

The link in the card comes from all rows out of time. What it is checked by are cross-fitted probabilities: each fold of
customers is told by a link from the later rows of all other customers, so that nobody's outcome speaks for itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from scoring.scorecard.card import Calibration
from scoring.scorecard.fitting.logistic import bounded_logit
from scoring.scorecard.sample import Coded, Flags, Floats, Sample, Whole
from scoring.scorecard.use.score import pd_by

LEAST_BADS = 50
"""Bads out of time from which on they, and not the development rows, say what a score means."""
NEARLY_NO_RIDGE = 1e-3
"""Only keeps a link finite where a score parts goods from bads without a fault."""
DIGITS = 10
FOLDS = 5
"""Of customers, for probabilities that are checked on the very dates that the link comes from."""


def calibrated(
    development: tuple[Whole, Flags], out_of_time: tuple[Whole, Flags] | None = None, least_bads: int = LEAST_BADS
) -> Calibration:
    """PD = 1 / (1 + exp(intercept + slope x score)) from scores and outcomes (true = bad).

    Fitted on the rows out of time if they have `least_bads` and as many goods and the better score is the safer one
    there, else on the development rows. Raises ValueError where not even those rank: all scores alike.

    >>> scores = np.array([580, 600, 620]).repeat(100)
    >>> bad = np.arange(300) % 100 < np.array([50, 20, 5]).repeat(100)
    >>> link = calibrated((scores, bad)); link.source, round(float(1 / (1 + np.exp(link.intercept + link.slope * 600))), 2)
    ('development', 0.19)
    """
    if out_of_time is not None:
        bads = int(out_of_time[1].sum())
        if min(bads, len(out_of_time[1]) - bads) >= least_bads:
            found = _link(*out_of_time, "out_of_time")
            if found is not None:
                return found
    found = _link(*development, "development")
    if found is None:
        raise ValueError("scores that do not rank cannot be calibrated")
    return found


def dated(link: Calibration, held_out: Coded | Sample | None) -> Calibration:
    """A link out of time, with the dates of its rows; any other as it is."""
    if held_out is None or link.source != "out_of_time":
        return link
    return replace(link, first_period=str(min(held_out.period)), last_period=str(max(held_out.period)))


def cross_fitted(scores: Whole, bad: Flags, group: Whole, seed: int) -> Floats | None:
    """Probability of default of each row by a link from the rows of other groups: FOLDS folds with as many bad groups each.

    None where one of the links does not exist: too few bads, or scores that rank the wrong way.

    >>> scores = np.array([580, 600, 620]).repeat(100)
    >>> bad = np.arange(300) % 100 < np.array([50, 20, 5]).repeat(100)
    >>> [round(float(pd), 2) for pd in cross_fitted(scores, bad, np.arange(300), seed=7)[[0, 100, 200]]]
    [0.5, 0.2, 0.05]
    """
    fold, found = _fold_of(bad, group, seed), np.empty(len(bad))
    for own in (fold == each for each in range(FOLDS)):
        if not bad[~own].any() or bad[~own].all():
            return None
        link = _link(scores[~own], bad[~own], "out_of_time")
        if link is None:
            return None
        found[own] = pd_by(link, scores[own])
    return found


def _fold_of(bad: Flags, group: Whole, seed: int) -> Whole:
    """The fold of each row: groups dealt out in turn, those that went bad first, in an order drawn by `seed`."""
    groups, code = np.unique(group, return_inverse=True)
    went_bad = np.bincount(code, weights=bad, minlength=len(groups)) > 0
    order = np.lexsort((np.random.default_rng(seed).permutation(len(groups)), ~went_bad))
    fold = np.empty(len(groups), dtype=np.int64)
    fold[order] = np.arange(len(groups)) % FOLDS
    of_row: Whole = fold[code]
    return of_row


def _link(scores: Whole, bad: Flags, source: Literal["out_of_time", "development"]) -> Calibration | None:
    """The most likely link with a slope above 0, None where there is none."""
    centre, spread = float(scores.mean()), float(scores.std())
    if spread == 0:
        return None
    standard = np.asarray((scores - centre) / spread, dtype=np.float64)
    fit = bounded_logit(standard[:, None], ~bad, ridge=NEARLY_NO_RIDGE)
    slope = _short(float(fit.coefficients[0]) / spread)
    if slope <= 0:
        return None
    return Calibration(_short(fit.intercept - slope * centre), slope, len(bad), int(bad.sum()), source)


def _short(value: float) -> float:
    """Ten significant digits: the last bits of a sum depend on the machine."""
    return float(np.format_float_scientific(value, precision=DIGITS - 1, unique=False))
