"""Who owes, how each of them is handled by the playbook, by which rule, and which step is due.

Everybody at once and column by column: what the playbook cannot tell apart is looked up once (`Kind`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring import settings
from scoring.desk.strategy import signs
from scoring.desk.strategy.columns import mapped
from scoring.desk.strategy.handling import Handling
from scoring.desk.strategy.playbook import playbook_of
from scoring.desk.strategy.standings import Cell, Standings
from scoring.desk.strategy.trials import trials_on
from scoring.desk.views import Scope, header_of, ratings_of, scope_of
from scoring.store import Store
from scoring.strategy.playbook.terms import Playbook, Severity
from scoring.terms import Nature, ReportHeader, View

MONEY = pa.decimal128(18, 2)
ZERO = pa.scalar(Decimal("0.00"), MONEY)
SUMS = ("open_amount", "overdue", "disputed_overdue")
OLDEST = ("oldest_days", "disputed_days")
ORDER = [("overdue", "descending"), ("open_amount", "descending"), ("customer_id", "ascending")]
UNKNOWN_NATURE = Nature.COMMERCIAL
"""How a customer is handled whose nature is neither given nor told by its name."""


@dataclass(frozen=True)
class CellTotal:
    """What a cell of the grid holds; `levels` = the level ids its customers get, the commonest first."""

    cell: Cell
    customers: int
    open: Decimal
    overdue: Decimal
    levels: tuple[str, ...]


@dataclass(frozen=True)
class StrategyReport:
    """Everybody with something open, by currency shown, most overdue first, handled by `playbook`."""

    header: ReportHeader
    playbook: Playbook
    standings: dict[str, Standings]

    def grid(self, currency: str) -> list[CellTotal]:
        """The cells that hold somebody, by nature, severity and rating; amounts add up to the open balance."""
        standings = self.standings[currency]
        return [_total(standings, cell) for cell in standings.cells]


def strategy_report(store: Store, view: View, playbook: Playbook | None = None) -> StrategyReport:
    """How every customer with an open claim is handled on the view's date, by the playbook in force now or the one given.
    Raises ScoringError as `scope_of`, and "playbook_gap" where no rule fits somebody."""
    scope, playbook = scope_of(store, view), playbook or playbook_of(store)
    handling = Handling(playbook, trials_on(store, view.as_of), view.as_of)
    found, owed = {}, _owed(store, scope)
    for currency in scope.reportings:
        mine = owed.filter(pc.equal(owed["currency"], currency)).sort_by(ORDER)
        found[currency] = handling.standings(
            currency, signs.beside(store, scope, currency, _debtors(store, view, mine))
        )
    return StrategyReport(header_of(store, view), playbook, found)


@lru_cache(maxsize=4096)
def severity_of(days_past_due: int) -> Severity:
    """The class of arrears of a number of days past due, by the severity scheme of the settings.

    >>> [severity_of(days) for days in (0, 30, 31, 91)]
    ['not_due', 'light', 'moderate', 'severe']
    """
    key: Any = settings.load().schemes["severity"].key_of(days_past_due)
    return key  # type: ignore[no-any-return]


def _owed(store: Store, scope: Scope) -> pa.Table:
    """What each customer owes in each currency shown (in the column `currency`); its several currencies in one where they
    are converted."""
    params = {"as_of": scope.view.as_of, **scope.params}
    kept = {"currency": [code for reporting in scope.reportings.values() for code in reporting.rates]}
    rows = store.table("arrears", params, where=scope.customers_where | kept)
    if scope.view.currency is None:
        return _money(rows)
    sums = rows.group_by("customer_id", use_threads=False).aggregate(
        [*((name, "sum") for name in SUMS), *((name, "max") for name in OLDEST)]
    )
    shown = sums.rename_columns(["customer_id", *SUMS, *OLDEST])
    return _money(shown.append_column("currency", pa.array([scope.view.currency] * shown.num_rows, pa.string())))


def _money(owed: pa.Table) -> pa.Table:
    """With amounts of a width that can be added and subtracted."""
    for name in SUMS:
        owed = owed.set_column(owed.column_names.index(name), name, owed[name].cast(MONEY))
    return owed


def _debtors(store: Store, view: View, owed: pa.Table) -> pa.Table:
    """What is owed, with what the rules ask of each customer."""
    found = store.table("customer")
    masters = found.take(pc.index_in(owed["customer_id"], value_set=found["customer_id"].combine_chunks()))
    overdue, contested = owed["overdue"], owed["disputed_overdue"]
    disputed = pc.and_(pc.greater(overdue, ZERO), pc.equal(overdue, contested))
    whole = pc.if_else(pc.equal(overdue, ZERO), owed["open_amount"], overdue)
    asked = pc.if_else(pc.greater(overdue, contested), pc.subtract(overdue, contested), whole)
    assumed = pc.equal(pc.fill_null(masters["nature"], ""), "")
    columns = {
        "name": masters["name"],
        "owner": masters["owner"],
        "nature_assumed": assumed,
        "nature": pc.if_else(assumed, str(UNKNOWN_NATURE), masters["nature"]),
        "size": masters["size"],
        "rating": ratings_of(store, view.as_of, owed["customer_id"]),
        "severity": mapped(owed["oldest_days"], severity_of),
        "disputed": disputed,
        "asked": asked,
        "step_days": pc.if_else(disputed, owed["disputed_days"], owed["oldest_days"]),
    }
    for name, column in columns.items():
        owed = owed.append_column(name, column)
    return owed


def _total(standings: Standings, cell: Cell) -> CellTotal:
    mine = standings.flags([kind.cell == cell for kind in standings.kinds])
    levels = Counter[str]()
    for place, count in enumerate(np.bincount(standings.kind[mine])):
        levels[standings.kinds[place].level.id] += int(count)
    return CellTotal(
        cell,
        int(mine.sum()),
        standings.sum_of("open_amount", mine),
        standings.sum_of("overdue", mine),
        tuple(sorted((level for level, count in levels.items() if count), key=lambda level: (-levels[level], level))),
    )
