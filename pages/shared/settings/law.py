"""Which law applies to this workspace, what is known of it, and the rates that late interest follows."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from pages.shared import session as asked
from pages.shared import tables
from pages.shared.doing import do, me, turn
from pages.shared.guard import tell
from pages.shared.session import Session
from pages.shared.strategy import contacting
from pages.shared.tables import Column
from scoring.desk.strategy.law import (
    agreed_rate,
    base_rate_on,
    base_rates,
    law_of,
    laws,
    note_base_rate,
    rules_of_contact,
    set_agreed_rate,
    set_jurisdiction,
)
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.cases.contact import ContactRules
from scoring.strategy.law import Law
from scoring.text import numbers


def show(session: Session, store: Store) -> None:
    """The jurisdiction, its facts with their source, base rates with their history, the agreed rate."""
    st.write(session.say("law.text"))
    law = law_of(store)
    with st.form("law", border=False):
        with st.grid(columns=2, min_column_width=240):
            names = [None, *laws()]
            name = st.selectbox(
                session.say("settings.jurisdiction"),
                names,
                index=names.index(law.jurisdiction if law else None),
                format_func=lambda one: session.say(f"law.{one}") if one else session.say("settings.none"),
                help=session.say("law.jurisdiction_help"),
                key="law_jurisdiction",
            )
            kept = agreed_rate(store)
            agreed = st.number_input(
                session.say("settings.agreed_late_interest_yearly"),
                0.0,
                100.0,
                value=None if kept is None else float(kept * 100),
                format="%.2f",
                help=session.say("law.agreed_help"),
                key="law_agreed",
            )
        if st.form_submit_button(session.say("common.save"), type="primary"):
            _save(session, store, name, None if agreed is None else Decimal(str(round(agreed, 4))) / 100)
    if law is not None:
        facts(session, store, law)
        rates(session, store, law)
    _contact(session, store, rules_of_contact(store))


def facts(session: Session, store: Store, law: Law) -> None:
    """What is known of the law, each with its source; what is not stated says so."""
    none = session.say("law.not_stated")
    st.markdown(f"##### {session.say(f'law.{law.jurisdiction}')}")
    resets = session.say("law.and").join(session.say(f"clock.kind.{kind}") for kind in law.resets)
    limitation = none
    if law.limitation_years is not None:
        limitation = session.say("law.limitation", years=law.limitation_years, absolute=law.absolute_years or "–")
    rows = [
        {"fact": session.say("law.interest_label"), "told": _interest(session, store, law) or none},
        {"fact": session.say("law.compensation_label"), "told": _compensation(session, law) or none},
        {"fact": session.say("law.limitation_label"), "told": limitation},
        {"fact": session.say("law.resets_label"), "told": resets or none},
    ]
    tables.show(
        session,
        rows,
        [Column("fact", heading="law.fact", width=220), Column("told", heading="law.told", width=620)],
        key="law_facts",
    )
    told = {
        "source": law.source[session.lang],
        "applies": law.applies[session.lang],
        "checked": law.checked,
        "verified": session.say("law.verified" if law.verified else "law.secondary"),
        "since": law.valid_from,
        "currency": law.currency,
    }
    st.markdown(f":small[{session.say('law.source', **told)}]")


def rates(session: Session, store: Store, law: Law) -> None:
    """The base rates noted, the latest first, and the form for another; none where the law needs none."""
    if law.base_name is None:
        st.markdown(f":small[{session.say('law.no_base')}]")
        return
    base = law.base_name[session.lang]
    noted = base_rates(store, law.jurisdiction)
    st.markdown(f"##### {session.say('law.rates', name=base)}")
    st.markdown(session.say(f"law.rates_use_{'least' if law.agreed_least else 'halves' if law.half_years else 'day'}"))
    if noted:
        rows = [vars(one) | {"rate": _rate(session, one.rate)} for one in noted]
        columns = [
            Column("valid_from", "date", heading="law.valid_from"),
            Column("rate", heading="law.rate", width=90),
            Column("source", heading="law.rate_source", width=280),
            Column("made_by", heading="note.by", width=120),
            Column("made_at", heading="strategy.column.made_at", width=160),
        ]
        for row in rows:
            row["made_at"] = numbers.written(row["made_at"], session.lang)
        tables.show(session, rows, columns, key="base_rates")
    else:
        st.info(session.say("law.rates_none", name=base))
    with st.form("base_rate", border=False):
        with st.grid(columns=4, min_column_width=150):
            rate = st.number_input(
                session.say("law.rate"), -2.0, 50.0, value=None, format="%.3f", key=f"law_rate{turn()}"
            )
            since = st.date_input(session.say("law.valid_from"), session.view.as_of, key=f"law_since{turn()}")
            source = st.text_input(session.say("law.rate_source"), key=f"law_source{turn()}")
            who = st.text_input(session.say("note.by"), value=me(session), key=f"law_by{turn()}")
        if st.form_submit_button(session.say("law.rate_keep")):
            if rate is None:
                st.error(session.say("law.rate_missing"))
                return
            share = Decimal(str(round(rate, 4))) / 100
            task = lambda: note_base_rate(store, law.jurisdiction, since, share, source, who)  # noqa: E731
            do(session, who, task, session.say("settings.saved"))


def _interest(session: Session, store: Store, law: Law) -> str:
    if law.rate is None:
        return ""
    if law.kind == "daily":
        return session.say("law.interest_daily", rate=_rate(session, law.rate))
    base = base_rate_on(store, law, session.view.as_of)
    name = law.base_name[session.lang] if law.base_name else ""
    points = numbers.decimal(law.rate * 100, session.lang, 0)
    if base is None:
        return session.say("law.interest_points", name=name, points=points)
    total = _rate(session, law.rate + base)
    return session.say("law.interest_now", name=name, points=points, total=total)


def _rate(session: Session, share: Decimal) -> str:
    return f"{numbers.decimal(share * 100, session.lang, 2)}%"


def _compensation(session: Session, law: Law) -> str:
    told = []
    for one in law.compensation:
        amount = f"{law.currency} {numbers.whole(int(one.amount), session.lang)}"
        if one.up_to is None:
            told.append(session.say("law.compensation_all", amount=amount))
        else:
            most = numbers.whole(int(one.up_to), session.lang)
            told.append(session.say("law.compensation_below", amount=amount, most=most))
    return session.say("law.and").join(told)


def _contact(session: Session, store: Store, rules: ContactRules | None) -> None:
    if rules is not None:
        st.markdown(f"##### {session.say('law.contact_title')}")
        st.markdown(contacting.rules_text(session, store, rules))


def _save(session: Session, store: Store, name: str | None, agreed: Decimal | None) -> None:
    try:
        set_jurisdiction(store, name)
        set_agreed_rate(store, agreed, session.view.as_of)
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    asked.remember("told", session.say("settings.saved"))
    st.rerun()
