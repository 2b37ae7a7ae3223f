"""What a card is measured against, always: one characteristic alone, an expert's card, and gradient boosting.

Rivals speak in whole points, high = good, as the card does, so that nobody wins by having more decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from scoring.scorecard.card import Card, Scaling
from scoring.scorecard.sample import Sample, Whole
from scoring.scorecard.use import score
from scoring.scorecard.validation.boosting import boosted
from scoring.scorecard.values import numbers

DUMB_RULE = "late_paid_share_12m"
"""The one characteristic that a card must beat: the share of the past twelve months' amounts that was paid late."""
RivalName = Literal["dumb", "expert", "boosting"]


@dataclass(frozen=True)
class Rival:
    """The points that a rival gives each row of a training and of a test sample, high = good."""

    name: RivalName
    train: Whole
    test: Whole


def rivals(train: Sample, test: Sample, expert: Card | None, seed: int) -> tuple[Rival, ...]:
    """All rivals that the sample allows: a file without past late share has no dumb rule, one that lacks what the expert's
    card asks for no expert, and training rows of one class no boosting."""
    found = [boosting(train, test, seed)] if train.bad.any() and not train.bad.all() else []
    if expert and {scored.binning.name for scored in expert.characteristics} <= set(train.table.column_names):
        found.insert(0, Rival("expert", score.score(expert, train.table), score.score(expert, test.table)))
    if DUMB_RULE in train.table.column_names:
        found.insert(0, dumb_rule(train, test))
    return tuple(found)


def dumb_rule(train: Sample, test: Sample) -> Rival:
    """Points = 1000 x (1 - share of the past year's amounts paid late); who has no past gets the training average.

    >>> import pyarrow as pa
    >>> table = pa.table({"late_paid_share_12m": [0.0, 0.25, None]})
    >>> rows = Sample(table, np.array([False, True, False]), np.arange(3), np.array(["", "", ""]))
    >>> dumb_rule(rows, rows).test
    array([1000,  750,  875])
    """
    shares = [numbers(sample.table.column(DUMB_RULE), DUMB_RULE) for sample in (train, test)]
    known = shares[0][np.isfinite(shares[0])]
    average = float(known.mean()) if len(known) else 0.0
    filled = (np.rint(1000 * (1 - np.where(np.isfinite(share), share, average))) for share in shares)
    return Rival("dumb", *(points.astype(np.int64) for points in filled))


def boosting(train: Sample, test: Sample, seed: int) -> Rival:
    """Gradient boosted trees on every characteristic, as a ceiling: what the data holds for a model that nobody has to
    explain. `train` must hold goods and bads."""
    return Rival("boosting", *(_points(log_odds) for log_odds in boosted(train, test, seed)))


def _points(log_odds_bad: npt.NDArray[np.float64]) -> Whole:
    scaling = Scaling()
    return np.rint(scaling.offset - scaling.factor * log_odds_bad).astype(np.int64)
