"""What do we do about each customer? Today's list, the grid of strategies, the playbook behind it, answers to excuses."""

from __future__ import annotations

import streamlit as st

from pages.shared import cached, inputs, ratings
from pages.shared.guard import guarded
from pages.shared.header import line as header_line
from pages.shared.session import Session
from pages.shared.strategy import excuses, grid, letters, playbook, today
from scoring.desk.strategy.debtors import StrategyReport, strategy_report
from scoring.store import Store

TABS = {"today": today.tab, "grid": grid.tab, "letters": letters.tab, "playbook": playbook.tab, "excuses": excuses.tab}


@guarded("strategy")
def main(session: Session, store: Store) -> None:
    """How many have something due today, then the list, the grid and what stands behind them."""
    title, line = st.empty(), st.empty()
    title.title(session.say("strategy.title_none"))
    view = inputs.single_currency_bar(session, store)
    with st.spinner(session.say("strategy.reading")):
        report = cached.report(store, session.scope, strategy_report, view)
    title.title(headline(session, report))
    with line:
        header_line(session, report.header)
    ratings.source(session, store)
    tabs = st.tabs(
        [session.say(f"strategy.tab.{name}") for name in TABS], key=f"strategy_tabs_{session.lang}", on_change="rerun"
    )
    for tab, show in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab:
                show(session, store, view)


def headline(session: Session, report: StrategyReport) -> str:
    """How many customers have a step due, and what they owe past due."""
    currency, standings = next(iter(report.standings.items()))
    if not standings:
        return session.say("strategy.title_none")
    late = standings.late
    amount = f"{session.short(standings.sum_of('overdue', late))} {currency}"
    return session.say("strategy.title", due=int(standings.due.sum()), late=int(late.sum()), amount=amount)


main()
