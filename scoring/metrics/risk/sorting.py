"""Customers sorted for the draws: who is drawn one by one, who with the many, and which books may share what is drawn.

Books are the same customers in different cases. A customer has one lot in all of them, so that cases differ by what they
change and not by chance; and the customers that the first book draws one by one are drawn first and in the same way whatever
the other books are, so that its figures stay what they are alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.normal import quantile

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]
Book = tuple[Floats, Floats]
"""PDs and losses in default of the customers."""
PDS_MAX, GRID = 1_000, 200
"""Where customers have more different PDs than this, their quantiles are rounded to steps of 1 / GRID."""


@dataclass(frozen=True)
class Sorted:
    """One book. Quantile (of the standard normal, N^-1(PD)) and loss in default of every customer; those lost in every
    draw; the customers whose part in the losses is told (`top`); whether each is drawn one by one; of the rest quantile,
    sum of losses and sum of their squares by PD."""

    quantiles: Floats
    losses: Floats
    certain: Ints
    top: Ints
    single: NDArray[np.bool_]
    rest: Floats


class Seen(NamedTuple):
    """What some `books`, which have the `number`th quantiles, see of a chunk: quantiles, each of some of its rows."""

    number: int
    books: tuple[int, ...]
    quantiles: tuple[tuple[float, slice | Ints], ...]


class Chunk(NamedTuple):
    """Customers drawn at a time: from `first` on and before `last` in the order; which of them are told."""

    first: int
    last: int
    told: Ints
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class Plan:
    """What is drawn. `order` are the customers drawn one by one, in chunks. Books that see the same defaults have their
    quantiles in common: `sets` names the books of each, `quantiles` has a row a set and a column a customer of `order`.
    `weights` has a row a book: what is lost with each of `order`. The defaults of those at `told` of `order` are kept."""

    books: tuple[Sorted, ...]
    order: Ints
    chunks: tuple[Chunk, ...]
    sets: tuple[tuple[int, ...], ...]
    quantiles: Floats
    weights: NDArray[np.float32]
    told: Ints


def sort(pds: Floats, losses: Floats, top: int, one_by_one: int | None) -> Sorted:
    """A book sorted: the `top` largest expected losses, those drawn one by one, largest first (None = all), the rest.
    Customers of PD 1 are lost for certain, those with nothing to lose are in none of these."""
    at_risk = (pds > 0) & (losses > 0)
    quantiles, certain = _rounded(quantile(np.clip(pds, 0.0, 1.0))), pds >= 1
    drawn = np.flatnonzero(at_risk & ~certain)
    drawn = drawn[np.argsort(-losses[drawn], kind="stable")]
    leading = np.sort(np.argsort(-pds[drawn] * losses[drawn], kind="stable")[:top])
    first = drawn[leading]
    others = np.delete(drawn, leading)
    kept = len(others) if one_by_one is None else max(0, one_by_one - len(first))
    single = np.zeros(len(pds), dtype=bool)
    single[first] = single[others[:kept]] = True
    rest = _summed(quantiles[others[kept:]], losses[others[kept:]])
    return Sorted(quantiles, losses, np.flatnonzero(at_risk & certain), first, single, rest)


def plan(books: Sequence[Sorted], columns: int) -> Plan:
    """What is drawn for books of the same customers, at most so many customers at a time."""
    base = books[0]
    known = np.where(np.isfinite(base.quantiles), base.quantiles, 0.0)
    order, runs = np.zeros(0, np.int64), []
    seen = np.zeros(len(known), dtype=bool)
    for book in books:
        more = np.flatnonzero(book.single & ~seen)
        more = more[np.argsort(known[more], kind="stable")]
        seen[more] = True
        runs += _runs(known[more], len(order), columns)
        order = np.append(order, more)
    weights = np.stack([np.where(book.single, book.losses, 0.0)[order] for book in books]).astype(np.float32)
    told = np.flatnonzero(np.isin(order, np.concatenate([book.top for book in books])))
    sets = _sets(books, known, order)
    own = np.stack(list(sets.values()))
    chunks = tuple(_chunk(first, last, list(sets), own, weights, told) for first, last in runs)
    return Plan(tuple(books), order, chunks, tuple(sets), own, weights, told)


def _chunk(
    first: int,
    last: int,
    sets: Sequence[tuple[int, ...]],
    own: Floats,
    weights: NDArray[np.float32],
    told: Ints,
) -> Chunk:
    seen = []
    for number, books in enumerate(sets):
        mine = tuple(book for book in books if weights[book, first:last].any())
        values = np.unique(own[number, first:last]).tolist()
        rows = [np.flatnonzero(own[number, first:last] == value) for value in values]
        parts = [slice(None)] if len(values) == 1 else rows
        if mine:
            seen.append(Seen(number, mine, tuple(zip(values, parts, strict=True))))
    return Chunk(first, last, told[(told >= first) & (told < last)], tuple(seen))


def _sets(books: Sequence[Sorted], known: Floats, order: Ints) -> dict[tuple[int, ...], Floats]:
    """Books that see the same defaults, with their quantiles: those of the customers that they draw one by one are the
    same."""
    found: dict[bytes, tuple[list[int], Floats]] = {}
    for number, book in enumerate(books):
        own = np.where(book.single, book.quantiles, known)[order]
        found.setdefault(own.tobytes(), ([], own))[0].append(number)
    return {tuple(numbers): own for numbers, own in found.values()}


def _runs(quantiles: Floats, start: int, columns: int) -> list[tuple[int, int]]:
    """Runs of one quantile, at most `columns` long."""
    edges = np.append(np.flatnonzero(np.append(True, quantiles[1:] != quantiles[:-1])), len(quantiles))
    if not len(quantiles):
        return []
    runs = zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    return [
        (start + first, start + min(first + columns, end))
        for begin, end in runs
        for first in range(begin, end, columns)
    ]


def _rounded(quantiles: Floats) -> Floats:
    different = len(np.unique(quantiles)) > PDS_MAX
    return np.round(quantiles * GRID) / GRID if different else quantiles


def _summed(quantiles: Floats, losses: Floats) -> Floats:
    """By quantile: quantile, sum of losses, sum of their squares, one row each."""
    values, which = np.unique(quantiles, return_inverse=True)
    sums, squares = (np.bincount(which, weights=w, minlength=len(values)) for w in (losses, losses**2))
    return np.vstack([values, sums, squares])
