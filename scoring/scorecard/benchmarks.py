"""What a card is measured against, always: one characteristic alone, an expert's card, and gradient boosting.

Rivals speak in whole points, high = good, as the card does, so that nobody wins by having more decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from scoring.scorecard import score
from scoring.scorecard.card import Card, Scaling
from scoring.scorecard.counting import is_number
from scoring.scorecard.sample import Floats, Sample, Whole
from scoring.scorecard.values import Column, numbers, texts

DUMB_RULE = "late_paid_share_12m"
"""The one characteristic that a card must beat: the share of the past twelve months' amounts that was paid late."""
CATEGORIES_MAX = 200
BOOSTING = {"learning_rate": 0.05, "max_iter": 150, "max_leaf_nodes": 8, "l2_regularization": 1.0}
"""Small trees and slow steps: samples of scorecards have few bads, and rows of one customer repeat each other."""
ROWS_A_THREAD = 50_000
"""With fewer rows several threads spend more time waiting for each other than working."""
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
    """Gradient boosted trees on every characteristic that varies, as a ceiling. `train` must hold goods and bads."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    names = train.table.column_names
    every = (_encoded(name, train.table.column(name), test.table.column(name)) for name in names)
    columns = [encoded for encoded in every if encoded.varies]
    categories = [encoded.category for encoded in columns]
    model = HistGradientBoostingClassifier(
        **BOOSTING, categorical_features=categories, early_stopping=False, random_state=seed
    )
    learnt, later = (np.column_stack([getattr(encoded, side) for encoded in columns]) for side in ("train", "test"))
    with threadpool_limits(limits=1 if len(train.bad) < ROWS_A_THREAD else None, user_api="openmp"):
        model.fit(learnt, train.bad)
        return Rival("boosting", *(_points(model.decision_function(values)) for values in (learnt, later)))


@dataclass(frozen=True)
class _Encoded:
    train: Floats
    test: Floats
    category: bool

    @property
    def varies(self) -> bool:
        """Whether the training rows know two different values; the trees stumble over less."""
        known = self.train[np.isfinite(self.train)]
        return bool(len(known)) and bool((known != known[0]).any())


def _encoded(name: str, train: Column, test: Column) -> _Encoded:
    """A characteristic as numbers; a category by its rank in frequency, rare and unseen ones as missing."""
    if is_number(train.type):
        return _Encoded(numbers(train, name), numbers(test, name), False)
    sides = [np.array(texts(side).to_pylist(), dtype=object) for side in (train, test)]
    frequent = _frequent([value for value in sides[0] if value is not None])
    place = {value: float(rank) for rank, value in enumerate(frequent)}
    before, after = (np.array([place.get(value, np.nan) for value in side], dtype=np.float64) for side in sides)
    return _Encoded(before, after, True)


def _frequent(values: Sequence[str]) -> list[str]:
    if not values:
        return []
    found, counts = np.unique(np.array(values), return_counts=True)
    return [str(value) for value in found[np.argsort(-counts, kind="stable")][:CATEGORIES_MAX]]


def _points(log_odds_bad: npt.NDArray[np.float64]) -> Whole:
    scaling = Scaling()
    return np.rint(scaling.offset - scaling.factor * log_odds_bad).astype(np.int64)
