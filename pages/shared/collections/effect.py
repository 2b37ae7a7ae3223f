"""Did it work? What came in of what was overdue, by strategy, owner, segment, month: a chart, the table, who is in it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import streamlit as st

from pages.shared import cached, charts, drilldown, tables
from pages.shared import session as asked
from pages.shared.collections import effect_actions, effect_plots
from pages.shared.guard import tell
from pages.shared.portfolio import report as tabled
from pages.shared.session import Session
from pages.shared.tables import Column, Picked
from scoring.desk.effect.report import BY, EffectReport, Line, customers_of, documents_of, effect_report, span_of
from scoring.desk.effect.tables import (
    cells_of,
    effect_csv,
    effect_xlsx,
    figure_fields,
    label_of,
    recovered_table,
)
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import View

ROWS_MAX = 300
SMALL = Decimal("0.02")
"""A group with less than this share of all that was overdue is no best or worst."""


def title(session: Session, store: Store, view: View) -> str:
    """What an action brought where enough cases say so, else what came in of what was overdue."""
    told = effect_actions.title(session, store, view)
    if told:
        return told
    try:
        found = cached.report(store, session.scope, effect_report, view, BY[0], _usual(session, view, BY[0]))
    except ScoringError:  # the tab itself says what is wrong
        return session.say("collections.tab.effect")
    return headline(session, found, next(iter(found.lines)))


def tab(session: Session, store: Store, view: View) -> None:
    """What actions brought, then what came in of what was overdue."""
    effect_actions.show(session, store, view)
    st.divider()
    _recovered(session, store, view)


def _recovered(session: Session, store: Store, view: View) -> None:
    """The question put, the answer as title and chart, the table with its total, the customers of a group."""
    by, since = _asked(session, view)
    try:
        with st.spinner(session.say("effect.working")):
            found = cached.report(store, session.scope, effect_report, view, by, since)
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    currency = next(iter(found.lines))
    title = headline(session, found, currency)
    if not found.lines[currency]:
        st.markdown(f"### {title}")
        return
    charts.show(effect_plots.recovered(session, found, currency), "effect_chart", title)
    if not found.totals[currency].answers:
        st.markdown(f":small[{session.say('effect.no_answers')}]")
    picked = tabled.show(session, recovered_table(found, currency, session.lang), select=True)
    tables.reconciled(session, found.ties)
    files = {
        "csv": lambda: effect_csv(found, session.lang),
        "xlsx": lambda: effect_xlsx(found, session.lang),
    }
    tables.downloads(session, "effect", files, key="effect_files")
    if picked:
        _customers(session, store, view, found, picked)


def headline(session: Session, found: EffectReport, currency: str) -> str:
    """How much of what was overdue came in, and which group most and least."""
    total = found.totals[currency]
    if not total.overdue_at_start or total.recovery_rate is None:
        return session.say("effect.title_none", since=found.since)
    facts = {
        "rate": session.percent(total.recovery_rate),
        "amount": f"{session.short(total.overdue_at_start)} {currency}",
        "since": found.since,
        "as_of": found.header.as_of,
    }
    ranked = sorted(
        _rated(found.lines[currency], total.overdue_at_start), key=lambda one: (one[0], one[1].figures.overdue_at_start)
    )
    if found.by == "month" and len(ranked) > 1:
        return session.say("effect.title_months", **_ends(session, found, currency))
    if len(ranked) < 2:
        return session.say("effect.title", **facts)
    high, best = ranked[-1]
    low, worst = max((one for one in ranked if one[0] == ranked[0][0]), key=lambda one: one[1].figures.overdue_at_start)
    if low == high:
        return session.say("effect.title", **facts)
    facts |= {"best": label_of(found, best.key, session.lang), "best_rate": session.percent(high)}
    facts |= {"worst": label_of(found, worst.key, session.lang), "worst_rate": session.percent(low)}
    return session.say("effect.title_spread", **facts)


def _ends(session: Session, found: EffectReport, currency: str) -> dict[str, str]:
    """The recovery of the first and the last month."""
    known = [line for line in found.lines[currency] if line.figures.recovery_rate is not None]
    first, last = known[0], known[-1]
    return {
        "first": first.key[:7],
        "first_rate": session.percent(first.figures.recovery_rate or 0),
        "last": last.key[:7],
        "last_rate": session.percent(last.figures.recovery_rate or 0),
    }


def _rated(lines: tuple[Line, ...], overdue: Decimal) -> list[tuple[Decimal, Line]]:
    rated = [(line.figures.recovery_rate, line) for line in lines if line.figures.overdue_at_start >= SMALL * overdue]
    return [(rate, line) for rate, line in rated if rate is not None]


def _asked(session: Session, view: View) -> tuple[str, date]:
    """By what, and from when."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        by = st.segmented_control(
            session.say("effect.by_label"),
            BY,
            default=BY[0],
            required=True,
            format_func=lambda name: session.say(f"effect.by.{name}"),
            key="effect_by",
        )
        latest, usual = view.as_of - timedelta(days=1), _usual(session, view, str(by))
        since = st.date_input(
            session.say("effect.since"),
            value=usual,
            min_value=min(session.extent.first_day or usual, usual),
            max_value=latest,
            key=f"effect_since_{'month' if by == 'month' else 'period'}_{view.as_of.isoformat()}",
            width=150,
        )
    return str(by), since if isinstance(since, date) else usual


