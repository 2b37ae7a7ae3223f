"""The draws behind the distribution of losses: seeded, in blocks, one comparison a customer and draw.

Customers of one PD share the chance of default that a draw of Z leaves them; it is computed once for all of them. Sixteen
random bits decide all but one comparison in 65,536, which gets a whole number more: a quarter of the time, the same chances.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.random import SFC64, Generator, SeedSequence
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Halves = NDArray[np.uint16]
BLOCK = 8_192
"""Draws at a time."""
COLUMNS = 32
"""Customers at a time: what is drawn for them stays in the processor's cache."""
PDS_MAX, GRID = 1_000, 200
"""Where customers have more different PDs than this, their quantiles are rounded to steps of 1 / GRID."""
TOP_BITS = 2.0**16
STEPS = np.linspace(-7.0, 7.0, 1_401)
"""Values of Z between which means and variances of the many small are interpolated."""


class Group(NamedTuple):
    """Customers of one quantile (of the standard normal, N^-1(PD)) and their losses in default."""

    quantile: float
    losses: NDArray[np.float32]


@dataclass(frozen=True)
class Groups:
    """Everybody, sorted for the draws. The customers at `certain_places` of the input are lost in every draw. `top` are
    large customers, each by itself, whose defaults are kept, at `top_places`; `single` the others drawn one by one. Of
    the rest: quantile, sum of losses and sum of their squares by PD."""

    certain_places: NDArray[np.int64]
    certain_losses: Floats
    top: tuple[Group, ...]
    top_places: NDArray[np.int64]
    top_losses: Floats
    single: tuple[Group, ...]
    rest: Floats


def groups_of(pds: Floats, losses: Floats, top: int, one_by_one: int | None) -> Groups:
    """Customers with PD > 0 sorted for `simulate`: the `top` largest expected losses, those drawn one by one (None = all),
    the rest. Customers of PD 1 are lost for certain."""
    from scipy.special import ndtri

    quantiles = _rounded(ndtri(np.minimum(pds, 1.0)))
    certain, order = pds >= 1, np.argsort(-losses, kind="stable")
    order = order[~certain[order]]
    leading = np.argsort(-pds[order] * losses[order], kind="stable")[:top]
    first = order[np.sort(leading)]
    others = np.setdiff1d(order, first, assume_unique=True)
    others = others[np.argsort(-losses[others], kind="stable")]
    kept = len(others) if one_by_one is None else max(0, one_by_one - len(first))
    single, rest = others[:kept], others[kept:]
    return Groups(
        certain_places=np.flatnonzero(certain),
        certain_losses=losses[certain],
        top=tuple(Group(float(quantiles[i]), losses[[i]].astype(np.float32)) for i in first),
        top_places=first.astype(np.int64),
        top_losses=losses[first],
        single=tuple(_grouped(quantiles[single], losses[single])),
        rest=_summed(quantiles[rest], losses[rest]),
    )


def simulate(groups: Groups, correlation: float, draws: int, seed: int) -> tuple[Floats, NDArray[np.bool_]]:
    """The loss of each draw, and whether each of the top customers defaults in it (one row a customer)."""
    starts = range(0, draws, BLOCK)
    seeds = SeedSequence(seed).spawn(len(starts))
    parts = [
        _block(groups, correlation, min(BLOCK, draws - start), Generator(SFC64(own)))
        for start, own in zip(starts, seeds, strict=True)
    ]
    losses, flags = (np.concatenate(pieces, axis=-1) for pieces in zip(*parts, strict=True))
    return losses, flags


def chance_given(quantile: float | Floats, common: Floats, correlation: float) -> Floats:
    """Chance of default given Z: N((N^-1(PD) - sqrt(rho) Z) / sqrt(1 - rho)).

    >>> chance_given(0.0, np.array([0.0]), 0.3).tolist()
    [0.5]
    """
    from scipy.special import ndtr

    return np.asarray(ndtr((quantile - np.sqrt(correlation) * common) / np.sqrt(1 - correlation)))


def _block(groups: Groups, correlation: float, draws: int, random: Generator) -> tuple[Floats, NDArray[np.bool_]]:
    common = _stratified(draws, random)
    losses = np.full(draws, groups.certain_losses.sum()) + _together(groups.rest, common, correlation, random)
    flags = np.zeros((len(groups.top), draws), dtype=bool)
    for row, group in enumerate(groups.top):
        flags[row] = _defaults(chance_given(group.quantile, common, correlation), 1, random)[0]
    losses += groups.top_losses @ flags
    for group in groups.single:
        chance = chance_given(group.quantile, common, correlation)
        for first in range(0, len(group.losses), COLUMNS):
            some = group.losses[first : first + COLUMNS]
            losses += some @ _defaults(chance, len(some), random).astype(np.float32)
    return losses, flags


def _stratified(draws: int, random: Generator) -> Floats:
    """Z of each draw, one in every slice of equal chance: good and bad years are as frequent as they should be."""
    from scipy.special import ndtri

    return np.asarray(ndtri((np.arange(draws) + random.random(draws)) / draws))


def _defaults(chance: Floats, customers: int, random: Generator) -> NDArray[np.bool_]:
    """Who defaults: customers by draws, each with the chance of its draw."""
    whole = np.floor(chance * TOP_BITS)
    sure = whole >= TOP_BITS
    high = np.where(sure, TOP_BITS - 1, whole).astype(np.uint16)
    bits = _halves(random, customers * len(chance)).reshape(customers, len(chance))
    found = bits < high
    undecided = np.flatnonzero(bits == high)
    part = np.where(sure, 1.0, chance * TOP_BITS - whole)[undecided % len(chance)]
    found.reshape(-1)[undecided] = random.random(len(undecided)) < part
    return found


def _halves(random: Generator, count: int) -> Halves:
    """Sixteen random bits each, four to a random word."""
    words = random.integers(0, 2**64, dtype=np.uint64, size=-(-count // 4))
    return words.view(np.uint16)[:count]


def _together(rest: Floats, common: Floats, correlation: float, random: Generator) -> Floats:
    """The summed losses of the many small customers: by mean and variance given Z, between nothing and all."""
    if not rest.shape[1]:
        return np.zeros(len(common))
    quantiles, sums, squares = rest
    chances = chance_given(quantiles[:, None], STEPS, correlation)
    mean, variance = (
        np.interp(common, STEPS, of_step) for of_step in (sums @ chances, squares @ (chances * (1 - chances)))
    )
    drawn = mean + np.sqrt(variance) * random.standard_normal(len(common))
    return np.asarray(np.clip(drawn, 0.0, float(sums.sum())))


def _rounded(quantiles: Floats) -> Floats:
    different = len(np.unique(quantiles)) > PDS_MAX
    return np.round(quantiles * GRID) / GRID if different else quantiles


def _grouped(quantiles: Floats, losses: Floats) -> Sequence[Group]:
    values, which = np.unique(quantiles, return_inverse=True)
    return [Group(float(value), losses[which == place].astype(np.float32)) for place, value in enumerate(values)]


def _summed(quantiles: Floats, losses: Floats) -> Floats:
    """By quantile: quantile, sum of losses, sum of their squares, one row each."""
    values, which = np.unique(quantiles, return_inverse=True)
    sums, squares = (np.bincount(which, weights=w, minlength=len(values)) for w in (losses, losses**2))
    return np.vstack([values, sums, squares])
