"""Gradient boosting as a benchmark: never a model to use, only a measure of what a card leaves in the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.scorecard.bins.counting import is_number
from scoring.scorecard.measures import auc
from scoring.scorecard.sample import Flags, Floats, Sample, Whole
from scoring.scorecard.values import Column, numbers, texts

CATEGORIES_MAX = 200
SETTINGS: tuple[dict[str, float], ...] = (
    {"max_iter": 200, "max_leaf_nodes": 2, "l2_regularization": 5.0, "min_samples_leaf": 60},
    {"max_iter": 150, "max_leaf_nodes": 8, "l2_regularization": 1.0, "min_samples_leaf": 20},
)
"""Stumps, for samples in which the rows of one customer repeat each other; and trees, for rows that stand by themselves.
What does better on customers left out is taken, so that the ceiling is not one that learns customers by heart."""
FOLDS = 3
ROWS_A_THREAD = 50_000
"""With fewer rows several threads spend more time waiting for each other than working."""


def boosted(train: Sample, test: Sample, seed: int) -> tuple[Floats, Floats]:
    """ln(odds of bad) of the training and of the test rows. `train` must hold goods and bads and a column that varies.

    Characteristics that do not vary in training are left out; missing values are a branch of their own.
    """
    import sklearn.ensemble  # noqa: F401 - before the limit, which holds only for what is loaded
    from threadpoolctl import threadpool_limits

    names = train.table.column_names
    every = (_encoded(name, train.table.column(name), test.table.column(name)) for name in names)
    columns = [encoded for encoded in every if encoded.varies]
    learnt, later = (np.column_stack([getattr(encoded, side) for encoded in columns]) for side in ("train", "test"))
    categories = [encoded.category for encoded in columns]
    with threadpool_limits(limits=1 if len(train.bad) < ROWS_A_THREAD else None, user_api="openmp"):
        areas = [_area_left_out(learnt, train.bad, train.group, categories, trees, seed) for trees in SETTINGS]
        model = _model(SETTINGS[int(np.argmax(areas))], categories, seed).fit(learnt, train.bad)
        return model.decision_function(learnt), model.decision_function(later)


def _area_left_out(
    values: Floats, bad: Flags, group: Whole, categories: Sequence[bool], trees: dict[str, float], seed: int
) -> float:
    """Mean AUC on customers left out; folds without both classes on both sides say nothing, 0.5 if none does."""
    fold = np.unique(group, return_inverse=True)[1] % FOLDS
    areas = []
    for number in range(FOLDS):
        out = fold == number
        if all(len(np.unique(bad[side])) == 2 for side in (out, ~out)):
            model = _model(trees, categories, seed).fit(values[~out], bad[~out])
            areas.append(auc(bad[out], -model.decision_function(values[out])))
    return float(np.mean([area for area in areas if area is not None])) if areas else 0.5


def _model(trees: dict[str, float], categories: Sequence[bool], seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        learning_rate=0.05, categorical_features=categories, early_stopping=False, random_state=seed, **trees
    )


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
