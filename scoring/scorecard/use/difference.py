"""What changed from one card to another, as facts; the words stand in text/ under difference.<code>."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.errors import Fact
from scoring.scorecard.card import Bin, Binning, Card
from scoring.scorecard.use.classes import RATINGS

Difference = tuple[str, dict[str, Fact]]
"""A key of the words and what fills them."""


def differences(before: Card, after: Card) -> list[Difference]:
    """Everything in which `after` scores or rates otherwise than `before`, the weightiest first; empty = they are alike.

    >>> from scoring.scorecard.card import Calibration, Provenance, Scaling
    >>> one = Card("a", 100, (), Scaling(), Calibration(0.0, 0.01), (), Provenance("expert", "", "", None))
    >>> differences(one, one), differences(one, Card(**{**vars(one), "base_points": 110}))
    ([], [('base', {'before': 100, 'after': 110})])
    """
    return [
        *_target(before, after),
        *_characteristics(before, after),
        *_base(before, after),
        *_scale(before, after),
        *_calibration(before, after),
        *_classes(before, after),
    ]


def _target(before: Card, after: Card) -> Iterator[Difference]:
    old, new = before.provenance.target, after.provenance.target
    if new is not None and old != new:
        yield "target", {"days": new.days_past_due, "months": new.window_months}


def _characteristics(before: Card, after: Card) -> Iterator[Difference]:
    old = {scored.binning.name: scored for scored in before.characteristics}
    new = {scored.binning.name: scored for scored in after.characteristics}
    for name in (*new, *old):
        if (name in old) != (name in new):
            yield "added" if name in new else "removed", {"characteristic": name}
    for name in (name for name in new if name in old):
        first, second = old[name].binning, new[name].binning
        if _edges(first) != _edges(second):
            yield "bins", {"characteristic": name, "before": len(_edges(first)), "after": len(_edges(second))}
        elif _points(first) != _points(second):
            largest = max((abs(b - a) for a, b in zip(_points(first), _points(second), strict=True)), default=0)
            yield "points", {"characteristic": name, "points": largest}


def _base(before: Card, after: Card) -> Iterator[Difference]:
    if before.base_points != after.base_points:
        yield "base", {"before": before.base_points, "after": after.base_points}


def _scale(before: Card, after: Card) -> Iterator[Difference]:
    if before.scaling != after.scaling:
        new = after.scaling
        yield "scaling", {"score": new.base_score, "odds": f"{new.base_odds:g}", "pdo": f"{new.pdo:g}"}


def _calibration(before: Card, after: Card) -> Iterator[Difference]:
    old, new = before.calibration, after.calibration
    if (old.intercept, old.slope) != (new.intercept, new.slope):
        yield "calibration", {"source": new.source}


def _classes(before: Card, after: Card) -> Iterator[Difference]:
    for rating in RATINGS[:-1]:
        old, new = _from(before, rating), _from(after, rating)
        if old != new:
            yield "line", {"rating": rating, "before": "" if old is None else old, "after": "" if new is None else new}
    if len(before.grades) != len(after.grades):
        yield "grades", {"before": len(before.grades), "after": len(after.grades)}


def _from(card: Card, rating: str) -> int | None:
    return min((g.from_score for g in card.grades if g.rating == rating and g.from_score is not None), default=None)


def _edges(binning: Binning) -> list[tuple[object, ...]]:
    return [_edge(one) for one in binning.bins]


def _edge(one: Bin) -> tuple[object, ...]:
    return one.kind, one.lower, one.upper, one.values


def _points(binning: Binning) -> list[int]:
    return [one.points or 0 for one in binning.bins]
