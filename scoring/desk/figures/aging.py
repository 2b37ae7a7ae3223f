"""The aged balance: who owes what and how late, with totals that tie to the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from scoring.desk.views import COLUMN, RATING, Scope, customers_of, groups_of, header_of, scope_of
from scoring.metrics import aging
from scoring.metrics.aging import ON_ACCOUNT, ZERO, AgingRow, Cell
from scoring.store import Store
from scoring.terms import ReportHeader, View


@dataclass(frozen=True)
class Tie:
    """Aging against ledger in one currency of the ledger, unconverted: sum of buckets - on account against the balance."""

    currency: str
    aging: Decimal
    ledger: Decimal

    @property
    def difference(self) -> Decimal:
        """Aging - ledger; 0 = ties out."""
        return self.aging - self.ledger


@dataclass(frozen=True)
class AgingReport:
    """The aged balance of one view.

    `keys` are the scheme's buckets from calm to hot. `totals` and `customers` go by currency shown; `customers` and
    `documents` count customers with, and number of, open invoices. `rows` come worst first. `reconciliation` has one
    line per currency of the ledger.
    """

    header: ReportHeader
    grouping: str
    keys: tuple[str, ...]
    totals: dict[str, AgingRow]
    customers: dict[str, int]
    rows: tuple[AgingRow, ...]
    reconciliation: tuple[Tie, ...]

    @property
    def ties(self) -> Decimal:
        """Sum of the absolute differences between aging and ledger; 0 = ties out."""
        return sum((abs(tie.difference) for tie in self.reconciliation), ZERO)

    def as_json(self) -> dict[str, Any]:
        """Plain values: amounts as decimal strings, dates ISO.

        Keys: as_of, basis, scheme, currencies (by currency: open, on_account, net, documents, customers, buckets) and
        rows (key, name, currency, open, on_account, net, overdue, documents, buckets; "overdue" is null by issue date).
        """
        due = self.header.basis == "due"
        return {
            "as_of": self.header.as_of.isoformat(),
            "basis": self.header.basis,
            "scheme": self.header.scheme,
            "currencies": {c: _amounts(t) | {"customers": self.customers[c]} for c, t in self.totals.items()},
            "rows": [
                {"key": row.key, "name": row.name, "currency": row.currency}
                | _amounts(row)
                | {"overdue": str(row.overdue) if due else None}
                for row in self.rows
            ],
        }


def aging_report(store: Store, view: View) -> AgingReport:
    """The aged balance at the end of `view.as_of`, by `view.grouping` (grouping "parent" folds a group of companies up).

    Open amounts are gross; credits on account have their own column. Raises ScoringError as `scope_of`.
    """
    scope = scope_of(store, view)
    items = _added_up(store, scope, "open_items", ["customer_id", "bucket"], ["open_amount"])
    credits = _added_up(store, scope, "on_account_items", [], ["on_account"])
    names = names_of(store) if view.grouping in COLUMN else {}
    folded = groups_of(store, view.as_of, RATING) if view.grouping == RATING else {}
    cells = [*_cells(scope, items, items["bucket"].to_pylist(), names, folded)]
    cells += _cells(scope, credits, [ON_ACCOUNT] * credits.num_rows, names, folded)
    rows, customers = aging.tabulate(cells, scope.scheme), _customers_by_currency(scope, items)
    return AgingReport(
        header=header_of(store, view),
        grouping=view.grouping,
        keys=scope.scheme.keys,
        totals=_totals(scope, items, credits),
        customers={currency: customers[currency] for currency in scope.reportings},
        rows=tuple(rows),
        reconciliation=_reconciliation(store, scope, items, credits),
    )


def open_by_customer(store: Store, scope: Scope) -> pa.Table:
    """Open invoices added up by customer_id, currency and bucket: converted (reporting_amount), as they are (open_amount)
    and their number (documents). Read once for everything of a day that goes by customer or bucket."""
    by, amounts = ["customer_id", "currency", "bucket"], ["reporting_amount", "open_amount"]
    return store.sums("open_items", open_items_params(scope), by, amounts, where=scope.items_where)


def open_items_params(scope: Scope) -> dict[str, object]:
    """Parameters of the mart open_items for a scope."""
    view = scope.view
    return {"as_of": view.as_of, "scheme": view.scheme, "basis": scope.basis, **scope.params}


def on_account_params(scope: Scope) -> dict[str, object]:
    """Parameters of the mart on_account_items for a scope."""
    return {"as_of": scope.view.as_of, **scope.params}


def sum_by(found: pa.Table, key: str, column: str) -> dict[str, Decimal]:
    """Sums of a column of decimals by the values of another.

    >>> sum_by(pa.table({"currency": ["EUR", "EUR"], "open": [Decimal("1.00"), Decimal("2.50")]}), "currency", "open")
    {'EUR': Decimal('3.50')}
    """
    added = found.group_by(key).aggregate([(column, "sum")])
    return dict(zip(added[key].to_pylist(), added[f"{column}_sum"].to_pylist(), strict=True))


def _key(scope: Scope) -> str:
    """The column to group by; ratings are folded up from customers."""
    grouping = "customer" if scope.view.grouping == RATING else scope.view.grouping
    return COLUMN.get(grouping, grouping)


def _added_up(store: Store, scope: Scope, mart: str, by: list[str], amounts: list[str]) -> pa.Table:
    """Items of a mart by the view's group and by currency, converted and as they are. As Arrow: there may be many rows."""
    params = open_items_params(scope) if mart == "open_items" else on_account_params(scope)
    groups = list(dict.fromkeys([_key(scope), "currency", *by]))
    return store.sums(mart, params, groups, ["reporting_amount", *amounts], where=scope.items_where)


