"""One customer on one page: who it is, what it owes, how it pays, what is in dispute."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from scoring import settings
from scoring.desk.figures.aging import AgingReport, aging_report
from scoring.desk.figures.documents import open_documents
from scoring.desk.figures.figures import FiguresReport, figures_report
from scoring.desk.parameters import currency_of
from scoring.errors import ScoringError
from scoring.metrics.limits import utilisation
from scoring.store import Store
from scoring.terms import View


@dataclass(frozen=True)
class Limit:
    """A credit limit and what is open against it, in the limit's currency; `used` over 1 = over limit.

    Where a rate to the limit's currency is missing, `open` and `used` are None and `missing_rate` names the currency.
    """

    amount: Decimal
    currency: str
    open: Decimal | None
    used: Decimal | None
    missing_rate: str | None = None


@dataclass(frozen=True)
class CustomerProfile:
    """What is known of one customer at a view's as-of date.

    `master` is its row of the customer list, `daughters` the customers whose parent it is. `limit` None = no limit set.
    `severity` is the worst bucket of the severity scheme with an open invoice, None = owes nothing. `disputes` are those
    opened and not closed by then, `financials` its statements published by then, newest first.
    """

    customer_id: str
    master: dict[str, Any]
    daughters: tuple[dict[str, Any], ...]
    aging: AgingReport
    figures: FiguresReport
    limit: Limit | None
    severity: str | None
    documents: tuple[dict[str, Any], ...]
    disputes: tuple[dict[str, Any], ...]
    financials: tuple[dict[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values. Keys: customer (the customer list's row), aging and figures as their own reports, limit,
        severity, documents, disputes."""
        limit = self.limit
        return {
            "customer": _plain(self.master),
            "aging": self.aging.as_json(),
            "figures": self.figures.as_json(),
            "limit": None
            if limit is None
            else {
                "amount": str(limit.amount),
                "currency": limit.currency,
                "open": None if limit.open is None else str(limit.open),
                "used": None if limit.used is None else str(round(limit.used, 6)),
            },
            "severity": self.severity,
            "documents": [_plain(row) for row in self.documents],
            "disputes": [_plain(row) for row in self.disputes],
        }


def customer_profile(store: Store, customer_id: str, view: View, documents_max: int = 1_000) -> CustomerProfile:
    """The profile of one customer at `view.as_of`; the view's filters and grouping do not apply.

    Raises ScoringError "customer_unknown", or as `scope_of`.
    """
    master = store.one("customer", customer_id=customer_id)
    if master is None:
        raise ScoringError("customer_unknown", customer=customer_id)
    mine = replace(view, grouping="customer", filters=(("customer", customer_id),))
    return CustomerProfile(
        customer_id=customer_id,
        master=master,
        daughters=tuple(store.rows("customer", where={"parent_id": customer_id}, order=["name"])),
        aging=aging_report(store, mine),
        figures=figures_report(store, mine),
        limit=_limit(store, mine, master),
        severity=_severity(store, mine),
        documents=tuple(open_documents(store, mine, limit=documents_max).rows),
        disputes=tuple(_disputes(store, mine, customer_id)),
        financials=tuple(_financials(store, mine, customer_id)),
    )


def _limit(store: Store, mine: View, master: dict[str, Any]) -> Limit | None:
    """The limit in its own currency, what is open converted to it."""
    if master["credit_limit"] is None:
        return None
    currency, amount = master["limit_currency"] or currency_of(store), master["credit_limit"]
    try:
        owed = aging_report(store, replace(mine, currency=currency)).totals[currency].open
    except ScoringError as error:
        if error.code != "rate_missing":
            raise
        return Limit(amount, currency, None, None, str(error.facts["currency"]))
    return Limit(amount, currency, owed, utilisation(owed, amount))


def _severity(store: Store, mine: View) -> str | None:
    report = aging_report(store, replace(mine, scheme="severity", basis=None))
    standing = [key for key in settings.load().schemes["severity"].keys for row in report.rows if row.buckets[key]]
    return standing[-1] if standing else None


def _disputes(store: Store, mine: View, customer_id: str) -> list[dict[str, Any]]:
    params = {"as_of": mine.as_of}
    return store.rows("open_disputes", params, where={"customer_id": customer_id}, order=["opened_date desc"])


def _financials(store: Store, mine: View, customer_id: str) -> list[dict[str, Any]]:
    rows = store.rows("financials", where={"customer_id": customer_id}, order=["period_end desc"])
    return [row for row in rows if (row["published_date"] or row["period_end"]) <= mine.as_of]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row for JSON: amounts and dates as text."""
    return {name: value if isinstance(value, str | int | bool | None) else str(value) for name, value in row.items()}
