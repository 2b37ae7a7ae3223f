"""A card whose points somebody stated instead of fitting them: the expert's card, from the values of its TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from scoring.errors import ScoringError
from scoring.scorecard.card import Bin, Binning, Calibration, Card, Grade, Provenance, Scaling, Scored, Target
from scoring.scorecard.plain import made


@dataclass(frozen=True)
class StatedBin:
    """A bin as written: a number's by its upper bound (None = open), a category's by its values."""

    points: int
    up_to: float | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatedSpecial:
    """A value that means something else, and its points."""

    value: float | str
    points: int


@dataclass(frozen=True)
class StatedCharacteristic:
    """A characteristic as written; `unseen` is asked of categories only."""

    kind: Literal["number", "category"]
    missing: int
    bins: tuple[StatedBin, ...]
    special: tuple[StatedSpecial, ...] = ()
    unseen: int | None = None


@dataclass(frozen=True)
class StatedGrade:
    """A grade as written."""

    name: str
    rating: Literal["prime", "ordinary", "risky"]
    from_score: int | None = None


@dataclass(frozen=True)
class StatedCard:
    """The head of the file; characteristics stand apart."""

    name: str
    base_points: int
    grades: tuple[StatedGrade, ...]
    author: str = ""
    made_at: str = ""
    scaling: Scaling = Scaling()  # noqa: RUF009 - frozen
    target: Target | None = None
    calibration: Calibration | None = None


def card(raw: Mapping[str, Any]) -> Card:
    """The card that the values of a TOML file state. Raises the ScoringErrors of `plain.made`.

    >>> grades = [{"name": "A", "rating": "prime", "from_score": 500}, {"name": "G", "rating": "risky"}]
    >>> age = {"kind": "number", "missing": 0, "bins": [{"up_to": 30, "points": 5}, {"points": 9}]}
    >>> found = card({"name": "Mine", "base_points": 480, "grades": grades, "characteristics": {"age": age}})
    >>> [b.points for b in found.characteristics[0].binning.bins], found.provenance.kind
    ([5, 9, 0], 'expert')
    """
    head = made(StatedCard, {name: value for name, value in raw.items() if name != "characteristics"}, "card")
    stated = raw.get("characteristics")
    if not isinstance(stated, Mapping):
        raise ScoringError("card_field_missing", where="card", name="characteristics")
    return Card(
        name=head.name,
        base_points=head.base_points,
        characteristics=tuple(_characteristic(name, value) for name, value in stated.items()),
        scaling=head.scaling,
        calibration=head.calibration or of_scaling(head.scaling),
        grades=tuple(Grade(grade.name, grade.rating, grade.from_score) for grade in head.grades),
        provenance=Provenance("expert", head.author, head.made_at, head.target),
    )


def of_scaling(scaling: Scaling) -> Calibration:
    """The PD that the scaling itself promises: ln(odds good:bad) = (score - offset) / factor.

    >>> from math import exp
    >>> link = of_scaling(Scaling(600, 50, 20)); round(1 / (1 + exp(link.intercept + link.slope * 600)), 6)
    0.019608
    """
    return Calibration(intercept=-scaling.offset / scaling.factor, slope=1 / scaling.factor, source="stated")


def _characteristic(name: str, value: object) -> Scored:
    stated = made(StatedCharacteristic, value, f"characteristics.{name}")
    number = stated.kind == "number"
    if (stated.unseen is None) != number:
        raise ScoringError("card_field_missing", where=f"characteristics.{name}", name="unseen")
    bins = [*(_intervals(stated) if number else _groups(stated))]
    bins += [Bin("special", values=(str(special.value),), points=special.points) for special in stated.special]
    bins += [Bin("missing", points=stated.missing)]
    bins += [Bin("unseen", points=stated.unseen)] if not number else []
    return Scored(Binning(name, stated.kind, tuple(bins), information_value=0.0, trend="none", by_hand=True), None)


def _intervals(stated: StatedCharacteristic) -> list[Bin]:
    uppers = [b.up_to for b in stated.bins]
    lowers = [None, *uppers[:-1]]
    return [Bin("interval", low, up, points=b.points) for low, up, b in zip(lowers, uppers, stated.bins, strict=True)]


def _groups(stated: StatedCharacteristic) -> list[Bin]:
    return [Bin("categories", values=b.values, points=b.points) for b in stated.bins]
