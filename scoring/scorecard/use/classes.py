"""The three classes of a card and the two scores that part them: moving the lines, and who changes class by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from scoring.errors import ScoringError
from scoring.scorecard.card import Card, Grade
from scoring.scorecard.sample import Floats

Rating = Literal["prime", "ordinary", "risky"]
RATINGS: tuple[Rating, ...] = ("prime", "ordinary", "risky")
"""Classes from good to bad."""
SHOWN = (*RATINGS, "in_default", "not_rated")
"""Everything a customer's rating can be: a class, already bad on the date, or without history."""


@dataclass(frozen=True)
class Lines:
    """prime: score >= prime_from; ordinary: prime_from > score >= ordinary_from; risky: below."""

    prime_from: int
    ordinary_from: int


@dataclass(frozen=True)
class Moved:
    """One cell of a swap set: customers that one card (or one pair of lines) rates `before` and the other `after`."""

    before: str
    after: str
    customers: int
    exposure: float
    expected_loss: float


def lines_of(card: Card) -> Lines:
    """The two lines of a card.

    >>> grades = (Grade("A", "prime", 620), Grade("B", "ordinary", 580), Grade("C", "risky", None))
    >>> from scoring.scorecard.card import Calibration, Provenance, Scaling
    >>> card = Card("", 0, (), Scaling(), Calibration(0, 1), grades, Provenance("expert", "", "", None))
    >>> lines_of(card)
    Lines(prime_from=620, ordinary_from=580)
    """
    return Lines(_lowest(card, "prime"), _lowest(card, "ordinary"))


def with_lines(card: Card, lines: Lines) -> Card:
    """The card with its two lines moved; the finer grades move along: those of prime and risky by the same number of
    points as their line, those of ordinary stretched between the two.

    Raises ScoringError "cutoffs_too_close" where not every ordinary grade keeps at least one point.
    """
    ordinary = [grade for grade in card.grades if grade.rating == "ordinary"]
    if lines.prime_from - lines.ordinary_from < len(ordinary):
        raise ScoringError(
            "cutoffs_too_close", prime=lines.prime_from, ordinary=lines.ordinary_from, least=len(ordinary)
        )
    before = lines_of(card)
    return replace(card, grades=tuple(_moved(grade, i, card, before, lines) for i, grade in enumerate(card.grades)))


def swap_set(before: Sequence[str], after: Sequence[str], exposure: Floats, pd: Floats, lgd: float) -> list[Moved]:
    """Who is rated how by two cards side by side; pairs that nobody has are left out. `pd` is the later card's.

    >>> swap_set(["prime", "prime"], ["prime", "risky"], np.array([10.0, 20.0]), np.array([0.1, 0.5]), 0.45)[1]
    Moved(before='prime', after='risky', customers=1, exposure=20.0, expected_loss=4.5)
    """
    first, second = np.asarray(before), np.asarray(after)
    loss = np.nan_to_num(pd) * lgd * exposure
    found = []
    for one in SHOWN:
        for other in SHOWN:
            here = (first == one) & (second == other)
            if here.any():
                found.append(Moved(one, other, int(here.sum()), float(exposure[here].sum()), float(loss[here].sum())))
    return found


def _lowest(card: Card, rating: Rating) -> int:
    return min(g.from_score for g in card.grades if g.rating == rating and g.from_score is not None)


def _moved(grade: Grade, position: int, card: Card, before: Lines, after: Lines) -> Grade:
    if grade.from_score is None:
        return grade
    if grade.rating == "prime":
        return replace(grade, from_score=grade.from_score + after.prime_from - before.prime_from)
    if grade.rating == "risky":
        return replace(grade, from_score=grade.from_score + after.ordinary_from - before.ordinary_from)
    above = sum(1 for g in card.grades[:position] if g.rating == "ordinary")
    below = sum(1 for g in card.grades[position + 1 :] if g.rating == "ordinary")
    share = (grade.from_score - before.ordinary_from) / (before.prime_from - before.ordinary_from)
    stretched = after.ordinary_from + round(share * (after.prime_from - after.ordinary_from))
    return replace(grade, from_score=min(max(stretched, after.ordinary_from + below), after.prime_from - 1 - above))
