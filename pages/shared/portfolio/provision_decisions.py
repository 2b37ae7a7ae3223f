"""What the allowance is computed by: method, parameters, fixed rates, look ahead, customers assessed one by one. Every
change asks who and why where a judgement is behind it, and is kept with its moment."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import guard, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.intake.importing import user_of_machine
from scoring.desk.risk import provision_basis as basis
from scoring.desk.risk.provision import Provision
from scoring.desk.risk.provision_wording import factor_sentence
from scoring.desk.wording import bucket_label
from scoring.errors import ScoringError
from scoring.metrics.risk.allowance import Assessed
from scoring.store import Store
from scoring.text import numbers

CUSTOMERS_MAX = 1_000
"""Of those that owe most, offered to be assessed alone."""
RATES: tuple[basis.Method, ...] = ("due", "age")


def show(session: Session, store: Store, found: Provision) -> None:
    """Individual customers first, then the look ahead, then method and rates."""
    left, right = st.columns(2, gap="large")
    with left:
        _individual(session, store, found)
    with right:
        _look_ahead(session, store, found)
    st.divider()
    left, right = st.columns(2, gap="large")
    with left:
        _method(session, store, found)
    with right:
        _percentages(session, store)


def _individual(session: Session, store: Store, found: Provision) -> None:
    words = session.say("portfolio.provision.individual")
    st.markdown(f"##### {words}", help=session.say("portfolio.provision.individual_help"))
    held, names = basis.decisions_on(store, found.header.as_of), {one.customer_id: one for one in found.assessed}
    for customer, row in held.items():
        _held(session, store, found, customer, row, names.get(customer))
    if not held:
        st.write(session.say("portfolio.provision.nobody"))
    offered = [one.customer_id for one in found.assessed if one.customer_id not in held][:CUSTOMERS_MAX]
    with st.form("assess", border=True):
        one = st.selectbox(
            session.say("columns.customer_name"),
            offered,
            index=None,
            format_func=lambda each: f"{names[each].name} · {session.short(names[each].balance)}",
            key="assess_customer",
        )
        percent = st.number_input(
            session.say("portfolio.provision.percent"), 0.0, 100.0, 100.0, step=5.0, key="assess_share"
        )
        reason = st.text_input(session.say("portfolio.provision.why"), key="assess_reason")
        if st.form_submit_button(session.say("common.save"), type="primary", key="assess_save"):
            if one is None:
                st.error(session.say("portfolio.provision.choose"))
                return
            share = Decimal(str(percent)) / 100
            day = found.header.as_of
            _do(session, lambda: basis.assess(store, one, share, reason, _person(session), day))


def _held(
    session: Session, store: Store, found: Provision, customer: str, row: dict[str, Any], one: Assessed | None
) -> None:
    """One decision in a line, and the button that ends it."""
    told = {
        "name": one.name if one else customer,
        "share": session.percent(row["share"]),
        "reason": row["reason"],
        "by": row["made_by"],
        "day": row["from_date"],
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(session.say("portfolio.provision.held", **told))
        if st.button(session.say("portfolio.provision.end"), key=f"end_{customer}"):
            _do(session, lambda: basis.end(store, customer, _person(session), found.header.as_of))


def _look_ahead(session: Session, store: Store, found: Provision) -> None:
    st.markdown(
        f"##### {session.say('portfolio.provision.look_ahead')}",
        help=session.say("portfolio.provision.look_ahead_help"),
    )
    st.write(factor_sentence(found.factor, session.lang))
    with st.form("look_ahead", border=True):
        value = st.number_input(
            session.say("portfolio.provision.factor"),
            0.1,
            float(basis.FACTOR_MAX),
            float(found.factor.value),
            step=0.05,
        )
        reason = st.text_input(session.say("portfolio.provision.why"), key="factor_reason")
        if st.form_submit_button(session.say("common.save"), type="primary", key="factor_save"):
            factor, day = Decimal(str(round(value, 4))), found.header.as_of
            _do(session, lambda: basis.set_factor(store, factor, reason, _person(session), day))
    log = basis.factors(store)
    if log:
        rows = [row | {"factor": numbers.decimal(row["factor"], session.lang, 2)} for row in log]
        columns = [
            Column("from_date", "date", heading="portfolio.provision.from_date"),
            Column("factor", heading="portfolio.provision.factor", width=90),
            Column("reason", heading="portfolio.provision.why", width=220),
            Column("made_by", heading="portfolio.provision.by", width=90),
            Column("made_at", heading="portfolio.provision.at", width=130),
        ]
        tables.show(session, [row | {"made_at": numbers.written(row["made_at"], session.lang)} for row in rows], columns,
                    key="factors")  # fmt: skip


def _method(session: Session, store: Store, found: Provision) -> None:
    st.markdown(f"##### {session.say('portfolio.provision.method')}")
    with st.form("provision_method", border=True):
        method = st.selectbox(
            session.say("settings.provision_method"),
            basis.METHODS,
            index=basis.METHODS.index(found.method),
            format_func=lambda name: session.say(f"provision.method.{name}"),
        )
        held = found.parameters
        months = st.number_input(session.say("settings.provision_history_months"), 3, 120, held.history_months)
        days = st.number_input(session.say("settings.provision_lost_after_days"), 91, 1825, held.lost_after_days)
        lgd = st.number_input(session.say("settings.provision_lgd"), 0.0, 100.0, float(held.lgd) * 100, step=5.0)
        if st.form_submit_button(session.say("common.save"), type="primary", key="method_save"):
            wanted = {
                "provision_method": str(method),
                "provision_history_months": str(months),
                "provision_lost_after_days": str(days),
                "provision_lgd": str(round(lgd / 100, 4)),
            }
            now = {
                "provision_method": found.method,
                "provision_history_months": str(held.history_months),
                "provision_lost_after_days": str(held.lost_after_days),
                "provision_lgd": str(float(held.lgd)),
            }
            _do(session, lambda: [store.set_setting(n, v) for n, v in wanted.items() if v != now[n]])


def _percentages(session: Session, store: Store) -> None:
    st.markdown(f"##### {session.say('portfolio.provision.fixed')}", help=session.say("portfolio.provision.fixed_help"))
    for method in RATES:
        shares = basis.percentages_of(store, method)
        with st.form(f"percent_{method}", border=True):
            st.markdown(f"**{session.say(f'provision.method.{method}')}**")
            with st.grid(columns=3, min_column_width=90):
                entered = {
                    bucket: st.number_input(
                        f"{bucket_label(bucket, 'due' if method == 'due' else 'issue', session.lang)} (%)",
                        0.0, 100.0, float(share) * 100, step=0.5, format="%.2f", key=f"percent_{method}_{bucket}",
                    )
                    for bucket, share in shares.items()
                }  # fmt: skip
            with st.container(horizontal=True):
                save = st.form_submit_button(session.say("common.save"), type="primary", key=f"percent_{method}_save")
                back = st.form_submit_button(session.say("portfolio.provision.example"), key=f"percent_{method}_back")
        if back:
            _do(session, _to_example(store, method))
        elif save:
            told = {bucket: Decimal(str(round(value / 100, 6))) for bucket, value in entered.items()}
            _do(session, _to(store, method, told))


def _to(store: Store, method: basis.Method, shares: dict[str, Decimal]) -> Callable[[], None]:
    return lambda: basis.set_percentages(store, method, shares)


def _to_example(store: Store, method: basis.Method) -> Callable[[], None]:
    return lambda: basis.set_percentages(store, method, None)


def _do(session: Session, change: Callable[[], Any]) -> None:
    """Make a change and draw the page again, or say why it cannot be made; what was entered stays."""
    try:
        change()
    except ScoringError as stop:
        guard.tell(stop, session.lang)
        return
    asked.remember("told", session.say("settings.saved"))
    st.rerun()


def _person(session: Session) -> str:
    return session.user or user_of_machine()
