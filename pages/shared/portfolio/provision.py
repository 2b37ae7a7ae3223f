"""What has to be provided for: the matrix from the ledger's own history beside the fixed rates, the annual report's tables,
and the decisions behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from pages.shared import cached, charts, drilldown, tables
from pages.shared import session as asked
from pages.shared.guard import tell
from pages.shared.portfolio import provision_decisions, report, shape_plots
from pages.shared.session import Session
from scoring.desk.figures.aging import aging_report
from scoring.desk.risk.disclosure import FORMS, Disclosure, disclosure, year_end_before
from scoring.desk.risk.provision import Provision, provision
from scoring.desk.risk.provision_basis import factor_on
from scoring.desk.risk.provision_export import provision_csv, provision_xlsx, reasons_on
from scoring.desk.risk.provision_tables import disclosure_tables, provision_tables
from scoring.desk.risk.provision_wording import factor_sentence, summary
from scoring.errors import ScoringError
from scoring.metrics.risk.allowance import SEGMENTS
from scoring.metrics.turnover import ratio
from scoring.store import Store
from scoring.terms import View

PARTS = ("matrix", "tables", "decisions")
WHOLE = "whole"


def tab(session: Session, store: Store, view: View) -> None:
    """The part chosen: the matrix, the tables of the annual report, or what they are computed by."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        part = st.segmented_control(
            session.say("portfolio.provision.part"),
            PARTS,
            default=PARTS[0],
            required=True,
            format_func=lambda name: session.say(f"portfolio.provision.part_{name}"),
            label_visibility="collapsed",
            key="provision_part",
        )
        segment = _segment(session)
    if part == "tables":
        _report(session, store, view, segment)
        return
    with st.spinner(session.say("portfolio.provision.working")):
        found = cached.report(store, session.scope, provision, view, segment)
    if part == "decisions":
        provision_decisions.show(session, store, found)
    else:
        _matrix(session, store, view, found)


def title(session: Session, found: Provision) -> str:
    """How much is provided for, which part of the balance that is, and where most of it stands."""
    rate = ratio(found.allowance, found.balance)
    if not found.allowance or rate is None:
        return session.say("portfolio.provision.title_nothing")
    if found.nothing_paid and found.method == "history":
        fixed = f"{session.short(found.allowances['due'])} {found.currency}"
        return session.say("portfolio.provision.title_unknown", amount=fixed)
    amount = f"{session.short(found.allowance)} {found.currency}"
    facts = {"amount": amount, "rate": session.percent(rate), "balance": session.short(found.balance)}
    late = sum(line.by_history for line in found.lines if line.rate.bucket == found.lines[-1].rate.bucket)
    share = ratio(late, sum((line.by_history for line in found.lines), late * 0))
    if found.method != "history" or not share:
        return session.say("portfolio.provision.title", **facts)
    return session.say("portfolio.provision.title_late", share=session.percent(share), **facts)


def _segment(session: Session) -> str | None:
    chosen = st.selectbox(
        session.say("portfolio.provision.segment"),
        (WHOLE, *SEGMENTS),
        format_func=lambda name: session.say("portfolio.provision.whole" if name == WHOLE else f"grouping.{name}"),
        key="provision_segment",
        width=240,
    )
    return None if chosen in (None, WHOLE) else str(chosen)


def _matrix(session: Session, store: Store, view: View, found: Provision) -> None:
    charts.show(shape_plots.allowances(session, found), "provision_bars", title(session, found))
    told = summary(found, session.lang, session.unit)
    st.markdown("\n".join(f"- {sentence}" for sentence in told[: 4 if found.nothing_paid else None]))
    if found.nothing_paid:
        st.warning(told[-1])
    matrix, by_age = provision_tables(found, session.lang)
    picked = report.once("matrix", report.show(session, matrix, select=True))
    _ties(session, store, view)
    st.markdown(f":small[{session.say('portfolio.provision.matrix_note', days=found.parameters.lost_after_days)}]")
    _downloads(session, store, view, found.segment)
    if picked:
        segment, _, bucket = str(picked.row["key"]).partition("|")
        groups = {found.segment: segment} if found.segment else {}
        report.open_documents(bucket, **groups)
    place = drilldown.place_of(session, replace(view, scheme="default", basis=None))
    if place:
        words = drilldown.title_of(session, place, {one.customer_id: one.name for one in found.assessed})
        drilldown.show(session, store, _of_the_portfolio(place, found), words)
    report.show(session, by_age)


