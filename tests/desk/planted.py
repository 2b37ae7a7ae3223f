"""What the tests of planted drivers share: the characteristic of each reason, and who slides for it on which rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from data.generator import Truth
from scoring.desk.scorecard.fitting import Fitted
from scoring.scorecard import measures
from scoring.scorecard.sample import Flags
from scoring.scorecard.use import score

OWN = {
    "falling_sales": "sales_trend",
    "high_utilisation": "limit_utilisation",
    "disputes": "disputed_share_12m",
    "poor_statements": "altman_z",
    "industry_downturn": "industry",
}
"""The characteristic in which each planted reason shows."""


def sliding_below_healthy(fitted: Fitted, truth: Mapping[str, Truth], reason: str) -> float | None:
    """AUC on the held-out dates: rows between onset and default, against customers in whom nothing was planted."""
    points = score.score(fitted.card, fitted.split.test.table)
    sliding = rows_of(
        fitted, truth, lambda one, day: one.reason == reason and one.goes_bad and one.onset.isoformat() <= day
    )
    either = sliding | ~rows_of(fitted, truth, lambda one, day: True)
    return measures.auc(sliding[either], points[either])


def rows_of(fitted: Fitted, truth: Mapping[str, Truth], wanted: Callable[[Truth, str], bool]) -> Flags:
    """Test rows of customers with something planted, where `wanted`."""
    test, customers = fitted.split.test, fitted.split.development.customers
    pairs = zip((customers[group] for group in test.group), test.period, strict=True)
    return np.array([who in truth and wanted(truth[who], str(day)) for who, day in pairs])
