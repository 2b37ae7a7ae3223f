"""What a validation of a card holds. The validate tab, the command line and the model document all show this one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.scorecard.measures import Drift, Line
from scoring.scorecard.validation.banding import Band, Compared
from scoring.scorecard.validation.benchmarks import RivalName
from scoring.scorecard.validation.intervals import Measured

Fact = float | int | str


@dataclass(frozen=True)
class Part:
    """One side of the split. Periods are inclusive, "" where the sample has none."""

    rows: int
    customers: int
    bads: int
    bad_customers: int
    first_period: str
    last_period: str


@dataclass(frozen=True)
class Separation:
    """How well a score tells bad from good on the test rows; `auc_train` is the AUC on the rows it was made from."""

    auc: Measured
    gini: Measured
    ks: Measured
    auc_train: float | None


@dataclass(frozen=True)
class Against:
    """A rival on the same test rows. `lead` = AUC of the card - AUC of the rival, its interval paired.

    `verdict` says what the interval of `lead` says: the card is "better", "worse", or neither beyond chance: "even".
    """

    name: RivalName
    separation: Separation
    lead: Measured
    verdict: Literal["better", "even", "worse"]


@dataclass(frozen=True)
class OfPeriod:
    """The card on the observations of one period, training and test; `psi` of the score against all training rows.

    `auc` is None in a period without goods or bads.
    """

    period: str
    held_out: bool
    rows: int
    bads: int
    auc: float | None
    psi: float


@dataclass(frozen=True)
class Shift:
    """How far a characteristic's bins (CSI) moved between two samples. `points` = the mean points of the later sample
    minus those of the earlier: negative = customers look worse. `beyond_chance` = more than so few customers show anyway."""

    name: str
    csi: float
    drift: Drift
    points: float
    beyond_chance: bool = True


@dataclass(frozen=True)
class Finding:
    """A sentence about the validation by its key under `validation.finding.`; "act" should be answered before use."""

    code: str
    severity: Literal["act", "note"]
    facts: tuple[tuple[str, Fact], ...] = ()


@dataclass(frozen=True)
class Validation:
    """How a card does on rows that it was not made from.

    `how` = "out_of_time" where every test row was observed after every training row, else "at_random". `probabilities` =
    "cross_fitted" where the card's link comes from test rows: each customer's PD is then told by the others', else "own".
    `auc_model` is the
    AUC of the model before its points were rounded (None for a card without coefficients). `overall` compares the mean PD
    with the bad rate, `reliability` does so by band of the PD, `grades` and `ratings` by class, best first. `curve` is
    score, share of goods and share of bads at or below it; `distribution` score, goods and bads.
    """

    how: Literal["out_of_time", "at_random"]
    train: Part
    test: Part
    separation: Separation
    auc_model: float | None
    probabilities: Literal["own", "cross_fitted"]
    brier: float
    brier_skill: float | None
    line: Line | None
    overall: Compared
    reliability: tuple[Compared, ...]
    gains: tuple[Band, ...]
    grades: tuple[Compared, ...]
    ratings: tuple[Compared, ...]
    psi: float
    periods: tuple[OfPeriod, ...]
    shifts: tuple[Shift, ...]
    against: tuple[Against, ...]
    curve: tuple[tuple[float, float, float], ...]
    distribution: tuple[tuple[int, int, int], ...]
    findings: tuple[Finding, ...]