def _of_the_portfolio(place: drilldown.Place, found: Provision) -> drilldown.Place:
    """The same documents without those of customers assessed individually, who are in no line of the matrix."""
    alone = {one.customer_id for one in found.assessed if one.category == "individual"}
    if not alone or "bucket" not in place.where:
        return place
    others = [one.customer_id for one in found.assessed if one.customer_id not in alone]
    return replace(place, where={**place.where, "customer_id": others})


def _report(session: Session, store: Store, view: View, segment: str | None) -> None:
    with st.grid(columns=2, min_column_width=200):
        form = st.selectbox(
            session.say("portfolio.provision.form"),
            FORMS,
            format_func=lambda name: session.say(f"scheme.{name}"),
            key="provision_form",
        )
        since = st.date_input(
            session.say("portfolio.provision.since"),
            year_end_before(view.as_of),
            max_value=view.as_of - timedelta(days=1),
            key=f"provision_since_{view.as_of}",
        )
    try:
        with st.spinner(session.say("portfolio.provision.working")):
            tables_of = cached.report(store, session.scope, disclosure, view, segment, since, str(form))
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    ahead = factor_sentence(factor_on(store, view.as_of), session.lang)
    st.markdown(f":small[{_unit_line(session, tables_of)} {ahead}]")
    reasons = reasons_on(store, view.as_of)
    names = {one.customer_id: one.name for one in tables_of.now}
    shown = disclosure_tables(tables_of, reasons, session.lang)
    for table in shown:
        picked = report.once(table.name, report.show(session, table, select=table.name in OPENS))
        if picked and picked.row.get("key"):
            OPENS[table.name](session, str(picked.row["key"]), str(form))
    _ties(session, store, view)
    _downloads(session, store, view, segment, since, str(form))
    _opened(session, store, view, names)


def _unit_line(session: Session, found: Disclosure) -> str:
    unit, method = session.say(f"app.unit_{session.unit}"), session.say(f"provision.method.{found.method}")
    return session.say("portfolio.provision.unit", unit=unit, currency=found.currency, method=method)


def _open_age(session: Session, bucket: str, form: str) -> None:
    asked.put("open", None)
    asked.remember("provision_age", (session.workspace, form, bucket))
    st.rerun()


def _open_customer(session: Session, customer: str, form: str) -> None:
    asked.remember("provision_age", None)
    report.open_documents(customer=customer)


OPENS: dict[str, Callable[[Session, str, str], None]] = {
    "by_age": _open_age,
    "individual": _open_customer,
    "top": _open_customer,
}


def _opened(session: Session, store: Store, view: View, names: dict[str, str]) -> None:
    """The invoices behind an age or a customer."""
    if session.chosen.get("open"):
        report.documents(session, store, view, names)
        return
    workspace, form, bucket = asked.recall("provision_age") or (None, None, None)
    if workspace == session.workspace and form and bucket:
        place = drilldown.Place(replace(view, scheme=form, basis=None), {"bucket": bucket})
        drilldown.show(session, store, place, drilldown.title_of(session, place, names), closing=False)


def _ties(session: Session, store: Store, view: View) -> None:
    """What is open adds up to the ledger's balance."""
    aging = cached.report(
        store, session.scope, aging_report, replace(view, scheme="default", basis=None, grouping="customer")
    )
    tables.reconciled(session, aging.reconciliation)


def _downloads(
    session: Session, store: Store, view: View, segment: str | None, since: date | None = None, form: str = FORMS[0]
) -> None:
    files = {
        "csv": lambda: provision_csv(store, view, session.lang, segment, since, form),
        "xlsx": lambda: provision_xlsx(store, view, session.lang, segment, since, form),
    }
    tables.downloads(session, "provision", files, key="provision_files")
