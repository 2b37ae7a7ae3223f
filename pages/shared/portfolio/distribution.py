"""How bad can a year be? The distribution of the loss, what the large customers add, what is assumed."""

from __future__ import annotations

import streamlit as st

from pages.shared import cached, charts, tables
from pages.shared import session as asked
from pages.shared.portfolio import plots
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.risk.distribution import Name, distribution_report
from scoring.metrics.risk.distribution import Level, LossDistribution
from scoring.store import Store
from scoring.terms import View


def tab(session: Session, store: Store, view: View) -> None:
    """The levels in figures, the histogram under its answer, the names that make a bad year bad."""
    with st.spinner(session.say("portfolio.distribution.drawing")):
        report = cached.report(store, session.scope, distribution_report, view)
    currency, found = next(iter(report.found.items()))
    if found is None:
        st.info(session.say("portfolio.distribution.nothing"))
        return
    figures(session, found)
    facts = {"bad": session.short(found.bad_year.loss), "worst": session.short(found.worst_year.loss)}
    title = session.say("portfolio.distribution.title", currency=currency, **facts)
    charts.show(plots.losses(session, found, currency), "loss_distribution", title)
    explained(session, found)
    names(session, report.names[currency], found)


def figures(session: Session, found: LossDistribution) -> None:
    """Expected, bad year, worst year, and the average of the worst twentieth."""
    with st.grid(columns=4, min_column_width=150):
        for name, value, level in (
            ("expected", found.expected, None),
            ("bad_year", found.bad_year.loss, found.bad_year),
            ("shortfall", found.bad_year.shortfall, None),
            ("worst_year", found.worst_year.loss, found.worst_year),
        ):
            with st.container(border=True, height="stretch"):
                words = f"portfolio.distribution.{name}"
                st.metric(session.say(words), session.short(value), help=session.say(f"{words}_help"))
                if level:
                    st.markdown(f":small[{_between(session, level)}]")


def explained(session: Session, found: LossDistribution) -> None:
    """What the size of single customers adds, and what the model assumes."""
    added = found.worst_year.loss - found.worst_year.fine_grained
    key = "concentrated" if found.worst_year.low > found.worst_year.fine_grained else "fine"
    facts = {"fine": session.short(found.worst_year.fine_grained), "added": session.short(max(added, 0.0))}
    st.markdown(session.say(f"portfolio.distribution.{key}", **facts))
    correlation = session.percent(found.correlation)
    st.markdown(f":small[{session.say('portfolio.distribution.model', draws=found.draws, correlation=correlation)}]")


def names(session: Session, top: tuple[Name, ...], found: LossDistribution) -> None:
    """The customers that add most to the average of the worst twentieth of the years, and everybody else."""
    share = session.percent(sum(name.share for name in top))
    st.markdown(f"##### {session.say('portfolio.distribution.names', customers=len(top), share=share)}")
    columns = [
        Column("name", heading="columns.customer_name", pinned=True),
        Column("pd", "percent", heading="portfolio.loss.pd"),
        Column("loss_in_default", "money", heading="portfolio.distribution.loss_in_default"),
        Column("defaulting", "percent", heading="portfolio.distribution.defaulting", width=150),
        Column("shortfall", "money", heading="portfolio.distribution.adds", width=150),
        Column("share", "bar"),
    ]
    total = {"name": session.say("portfolio.distribution.all"), "shortfall": found.bad_year.shortfall, "share": 1.0}
    rows = [vars(name) for name in top]
    picked = tables.show(session, rows, columns, key="loss_names", total=total, select=True)
    if picked:
        label = session.say("tables.to_customer", name=picked.row["name"])
        if st.button(label, key="loss_to_customer", type="primary"):
            asked.put("customer", picked.row["customer_id"])
            st.switch_page("pages/customers.py")


def _between(session: Session, level: Level) -> str:
    """How far the simulation may be off: "±1.6% in 9 of 10 simulations"."""
    off = max(level.high - level.loss, level.loss - level.low) / level.loss if level.loss else 0.0
    return session.say("portfolio.distribution.between", off=session.percent(off))
