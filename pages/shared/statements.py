"""Statement of account of one customer: its days, and the printed page in both languages."""

from __future__ import annotations

import streamlit as st

from pages.shared import cached
from pages.shared.session import Session
from scoring.desk.reports.statement import first_of_period, statement
from scoring.desk.reports.statement_print import statement_html
from scoring.store import Store
from scoring.text import LANGUAGES, say


def offer(session: Session, store: Store, customer_id: str) -> None:
    """A menu with the days of the statement and its printed page, one download a language."""
    as_of = session.view.as_of
    menu = st.popover(session.say("customers.statement"), key=f"statement_{customer_id}", on_change="rerun")
    if not menu.open:
        return
    with menu:
        since = st.date_input(
            session.say("customers.statement_since"),
            value=max(session.extent.first_day or as_of, first_of_period(as_of)),
            min_value=session.extent.first_day,
            max_value=as_of,
            format="YYYY-MM-DD",
            key=f"statement_since_{customer_id}",
        )
        found = cached.report(store, session.scope, statement, customer_id, since, as_of)
        for account in found.accounts:
            line = {"currency": account.currency, "opening": account.opening, "closing": account.closing}
            st.markdown(session.say("customers.statement_line", movements=len(account.movements), **line))
        if not found.header.entity:
            st.markdown(f":small[{session.say('customers.statement_unnamed')}]")
        for lang in LANGUAGES:
            st.download_button(
                say("customers.statement_download", lang),
                statement_html(found, lang).encode("utf-8"),
                file_name=f"statement_{customer_id}_{as_of.isoformat()}_{lang}.html",
                mime="text/html",
                on_click="ignore",
                key=f"statement_{customer_id}_{lang}",
                width="stretch",
            )
