"""From scores to probabilities of default: a logistic link with two figures, fitted where the card was not."""

from __future__ import annotations

from typing import Literal

import numpy as np

from scoring.scorecard.card import Calibration
from scoring.scorecard.fitting.logistic import bounded_logit
from scoring.scorecard.sample import Flags, Whole

LEAST_BADS = 50
"""Bads out of time from which on they, and not the development rows, say what a score means."""
NEARLY_NO_RIDGE = 1e-3
"""Only keeps a link finite where a score parts goods from bads without a fault."""
DIGITS = 10


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
