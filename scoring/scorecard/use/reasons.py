"""Why a customer has its score, and what would lift it.

Reference of every loss: the best bin of the same characteristic, the most points that anybody can have there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import pyarrow as pa

from scoring.scorecard.card import Binning, Card
from scoring.scorecard.use.score import bins_of, points_by_bin, score

CHANGES_MAX = 3
LIFTS_SHOWN = 3


@dataclass(frozen=True)
class Reason:
    """A characteristic in which a customer loses points: its bin (index into the characteristic's bins), the points it
    has there and the most it could have. `lost` = best - points > 0."""

    characteristic: str
    bin: int
    points: int
    best: int

    @property
    def lost(self) -> int:
        """Points lost against the best bin."""
        return self.best - self.points


@dataclass(frozen=True)
class Change:
    """A step of one characteristic from its bin to a better one, `steps` bins away; `gained` points > 0."""

    characteristic: str
    bin: int
    to_bin: int
    steps: int
    gained: int


@dataclass(frozen=True)
class Lift:
    """Changes that together bring a customer to `rating`, with the score it would then have."""

    rating: str
    score: int
    changes: tuple[Change, ...]


def reasons(card: Card, table: pa.Table, n: int = 4) -> list[tuple[Reason, ...]]:
    """For each row the `n` characteristics in which it loses most points, the largest loss first (ties in the card's
    order); fewer where it loses in fewer. Raises as `score.score` does.

    >>> from scoring.scorecard import stated
    >>> age = {"kind": "number", "missing": 0, "bins": [{"up_to": 30, "points": 5}, {"points": 9}]}
    >>> grades = [{"name": "G", "rating": "risky"}]
    >>> card = stated.card({"name": "", "base_points": 480, "grades": grades, "characteristics": {"age": age}})
    >>> [[reason.lost for reason in row] for row in reasons(card, pa.table({"age": [20, 50]}))]
    [[4], []]
    """
    binnings = [scored.binning for scored in card.characteristics]
    score(card, table.slice(0, 0))  # the same complaints as scoring
    if not binnings:
        return [()] * table.num_rows
    points = [points_by_bin(binning) for binning in binnings]
    best = np.array([found.max() for found in points])
    bins = np.column_stack([bins_of(binning, table.column(binning.name)) for binning in binnings]).astype(np.int64)
    held = np.column_stack([found[bins[:, i]] for i, found in enumerate(points)])
    order = np.argsort(held - best, axis=1, kind="stable")[:, :n]
    names = [binning.name for binning in binnings]
    rows = zip(order.tolist(), bins.tolist(), held.tolist(), strict=True)
    tops = best.tolist()
    return [
        tuple(Reason(names[i], row[i], own[i], tops[i]) for i in chosen if own[i] < tops[i])
        for chosen, row, own in rows
    ]


def lifts(card: Card, table: pa.Table, can_change: Collection[str], n: int = LIFTS_SHOWN) -> list[Lift]:
    """What would lift the customer in the first row of `table` to the next better rating: up to `n` ways, the smallest
    changes first (fewest characteristics, then fewest bins, then least surplus).

    Only characteristics in `can_change` move, from an ordinary bin to a better one; at most three at once, and none of
    them could be left out. Empty for a prime customer, and where no such changes are enough.
    """
    own = int(score(card, table)[0])
    goal = _next_rating(card, own)
    if goal is None:
        return []
    rating, from_score = goal
    open_to_change = [scored.binning for scored in card.characteristics if scored.binning.name in can_change]
    steps = [list(_steps(binning, table)) for binning in open_to_change]
    found = [changes for size in range(1, CHANGES_MAX + 1) for changes in _enough(steps, size, from_score - own)]
    least = sorted(found, key=lambda c: (len(c), sum(s.steps for s in c), sum(s.gained for s in c)))
    return [Lift(rating, own + sum(step.gained for step in changes), changes) for changes in least[:n]]


def _next_rating(card: Card, own: int) -> tuple[str, int] | None:
    """The next better rating and the score at which it begins."""
    better = [grade for grade in card.grades if grade.from_score is not None and grade.from_score > own]
    held = card.grades[len(better)].rating
    other = [grade for grade in better if grade.rating != held]
    return (other[-1].rating, other[-1].from_score or 0) if other else None


def _steps(binning: Binning, table: pa.Table) -> Iterator[Change]:
    """Every better ordinary bin that a customer in an ordinary bin could move to."""
    now = int(bins_of(binning, table.column(binning.name).slice(0, 1))[0])
    ordinary = [i for i, b in enumerate(binning.bins) if b.kind in ("interval", "categories")]
    points = points_by_bin(binning)
    if now not in ordinary:
        return
    for i in ordinary:
        if points[i] > points[now]:
            yield Change(binning.name, now, i, abs(i - now), int(points[i] - points[now]))


def _enough(steps: list[list[Change]], size: int, needed: int) -> Iterator[tuple[Change, ...]]:
    """Combinations of `size` characteristics that gain `needed` points, not without any one of them."""
    for chosen in combinations(steps, size):
        for changes in product(*chosen):
            gained = sum(change.gained for change in changes)
            if gained >= needed > gained - min(change.gained for change in changes):
                yield changes
