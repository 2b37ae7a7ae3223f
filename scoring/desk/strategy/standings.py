"""Who owes and how each is handled: columns for everybody, from which one customer is read as a `Standing`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scoring.desk.strategy.signs import signs_in
from scoring.strategy.cases.reasons import UNKNOWN, Finding, told
from scoring.strategy.cases.signs import Signs
from scoring.strategy.effect.experiments import base_rule
from scoring.strategy.playbook.terms import Debtor, Level, Rule, Step

ZERO = Decimal("0.00")
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Cell(NamedTuple):
    """A cell of the strategy grid."""

    nature: str
    severity: str
    rating: str


@dataclass(frozen=True)
class Kind:
    """What customers have in common whom the playbook cannot tell apart. `debtor` holds of their reason what the rules may
    see; `held` = the rule, with its level, that would count if the suggested reason were recorded. Evidence of `reasons` and
    `lasting` names no facts: these are each customer's own."""

    debtor: Debtor
    rule: Rule
    level: Level
    reasons: tuple[Finding, ...] = (UNKNOWN,)
    lasting: Finding | None = None
    held: Rule | None = None
    held_level: Level | None = None
    outside: bool = False

    @property
    def cell(self) -> Cell:
        """Where it stands in the grid."""
        return Cell(self.debtor.nature, self.debtor.severity, self.debtor.rating)


@dataclass(frozen=True)
class Standing:
    """One customer in one currency shown. `oldest_days` = days past due of the oldest claim that nobody disputes, <= 0 =
    nothing is due; `step_days` = the days its level's steps count by: of the oldest claim in dispute where all that is past
    due is; `due` = the step whose day has come, `later` = the next one after today. `reasons` = why it may not pay,
    the likeliest first; `lasting` = whether its arrears are temporary, chronic or deliberate, None = not known. `asked` =
    what a step is about: what is past due and undisputed, else what is past due and in dispute, else all that is open.
    `outside` = whether anything is known of it beside this ledger; `nature_assumed` = its nature is not known; `signs` None
    = nothing is past due. The rest as in `Kind`."""

    customer_id: str
    name: str
    owner: str | None
    currency: str
    open: Decimal
    overdue: Decimal
    disputed: Decimal
    asked: Decimal
    oldest_days: int
    step_days: int
    debtor: Debtor
    rule: Rule
    level: Level
    due: Step | None
    later: Step | None
    reasons: tuple[Finding, ...]
    lasting: Finding | None
    held: Rule | None
    held_level: Level | None
    outside: bool
    nature_assumed: bool
    signs: Signs | None

    @property
    def why(self) -> Finding:
        """The reason that counts: the recorded one, else the likeliest."""
        return self.reasons[0]

    @property
    def cell(self) -> Cell:
        """Where it stands in the grid."""
        return Cell(self.debtor.nature, self.debtor.severity, self.debtor.rating)


