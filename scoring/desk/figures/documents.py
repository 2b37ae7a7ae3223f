"""The documents behind a figure, page by page: open invoices, and receipts and credit notes on account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.desk.figures.aging import on_account_params, open_items_params
from scoring.desk.views import Scope, narrowed, scope_of
from scoring.store import Store
from scoring.terms import View

WORST_FIRST = ("days_past_due desc", "reporting_amount desc", "document_key asc")
OLDEST_FIRST = ("value_date asc", "source_key asc")


@dataclass(frozen=True)
class DocumentPage:
    """Some of the documents asked for. `found` counts all of them, `totals` sums all of them by currency shown."""

    rows: list[dict[str, Any]]
    found: int
    totals: dict[str, Decimal]


def open_documents(
    store: Store,
    view: View,
    where: Mapping[str, object] | None = None,
    search: str | None = None,
    order: Sequence[str] = WORST_FIRST,
    limit: int | None = 100,
    offset: int = 0,
) -> DocumentPage:
    """Open invoices of `view` with `where` beside its filters (groupings, "bucket", "disputed" or any column; None =
    not given, a list = any of); `search` is looked for in every column; `order` holds entries like "open_amount desc".

    Amounts: open_amount in the document's currency, reporting_amount as shown; both gross. Raises ScoringError as
    `scope_of`, ValueError for an unknown column's spelling.
    """
    scope = scope_of(store, view)
    return _page(store, scope, "open_items", open_items_params(scope), where, search, order, limit, offset)


def on_account_documents(
    store: Store,
    view: View,
    where: Mapping[str, object] | None = None,
    search: str | None = None,
    order: Sequence[str] = OLDEST_FIRST,
    limit: int | None = 100,
    offset: int = 0,
) -> DocumentPage:
    """Receipts and credit notes of which a part has found no invoice, as `open_documents`; amounts > 0 lower what is
    owed."""
    scope = scope_of(store, view)
    return _page(store, scope, "on_account_items", on_account_params(scope), where, search, order, limit, offset)


def _page(
    store: Store,
    scope: Scope,
    mart: str,
    params: dict[str, object],
    where: Mapping[str, object] | None,
    search: str | None,
    order: Sequence[str],
    limit: int | None,
    offset: int,
) -> DocumentPage:
    kept = narrowed(store, scope, where)
    rows = store.rows(mart, params, where=kept, search=search, order=order, limit=limit, offset=offset)
    sums = [_total(store, scope, mart, params, kept, search, currency) for currency in scope.reportings]
    totals = {currency: total["reporting_amount"] for currency, total in zip(scope.reportings, sums, strict=True)}
    return DocumentPage(rows, sum(total["rows"] for total in sums), totals)


def _total(
    store: Store,
    scope: Scope,
    mart: str,
    params: dict[str, object],
    kept: dict[str, object],
    search: str | None,
    currency: str,
) -> dict[str, Any]:
    """Sum of the documents shown under `currency`: of that currency alone where nothing is converted."""
    if scope.view.currency is None:
        if kept.get("currency", currency) != currency:
            return {"rows": 0, "reporting_amount": Decimal("0.00")}
        kept = {**kept, "currency": currency}
    return store.total(mart, params, ["reporting_amount"], where=kept, search=search)
