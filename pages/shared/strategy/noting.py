"""One line of the list opened: the step, its letter, the way to the customer, and the form that notes what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import cached, tables
from pages.shared import session as asked
from pages.shared.doing import do, me, turn
from pages.shared.session import Session
from pages.shared.strategy import contacting, reasons
from scoring.desk.collections.clocks import document_clocks
from scoring.desk.collections.contact import protected
from scoring.desk.collections.letters import FORMS, claims_of, file_of, letter, listed
from scoring.desk.collections.notes import OUTCOMES, Activity, note_activity, note_promise
from scoring.desk.parameters import currency_of
from scoring.desk.worklist.items import Item
from scoring.store import Store
from scoring.strategy.cases.contact import ContactRules
from scoring.strategy.playbook.terms import CHANNELS, Step
from scoring.terms import View
from scoring.text import numbers

NEXT_DAYS = 7


def panel(session: Session, store: Store, view: View, item: Item) -> None:
    """What to do for this customer, with the letter ready, and the form."""
    step, standing = item.step, item.standing
    if step is None:
        return
    with st.container(border=True):
        st.markdown(f"#### {standing.name}")
        st.markdown(f"**{step.told[session.lang]}**")
        facts = {
            "days": abs(standing.step_days),
            "amount": f"{session.money(item.amount)} {standing.currency}",
            "anyway": session.percent(item.paid_anyway),
            "gain": session.money(round(item.gain, 2)),
            "minutes": int(item.minutes),
        }
        st.markdown(session.say("strategy.facts" if standing.step_days > 0 else "strategy.facts_before", **facts))
        st.markdown(f":small[{standing.level.posture[session.lang]}]")
        reasons.lines(session, (standing,), standing.why)
        with st.container(horizontal=True, gap="small"):
            if st.button(session.say("strategy.to_customer"), key="strategy_customer"):
                asked.put("customer", standing.customer_id)
                st.switch_page("pages/collections.py", query_params=asked.asked())
            _letter(session, store, view, standing.customer_id, step)
        form(session, store, view, standing.customer_id, step, standing.level.id, "list")


def form(
    session: Session, store: Store, view: View, customer_id: str, step: Step | None, level: str | None, key: str
) -> None:
    """Note a call, visit, e-mail or letter about one document or everything; a promise that was made is kept with it, in
    the currency in which that is owed."""
    about = _abouts(session, store, view, customer_id)
    rules = protected(store, customer_id)
    if rules is not None:
        contacting.told(session, store, rules, customer_id)
    with st.form(f"note_{key}", border=False):
        channel, outcome, spoke, person = _what(session, step, f"{key}{turn()}")
        document, currency = _about(session, about, f"{key}{turn()}")
        note = st.text_input(session.say("note.note"), key=f"note_text_{key}{turn()}")
        next_step, next_on, amount, by_day = _next(session, f"{key}{turn()}")
        timed: dict[str, Any] = {} if rules is None else contacting.fields(session, key)
        if st.form_submit_button(session.say("note.keep"), type="primary"):
            told = Activity(
                customer_id=customer_id,
                done_on=session.view.as_of,
                channel=channel,
                outcome=outcome,
                owner=person,
                document_no=document,
                spoke_with=spoke,
                note=note,
                next_step=next_step,
                next_on=next_on,
                level=level if step else None,
                step_day=step.day if step else None,
                **timed,
            )
            _keep(session, store, told, rules, person, amount, currency, by_day)


def _what(session: Session, step: Step | None, key: str) -> tuple[str, str, str, str]:
    """Channel, outcome, who was spoken with, who notes it."""
    with st.grid(columns=4, min_column_width=150):
        channel = st.selectbox(
            session.say("worklist.column.channel"),
            CHANNELS,
            index=CHANNELS.index(step.channel) if step else 1,
            format_func=lambda name: session.say(f"strategy.channel.{name}"),
            key=f"note_channel_{key}",
        )
        outcome = st.selectbox(
            session.say("note.outcome_label"),
            OUTCOMES,
            format_func=lambda name: session.say(f"note.outcome.{name}"),
            key=f"note_outcome_{key}",
        )
        spoke = st.text_input(session.say("note.spoke_with"), key=f"note_spoke_{key}")
        person = st.text_input(session.say("note.by"), value=me(session), key=f"note_by_{key}")
    return channel, outcome, spoke, person


def _abouts(
    session: Session, store: Store, view: View, customer_id: str
) -> dict[tuple[str | None, str], Decimal | None]:
    """What a note may be about, with what is open of it: everything in each currency owed, the most first, then each
    document; the workspace's currency where nothing is open."""
    rows = cached.report(store, session.scope, document_clocks, view, customer_id)
    owed: dict[str, Decimal] = {}
    for row in rows:
        owed[row.currency] = owed.get(row.currency, Decimal(0)) + row.open_amount
    whole = {(None, code): owed[code] for code in sorted(owed, key=lambda code: -owed[code])}
    each = {(row.document_no, row.currency): row.open_amount for row in rows}
    return {**whole, **each} or {(None, currency_of(store)): None}


