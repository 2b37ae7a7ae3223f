"""Scoring by a card: a table of customers -> bins, points, scores, probabilities of default, grades and ratings.

A row's score depends on nothing but that row and the card.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from scoring.errors import ScoringError
from scoring.scorecard.card import Binning, Calibration, Card
from scoring.scorecard.sample import Codes, Floats, Whole
from scoring.scorecard.values import Column, numbers, texts


def score(card: Card, table: pa.Table) -> Whole:
    """The whole points of each row, high = good: base points plus those of the bin of each characteristic.

    Raises ScoringError "characteristics_absent" (the table lacks columns), "not_a_number".
    """
    total = np.full(table.num_rows, card.base_points, dtype=np.int64)
    for scored, column in zip(card.characteristics, _columns(card, table), strict=True):
        total += points_by_bin(scored.binning)[bins_of(scored.binning, column)]
    return total


def points_of(card: Card, table: pa.Table) -> pa.Table:
    """The points of each row by characteristic: one integer column each. Raises as `score` does."""
    columns = _columns(card, table)
    points = {
        scored.binning.name: pa.array(points_by_bin(scored.binning)[bins_of(scored.binning, column)])
        for scored, column in zip(card.characteristics, columns, strict=True)
    }
    return pa.table(points)


def pd_of(card: Card, scores: npt.ArrayLike) -> Floats:
    """Probability of default within the target's window for each score.

    >>> from scoring.scorecard import stated
    >>> grades = [{"name": "G", "rating": "risky"}]
    >>> card = stated.card({"name": "", "base_points": 600, "grades": grades, "characteristics": {}})
    >>> [round(float(pd), 4) for pd in pd_of(card, [580, 600, 620])]  # 25:1, 50:1, 100:1
    [0.0385, 0.0196, 0.0099]
    """
    return pd_by(card.calibration, scores)


def pd_by(link: Calibration, scores: npt.ArrayLike) -> Floats:
    """Probability of default of each score by a link: 1 / (1 + exp(intercept + slope x score)).

    >>> [round(float(pd), 4) for pd in pd_by(Calibration(-16.0, 0.0325), [500, 620])]
    [0.4378, 0.0155]
    """
    exponent = np.clip(link.intercept + link.slope * np.asarray(scores, dtype=np.float64), -700, 700)
    return np.asarray(1 / (1 + np.exp(exponent)))


def log_odds_of(card: Card, table: pa.Table) -> Floats:
    """ln(odds good:bad) of each row by the fitted model, before its points were rounded.

    Raises as `score` does, and ValueError for a card that was not fitted.
    """
    total = np.full(table.num_rows, card.intercept, dtype=np.float64)
    for scored, column in zip(card.characteristics, _columns(card, table), strict=True):
        if scored.coefficient is None:
            raise ValueError(f"{scored.binning.name}: a stated card has no log odds")
        woe = np.array([b.woe for b in scored.binning.bins])
        total += scored.coefficient * woe[bins_of(scored.binning, column)]
    return total


def grade_of(card: Card, scores: npt.ArrayLike) -> npt.NDArray[np.str_]:
    """The name of the grade of each score."""
    return np.array([grade.name for grade in card.grades])[_grade(card, scores)]


def rating_of(card: Card, scores: npt.ArrayLike) -> npt.NDArray[np.str_]:
    """The rating of each score: "prime", "ordinary" or "risky"."""
    return np.array([grade.rating for grade in card.grades])[_grade(card, scores)]


def rating_with_status(card: Card, scores: npt.ArrayLike, statuses: Sequence[str]) -> list[str]:
    """The rating of customers by score and status ("rated", "in_default", "no_history").

    Only a customer with status "rated" is rated by score; one in default is "in_default", one without history
    "not_rated".
    """
    apart = {"in_default": "in_default", "no_history": "not_rated"}
    return [apart.get(status, str(rating)) for status, rating in zip(statuses, rating_of(card, scores), strict=True)]


def bins_of(binning: Binning, column: Column) -> Codes:
    """The index into `binning.bins` of each value of a column: exact for missing, special and unseen values.

    >>> from scoring.scorecard.card import Bin
    >>> bins = (Bin("interval", None, 1.0), Bin("interval", 1.0, None), Bin("missing"))
    >>> bins_of(Binning("age", "number", bins, 0.0, "none"), pa.array([1, 2, None])).tolist()
    [0, 1, 2]
    """
    return (
        _of_numbers(binning, numbers(column, binning.name)) if binning.kind == "number" else _of_texts(binning, column)
    )


def points_by_bin(binning: Binning) -> Whole:
    """The points of each bin, in order. Raises ValueError for a binning that no card has scaled yet."""
    if any(b.points is None for b in binning.bins):
        raise ValueError(f"{binning.name}: bins without points")
    return np.array([b.points for b in binning.bins], dtype=np.int64)


def _columns(card: Card, table: pa.Table) -> list[pa.ChunkedArray]:
    names = [scored.binning.name for scored in card.characteristics]
    absent = [name for name in names if name not in table.column_names]
    if absent:
        raise ScoringError("characteristics_absent", names=", ".join(absent))
    return [table.column(name) for name in names]


def _of_numbers(binning: Binning, values: Floats) -> Codes:
    found = np.zeros(len(values), dtype=np.uint16)
    for b in binning.bins:
        if b.kind == "interval" and b.upper is not None:
            found += values > b.upper  # a handful of comparisons is several times faster than a search
    for i, b in enumerate(binning.bins):
        if b.kind == "special":
            found[values == float(b.values[0])] = i
        elif b.kind == "missing":
            found[np.isnan(values)] = i
    return found


def _of_texts(binning: Binning, column: Column) -> Codes:
    kinds = [b.kind for b in binning.bins]
    known = {value: i for i, b in enumerate(binning.bins) for value in b.values}
    distinct = texts(column).dictionary_encode()
    bins = [known.get(value, kinds.index("unseen")) for value in distinct.dictionary.to_pylist()]
    lookup = np.array([*bins, kinds.index("missing")], dtype=np.uint16)
    codes = pc.fill_null(distinct.indices, len(bins)).to_numpy(zero_copy_only=False)
    return np.asarray(lookup[codes])


def _grade(card: Card, scores: npt.ArrayLike) -> npt.NDArray[np.intp]:
    bounds = np.array([grade.from_score for grade in card.grades[:-1]], dtype=np.float64)
    return len(bounds) - np.searchsorted(bounds[::-1], np.asarray(scores), side="right")
