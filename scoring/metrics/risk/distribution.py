"""How bad a bad year can be: the distribution of the loss within a year by the one-factor model.

Customer i defaults when sqrt(rho) Z + sqrt(1 - rho) e_i falls below the quantile of its PD; Z is common to all (how the
economy goes), e_i its own, both standard normal, rho the correlation (Vasicek 2002, "The distribution of loan portfolio
value"; the same model as in the capital rules of Basel). Given Z the customers are independent, so a draw needs Z and one
comparison a customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.normal import below, quantile
from scoring.metrics.risk.simulation import Drawn, simulate
from scoring.metrics.risk.sorting import Floats, Sorted, sort

DRAWS, SEED, BINS = 100_000, 20_261_128, 60
ONE_BY_ONE = 500
"""Customers drawn one by one, the largest losses first; the many small ones beyond are drawn together. That moves the
loss of a bad year by less than a tenth of what the drawing leaves open anyway."""
TOP_NAMES = 10
BAD_YEAR, WORST_YEAR = 0.95, 0.999
"""Levels: the loss that 19 of 20 years stay below, and 999 of 1,000."""
NINETY_PERCENT = 1.645


@dataclass(frozen=True)
class Level:
    """The loss that a share `level` of the years stays below, and an interval that holds it in at least 9 of 10
    simulations; `shortfall` is the average of the years that do not; `fine_grained` the same loss if no customer were
    large, by the closed form."""

    level: float
    loss: float
    low: float
    high: float
    shortfall: float
    fine_grained: float


@dataclass(frozen=True)
class NamePart:
    """What one large customer (its place in the input) adds to the average loss of the worst 5% of the years, and how
    often it is in default in them."""

    place: int
    shortfall: float
    defaulting: float


@dataclass(frozen=True)
class LossDistribution:
    """The loss within a year over all draws. `expected` is PD x loss in default, added up, not simulated; `mean` the
    average of the draws. `names` are the largest contributors to the shortfall of `bad_year`; what they leave to it is
    everybody else's. `edges` and `shares` are the histogram: `shares[i]` of the draws between edges i and i + 1."""

    draws: int
    correlation: float
    expected: float
    mean: float
    bad_year: Level
    worst_year: Level
    names: tuple[NamePart, ...]
    edges: tuple[float, ...]
    shares: tuple[float, ...]


def distribution(
    pds: Floats,
    losses: Floats,
    correlation: float,
    draws: int = DRAWS,
    seed: int = SEED,
    one_by_one: int | None = None,
) -> LossDistribution | None:
    """The distribution of the loss of customers with these PDs within a year and losses in default (any unit).

    `one_by_one` limits the customers drawn one by one, largest first; the others' losses, independent given Z and small,
    are drawn as a sum with their mean and variance. None = everybody one by one. The same input and seed give the same
    result. None without anything to lose.
    """
    return distributions([(pds, losses)], correlation, draws, seed, one_by_one)[0]


def distributions(
    books: Sequence[tuple[Floats, Floats]],
    correlation: float,
    draws: int = DRAWS,
    seed: int = SEED,
    one_by_one: int | None = None,
) -> list[LossDistribution | None]:
    """`distribution` of several books (PDs and losses of each) of the same customers, as in cases to compare.

    They see the same years, and a customer the same lot in all of them: a difference between books comes of what differs,
    and books of the same PDs and losses have the same distribution. That of the first is what it would be alone.
    """
    different = list({(pds.tobytes(), losses.tobytes()): (pds, losses) for pds, losses in books}.values())
    known = [sort(pds, losses, TOP_NAMES, one_by_one) for pds, losses in different]
    drawn = simulate(known, correlation, draws, seed) if known else []
    told = zip(different, known, drawn, strict=True)
    found = {
        (pds.tobytes(), losses.tobytes()): _told(pds, losses, book, correlation, of_draws)
        for (pds, losses), book, of_draws in told
    }
    return [found[pds.tobytes(), losses.tobytes()] for pds, losses in books]