def _about(session: Session, about: dict[tuple[str | None, str], Decimal | None], key: str) -> tuple[str | None, str]:
    """The document (None = everything) and currency that the note and its promise are about."""

    def told(one: tuple[str | None, str]) -> str:
        amount = about[one]
        name = one[0] or session.say("dispute.everything")
        return f"{name} · {one[1]}" + (f" {numbers.money(amount, session.lang)}" if amount is not None else "")

    chosen = st.selectbox(
        session.say("note.about"),
        list(about),
        format_func=told,
        key=f"note_about_{key}",
        help=session.say("note.about_help"),
    )
    return chosen


def _next(session: Session, key: str) -> tuple[str, date | None, Decimal | None, date]:
    """The next step and its day; the amount promised and its day."""
    day = session.view.as_of
    with st.grid(columns=4, min_column_width=150):
        next_step = st.text_input(session.say("note.next_step"), key=f"note_next_{key}")
        next_on = st.date_input(session.say("note.next_on"), value=None, min_value=day, key=f"note_next_on_{key}")
        promised = st.number_input(session.say("note.promised"), min_value=0.0, value=None, key=f"note_promised_{key}")
        by_day = st.date_input(
            session.say("note.promised_by"),
            value=day + timedelta(days=NEXT_DAYS),
            min_value=day,
            key=f"note_promised_by_{key}",
        )
    amount = Decimal(str(promised)).quantize(Decimal("0.01")) if promised else None
    return (
        next_step,
        next_on if isinstance(next_on, date) else None,
        amount,
        by_day if isinstance(by_day, date) else day,
    )


def _keep(
    session: Session,
    store: Store,
    told: Activity,
    rules: ContactRules | None,
    by: str,
    amount: Decimal | None,
    currency: str,
    promised_by: date,
) -> None:
    def both() -> None:
        contacting.timed(rules, told)
        note_activity(store, replace(told, outcome="promised") if amount else told, by)
        if amount:
            made = (told.customer_id, promised_by, amount, currency, told.done_on, by, told.document_no)
            note_promise(store, *made)

    do(session, by, both, session.say("note.kept"))


def _letter(session: Session, store: Store, view: View, customer_id: str, step: Step) -> None:
    if not step.document or step.document == "plan_agreement":
        return
    whole = replace(view, currency=None, filters=())
    claims = claims_of(store, whole, [customer_id])
    codes = [code for (_, code), rows in sorted(claims.items()) if listed(rows, step.document)]

    def made(currency: str, form: str) -> bytes:
        mine = claims[customer_id, currency]
        written = letter(store, whole, customer_id, step.document, currency, session.lang, mine)
        return file_of(written, form, session.lang)

    for code in codes:
        files = {form: (lambda code=code, form=form: made(code, form)) for form in FORMS}
        label = session.say(f"letter.name.{step.document}") + (f" · {code}" if len(codes) > 1 else "")
        tables.downloads(
            session, f"letter_{customer_id}_{code}", files, key=f"letter_{customer_id}_{code}", label=label
        )
