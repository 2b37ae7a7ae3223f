"""Seven grades of a master scale for a fitted card, mapped onto prime, ordinary and risky."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np

from scoring import settings
from scoring.scorecard.card import Calibration, Grade
from scoring.scorecard.plain import made
from scoring.scorecard.sample import Whole

SCALE_FILE = settings.PROJECT / "data" / "scorecards" / "master_scale.toml"
Rule = Literal["pd", "share"]


@dataclass(frozen=True)
class GradeBounds:
    """A grade of the master scale: up to `pd_max`, or the best `share` of the sample (both with the grades above)."""

    name: str
    rating: Literal["prime", "ordinary", "risky"]
    pd_max: float
    share: float


@dataclass(frozen=True)
class MasterScale:
    """Grades, best first; where a rating would get less than `rating_share_min` of the sample, shares part the grades."""

    rating_share_min: float
    grades: tuple[GradeBounds, ...]


@lru_cache(maxsize=1)
def shipped() -> MasterScale:
    """The master scale of data/scorecards/master_scale.toml.

    >>> "".join(grade.name for grade in shipped().grades)
    'ABCDEFG'
    """
    return made(MasterScale, tomllib.loads(SCALE_FILE.read_text(encoding="utf-8")), "master_scale")


def graded(scale: MasterScale, scores: Whole, link: Calibration) -> tuple[tuple[Grade, ...], Rule]:
    """The grades of a card whose development rows have `scores`, and whether PDs ("pd") or shares parted them.

    from_score falls by at least one point from grade to grade.

    >>> scores = np.arange(400, 700)
    >>> grades, rule = graded(shipped(), scores, Calibration(intercept=-17.0, slope=0.035))
    >>> rule, [grade.from_score for grade in grades]
    ('pd', [628, 608, 588, 567, 549, 518, None])
    """
    bounds = [_score_at(link, grade.pd_max) for grade in scale.grades[:-1]]
    grades = _with_bounds(scale, bounds)
    shares = _rating_shares(grades, scores)
    if min(shares.values()) >= scale.rating_share_min:
        return grades, "pd"
    quantiles = [1 - grade.share for grade in scale.grades[:-1]]
    return _with_bounds(scale, [int(s) for s in np.quantile(scores, quantiles, method="higher")]), "share"


def _score_at(link: Calibration, pd: float) -> int:
    """The lowest whole score with a PD of at most `pd`."""
    return math.ceil((math.log((1 - pd) / pd) - link.intercept) / link.slope)


def _with_bounds(scale: MasterScale, bounds: list[int]) -> tuple[Grade, ...]:
    apart = list(reversed(bounds))
    for i, (below, own) in enumerate(pairwise(apart.copy())):
        apart[i + 1] = max(own, below + 1, apart[i] + 1)
    found: list[int | None] = [*reversed(apart), None]
    return tuple(Grade(g.name, g.rating, bound) for g, bound in zip(scale.grades, found, strict=True))


def _rating_shares(grades: tuple[Grade, ...], scores: Whole) -> dict[Literal["prime", "ordinary", "risky"], float]:
    """The share of each rating among `scores`."""
    shares = dict.fromkeys((grade.rating for grade in grades), 0.0)
    above = np.zeros(len(scores), dtype=bool)
    for grade in grades:
        inside = ~above & (scores >= (-math.inf if grade.from_score is None else grade.from_score))
        shares[grade.rating] += float(inside.mean())
        above |= inside
    return shares
