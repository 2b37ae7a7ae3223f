"""How the overdue of one day became that of another: what came, what was cured, and who is behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.desk.figures.migration import moves
from scoring.desk.views import Scope, narrowed, scope_of
from scoring.errors import ScoringError
from scoring.store import Store, reporting_params
from scoring.terms import View

ZERO = Decimal("0.00")
AMOUNTS = ("opening", "come", "credited", "written_off", "paid", "closing")
PARTS = ("come", "cured", "part_paid", "credited", "written_off")
"""What moves the overdue, in the order of the bridge; the first raises it."""


@dataclass(frozen=True)
class OverdueBridge:
    """Overdue at the end of `since` and of `as_of`, in one currency. All parts >= 0 as a rule:

    opening + come - cured - part_paid - credited - written_off = closing. `come` was not overdue before, `cured` is money
    on invoices that are closed now, `part_paid` on others. `invoices` counts those that came and those cured.
    """

    since: date
    as_of: date
    currency: str
    opening: Decimal
    come: Decimal
    cured: Decimal
    part_paid: Decimal
    credited: Decimal
    written_off: Decimal
    closing: Decimal
    invoices: dict[str, int]

    @property
    def net(self) -> Decimal:
        """Closing - opening."""
        return self.closing - self.opening

    def as_json(self) -> dict[str, Any]:
        """Plain values: dates ISO, amounts as decimal strings."""
        return {name: value if isinstance(value, dict) else str(value) for name, value in asdict(self).items()}


def overdue_bridge(store: Store, view: View, since: date) -> OverdueBridge:
    """The bridge of a view in its currency (which must be given) from the end of `since`, converted at today's rates.

    Raises ScoringError "since_not_before" or as `scope_of`, and ValueError for a view without currency.
    """
    scope, _ = _asked(store, replace(view, scheme="default", basis=None), since)
    rows = [row for row in moves(store, scope, str(view.currency), since) if row["fate"] is not None]
    by_fate: dict[str, dict[str, Any]] = {}
    for row in rows:
        of_fate = by_fate.setdefault(row["fate"], dict.fromkeys((*AMOUNTS, "documents"), 0))
        of_fate.update({name: of_fate[name] + row[name] for name in of_fate})
    total = {name: sum((row[name] for row in rows), ZERO) for name in AMOUNTS}
    cured = by_fate.get("cured", {}).get("paid", ZERO)
    return OverdueBridge(
        since=since,
        as_of=view.as_of,
        currency=str(view.currency),
        opening=total["opening"],
        come=total["come"],
        cured=cured,
        part_paid=total["paid"] - cured,
        credited=total["credited"],
        written_off=total["written_off"],
        closing=total["closing"],
        invoices={fate: by_fate.get(fate, {}).get("documents", 0) for fate in ("come", "cured")},
    )


def moved_documents(store: Store, view: View, since: date, part: str, limit: int | None = None) -> list[dict[str, Any]]:
    """The invoices behind a part of the bridge, the largest amount first: rows of the mart with `moved`, that amount.

    Raises ScoringError "bridge_part_unknown" or as `overdue_bridge`.
    """
    if part not in PARTS:
        raise ScoringError("bridge_part_unknown", part=part, known=", ".join(PARTS))
    scope, params = _asked(store, view, since)
    where = dict(narrowed(store, scope, None))
    if part in ("come", "cured"):
        where["fate"] = part
    rows = [row | {"moved": _amount(row, part)} for row in store.rows("overdue_moves", params, where=where)]
    kept = [row for row in rows if row["moved"]]
    return sorted(kept, key=lambda row: (-row["moved"], row["document_key"]))[:limit]


def _amount(row: Mapping[str, Any], part: str) -> Decimal:
    if part == "part_paid":
        return ZERO if row["fate"] == "cured" else Decimal(row["paid"])
    return Decimal(row["paid" if part == "cured" else part])


def _asked(store: Store, view: View, since: date) -> tuple[Scope, dict[str, object]]:
    if view.currency is None:
        raise ValueError("a bridge is shown in one currency")
    if since >= view.as_of:
        raise ScoringError("since_not_before", since=since.isoformat(), as_of=view.as_of.isoformat())
    scope = scope_of(store, view)
    return scope, {"from_date": since, "to_date": view.as_of, **reporting_params(scope.reportings[view.currency])}
