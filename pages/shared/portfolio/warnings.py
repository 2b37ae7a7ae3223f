"""What is coming? Open alerts of the four kinds of risk, each with its evidence, its life and the indicator's record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from pages.shared import cached, charts, empty, tables, warned
from pages.shared import session as asked
from pages.shared.portfolio import plots, warning_records
from pages.shared.portfolio.plots import Bar
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.figures.customer_list import CustomerLine, customer_lines
from scoring.desk.warnings.exporting import FORMS, alerts_file
from scoring.store import Store
from scoring.strategy.warnings.indicators import RISKS, SEVERITIES, load
from scoring.strategy.warnings.life import Alert
from scoring.terms import View

ROWS_MAX = 500
NAME = Column("customer_name", pinned=True, width=170)


def tab(session: Session, store: Store, view: View) -> None:
    """Counts by kind of risk, the chart, the alerts with one opened, the indicators with their record."""
    found = warned.known(session, store)
    if found is None:
        warned.fill(session, store)
        return
    lines = {line.customer_id: line for line in cached.report(store, session.scope, customer_lines, view)}
    mine = warned.by_exposure([one for one in found if one.customer_id in lines or not view.filters], lines)
    st.markdown(f"**{warned.counted(session, mine)}**")
    kinds(session, [one for one in mine if one.is_open])
    chart(session, [one for one in mine if one.is_open])
    everything(session, store, view, mine, lines)
    st.divider()
    warning_records.show(session, store)


def kinds(session: Session, mine: Sequence[Alert]) -> None:
    """Open alerts of each kind of risk, and how many of them are urgent."""
    with st.grid(columns=4, min_column_width=150):
        for risk in RISKS:
            own = [one for one in mine if one.risk == risk]
            urgent = sum(one.severity == SEVERITIES[-1] for one in own)
            with st.container(border=True):
                label = session.say(f"warnings.risk_{risk}")
                st.metric(label, len(own), help=session.say(f"warnings.risk_{risk}_help"))
                st.markdown(f":small[{session.say('warnings.of_them_urgent', urgent=urgent)}]")


def chart(session: Session, mine: Sequence[Alert]) -> None:
    """Open alerts by indicator; the title names the one that trips most."""
    counts = Counter(one.indicator for one in mine).most_common()
    if not counts:
        return
    bars = []
    for name, number in counts[:12]:
        label = session.say(f"warning.{name}")
        hover = session.say(
            "warnings.hover",
            warning=label,
            alerts=number,
            severity=session.say(f"warnings.severity.{load()[name].severity}"),
        )
        bars.append(Bar(label, float(number), hover, name))
    facts = {"warning": bars[0].label, "share": session.percent(counts[0][1] / len(mine)), "alerts": len(mine)}
    charts.show(plots.bars(session, bars), "warnings_bars", session.say("warnings.chart_title", **facts))


def everything(
    session: Session, store: Store, view: View, found: Sequence[Alert], lines: Mapping[str, CustomerLine]
) -> None:
    """The alerts that pass the filters, the worst first; a click opens one."""
    mine = _filtered(session, found)
    if not mine:
        empty.nothing_found(session)
        return
    rows = [_row(session, one, lines) for one in mine[:ROWS_MAX]]
    columns = [NAME, *warned.COLUMNS, Column("open_amount", "money")]
    picked = tables.show(session, rows, columns, key="alerts", select=True)
    if len(mine) > ROWS_MAX:
        st.markdown(f":small[{session.say('tables.shown_of', shown=ROWS_MAX, rows=len(mine))}]")
    files = {
        form: partial(alerts_file, store, view, tuple(one.id for one in mine), session.lang, form) for form in FORMS
    }
    tables.downloads(session, "alerts", files, key="alerts")
    if picked:
        one = next(alert for alert in mine if alert.id == picked.row["id"])
        warned.opened(session, store, one, picked.row["customer_name"])
        label = session.say("tables.to_customer", name=picked.row["customer_name"])
        if st.button(label, on_click=asked.put, args=("customer", one.customer_id), key="alert_customer"):
            st.switch_page("pages/customers.py")


def _filtered(session: Session, found: Sequence[Alert]) -> list[Alert]:
    left, middle, right = st.columns(3)
    risks = left.multiselect(
        session.say("warnings.column.risk"),
        RISKS,
        format_func=lambda r: session.say(f"warnings.risk_{r}"),
        placeholder=session.say("warnings.any"),
        key="alert_risk",
    )
    severities = middle.multiselect(
        session.say("warnings.column.severity"),
        SEVERITIES[::-1],
        format_func=lambda s: session.say(f"warnings.severity.{s}"),
        placeholder=session.say("warnings.any"),
        key="alert_severity",
    )
    closed = right.toggle(session.say("warnings.closed_too"), key="alert_closed")
    return [
        one
        for one in found
        if one.risk in (risks or RISKS) and one.severity in (severities or SEVERITIES) and (one.is_open or closed)
    ]


def _row(session: Session, one: Alert, lines: Mapping[str, CustomerLine]) -> dict[str, Any]:
    line = lines.get(one.customer_id)
    who = {"customer_name": line.name if line else one.customer_id, "open_amount": line.open if line else None}
    return warned.cells(session, one) | who
