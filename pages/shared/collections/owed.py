"""What one customer owes past due and undisputed, by the currency of its documents: the ground of plans and offers."""

from __future__ import annotations

from decimal import Decimal

from pages.shared import cached
from pages.shared.session import Session
from scoring.desk.collections.offers import offerable
from scoring.store import Store
from scoring.terms import View


def amounts(session: Session, store: Store, view: View, customer_id: str) -> dict[str, Decimal]:
    """The sum by currency, the largest first; empty where nothing can be asked for."""
    found: dict[str, Decimal] = {}
    for row in cached.report(store, session.scope, offerable, view, customer_id):
        found[row["currency"]] = found.get(row["currency"], Decimal(0)) + row["open_amount"]
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def documents(session: Session, store: Store, view: View, customer_id: str, currency: str) -> dict[str, Decimal]:
    """The open amount of each document of one currency."""
    rows = cached.report(store, session.scope, offerable, view, customer_id)
    return {row["document_no"]: row["open_amount"] for row in rows if row["currency"] == currency}
