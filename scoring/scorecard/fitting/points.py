"""From coefficients to whole points. The rounded card is the card: nothing keeps the decimals but its file."""

from __future__ import annotations

import math
from dataclasses import replace

from scoring.scorecard.card import Binning, Scaling, Scored


def base_points(intercept: float, scaling: Scaling) -> int:
    """The score of a customer whose every WOE is 0.

    >>> base_points(math.log(50), Scaling(base_score=600, base_odds=50, pdo=20))
    600
    """
    return rounded(scaling.offset + scaling.factor * intercept)


def with_points(binning: Binning, coefficient: float, scaling: Scaling) -> Scored:
    """The characteristic with the points of each bin, factor x coefficient x WOE; the codes of its prebins are left behind.

    >>> from scoring.scorecard.card import Bin
    >>> bins = (Bin("interval", None, 1.0, woe=math.log(2)), Bin("interval", 1.0, None, woe=-math.log(2)))
    >>> [b.points for b in with_points(Binning("age", "number", bins, 0.0, "none"), 1.0, Scaling()).binning.bins]
    [20, -20]
    """
    bins = tuple(replace(b, points=rounded(scaling.factor * coefficient * b.woe), codes=()) for b in binning.bins)
    return Scored(replace(binning, bins=bins), coefficient)


def rounded(value: float) -> int:
    """The nearest whole number, halves up.

    >>> rounded(0.5), rounded(-0.5), rounded(1.4)
    (1, 0, 1)
    """
    return math.floor(value + 0.5)