def _cells(
    scope: Scope, found: pa.Table, buckets: list[str], names: dict[str, str], folded: dict[str, str]
) -> Iterator[Cell]:
    """Cells of the aging table; `folded` maps keys to the group they are folded into."""
    columns = (found[name].to_pylist() for name in (_key(scope), "currency", "reporting_amount", "documents"))
    for own, currency, amount, documents, bucket in zip(*columns, buckets, strict=True):
        key = folded.get(own, own)
        yield Cell(key or "", names.get(key, key or ""), scope.shown(currency), bucket, amount, documents)


def names_of(store: Store) -> dict[str, str]:
    """Names of the customers of the ledger by number, None where it has none."""
    known = customers_of(store)
    return dict(zip(known["customer_id"].to_pylist(), known["name"].to_pylist(), strict=True))


def _totals(scope: Scope, items: pa.Table, credits: pa.Table) -> dict[str, AgingRow]:
    """The total of each currency shown, of the same items as the rows."""
    cells = []
    for found, bucket in ((items, "bucket"), (credits, None)):
        by = ["currency", *([bucket] if bucket else [])]
        for row in found.group_by(by).aggregate([("reporting_amount", "sum"), ("documents", "sum")]).to_pylist():
            amount, documents = row["reporting_amount_sum"], row["documents_sum"]
            if amount is not None:
                shown = scope.shown(row["currency"])
                cells.append(Cell("", "", shown, row["bucket"] if bucket else ON_ACCOUNT, amount, documents))
    found_rows = {row.currency: row for row in aging.tabulate(cells, scope.scheme)}
    return {
        currency: found_rows.get(currency) or aging.total([], scope.scheme, currency) for currency in scope.reportings
    }


def _customers_by_currency(scope: Scope, items: pa.Table) -> Counter[str]:
    pairs = zip(items["currency"].to_pylist(), items["customer_id"].to_pylist(), strict=True)
    return Counter(currency for currency, _ in {(scope.shown(currency), customer) for currency, customer in pairs})


def _reconciliation(store: Store, scope: Scope, items: pa.Table, credits: pa.Table) -> tuple[Tie, ...]:
    """Per currency of the ledger: what the aging adds up to and what all movements leave."""
    currency_kept = {name: value for name, value in scope.items_where.items() if name == "currency"}
    where = scope.customers_where | currency_kept
    balances = store.sums("balances", {"as_of": scope.view.as_of}, ["currency"], ["balance"], where=where)
    owed, credited, ledger = (
        sum_by(found, "currency", column)
        for found, column in ((items, "open_amount"), (credits, "on_account"), (balances, "balance"))
    )
    return tuple(
        Tie(currency, owed.get(currency, ZERO) - credited.get(currency, ZERO), ledger.get(currency, ZERO))
        for currency in sorted({*owed, *credited, *ledger})
    )


def _amounts(row: AgingRow) -> dict[str, Any]:
    return {
        "open": str(row.open),
        "on_account": str(row.on_account),
        "net": str(row.net),
        "documents": row.documents,
        "buckets": {key: str(amount) for key, amount in row.buckets.items()},
    }
