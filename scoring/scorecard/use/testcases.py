"""Rows with known points for whoever deploys a card: every bin of every characteristic, its edges and odd values."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from scoring.scorecard.card import Bin, Binning, Card

HUGE = 1e300
Case = tuple[float | str | None, int]
"""A value and the index of the bin it belongs to."""


def cases_of(card: Card) -> pa.Table:
    """One row per case: a column per characteristic, "<characteristic> points" each, and score.

    The first row holds the first bin of every characteristic; every other row changes one of them. The points are those
    of the bin that the value was made for, not the result of scoring it.
    """
    cases = {scored.binning.name: list(_cases(scored.binning)) for scored in card.characteristics}
    first = {name: found[0] for name, found in cases.items()}
    rows = [first, *(first | {name: case} for name, found in cases.items() for case in found[1:])]
    columns: dict[str, pa.Array] = {}
    points: dict[str, list[int]] = {}
    for scored in card.characteristics:
        binning = scored.binning
        kind = pa.float64() if binning.kind == "number" else pa.string()
        columns[binning.name] = pa.array([row[binning.name][0] for row in rows], kind, from_pandas=False)
        points[f"{binning.name} points"] = [binning.bins[row[binning.name][1]].points or 0 for row in rows]
    total = [card.base_points + sum(found[i] for found in points.values()) for i in range(len(rows))]
    return pa.table({**columns, **points, "score": pa.array(total, pa.int64())})


def _cases(binning: Binning) -> Iterator[Case]:
    specials = {float(b.values[0]) for b in binning.bins if b.kind == "special" and binning.kind == "number"}
    for i, b in enumerate(binning.bins):
        if b.kind == "interval":
            yield from ((value, i) for value in _inside(b) if value not in specials)
        elif b.kind == "special" and binning.kind == "number":
            yield (float(b.values[0]), i)
        elif b.kind == "unseen":
            yield (_never_seen(binning), i)
        elif b.kind == "missing":
            yield from ((value, i) for value in _missing(binning))
        else:
            yield from ((value, i) for value in b.values)


def _inside(b: Bin) -> list[float]:
    """The upper edge or a huge number, the number just above the lower one or a hugely negative one, one in between."""
    lowest = -HUGE if b.lower is None else float(np.nextafter(b.lower, math.inf))
    highest = HUGE if b.upper is None else b.upper
    return sorted({lowest, lowest / 2 + highest / 2, highest})


def _missing(binning: Binning) -> list[float | str | None]:
    return [None, math.nan, math.inf, -math.inf] if binning.kind == "number" else [None, ""]


def _never_seen(binning: Binning) -> str:
    longest = max((value for b in binning.bins for value in b.values), key=len, default="")
    return longest + "?"
