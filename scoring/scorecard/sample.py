"""What a scorecard is made from: a development sample, and the same sample as codes of fine prebins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Codes = npt.NDArray[np.uint16]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sample:
    """A development sample. grain: one row per observation (a customer on a date, or a row of somebody's file).

    `table` holds the characteristics: numbers as float64 (null or NaN = missing; infinities count as missing), everything
    else as text (null or "" = missing). `bad` is the outcome. `group` says whose row it is (rows of one group never stand
    on both sides of a random fold), `period` when it was observed as a sortable text ("2025-06-30", "" where unknown).
    All four have the same length and order.
    """

    table: pa.Table
    bad: Flags
    group: npt.NDArray[np.int64]
    period: npt.NDArray[np.str_]

    def rows(self, keep: Flags) -> Sample:
        """The rows where `keep` is true."""
        return Sample(self.table.filter(pa.array(keep)), self.bad[keep], self.group[keep], self.period[keep])


@dataclass(frozen=True)
class Prebins:
    """The fine grid of one characteristic, found from its values alone, never from the outcome.

    A number's ordinary prebin i holds edges[i-1] < value <= edges[i]; the first is open below, the last above, so there
    is one more than edges. A category's ordinary prebin i is values[i], most frequent first. After the ordinary ones
    comes one code for each special value (a number or category that means something else, such as -1 = never asked),
    then one for missing, and of a category last one for unseen: whatever is not among `values` nor special.

    >>> grid = Prebins("age", "number", edges=(25.0, 40.0), special=(-1.0,))
    >>> grid.ordinary, grid.missing, grid.size
    (3, 4, 5)
    >>> region = Prebins("region", "category", values=("north", "south"))
    >>> region.missing, region.unseen, region.size
    (2, 3, 4)
    """

    name: str
    kind: Literal["number", "category"]
    edges: tuple[float, ...] = ()
    values: tuple[str, ...] = ()
    special: tuple[float | str, ...] = ()

    @property
    def ordinary(self) -> int:
        """How many prebins hold ordinary values; their codes are 0 .. ordinary - 1."""
        return len(self.edges) + 1 if self.kind == "number" else len(self.values)

    @property
    def missing(self) -> int:
        """The code of a missing value."""
        return self.ordinary + len(self.special)

    @property
    def unseen(self) -> int:
        """The code of a category that the grid does not know, the last one; numbers have no such code."""
        return self.missing + 1

    @property
    def size(self) -> int:
        """How many codes there are."""
        return self.missing + (1 if self.kind == "number" else 2)


@dataclass(frozen=True)
class Counts:
    """Goods and bads of one characteristic by prebin code: all that binning needs to know. shape: (codes,) each.

    `goods_by_period` and `bads_by_period` are the same by observation period, shape (periods, codes).
    """

    prebins: Prebins
    goods: Whole
    bads: Whole
    periods: tuple[str, ...] = ()
    goods_by_period: Whole = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    bads_by_period: Whole = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))


@dataclass(frozen=True)
class Coded:
    """A sample as prebin codes. `codes[name]` has one code a row; `counts[name]` adds them up."""

    codes: dict[str, Codes]
    counts: dict[str, Counts]
    bad: Flags
    group: npt.NDArray[np.int64]
    period: npt.NDArray[np.str_]

    @property
    def names(self) -> Sequence[str]:
        """The characteristics, in the sample's order."""
        return tuple(self.codes)
