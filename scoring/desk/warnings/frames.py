"""Customers as early warnings see them on a date: their characteristics, and what the small tables know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.scorecard.observations import STATUS, observed, reasons_of
from scoring.desk.scorecard.versions import Version
from scoring.scorecard.card import Target
from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.scorecard.use import score
from scoring.store import Store
from scoring.strategy.warnings.expression import Column

FROM_TABLES = (
    "promises_broken_3m", "statement_age_days", "lawsuits_open", "enforcements_open", "insolvencies_open",
    "outside_rating_drop",
)  # fmt: skip
FROM_INDUSTRY = ("industry_index_change", "industry_outlook_step")
Positions = npt.NDArray[np.int64]


@dataclass
class Frame:
    """One date: customers by number, a column a name. Columns become numpy when they are first asked for."""

    day: date
    table: pa.Table
    _columns: dict[str, Column] = field(default_factory=dict)

    @property
    def customers(self) -> pa.ChunkedArray:
        """Customer numbers."""
        return self.table["customer_id"]

    @property
    def alive(self) -> Column:
        """Whether each customer was not bad yet and has a history."""
        return np.asarray(pc.equal(self.table["status"], "rated"))

    def column(self, name: str) -> Column:
        """One name for every customer: floats with NaN, words with None."""
        if name not in self._columns:
            values = self.table[name]
            words = pa.types.is_string(values.type)
            self._columns[name] = values.to_numpy() if words else pc.cast(values, pa.float64()).to_numpy()
        return self._columns[name]


class Past:
    """A date with the month-ends before it: answers what an expression asks. `before[0]` is the nearest month-end."""

    def __init__(self, now: Frame, before: Sequence[Frame]) -> None:
        self.now, self.before = now, before
        self._places: dict[int, Positions] = {}

    @property
    def rows(self) -> int:
        """Customers known on the date."""
        return int(self.now.table.num_rows)

    def ask(self, name: str, months: int) -> Column:
        """A name so many month-ends before, in the order of today's customers; missing where one was not known then."""
        if months == 0:
            return self.now.column(name)
        if months > len(self.before):
            return np.full(self.rows, np.nan)
        then = self.before[months - 1]
        if months not in self._places:
            found = pc.index_in(self.now.customers, value_set=then.customers.combine_chunks())
            self._places[months] = pc.fill_null(found, -1).to_numpy().astype(np.int64)
        places = self._places[months]
        return np.append(then.column(name), np.nan)[places]


def frames_on(store: Store, days: Sequence[date], version: Version) -> dict[date, Frame]:
    """Everybody known on each of some days, none of them before the ledger begins; the ledger is read once for all."""
    if not days:
        return {}
    target = version.card.provenance.target or Target()
    table = observed(store, "observations", days, target.days_past_due)
    return {day: _frame(store, day, version, target, table.filter(pc.equal(table["as_of"], day))) for day in days}


def _frame(store: Store, day: date, version: Version, target: Target, seen: pa.Table) -> Frame:
    status = [STATUS.get(reason, "rated") for reason in reasons_of(seen, target)]
    table = seen.select(["customer_id", "open_amount", *CHARACTERISTICS])
    table = table.add_column(1, "status", pa.array(status, pa.string()))
    owed = pc.cast(table["open_amount"], pa.float64())
    whole = pc.sum(owed).as_py() or 0.0
    share = pc.divide(owed, whole) if whole > 0 else pa.nulls(table.num_rows, pa.float64())
    table = table.append_column("receivables_share", share)
    table = table.append_column("days_into_year", pa.array([float(day.timetuple().tm_yday)] * table.num_rows))
    table = table.append_column("grade_step", _grade_steps(version, table))
    table = _joined(table, store.table("warning_facts", {"as_of": day}), "customer_id", FROM_TABLES)
    return Frame(day, _joined(table, store.table("industry_outlooks", {"as_of": day}), "industry", FROM_INDUSTRY))


def _grade_steps(version: Version, table: pa.Table) -> pa.Array:
    """Place of each customer's grade, 1 = best, by the card in use; null where it is not rated."""
    card = version.card
    places: Mapping[Any, int] = {grade.name: place for place, grade in enumerate(card.grades, start=1)}
    steps = [float(places[grade]) for grade in score.grade_of(card, score.score(card, table))]
    return pc.if_else(pc.equal(table["status"], "rated"), pa.array(steps, pa.float64()), None)


def _joined(table: pa.Table, facts: pa.Table, key: str, names: Sequence[str]) -> pa.Table:
    """Columns `names` of `facts` beside each row of the table by `key`; null where there is none."""
    places = pc.index_in(table[key], value_set=facts[key].combine_chunks())
    for name in names:
        table = table.append_column(name, facts[name].combine_chunks().take(places))
    return table
