"""The draws behind the distribution of losses: seeded, in blocks, one comparison a customer and draw.

All books drawn together see the same years and the same lots of each customer; a lot is compared with the chance of default
that the draw of Z leaves the customer in each case. Customers of one PD share that chance. Lots have sixteen bits, and the
chances are rounded up or down to as many by a lot of each draw, so that they are as they should be on average: a quarter of
the time. Blocks have seeds of their own, so that as many are drawn at a time as there are processors.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from math import ceil, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.random import SFC64, Generator, SeedSequence
from numpy.typing import NDArray

from scoring.metrics.memory import keep_memory
from scoring.metrics.normal import below, quantile
from scoring.metrics.risk.sorting import Floats, Plan, Sorted, plan

Halves = NDArray[np.uint16]
Flags = NDArray[np.bool_]
BLOCK = 8_192
"""Draws at a time."""
COLUMNS = 32
"""Customers at a time: what is drawn for them stays in the processor's cache."""
THREADS_MAX = 4
TOP_BITS, MOST = 2.0**16, 2.0**16 - 1
FARTHEST, STEP = 7.0, 0.004
"""Of Z: as far as chances are told apart, and how far apart they may lie (in units of the customers' own lots) where they
are computed; between they are interpolated."""
ROWS = 16


class Chances(NamedTuple):
    """Chances of default of different quantiles (rows) at evenly spaced values of Z (`steps`)."""

    steps: Floats
    row_of: dict[float, int]
    table: Floats


class GivenSteps(NamedTuple):
    """Mean and variance of a sum of losses at each step, and the most it can be."""

    mean: Floats
    variance: Floats
    whole: float


class Drawn(NamedTuple):
    """The loss of each draw, and whether each of the book's top customers defaults in it (one row a customer)."""

    losses: Floats
    flags: Flags


class Block(NamedTuple):
    """Draws of one block: losses (books x draws), and defaults of those told (sets x customers x draws)."""

    losses: Floats
    told: Flags


def simulate(books: Sequence[Sorted], correlation: float, draws: int, seed: int) -> list[Drawn]:
    """Of each book, all of the same customers, the loss of each draw, and whether each of its top customers defaults."""
    keep_memory()
    drawn = plan(books, COLUMNS)
    known = chances([drawn.quantiles.ravel(), *(book.rest[0] for book in books)], correlation)
    rests = [_given_steps(book.rest, known) for book in books]
    sizes = [min(BLOCK, draws - start) for start in range(0, draws, BLOCK)]
    seeds = SeedSequence(seed).spawn(len(sizes))

    def block(size: int, own: SeedSequence) -> Block:
        return _block(drawn, rests, known, size, Generator(SFC64(own)))

    with ThreadPoolExecutor(max_workers=min(THREADS_MAX, os.cpu_count() or 1)) as threads:
        blocks = list(threads.map(block, sizes, seeds))
    losses, told = (np.concatenate(parts, axis=-1) for parts in zip(*blocks, strict=True))
    place = {customer: at for at, customer in enumerate(drawn.order[drawn.told].tolist())}
    of_book = {book: told[number] for number, mine in enumerate(drawn.sets) for book in mine}
    return [
        Drawn(losses[number], of_book[number][[place[one] for one in book.top.tolist()]])
        for number, book in enumerate(books)
    ]


def chance_given(own: float | Floats, common: Floats, correlation: float) -> Floats:
    """Chance of default given Z of quantiles `own`: N((N^-1(PD) - sqrt(rho) Z) / sqrt(1 - rho)).

    >>> chance_given(0.0, np.array([0.0]), 0.3).tolist()
    [0.5]
    """
    return below(np.asarray((own - np.sqrt(correlation) * common) / np.sqrt(1 - correlation)))


def chances(quantiles: Sequence[Floats], correlation: float) -> Chances:
    """The chances of all these quantiles."""
    different = np.unique(np.concatenate(quantiles))
    points = ceil(2 * FARTHEST * max(sqrt(correlation / (1 - correlation)), 0.1) / STEP)
    steps = np.linspace(-FARTHEST, FARTHEST, points + 1)
    table = np.empty((len(different), len(steps)))
    for first in range(0, len(different), ROWS):
        table[first : first + ROWS] = chance_given(different[first : first + ROWS, None], steps, correlation)
    return Chances(steps, {value: row for row, value in enumerate(different.tolist())}, table)


