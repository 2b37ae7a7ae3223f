"""How fast is what we invoice collected? The share still unpaid by days since due, billing month by billing month."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

import streamlit as st

from pages.shared import cached, charts, drilldown, empty, tables
from pages.shared import session as asked
from pages.shared.portfolio import report, shape_plots
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.risk.collection import MARKS, Collection, CollectionCurve, collection
from scoring.store import Store
from scoring.terms import View

TOLD_DAY = 30


def show(session: Session, store: Store, view: View) -> None:
    """The curves, and the shares unpaid at 0, 30, 60 and 90 days; a month opens its invoices that are still unpaid."""
    found = cached.report(store, session.scope, collection, view)
    if not found.months:
        empty.nothing_found(session, session.say("portfolio.shape.nothing_billed"))
        return
    charts.show(shape_plots.collection(session, found), "collection", title(session, found))
    st.markdown(f":small[{session.say('portfolio.shape.collection_note')}]")
    rows = [_row(f"{month:%Y-%m}", one, month.isoformat()) for month, one in reversed(found.months.items())]
    if found.before is not None:
        rows.append(_row(session.say("portfolio.shape.before"), found.before, ""))
    columns = [
        Column("month", heading="portfolio.shape.month", pinned=True, width=170),
        Column("amount", "money", heading="portfolio.shape.billed"),
        *(
            Column(f"at_{day}", "percent", label=session.say("portfolio.shape.unpaid_at", day=day), width=120)
            for day in MARKS
        ),
    ]
    picked = report.once("billed", tables.show(session, rows, columns, key="billed", select=True))
    if picked and picked.row["key"]:
        asked.remember("billed_month", picked.row["key"])
        asked.put("document", None)
        st.rerun()
    _still_open(session, store, view)


def title(session: Session, found: Collection) -> str:
    """Of the last billing month that is known: what was unpaid 30 days after due, against the year before."""
    latest = found.latest(TOLD_DAY)
    if latest is None:
        return session.say("portfolio.shape.collection_young")
    month, one = latest
    facts = {"month": f"{month:%Y-%m}", "share": session.percent(one.unpaid(TOLD_DAY) or 0)}
    before = None if found.before is None else found.before.unpaid(TOLD_DAY)
    if before is None:
        return session.say("portfolio.shape.collection_alone", **facts)
    return session.say("portfolio.shape.collection", before=session.percent(before), **facts)


def _row(label: str, one: CollectionCurve, key: str) -> dict[str, Any]:
    return {"key": key, "month": label, "amount": one.amount, **{f"at_{day}": one.unpaid(day) for day in MARKS}}


def _still_open(session: Session, store: Store, view: View) -> None:
    """The invoices of the month picked that are still open."""
    text = asked.recall("billed_month")
    if not text:
        return
    month = date.fromisoformat(text)
    days = [month.replace(day=day) for day in range(1, calendar.monthrange(month.year, month.month)[1] + 1)]
    words = session.say("portfolio.shape.still_open", month=f"{month:%Y-%m}")
    drilldown.show(session, store, drilldown.Place(view, {"issue_date": days}), words, key="billed_open", closing=False)
