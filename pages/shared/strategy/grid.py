"""The grid of strategies: nature by arrears by rating, who is in each cell, how it is handled and by which rule."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import cached, tables
from pages.shared.session import Session
from pages.shared.strategy import reasons
from pages.shared.tables import Column
from scoring.desk.collections.debtors import CellTotal, StrategyReport, strategy_report
from scoring.desk.collections.wording import finding_text
from scoring.store import Store
from scoring.terms import View

ROWS_MAX = 300


def tab(session: Session, store: Store, view: View) -> None:
    """Every cell that holds somebody, with its total; the customers of the one picked."""
    report: StrategyReport = cached.report(store, session.scope, strategy_report, view)
    currency = next(iter(report.standings))
    cells = report.grid(currency)
    worst = max(cells, key=lambda cell: cell.overdue, default=None)
    if worst is None:
        st.info(session.say("strategy.title_none"))
        return
    facts = {"name": name_of(session, worst), "amount": f"{session.short(worst.overdue)} {currency}"}
    st.markdown(f"### {session.say('strategy.grid_title', **facts)}")
    rows = [_row(session, report, cell) for cell in cells]
    total = {"name": session.say("tables.total_of", rows=len(cells)), "customers": sum(c.customers for c in cells)}
    total |= {"open_amount": sum(c.open for c in cells), "overdue": sum(c.overdue for c in cells)}
    columns = [
        Column("name", heading="strategy.column.cell", pinned=True, width=250),
        Column("customers", "count", width=76),
        Column("open_amount", "money"),
        Column("overdue", "money"),
        Column("level", heading="strategy.column.level", width=220),
        Column("posture", heading="strategy.column.posture", width=420),
    ]
    picked = tables.show(session, rows, columns, key="strategy_grid", total=total, select=True)
    if picked:
        _customers(session, report, currency, next(c for c in cells if name_of(session, c) == picked.row["name"]))


def name_of(session: Session, cell: CellTotal) -> str:
    """A cell in words."""
    words = (f"nature.{cell.cell.nature}", f"bucket.{cell.cell.severity}", f"rating.{cell.cell.rating}")
    return " · ".join(session.say(word) for word in words)


def _row(session: Session, report: StrategyReport, cell: CellTotal) -> dict[str, Any]:
    levels = [report.playbook.levels[level] for level in cell.levels]
    return {
        "name": name_of(session, cell),
        "customers": cell.customers,
        "open_amount": cell.open,
        "overdue": cell.overdue,
        "level": ", ".join(level.name[session.lang] for level in levels),
        "posture": levels[0].posture[session.lang],
    }


def _customers(session: Session, report: StrategyReport, currency: str, cell: CellTotal) -> None:
    mine = [one for one in report.standings[currency] if one.cell == cell.cell]
    st.markdown(f"##### {name_of(session, cell)}")
    rows = [
        {
            "customer_name": one.name,
            "customer_id": one.customer_id,
            "open_amount": one.open,
            "overdue": one.overdue,
            "oldest": one.oldest_days,
            "what": one.due.told[session.lang] if one.due else session.say("strategy.why.not_yet"),
            "why": finding_text(one.why, session.lang),
            "rule": one.rule.id,
        }
        for one in mine[:ROWS_MAX]
    ]
    columns = [
        Column("customer_name", pinned=True, width=180),
        Column("customer_id", width=84),
        Column("open_amount", "money"),
        Column("overdue", "money"),
        Column("oldest", "count", heading="strategy.column.oldest", width=90),
        Column("what", heading="worklist.column.what", width=360),
        Column("why", heading="strategy.column.reason_found", width=360),
        Column("rule", heading="strategy.column.rule", width=190),
    ]
    picked = tables.show(session, rows, columns, key="strategy_cell", select=True)
    if picked:
        one = next(one for one in mine if one.customer_id == picked.row["customer_id"])
        with st.container(border=True):
            st.markdown(f"#### {one.name}")
            reasons.lines(session, (one,), one.why)
