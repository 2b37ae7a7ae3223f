"""What one customer is expected to cost, and what protects the claims on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from scoring.desk.risk.loss import loss_report
from scoring.metrics.risk.loss import Contribution, LossTerms
from scoring.store import Store
from scoring.terms import View


@dataclass(frozen=True)
class CustomerRisk:
    """A customer's expected loss within a year by currency shown (nothing where it owes nothing), whether its PD is known
    from a rating ("rated", "in_default", "not_rated"), and its protections in force as the ledger has them."""

    losses: dict[str, Contribution]
    status: str | None
    terms: LossTerms
    protections: tuple[dict[str, Any], ...]


def customer_risk(store: Store, customer_id: str, view: View) -> CustomerRisk:
    """The risk of one customer at the end of the view's as-of date; the view's filters do not apply.

    Raises ScoringError as `loss_report`.
    """
    mine = replace(view, grouping="customer", filters=(("customer", customer_id),))
    report = loss_report(store, mine)
    owing = {currency: book for currency, book in report.books.items() if not book.table.empty}
    rows = store.rows("known_protections", {"as_of": view.as_of}, where={"customer_id": customer_id})
    return CustomerRisk(
        losses={currency: book.total for currency, book in owing.items()},
        status=next((str(book.table["status"].iloc[0]) for book in owing.values()), None),
        terms=report.terms,
        protections=tuple(sorted(rows, key=lambda row: (row["protection"], str(row["valid_from"])))),
    )