def _usual(session: Session, view: View, by: str) -> date:
    """Where the period starts until the reader says otherwise: not before the ledger."""
    usual, latest = span_of(view, by), view.as_of - timedelta(days=1)
    return max(usual, min(session.extent.first_day or usual, latest))


def _customers(session: Session, store: Store, view: View, found: EffectReport, picked: Picked) -> None:
    """The customers of the group picked, with their total; a click on one shows its documents."""
    key = str(picked.row["key"])
    ones = cached.report(store, session.scope, customers_of, view, found.by, found.since, key)
    label = label_of(found, key, session.lang)
    st.markdown(f"##### {session.say('effect.customers_of', group=label, count=len(ones))}")
    rows = [
        {"customer_name": one.name, "customer_id": one.customer_id} | cells_of(one.figures, session.lang)
        for one in ones[:ROWS_MAX]
    ]
    line = next(line for line in found.lines[view.currency or next(iter(found.lines))] if line.key == key)
    total = {"customer_name": session.say("tables.total_of", rows=len(ones))} | cells_of(line.figures, session.lang)
    columns = [Column("customer_name", pinned=True, width=190), *map(tabled.column, figure_fields(session.lang)[1:])]
    chosen = tables.show(session, rows, columns, key="effect_customers", total=total, select=True)
    if len(ones) > ROWS_MAX:
        st.markdown(f":small[{session.say('tables.shown_of', shown=ROWS_MAX, rows=len(ones))}]")
    if chosen:
        _documents(session, store, view, found, key, chosen)


def _documents(session: Session, store: Store, view: View, found: EffectReport, key: str, chosen: Picked) -> None:
    """The documents of the customer picked: overdue at the start, received, written off; one opened to its payments."""
    customer, name = str(chosen.row["customer_id"]), str(chosen.row["customer_name"])
    rows = cached.report(store, session.scope, documents_of, view, found.by, found.since, key, customer)
    since = rows[0]["from_date"] if rows else found.since
    st.markdown(f"##### {session.say('effect.documents_of', name=name, since=since)}")
    columns = [
        Column("document_no", pinned=True, width=128),
        Column("due_date", "date"),
        Column("days_past_due", "days", width=100),
        Column("currency", "code"),
        *(Column(name, "exact", heading=f"effect.column.{name}") for name in AMOUNTS),
    ]
    total = {name: sum((row[name] for row in rows), Decimal(0)) for name in AMOUNTS}
    total |= {"document_no": session.say("tables.total_of", rows=len(rows))}
    one = tabled.once("effect_documents", tables.show(session, rows, columns, key="effect_documents", total=total,
                                                      select=True))  # fmt: skip
    if one:
        asked.put("document", one.row["document_key"])
        st.rerun()
    if session.chosen.get("document", "").isdigit():
        drilldown.document(session, store, int(session.chosen["document"]))


AMOUNTS = ("overdue_at_start", "received", "written_off")
