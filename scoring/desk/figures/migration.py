"""Where the claims of an earlier day stand now: paid, still in their bucket, or older."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.desk.views import Scope, scope_of
from scoring.metrics.aging import PAID, ZERO, migration_shares
from scoring.store import Store, reporting_params
from scoring.terms import View

MOVED = ("from_amount", "opening", "come", "credited", "written_off", "paid", "closing")


@dataclass(frozen=True)
class Migration:
    """The open amount of `from_date` by where it stands at `to_date`. `keys` are the scheme's buckets, calm to hot.

    `amounts` is (from, to) -> amount as open at `from_date`; `shares` is from -> to -> share, each row summing to 1.
    `to` may be "paid".
    """

    from_date: date
    to_date: date
    keys: tuple[str, ...]
    amounts: Mapping[tuple[str, str], Decimal]
    shares: Mapping[str, Mapping[str, Decimal]]

    @property
    def states(self) -> tuple[str, ...]:
        """Where a claim can end: paid, or any bucket."""
        return (PAID, *self.keys)

    @property
    def paid_share(self) -> Decimal:
        """Share of everything open at `from_date` that is closed at `to_date`."""
        return self._share(lambda source, target: target == PAID)

    @property
    def older_share(self) -> Decimal:
        """Share of everything open at `from_date` that stands in an older bucket at `to_date`."""
        place = {key: position for position, key in enumerate(self.keys)}
        return self._share(lambda source, target: place.get(target, -1) > place[source])

    def _share(self, holds: Callable[[str, str], bool]) -> Decimal:
        whole = sum(self.amounts.values(), ZERO)
        part = sum((amount for pair, amount in self.amounts.items() if holds(*pair)), ZERO)
        return part / whole if whole else Decimal(0)


def migrated(store: Store, view: View, from_date: date, source: str, target: str) -> dict[str, Decimal]:
    """The customers of one cell of `migration` with the amount of their claims in it, the largest first. Raises likewise."""
    if view.currency is None:
        raise ValueError("a migration is shown in one currency")
    scope = scope_of(store, view)
    where = scope.customers_where | {"from_bucket": source, "to_bucket": target}
    rows = store.rows("migration", _params(scope, view.currency, from_date), where=where)
    found = {row["customer_id"]: row["reporting_amount"] for row in rows if row["reporting_amount"] is not None}
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def migration(store: Store, view: View, from_date: date) -> Migration:
    """Migration of the open invoices that the view's filters keep, from `from_date` to its as-of date, by due date.

    In the view's currency, which must be given. Raises ScoringError as `scope_of`, and ValueError for a view without
    currency.
    """
    if view.currency is None:
        raise ValueError("a migration is shown in one currency")
    scope = scope_of(store, view)
    amounts: dict[tuple[str, str], Decimal] = {}
    for row in moves(store, scope, view.currency, from_date):
        if row["from_bucket"] is not None and row["from_amount"] is not None:
            pair = row["from_bucket"], row["to_bucket"]
            amounts[pair] = amounts.get(pair, ZERO) + row["from_amount"]
    return Migration(from_date, view.as_of, scope.scheme.keys, amounts, migration_shares(amounts))


def moves(store: Store, scope: Scope, currency: str, from_date: date) -> list[dict[str, Any]]:
    """What became since `from_date` of everything open then or now: sums of MOVED by bucket then, bucket now and fate, see
    the mart moves_between. One reading serves the migration of buckets and the bridge of overdue."""
    by = ["from_bucket", "to_bucket", "fate"]
    return store.grouped("moves_between", _params(scope, currency, from_date), by, MOVED, where=scope.items_where)


def _params(scope: Scope, currency: str, from_date: date) -> dict[str, object]:
    asked = {"from_date": from_date, "to_date": scope.view.as_of, "scheme": scope.view.scheme}
    return asked | reporting_params(scope.reportings[currency])
