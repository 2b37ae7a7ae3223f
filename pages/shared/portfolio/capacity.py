"""How large a receivable can we bear? The company's own means against a bad year, and what overdue costs today."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import cached, charts, tables
from pages.shared import session as asked
from pages.shared.portfolio import opened, plots
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.parameters import currency_of
from scoring.desk.risk.capacity import AMOUNTS, SHARES, CapacityLine, capacity_report, means_of
from scoring.metrics.risk.capacity import Capacity, Means, Standing
from scoring.store import Store
from scoring.terms import View


def tab(session: Session, store: Store, view: View) -> None:
    """The answer with its chart, the means one by one, the cost of overdue; the means themselves can be set here."""
    with st.spinner(session.say("portfolio.distribution.drawing")):
        report = cached.report(store, session.scope, capacity_report, view)
    currency, line = next(iter(report.lines.items()))
    if line.capacity is None:
        key = "no_rate" if report.means.limits else "no_means"
        st.info(session.say(f"portfolio.capacity.{key}", currency=currency, home=currency_of(store)))
    else:
        answer(session, currency, line.standing, line.capacity)
        bounds(session, line.capacity)
        if view.filters:
            st.markdown(f":small[{session.say('portfolio.capacity.filtered')}]")
    cost(session, currency, line)
    opened.documents(session, store, view, {})
    stated(session, store, expanded=line.capacity is None)


def answer(session: Session, currency: str, standing: Standing, found: Capacity) -> None:
    """Largest balance by overdue share, today as a point in it; the title says how far it is."""
    if found.largest_balance is None:
        st.markdown(f"##### {session.say('portfolio.capacity.any')}")
        return
    room = found.largest_balance - standing.balance
    facts = {"largest": session.short(found.largest_balance), "today": session.short(standing.balance)}
    key = "title" if room >= 0 else "title_over"
    title = session.say(f"portfolio.capacity.{key}", currency=currency, room=session.short(abs(room)), **facts)
    charts.show(plots.frontier(session, standing, found, currency), "capacity", title)
    share = found.largest_overdue_share
    now = session.percent(standing.overdue_share)
    if share is None:
        st.markdown(session.say("portfolio.capacity.even_without", today=now))
    else:
        st.markdown(session.say("portfolio.capacity.overdue", share=session.percent(share), today=now))


def bounds(session: Session, found: Capacity) -> None:
    """What each means carries."""
    rows = [vars(one) | {"name": session.say(f"portfolio.capacity.{one.name}")} for one in found.bounds]
    columns = [
        Column("name", heading="portfolio.capacity.means", width=330),
        Column("used", "money", heading="portfolio.capacity.used"),
        Column("limit", "money", heading="portfolio.capacity.limit"),
        Column("largest_balance", "money", heading="portfolio.capacity.largest_balance", width=150),
        Column("largest_overdue_share", "percent", heading="portfolio.capacity.largest_share", width=150),
    ]
    tables.show(session, rows, columns, key="capacity_bounds")


def cost(session: Session, currency: str, line: CapacityLine) -> None:
    """Financing so far, the loss expected of it, the new sales that earn both back; a click opens what is overdue."""
    found = line.cost
    facts: dict[str, Any] = {"total": session.short(found.total), "currency": currency}
    if found.new_sales is None:
        st.markdown(f"##### {session.say('portfolio.capacity.cost_no_margin', **facts)}")
    else:
        st.markdown(f"##### {session.say('portfolio.capacity.cost', sales=session.short(found.new_sales), **facts)}")
    with st.grid(columns=3, min_column_width=150):
        for name, value in (
            ("financing", found.financing),
            ("expected_loss", found.expected_loss),
            ("new_sales", found.new_sales),
        ):
            with st.container(border=True, height="stretch"):
                shown = session.say("figure_none") if value is None else session.short(value)
                words = f"portfolio.capacity.{name}"
                st.metric(session.say(words), shown, help=session.say(f"{words}_help"))
    st.button(session.say("portfolio.capacity.open_overdue"), on_click=_open_overdue, key="capacity_overdue")


def stated(session: Session, store: Store, expanded: bool) -> None:
    """The means and limits, kept as parameters of the workspace."""
    means = means_of(store)
    title = session.say("portfolio.capacity.stated", currency=currency_of(store))
    with st.expander(title, expanded=expanded), st.form("means", border=False):
        with st.grid(columns=3, min_column_width=170):
            amounts = {name: _amount(session, name, means) for name in AMOUNTS}
        with st.grid(columns=2, min_column_width=220):
            shares = {name: _share(session, name, means) for name in SHARES}
        if st.form_submit_button(session.say("common.save"), type="primary"):
            _save(session, store, {**amounts, **shares})


def _amount(session: Session, name: str, means: Means) -> float | None:
    first = asked.prefilled(f"means_{name}_{session.workspace}", getattr(means, name))
    help_ = session.say(f"settings.{name}_help")
    return st.number_input(session.say(f"settings.{name}"), value=None, step=1000.0, format="%.0f", help=help_, **first)


def _share(session: Session, name: str, means: Means) -> float:
    value = round(getattr(means, name) * 100, 4)
    label = session.say(f"settings.{name}")
    return round(st.number_input(label, 0.0, 100.0, value=value, step=1.0, format="%.2f") / 100, 6)


def _save(session: Session, store: Store, wanted: dict[str, float | None]) -> None:
    kept = vars(means_of(store))
    for name, value in wanted.items():
        if value != kept[name]:
            store.set_setting(name, None if value is None else str(value))
    asked.remember("told", session.say("settings.saved"))
    st.rerun()


def _open_overdue() -> None:
    asked.put("open", "overdue")