@dataclass(frozen=True)
class Standings(Sequence[Standing]):
    """Everybody who owes in one currency shown, most overdue first.

    `table` has a row a customer: customer_id, name, owner, nature_assumed, open_amount, overdue, disputed_overdue, asked,
    oldest_days, step_days, `kind` and `step` (places in `kinds` and `steps`), and its signs (`signs.beside`). `steps` are
    pairs of the step whose day has come and the one after. Made column by column since a ledger may have 50,000 customers
    who owe; a `Standing` is put together for those that are looked at.
    """

    as_of: date
    currency: str
    kinds: tuple[Kind, ...]
    steps: tuple[tuple[Step | None, Step | None], ...]
    table: pa.Table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, at: int) -> Standing: ...
    @overload
    def __getitem__(self, at: slice) -> Standings: ...
    def __getitem__(self, at: int | slice) -> Standing | Standings:
        if isinstance(at, slice):
            return self.taken(np.arange(len(self))[at])
        return self._standing(self.table.slice(range(len(self))[at], 1).to_pylist()[0])

    def __iter__(self) -> Iterator[Standing]:
        return map(self._standing, self.table.to_pylist())

    def taken(self, places: Whole) -> Standings:
        """Those at some places, in their order."""
        return replace(self, table=self.table.take(pa.array(places)))

    def of(self, customer_id: str) -> Standing | None:
        """One customer, None where it owes nothing in this currency."""
        found = self._where(np.asarray(pc.equal(self.table["customer_id"], customer_id)))
        return found[0] if found else None

    def in_cell(self, cell: Cell) -> Standings:
        """Those in a cell of the grid."""
        return self._where(self.flags([kind.cell == cell for kind in self.kinds]))

    def of_rule(self, rule: str) -> Standings:
        """Those under a rule of the playbook, in whatever arm of an experiment on it."""
        return self._where(self.flags([base_rule(kind.rule.id) == rule for kind in self.kinds]))

    def of_level(self, level: str) -> Standings:
        """Those at a level."""
        return self._where(self.flags([kind.level.id == level for kind in self.kinds]))

    @property
    def cells(self) -> list[Cell]:
        """The cells of the grid that hold somebody, in order."""
        return sorted({self.kinds[place].cell for place in np.unique(self.kind)})

    @cached_property
    def kind(self) -> Whole:
        """The place of each one's kind."""
        return np.asarray(self.table["kind"], dtype=np.int64)

    @cached_property
    def step(self) -> Whole:
        """The place of each one's pair of steps."""
        return np.asarray(self.table["step"], dtype=np.int64)

    @property
    def due(self) -> Flags:
        """For whom the day of a step has come."""
        return np.array([due is not None for due, _ in self.steps], dtype=bool)[self.step]

    @property
    def late(self) -> Flags:
        """Of whom something is past due that nobody disputes."""
        return np.asarray(self.table["oldest_days"], dtype=np.int64) > 0

    def by_step_days(self) -> dict[int, tuple[str, int]]:
        """By the days that their steps count by, in order: the first one's name, and how many they are."""
        days = np.asarray(self.table["step_days"], dtype=np.int64)
        found, first, counts = np.unique(days, return_index=True, return_counts=True)
        names = self.table["name"].take(pa.array(first)).to_pylist()
        return dict(zip(found.tolist(), zip(names, counts.tolist(), strict=True), strict=True))

    def flags(self, of_kinds: Sequence[bool]) -> Flags:
        """For whom a condition on kinds holds, given by kind."""
        return np.array(of_kinds, dtype=bool)[self.kind]

    def sum_of(self, name: str, among: Flags | None = None) -> Decimal:
        """The sum of a column of amounts, over everybody or some."""
        column = self.table[name] if among is None else self.table[name].filter(pa.array(among))
        return pc.sum(column).as_py() or ZERO

    def _where(self, flags: Flags) -> Standings:
        return self.taken(np.flatnonzero(flags))

    def _standing(self, row: dict[str, Any]) -> Standing:
        kind, signs = self.kinds[row["kind"]], signs_in(row, self.as_of)
        due, later = self.steps[row["step"]]
        lasting = kind.lasting
        return Standing(
            customer_id=row["customer_id"],
            name=row["name"],
            owner=row["owner"],
            currency=self.currency,
            open=row["open_amount"],
            overdue=row["overdue"],
            disputed=row["disputed_overdue"],
            asked=row["asked"],
            oldest_days=row["oldest_days"],
            step_days=row["step_days"],
            debtor=kind.debtor,
            rule=kind.rule,
            level=kind.level,
            due=due,
            later=later,
            reasons=tuple(told(one, signs) for one in kind.reasons) if signs else kind.reasons,
            lasting=told(lasting, signs) if signs and lasting else lasting,
            held=kind.held,
            held_level=kind.held_level,
            outside=kind.outside,
            nature_assumed=row["nature_assumed"],
            signs=signs,
        )
