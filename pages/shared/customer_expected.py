"""When each open invoice of a customer is expected to be paid, on the customer's page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from pages.shared import cached, preparing, tables
from pages.shared.portfolio.forecast import date_columns, ready
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.risk.forecast import dated_invoices
from scoring.desk.risk.forecast_learning import learned
from scoring.store import Store
from scoring.terms import View


def show(session: Session, store: Store, customer_id: str) -> None:
    """The open invoices, oldest first, with the date on which each is expected and its interval."""
    if not ready(store, session.view.as_of):
        preparing.show(session, store)
        return
    with st.spinner(session.say("forecast.learning")):
        view = replace(session.view, filters=(("customer", customer_id),))
        rows = cached.report(store, session.scope, dates_of, view, session.scope)
    columns = [
        Column("document_no", pinned=True, width=160),
        Column("due_date", "date"),
        Column("days_past_due", "days", width=100),
        Column("open_amount", "exact"),
        Column("currency", "code"),
        *date_columns(session, promised=any(row["promised"] for row in rows)),
        Column("disputed", "flag"),
    ]
    tables.show(session, rows, columns, key="customer_expected")


def dates_of(store: Store, view: View, scope: str) -> list[dict[str, Any]]:
    """The dates from what was learned already."""
    return dated_invoices(store, view, cached.held(store, scope, learned, view.as_of))
