"""How fast is what we invoice collected? The share still unpaid by days since due, billing month by billing month."""

from __future__ import annotations

import calendar
from datetime import date

import streamlit as st

from pages.shared import cached, charts, drilldown, empty
from pages.shared import session as asked
from pages.shared.portfolio import report, shape_plots
from pages.shared.session import Session
from scoring.desk.risk.collection import Collection, collection
from scoring.desk.risk.shape_tables import collection_table
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
    shown = report.show(session, collection_table(found, session.lang), select=True, title=False)
    picked = report.once("billed", shown)
    if picked and picked.row["key"]:
        asked.remember("billed_month", (session.workspace, picked.row["key"]))
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


def _still_open(session: Session, store: Store, view: View) -> None:
    """The invoices of the month picked that are still open."""
    workspace, text = asked.recall("billed_month") or (None, None)
    if workspace != session.workspace or not text:
        return
    month = date.fromisoformat(text)
    days = [month.replace(day=day) for day in range(1, calendar.monthrange(month.year, month.month)[1] + 1)]
    words = session.say("portfolio.shape.still_open", month=f"{month:%Y-%m}")
    drilldown.show(session, store, drilldown.Place(view, {"issue_date": days}), words, key="billed_open", closing=False)
