"""The aged balance: who owes what and how late, with totals that tie to the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.desk.views import COLUMN, Scope, header_of, scope_of
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
    rows = aging.tabulate(_cells(store, scope), scope.scheme)
    customers = _customers_by_currency(store, scope)
    return AgingReport(
        header=header_of(store, view),
        grouping=view.grouping,
        keys=scope.scheme.keys,
        totals={currency: aging.total(rows, scope.scheme, currency) for currency in scope.reportings},
        customers={currency: customers.get(currency, 0) for currency in scope.reportings},
        rows=tuple(rows),
        reconciliation=_reconciliation(store, scope),
    )


def open_items_params(scope: Scope) -> dict[str, object]:
    """Parameters of the mart open_items for a scope."""
    view = scope.view
    return {"as_of": view.as_of, "scheme": view.scheme, "basis": scope.basis, **scope.params}


def on_account_params(scope: Scope) -> dict[str, object]:
    """Parameters of the mart on_account_items for a scope."""
    return {"as_of": scope.view.as_of, **scope.params}


def _cells(store: Store, scope: Scope) -> list[Cell]:
    """Cells of the table, from open invoices and from credits on account."""
    key = COLUMN.get(scope.view.grouping, scope.view.grouping)
    by = list(dict.fromkeys([key, "currency"]))
    amount, where = ["reporting_amount"], scope.items_where
    items = store.grouped("open_items", open_items_params(scope), [*by, "bucket"], amount, where=where)
    credits = store.grouped("on_account_items", on_account_params(scope), by, amount, where=where)
    names = _names(store) if scope.view.grouping in COLUMN else {}
    found = [*items, *({**row, "bucket": ON_ACCOUNT, "documents": 0} for row in credits)]
    return [
        Cell(
            row[key] or "", names.get(row[key], row[key] or ""), scope.shown(row["currency"]), row["bucket"],
            row["reporting_amount"], row["documents"],
        )
        for row in found
    ]  # fmt: skip


def _names(store: Store) -> dict[str, str]:
    return {row["customer_id"]: row["name"] for row in store.rows("customer")}


def _customers_by_currency(store: Store, scope: Scope) -> dict[str, int]:
    found = store.grouped("open_items", open_items_params(scope), scope.by_currency, [], where=scope.items_where)
    return {scope.shown(row.get("currency", "")): row["customers"] for row in found}


def _reconciliation(store: Store, scope: Scope) -> tuple[Tie, ...]:
    """Per currency of the ledger: what the aging adds up to and what all movements leave."""
    as_of, where = scope.view.as_of, scope.items_where
    open_items = _by_currency(store, "open_items", open_items_params(scope), "open_amount", where)
    credits = _by_currency(store, "on_account_items", on_account_params(scope), "on_account", where)
    currency_kept = {name: value for name, value in where.items() if name == "currency"}
    ledger_where = scope.customers_where | currency_kept
    ledger = _by_currency(store, "balances", {"as_of": as_of}, "balance", ledger_where)
    return tuple(
        Tie(currency, open_items.get(currency, ZERO) - credits.get(currency, ZERO), ledger.get(currency, ZERO))
        for currency in sorted({*open_items, *credits, *ledger})
    )


def _by_currency(
    store: Store, mart: str, params: dict[str, object], column: str, where: dict[str, object]
) -> dict[str, Decimal]:
    rows = store.grouped(mart, params, ["currency"], [column], where=where)
    return {row["currency"]: row[column] for row in rows}


def _amounts(row: AgingRow) -> dict[str, Any]:
    return {
        "open": str(row.open),
        "on_account": str(row.on_account),
        "net": str(row.net),
        "documents": row.documents,
        "buckets": {key: str(amount) for key, amount in row.buckets.items()},
    }
