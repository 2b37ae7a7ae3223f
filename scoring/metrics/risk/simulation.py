"""The draws behind the distribution of losses: seeded, in blocks, one comparison a customer and draw.

Customers of one PD share the chance of default that a draw of Z leaves them; it is computed once for all of them, and for
all books drawn together: they are seen in the same years. Sixteen random bits decide all but one comparison in 65,536, which
gets a whole number more: a quarter of the time, the same chances. Blocks have seeds of their own, so that as many are drawn
at a time as there are processors.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
THREADS_MAX = 4
PDS_MAX, GRID = 1_000, 200
"""Where customers have more different PDs than this, their quantiles are rounded to steps of 1 / GRID."""
TOP_BITS = 2.0**16
STEPS = np.linspace(-7.0, 7.0, 1_401)
"""Values of Z between which means and variances of the many small are interpolated."""


class Group(NamedTuple):
    """Customers of one quantile (of the standard normal, N^-1(PD)) and their losses in default."""

    quantile: float
    losses: NDArray[np.float32]


class Chance(NamedTuple):
    """Chances of default by draw: the sixteen bits below which somebody defaults, and the chance of it just at them."""

    high: Halves
    part: Floats


class GivenSteps(NamedTuple):
    """Mean and variance of a sum of losses at each of STEPS, and the most it can be."""

    mean: Floats
    variance: Floats
    whole: float


class Drawn(NamedTuple):
    """The loss of each draw, and whether each of the top customers defaults in it (one row a customer)."""

    losses: Floats
    flags: NDArray[np.bool_]


Known = dict[float, Chance]
"""Chances of the draws of one block by quantile."""


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


def simulate(books: Sequence[Groups], correlation: float, draws: int, seed: int) -> list[Drawn]:
    """Of each book the loss of each draw, and whether each of its top customers defaults in it (one row a customer). Each is
    drawn as if it were alone."""
    sizes = [min(BLOCK, draws - start) for start in range(0, draws, BLOCK)]
    seeds = SeedSequence(seed).spawn(len(sizes))
    rests = [_given_steps(groups.rest, correlation) for groups in books]

    def block(size: int, own: SeedSequence) -> list[Drawn]:
        known: Known = {}
        pairs = zip(books, rests, strict=True)
        return [_block(groups, rest, correlation, size, Generator(SFC64(own)), known) for groups, rest in pairs]

    with ThreadPoolExecutor(max_workers=min(THREADS_MAX, os.cpu_count() or 1)) as threads:
        blocks = list(threads.map(block, sizes, seeds))
    return [
        Drawn(*(np.concatenate(p, axis=-1) for p in zip(*parts, strict=True))) for parts in zip(*blocks, strict=True)
    ]


def chance_given(quantile: float | Floats, common: Floats, correlation: float) -> Floats:
    """Chance of default given Z: N((N^-1(PD) - sqrt(rho) Z) / sqrt(1 - rho)).

    >>> chance_given(0.0, np.array([0.0]), 0.3).tolist()
    [0.5]
    """
    from scipy.special import ndtr

    return np.asarray(ndtr((quantile - np.sqrt(correlation) * common) / np.sqrt(1 - correlation)))


def _block(
    groups: Groups, rest: GivenSteps | None, correlation: float, draws: int, random: Generator, known: Known
) -> Drawn:
    """The draws of one book in one block; `known` are the chances of its years that other books needed already."""
    common = _stratified(draws, random)
    losses = np.full(draws, groups.certain_losses.sum()) + _together(rest, common, random)
    flags = np.zeros((len(groups.top), draws), dtype=bool)

    def chance(quantile: float) -> Chance:
        if quantile not in known:
            known[quantile] = _split(chance_given(quantile, common, correlation))
        return known[quantile]

    for row, group in enumerate(groups.top):
        flags[row] = _defaults(chance(group.quantile), 1, random)[0]
    losses += groups.top_losses @ flags
    for group in groups.single:
        own = chance(group.quantile)
        for first in range(0, len(group.losses), COLUMNS):
            some = group.losses[first : first + COLUMNS]
            losses += some @ _defaults(own, len(some), random).astype(np.float32)
    return Drawn(losses, flags)


def _stratified(draws: int, random: Generator) -> Floats:
    """Z of each draw, one in every slice of equal chance: good and bad years are as frequent as they should be."""
    from scipy.special import ndtri

    return np.asarray(ndtri((np.arange(draws) + random.random(draws)) / draws))


def _split(chance: Floats) -> Chance:
    whole = np.floor(chance * TOP_BITS)
    sure = whole >= TOP_BITS
    high = np.where(sure, TOP_BITS - 1, whole).astype(np.uint16)
    return Chance(high, np.where(sure, 1.0, chance * TOP_BITS - whole))


def _defaults(chance: Chance, customers: int, random: Generator) -> NDArray[np.bool_]:
    """Who defaults: customers by draws, each with the chance of its draw."""
    draws = len(chance.high)
    bits = _halves(random, customers * draws).reshape(customers, draws)
    found = bits < chance.high
    undecided = np.flatnonzero(bits == chance.high)
    found.reshape(-1)[undecided] = random.random(len(undecided)) < chance.part[undecided % draws]
    return found


def _halves(random: Generator, count: int) -> Halves:
    """Sixteen random bits each, four to a random word."""
    words = random.integers(0, 2**64, dtype=np.uint64, size=-(-count // 4))
    return words.view(np.uint16)[:count]


def _given_steps(rest: Floats, correlation: float) -> GivenSteps | None:
    """Mean and variance of the summed losses of the many small customers at each of STEPS; None without any."""
    if not rest.shape[1]:
        return None
    quantiles, sums, squares = rest
    chances = chance_given(quantiles[:, None], STEPS, correlation)
    return GivenSteps(sums @ chances, squares @ (chances * (1 - chances)), float(sums.sum()))


def _together(rest: GivenSteps | None, common: Floats, random: Generator) -> Floats:
    """The summed losses of the many small customers: by mean and variance given Z, between nothing and all."""
    if rest is None:
        return np.zeros(len(common))
    mean, variance = (np.interp(common, STEPS, of_step) for of_step in (rest.mean, rest.variance))
    drawn = mean + np.sqrt(variance) * random.standard_normal(len(common))
    return np.asarray(np.clip(drawn, 0.0, rest.whole))


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
