"""The card: bins, weights of evidence, coefficients, points, scaling, calibration and ratings of one fitted version.

A card is a value that is written to a readable file and read back; whoever holds the file can score. Scores are whole
points and high is good. WOE = ln(share of goods / share of bads), so a good bin has a positive WOE and every
coefficient of the model of being good is >= 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

BinKind = Literal["interval", "categories", "special", "missing", "unseen"]
Trend = Literal["ascending", "descending", "peak", "valley", "auto", "none"]
"""Shape of the WOE over the ordinary bins of a number: "auto" = the best of the four shapes, one with a turn only where the
turn is more than chance, "none" = free."""


@dataclass(frozen=True)
class Bin:
    """One attribute of a characteristic.

    An interval holds lower < value <= upper (None = unbounded). "categories" holds the values in `values`; "special" the one
    in `values`. "unseen" takes categories that the sample did not have and scores as the bin stated when it was made.
    `points` is None before scaling. `codes` are the prebins it was put together from.
    """

    kind: BinKind
    lower: float | None = None
    upper: float | None = None
    values: tuple[str, ...] = ()
    goods: int = 0
    bads: int = 0
    woe: float = 0.0
    points: int | None = None
    codes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Binning:
    """The bins of one characteristic, ordinary ones in order of value (numbers) or of bad rate (categories, worst last),
    then special values, missing, unseen.

    `by_hand` = somebody moved an edge, merged or split: a refit keeps these bins and only counts them anew. `verdict` is a
    key of text ("strong", "useful", "weak", "too_good", "constant", "unstable", ...) and `reason` its facts.
    """

    name: str
    kind: Literal["number", "category"]
    bins: tuple[Bin, ...]
    information_value: float
    trend: Trend
    by_hand: bool = False
    verdict: str = ""
    reason: tuple[tuple[str, float | int | str], ...] = ()


@dataclass(frozen=True)
class Scaling:
    """Score = offset + factor x ln(odds good:bad), factor = pdo / ln 2, offset = base_score - factor x ln(base_odds).

    >>> s = Scaling(); round(s.offset + s.factor * 4.605170186)  # 100:1
    620
    """

    base_score: int = 600
    base_odds: float = 50.0
    pdo: float = 20.0

    @property
    def factor(self) -> float:
        """Points for one unit of ln(odds)."""
        return self.pdo / math.log(2)

    @property
    def offset(self) -> float:
        """Points at odds of 1:1."""
        return self.base_score - self.factor * math.log(self.base_odds)


@dataclass(frozen=True)
class Calibration:
    """PD = 1 / (1 + exp(intercept + slope x score)); the slope is > 0. `rows` and `bads` it was fitted on, and where.

    `source` is "out_of_time", "development" or "stated" (an expert's card); `first_period` and `last_period` are those of
    the rows out of time.
    """

    intercept: float
    slope: float
    rows: int = 0
    bads: int = 0
    source: Literal["out_of_time", "development", "stated"] = "stated"
    first_period: str = ""
    last_period: str = ""


@dataclass(frozen=True)
class Grade:
    """A grade of the master scale: customers with score >= from_score (None for the last) and below the grade above."""

    name: str
    rating: Literal["prime", "ordinary", "risky"]
    from_score: int | None


@dataclass(frozen=True)
class Target:
    """What counts as bad: an open amount above materiality at `days_past_due` or more within `window_months` after the
    observation. Materiality is the larger of `material_share` of the customer's open amount and `material_amount`."""

    days_past_due: int = 90
    window_months: int = 6
    material_share: float = 0.01
    material_amount: float = 0.0


@dataclass(frozen=True)
class Scored:
    """A characteristic of the card with its bins (points filled in) and its coefficient (None in an expert's card)."""

    binning: Binning
    coefficient: float | None


@dataclass(frozen=True)
class Provenance:
    """Where a card comes from. `data_hash` is of the development sample, `libraries` name == version."""

    kind: Literal["fitted", "expert"]
    author: str
    made_at: str
    target: Target | None
    first_period: str = ""
    last_period: str = ""
    rows: int = 0
    bads: int = 0
    data_hash: str = ""
    seed: int = 0
    libraries: tuple[tuple[str, str], ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    """Characteristics left out and the key of the reason: iv_low, correlated, inflated, unstable, wrong_sign, leak, ..."""
    notes: tuple[tuple[str, str], ...] = ()
    """What else a reader of the card should know: grades ("pd" or "share": what parted them), searched_rows, ridge."""


@dataclass(frozen=True)
class Card:
    """A scorecard. The score of a customer is base_points plus the points of the bin of each characteristic, exactly."""

    name: str
    base_points: int
    characteristics: tuple[Scored, ...]
    scaling: Scaling
    calibration: Calibration
    grades: tuple[Grade, ...]
    provenance: Provenance
    intercept: float | None = None