class _Years(NamedTuple):
    """The draws of a block: between which steps Z lies and how far from the lower one, and the lot that rounds chances."""

    place: NDArray[np.int64]
    part: NDArray[np.float32]
    lot: NDArray[np.float32]

    def bound(self, of_steps: Floats) -> Halves:
        """The sixteen bits below which somebody with these chances by step defaults, in each draw."""
        scaled = (of_steps * TOP_BITS).astype(np.float32)
        low = scaled[self.place]
        exact = low + self.part * (scaled[1:] - scaled[:-1])[self.place] + self.lot
        return np.asarray(np.minimum(exact, np.float32(MOST)).astype(np.uint16))


def _block(drawn: Plan, rests: Sequence[GivenSteps | None], known: Chances, draws: int, random: Generator) -> Block:
    common = _stratified(draws, random)
    years = _years(common, known, random.random(draws, dtype=np.float32))
    normal = random.standard_normal(draws)
    losses = np.stack([_certain(book) + _together(rest, common, known, normal)
                       for book, rest in zip(drawn.books, rests, strict=True)])  # fmt: skip
    told = np.zeros((len(drawn.sets), len(drawn.told), draws), dtype=bool)
    bounds: dict[float, Halves] = {}

    def bound(value: float) -> Halves:
        if value not in bounds:
            bounds[value] = years.bound(known.table[known.row_of[value]])
        return bounds[value]

    for chunk in drawn.chunks:
        rows = chunk.last - chunk.first
        bits, flags = _halves(random, rows * draws).reshape(rows, draws), np.empty((rows, draws), dtype=bool)
        kept = np.searchsorted(drawn.told, chunk.told)
        for number, books, quantiles in chunk.seen:
            for value, mine in quantiles:
                flags[mine] = bits[mine] < bound(value)
            told[number, kept] = flags[chunk.told - chunk.first]
            as_numbers = flags.astype(np.float32)
            for book in books:
                losses[book] += drawn.weights[book, chunk.first : chunk.last] @ as_numbers
    return Block(losses, told)


def _stratified(draws: int, random: Generator) -> Floats:
    """Z of each draw, one in every slice of equal chance: good and bad years are as frequent as they should be."""
    return quantile((np.arange(draws) + random.random(draws)) / draws)


def _years(common: Floats, known: Chances, lot: NDArray[np.float32]) -> _Years:
    steps = known.steps
    at = np.clip((common - steps[0]) / (steps[1] - steps[0]), 0.0, len(steps) - 1)
    place = np.minimum(at.astype(np.int64), len(steps) - 2)
    return _Years(place, (at - place).astype(np.float32), lot)


def _halves(random: Generator, count: int) -> Halves:
    """Sixteen random bits each, four to a random word."""
    words = random.integers(0, 2**64, dtype=np.uint64, size=-(-count // 4))
    return words.view(np.uint16)[:count]


def _certain(book: Sorted) -> Any:
    return book.losses[book.certain].sum()


def _given_steps(rest: Floats, known: Chances) -> GivenSteps | None:
    """Mean and variance of the summed losses of the many small customers at each step; None without any."""
    if not rest.shape[1]:
        return None
    quantiles, sums, squares = rest
    mine = known.table[[known.row_of[value] for value in quantiles.tolist()]]
    return GivenSteps(sums @ mine, squares @ (mine * (1 - mine)), float(sums.sum()))


def _together(rest: GivenSteps | None, common: Floats, known: Chances, normal: Floats) -> Floats:
    """The summed losses of the many small customers: by mean and variance given Z, between nothing and all."""
    if rest is None:
        return np.zeros(len(common))
    mean, variance = (np.interp(common, known.steps, of_step) for of_step in (rest.mean, rest.variance))
    return np.asarray(np.clip(mean + np.sqrt(variance) * normal, 0.0, rest.whole))