def _told(pds: Floats, losses: Floats, book: Sorted, correlation: float, of_draws: Drawn) -> LossDistribution | None:
    """What the draws of one book say of it; None without anything to lose."""
    kept = (pds > 0) & (losses > 0)
    if not kept.any():
        return None
    drawn, flags = of_draws
    draws = len(drawn)
    ranked, names = np.sort(drawn), _names(book, flags, _worst_draws(drawn, BAD_YEAR))
    different, which = np.unique(pds[kept], return_inverse=True)
    together = np.bincount(which, losses[kept]).astype(np.float64)
    edges = np.linspace(float(ranked[0]), _end(ranked), BINS + 1)
    counts = np.diff([*np.searchsorted(ranked, edges[:-1]), np.searchsorted(ranked, edges[-1], side="right")])
    return LossDistribution(
        draws=draws,
        correlation=correlation,
        expected=float(pds @ losses),
        mean=float(drawn.mean()),
        bad_year=_level(ranked, BAD_YEAR, different, together, correlation),
        worst_year=_level(ranked, WORST_YEAR, different, together, correlation),
        names=tuple(NamePart(place, loss, often) for place, loss, often in names),
        edges=tuple(edges.tolist()),
        shares=tuple((counts / draws).tolist()),
    )


def fine_grained(pds: Floats, losses: Floats, correlation: float, level: float) -> float:
    """The loss that a share `level` of the years stays below if no customer were large, by the closed form:
    sum of losses x N((N^-1(PD) + sqrt(rho) N^-1(level)) / sqrt(1 - rho)) (Vasicek 2002; Gordy 2003).

    The textbook's PD of 1%, correlation 20%, 99.9% of the years:

    >>> round(fine_grained(np.array([0.01]), np.array([1.0]), 0.2, 0.999), 4)
    0.1455
    """
    moved = quantile(np.clip(pds, 0.0, 1.0)) + np.sqrt(correlation) * NormalDist().inv_cdf(level)
    return float(below(moved / np.sqrt(1 - correlation)) @ losses)


def _level(ranked: Floats, level: float, pds: Floats, losses: Floats, correlation: float) -> Level:
    """The loss at a level from the sorted draws: the smallest that at least this share of them does not exceed."""
    draws = len(ranked)
    place = int(np.ceil(draws * level)) - 1
    spread = int(np.ceil(NINETY_PERCENT * np.sqrt(draws * level * (1 - level))))
    low, high = max(place - spread, 0), min(place + spread, draws - 1)
    worst = ranked[draws - _worst(draws, level) :]
    closed = fine_grained(pds, losses, correlation, level)
    loss, least, most = (float(ranked[at]) for at in (place, low, high))
    return Level(level, loss, least, most, float(worst.mean()), closed)


def _worst(draws: int, level: float) -> int:
    return max(1, round(draws * (1 - level)))


def _worst_draws(drawn: Floats, level: float) -> NDArray[np.int64]:
    """Places of the worst draws beyond a level, of equal ones those drawn last."""
    worst = _worst(len(drawn), level)
    least = np.partition(drawn, len(drawn) - worst)[len(drawn) - worst]
    above, equal = np.flatnonzero(drawn > least), np.flatnonzero(drawn == least)
    return np.concatenate([above, equal[len(equal) - (worst - len(above)) :]])


def _names(book: Sorted, flags: NDArray[np.bool_], worst: NDArray[np.int64]) -> list[tuple[int, float, float]]:
    """Place, part of the shortfall and share of the worst draws in default of each large customer, largest part first."""
    often = flags[:, worst].mean(axis=1)
    drawn = zip(book.top.tolist(), (often * book.losses[book.top]).tolist(), often.tolist(), strict=True)
    certain = zip(book.certain.tolist(), book.losses[book.certain].tolist(), strict=True)
    found = [*drawn, *((place, loss, 1.0) for place, loss in certain)]
    return sorted(found, key=lambda part: (-part[1], part[0]))[:TOP_NAMES]


def _end(ranked: Floats) -> float:
    """Where the histogram ends: beyond the worst year, so that a few draws do not press all others together."""
    end = float(ranked[min(len(ranked) - 1, int(len(ranked) * 0.9995))])
    return end if end > ranked[0] else float(ranked[0]) + 1.0
