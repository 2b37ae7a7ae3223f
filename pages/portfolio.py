"""How much can we lose, and where? The loss expected within a year and what stands behind it, a tab a question."""

from __future__ import annotations

import streamlit as st

from pages.shared import cached, empty, header, inputs, ratings
from pages.shared import session as asked
from pages.shared.guard import guarded
from pages.shared.portfolio import capacity, distribution, forecast, loss, provision, shape, stress, warnings
from pages.shared.session import Session
from scoring.desk.risk.loss import LossBook, loss_report
from scoring.store import Store

TABS = {
    "loss": loss.tab,
    "distribution": distribution.tab,
    "capacity": capacity.tab,
    "stress": stress.tab,
    "shape": shape.tab,
    "provision": provision.tab,
    "forecast": forecast.tab,
    "warnings": warnings.tab,
}
"""Each a function of the session, the store and the view of the one currency shown; its name in the words
`portfolio.tab.<name>`."""


@guarded("portfolio")
def main(session: Session, store: Store) -> None:
    """Title as the answer, then the tabs; only the open one is computed."""
    title, line = st.empty(), st.empty()
    title.title(session.say("portfolio.empty_title"))
    view = inputs.single_currency_bar(session, store)
    with st.spinner(session.say("portfolio.adding_up")):
        report = cached.report(store, session.scope, loss_report, view)
    book = next(iter(report.books.values()))
    with line:
        header.line(session, report.header)
    if book.table.empty:
        empty.nothing_found(session)
        return
    title.title(headline(session, book))
    ratings.source(session, store)
    labels = [session.say(f"portfolio.tab.{name}") for name in TABS]
    wanted = asked.recall("portfolio_tab")
    first = labels[list(TABS).index(wanted)] if wanted in TABS else None
    tabs = st.tabs(labels, default=first, key=f"portfolio_tabs_{session.lang}", on_change="rerun")
    for tab, show in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab:
                show(session, store, view)


def headline(session: Session, book: LossBook) -> str:
    """What is expected to be lost, and how few customers make up half of it."""
    few = book.fewest_for_half
    amount = f"{session.short(book.total.expected_loss)} {book.currency}"
    if few is None:
        return session.say("portfolio.title_nothing", amount=amount)
    customers, share = few
    key = "portfolio.title_one" if customers == 1 else "portfolio.title"
    return session.say(key, amount=amount, customers=customers, share=session.percent(share))


main()
