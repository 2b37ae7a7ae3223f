"""One customer on one page: what it owes and may owe, who it is, how it pays, and every document of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import (
    cached,
    charts,
    customer_expected,
    customer_rating,
    customer_risk,
    customer_signals,
    drilldown,
    ratings,
    statements,
    tables,
    warned,
)
from pages.shared import session as asked
from pages.shared.drilldown import Place
from pages.shared.header import line as header_line
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.figures.customer import CustomerProfile, customer_profile
from scoring.desk.figures.customer_list import payment_behaviour
from scoring.desk.figures.customer_signals import signals_of
from scoring.desk.scorecard.rated import days_of_line
from scoring.metrics.aging import AgingRow
from scoring.store import Store
from scoring.text import numbers

FACTS = ("terms_days", "industry", "region", "size", "owner", "since", "external_rating")
RECEIPTS_MAX = 200


def show(session: Session, store: Store, customer_id: str) -> None:
    """Title as the answer; exposure, facts, rating; how it pays; documents. Raises ScoringError "customer_unknown"."""
    profile = cached.report(store, session.scope, customer_profile, customer_id, session.view)
    owing = [row for row in profile.aging.totals.values() if row.open or row.on_account]
    st.title(_headline(session, profile, owing))
    header_line(session, profile.aging.header)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        for row in owing:
            _exposure(session, profile, row)
        tables.reconciled(session, profile.aging.reconciliation)
        _limit(session, profile)
    with right:
        _facts(session, profile)
    statements.offer(session, store, customer_id)
    customer_rating.show(session, store, customer_id)
    customer_risk.show(session, store, customer_id)
    warned.of_customer(session, store, customer_id, profile.master["name"])
    _behaviour(session, store, profile)
    _documents(session, store, profile)
    ratings.fill(session, store, days_of_line(store, session.view.as_of))
    warned.fill(session, store)


def _headline(session: Session, profile: CustomerProfile, owing: list[AgingRow]) -> str:
    name = profile.master["name"]
    if not any(row.open for row in owing):
        return session.say("customers.owes_nothing", name=name)
    owed = " + ".join(f"{session.short(row.open)} {row.currency}" for row in owing if row.open)
    overdue = " + ".join(f"{session.short(_late(profile, row))} {row.currency}" for row in owing if _late(profile, row))
    everything = all(_late(profile, row) == row.open for row in owing)
    key = "customers.owes_all_late" if everything else "customers.owes_late" if overdue else "customers.owes"
    return session.say(key, name=name, owed=owed, overdue=overdue)


def _late(profile: CustomerProfile, row: AgingRow) -> Decimal:
    """Overdue amount; by issue date nothing is said to be overdue."""
    return row.overdue if profile.aging.header.basis == "due" else Decimal(0)


def _exposure(session: Session, profile: CustomerProfile, row: AgingRow) -> None:
    """The open balance split into buckets, and what is on account beside it."""
    figure = charts.stack(session, row.buckets, profile.aging.keys)
    amounts = {"open": session.money(row.open), "net": session.money(row.net), "credits": session.money(row.on_account)}
    key = "customers.exposure_and_credits" if row.on_account else "customers.exposure"
    title = session.say(key, currency=row.currency, documents=row.documents, **amounts)
    if row.open:
        charts.show(figure, f"exposure_{row.currency}", title)
    else:
        st.markdown(f"##### {title}")


def _limit(session: Session, profile: CustomerProfile) -> None:
    limit = profile.limit
    if limit is None:
        st.write(session.say("customers.no_limit"))
        return
    told = {"limit": session.money(limit.amount), "currency": limit.currency}
    if limit.used is None:
        key = "customers.limit_no_rate" if limit.missing_rate else "customers.limit_zero"
        st.write(session.say(key, **told, missing=limit.missing_rate or ""))
        return
    words = session.say("customers.limit_used", **told, share=session.percent(limit.used))
    st.progress(min(float(limit.used), 1.0), text=words)
    if limit.used > 1 and limit.open is not None:
        st.error(session.say("customers.over_limit", amount=limit.open - limit.amount, currency=limit.currency))


def _facts(session: Session, profile: CustomerProfile) -> None:
    """Who it is, as the ledger says; only what is known."""
    master = profile.master
    nature = session.say(f"nature.{master['nature']}")
    source = session.say(f"customers.nature_{master['nature_source']}")
    lines = [f"{session.say('columns.customer_id')}: **{profile.customer_id}**"]
    lines.append(f"{session.say('columns.nature')}: **{nature}** ({source})")
    if profile.severity:
        lines.append(f"{session.say('customers.severity')}: **{session.say(f'bucket.{profile.severity}')}**")
    for name in FACTS:
        if master[name] is not None:
            lines.append(f"{session.say(f'columns.{name}')}: **{numbers.written(master[name], session.lang)}**")
    st.markdown("\n".join(f"- {line}" for line in lines))
    related = {row["customer_id"]: row["name"] for row in profile.daughters}
    if master["parent_id"] and master["parent_id"] != profile.customer_id:
        related = {master["parent_id"]: session.say("customers.parent", parent=master["parent_id"]), **related}
    if related:
        with st.popover(session.say("customers.group", companies=len(related))):
            for other, name in related.items():
                st.button(name, key=f"to_{other}", type="tertiary", on_click=_go, args=(other,))


def _behaviour(session: Session, store: Store, profile: CustomerProfile) -> None:
    """Days beyond terms over time: the title says whether it got better."""
    points = cached.report(store, session.scope, payment_behaviour, profile.customer_id, session.view)
    rows = [{"day": p.day, "days": p.days_beyond_terms and round(p.days_beyond_terms, 1)} for p in points]
    known = [(p.day, p.days_beyond_terms) for p in points if p.days_beyond_terms is not None]
    if len(known) < 2:
        st.write(session.say("customers.behaviour_unknown"))
        return
    (first, before), (last, now) = known[0], known[-1]
    facts = {"now": _days(session, now), "before": _days(session, before), "first": first, "last": last}
    title = session.say("customers.behaviour", **facts)
    figure = charts.line(session, rows, "day", "days", session.say("customers.days_axis"), "customers.days_hover")
    figure.update_xaxes(tickformat="%Y-%m")
    charts.show(figure, "behaviour", title)


def _days(session: Session, days: Decimal) -> str:
    """ "12.3 days after the due date", or before it."""
    key = "customers.days_after" if days > 0 else "customers.days_before"
    return session.say(key, days=numbers.decimal(abs(days), session.lang))


def _documents(session: Session, store: Store, profile: CustomerProfile) -> None:
    """Tabs, each only where there is something in it."""
    mine = {"customer": profile.customer_id}
    receipts = cached.report(store, session.scope, receipts_of, profile.customer_id, session.view.as_of)
    signals = cached.report(store, session.scope, signals_of, profile.customer_id, session.view.as_of)
    tabs = {
        "open": bool(profile.documents),
        "expected": bool(profile.documents),
        "credits": any(row.on_account for row in profile.aging.totals.values()),
        "receipts": bool(receipts),
        "disputes": bool(profile.disputes),
        "financials": bool(profile.financials),
        **{name: bool(rows) for name, rows in signals.items()},
    }
    names = [name for name, filled in tabs.items() if filled]
    if not names:
        return
    view = replace(session.view, filters=())
    labels = [session.say(f"customers.tab_{name}") for name in names]
    tabs_shown = st.tabs(labels, key=f"customer_tabs_{profile.customer_id}_{session.lang}", on_change="rerun")
    for name, tab in zip(names, tabs_shown, strict=True):
        with tab:
            if name == "expected":
                if tab.open:
                    customer_expected.show(session, store, profile.customer_id)
            elif name in ("open", "credits"):
                place = Place(view, mine, credits=name == "credits")
                title = session.say("aging.on_account" if name == "credits" else "tables.open_invoices")
                drilldown.show(session, store, place, title, key=f"customer_{name}", closing=False)
            else:
                rows = {"receipts": receipts, "disputes": profile.disputes, "financials": profile.financials, **signals}
                columns = {**COLUMNS, **customer_signals.COLUMNS}[name]
                tables.show(session, rows[name], columns, key=f"customer_{name}")


def receipts_of(store: Store, customer_id: str, as_of: date) -> list[dict[str, Any]]:
    """The latest receipts and write-offs of a customer, newest first, at most RECEIPTS_MAX."""
    params = {"customer": customer_id, "as_of": as_of}
    return store.rows("customer_receipts", params, order=["receipt_date desc", "receipt_key"], limit=RECEIPTS_MAX)


COLUMNS = {
    "receipts": [
        Column("receipt_date", "date"),
        Column("receipt_no", width=160),
        Column("kind", "word", words="aging.source"),
        Column("amount", "exact"),
        Column("currency", "code"),
        Column("document_no", width=160),
        Column("method"),
    ],
    "disputes": [
        Column("document_no", width=160),
        Column("opened_date", "date", heading="customers.opened"),
        Column("reason", heading="columns.dispute_reason", width=220),
        Column("amount", "exact"),
    ],
    "financials": [
        Column("period_end", "date", heading="field.period_end"),
        Column("currency", "code"),
        *(
            Column(name, "exact", heading=f"field.{name}", width=130)
            for name in ("revenue", "ebit", "net_income", "total_assets", "equity", "total_liabilities", "cash")
        ),
    ],
}


def _go(customer_id: str) -> None:
    asked.put("customer", customer_id)
    asked.put("document", None)
