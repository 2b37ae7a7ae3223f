"""How bad a bad year can be: the distribution of the loss within a year by the one-factor model.

Customer i defaults when sqrt(rho) Z + sqrt(1 - rho) e_i falls below the quantile of its PD; Z is common to all (how the
economy goes), e_i its own, both standard normal, rho the correlation (Vasicek 2002, "The distribution of loan portfolio
value"; the same model as in the capital rules of Basel). Given Z the customers are independent, so a draw needs Z and one
comparison a customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.risk.simulation import Drawn, Groups, groups_of, simulate

Floats = NDArray[np.float64]
DRAWS, SEED, BINS = 100_000, 20_261_128, 60
ONE_BY_ONE = 1_000
"""Customers drawn one by one, the largest losses first; the many small ones beyond are drawn together."""
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
    """`distribution` of several books (PDs and losses of each), which see the same years; sooner than one by one."""
    at_risk = [(pds > 0) & (losses > 0) for pds, losses in books]
    groups = [
        groups_of(pds[kept], losses[kept], TOP_NAMES, one_by_one)
        for (pds, losses), kept in zip(books, at_risk, strict=True)
        if kept.any()
    ]
    found = iter(zip(groups, simulate(groups, correlation, draws, seed) if groups else [], strict=True))
    return [
        _told(pds, losses, kept, correlation, *next(found)) if kept.any() else None
        for (pds, losses), kept in zip(books, at_risk, strict=True)
    ]


def _told(
    pds: Floats, losses: Floats, kept: NDArray[np.bool_], correlation: float, groups: Groups, of_draws: Drawn
) -> LossDistribution:
    """What the draws of one book say of it."""
    drawn, flags = of_draws
    draws, places = len(drawn), np.flatnonzero(kept)
    order = np.argsort(drawn, kind="stable")
    ranked, names = drawn[order], _names(groups, flags, order, BAD_YEAR)
    shares, edges = np.histogram(drawn, bins=BINS, range=(float(ranked[0]), _end(ranked)))
    return LossDistribution(
        draws=draws,
        correlation=correlation,
        expected=float(pds @ losses),
        mean=float(drawn.mean()),
        bad_year=_level(ranked, BAD_YEAR, pds[kept], losses[kept], correlation),
        worst_year=_level(ranked, WORST_YEAR, pds[kept], losses[kept], correlation),
        names=tuple(NamePart(int(places[place]), loss, often) for place, loss, often in names),
        edges=tuple(edges.tolist()),
        shares=tuple((shares / draws).tolist()),
    )


def fine_grained(pds: Floats, losses: Floats, correlation: float, level: float) -> float:
    """The loss that a share `level` of the years stays below if no customer were large, by the closed form:
    sum of losses x N((N^-1(PD) + sqrt(rho) N^-1(level)) / sqrt(1 - rho)) (Vasicek 2002; Gordy 2003).

    The textbook's PD of 1%, correlation 20%, 99.9% of the years:

    >>> round(fine_grained(np.array([0.01]), np.array([1.0]), 0.2, 0.999), 4)
    0.1455
    """
    from scipy.special import ndtr, ndtri

    moved = ndtri(np.clip(pds, 0.0, 1.0)) + np.sqrt(correlation) * ndtri(level)
    return float(ndtr(moved / np.sqrt(1 - correlation)) @ losses)


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


def _names(
    groups: Groups, flags: NDArray[np.bool_], order: NDArray[np.int64], level: float
) -> list[tuple[int, float, float]]:
    """Place, part of the shortfall and share of the worst draws in default of each large customer, largest part first."""
    often = flags[:, order[len(order) - _worst(len(order), level) :]].mean(axis=1)
    drawn = zip(groups.top_places.tolist(), (often * groups.top_losses).tolist(), often.tolist(), strict=True)
    certain = zip(groups.certain_places.tolist(), groups.certain_losses.tolist(), strict=True)
    found = [*drawn, *((place, loss, 1.0) for place, loss in certain)]
    return sorted(found, key=lambda part: (-part[1], part[0]))[:TOP_NAMES]


def _end(ranked: Floats) -> float:
    """Where the histogram ends: beyond the worst year, so that a few draws do not press all others together."""
    end = float(ranked[min(len(ranked) - 1, int(len(ranked) * 0.9995))])
    return end if end > ranked[0] else float(ranked[0]) + 1.0
