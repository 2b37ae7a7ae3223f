"""Today's list as it is handed on: columns for everybody, from which one line is read as an `Item`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.strategy.standings import Cell, Flags, Standing, Standings
from scoring.strategy.playbook.terms import Step
from scoring.strategy.worklist import Why, Worklist


@dataclass(frozen=True)
class Item:
    """One line of the list: who, which step by which rule, what it is expected to bring and why it is or is not today's.

    `paid_anyway` = P(paid within the horizon | nothing is done), `gain` = money expected because of the step, `value` = the
    gain less effort and harm. `rank` counts today's, None = not today: `why`, and where it must wait the code `waiting`.
    """

    standing: Standing
    step: Step | None
    amount: Decimal
    paid_anyway: float
    gain: float
    value: float
    minutes: float
    waiting: str | None
    urgent: bool
    why: Why
    rank: int | None


@dataclass(frozen=True)
class Items(Sequence[Item]):
    """The list of a day, in its order. `table` = that of the `Worklist` with `place` (in `standings`), `stepped` (whether
    the step due is still to be taken), `paid_anyway` and `gain`."""

    standings: Standings
    table: pa.Table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> Items: ...
    def __getitem__(self, at: int | slice) -> Item | Items:
        if isinstance(at, slice):
            return replace(self, table=self.table.take(pa.array(np.arange(len(self))[at])))
        return next(iter(self[range(len(self))[at] :][:1]))

    def __iter__(self) -> Iterator[Item]:
        places = np.asarray(self.table["place"], dtype=np.int64)
        return map(_item, self.standings.taken(places), self.table.to_pylist())

    @property
    def urgent(self) -> int:
        """How many are urgent."""
        return int(np.count_nonzero(np.asarray(self.table["urgent"])))

    @property
    def totals(self) -> dict[str, Any]:
        """Sums of amount, gain and minutes."""
        places = np.asarray(self.table["place"], dtype=np.int64)
        sums = {name: pc.sum(self.table[name]).as_py() or 0.0 for name in ("gain", "minutes")}
        gain, minutes = round(sums["gain"], 2), int(sums["minutes"])
        return {"amount": self.standings.taken(places).sum_of("asked"), "gain": gain, "minutes": minutes}

    def in_cell(self, cell: Cell) -> Items:
        """Those in a cell of the grid, with their standings beside them in the same order."""
        places = np.asarray(self.table["place"], dtype=np.int64)
        flags = self.standings.flags([kind.cell == cell for kind in self.standings.kinds])[places]
        mine = self.among(flags)
        table = mine.table.set_column(mine.table.column_names.index("place"), "place", pa.array(np.arange(len(mine))))
        return Items(self.standings.taken(places[flags]), table)

    def among(self, flags: Flags) -> Items:
        """Those for whom a condition holds."""
        return replace(self, table=self.table.filter(pa.array(flags)))


@dataclass(frozen=True)
class Today:
    """The list of a day in one currency: today's tasks first, then everybody else with the reason. `measured` = channels
    whose effect rests on this ledger's own cases."""

    as_of: date
    currency: str
    horizon_days: int
    items: Items
    worklist: Worklist
    measured: tuple[str, ...]

    @property
    def chosen(self) -> Items:
        """Today's tasks, the best first."""
        return self.items.among(np.asarray(self.items.table["rank"].is_valid()))

    @property
    def others(self) -> Items:
        """Everybody else."""
        return self.items.among(np.asarray(self.items.table["rank"].is_null()))


def _item(standing: Standing, row: dict[str, Any]) -> Item:
    names = ("paid_anyway", "gain", "value", "minutes", "waiting", "urgent", "why", "rank")
    step = standing.due if row["stepped"] else None
    return Item(standing, step, standing.asked, **{name: row[name] for name in names})
