"""One line of the list opened: the step, its letter, the way to the customer, and the form that notes what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import session as asked
from pages.shared import tables
from pages.shared.doing import do, me, turn
from pages.shared.session import Session
from pages.shared.strategy import contacting, reasons
from scoring.desk.collections.contact import protected
from scoring.desk.collections.letters import FORMS, file_of, letter
from scoring.desk.collections.notes import OUTCOMES, Activity, note_activity, note_promise
from scoring.desk.worklist.today import Item
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.cases.contact import ContactRules
from scoring.strategy.playbook.terms import CHANNELS, Step
from scoring.terms import View

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
            "minutes": int(item.placed.task.minutes),
        }
        st.markdown(session.say("strategy.facts" if standing.step_days > 0 else "strategy.facts_before", **facts))
        st.markdown(f":small[{standing.level.posture[session.lang]}]")
        reasons.lines(session, (standing,), standing.why)
        with st.container(horizontal=True, gap="small"):
            if st.button(session.say("strategy.to_customer"), key="strategy_customer"):
                asked.put("customer", standing.customer_id)
                st.switch_page("pages/collections.py", query_params=asked.asked())
            _letter(session, store, view, standing.customer_id, step)
        form(session, store, standing.customer_id, standing.currency, step, standing.level.id, "list")


def form(
    session: Session, store: Store, customer_id: str, currency: str, step: Step | None, level: str | None, key: str
) -> None:
    """Note a call, visit, e-mail or letter; a promise that was made is kept with it."""
    rules = protected(store, customer_id)
    if rules is not None:
        contacting.told(session, store, rules, customer_id)
    with st.form(f"note_{key}", border=False):
        channel, outcome, spoke, person = _what(session, step, f"{key}{turn()}")
        note = st.text_input(session.say("note.note"), key=f"note_text_{key}{turn()}")
        next_step, next_on, amount, by_day = _next(session, currency, f"{key}{turn()}")
        timed: dict[str, Any] = {} if rules is None else contacting.fields(session, key)
        if st.form_submit_button(session.say("note.keep"), type="primary"):
            told = Activity(
                customer_id=customer_id,
                done_on=session.view.as_of,
                channel=channel,
                outcome=outcome,
                owner=person,
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


def _next(session: Session, currency: str, key: str) -> tuple[str, date | None, Decimal | None, date]:
    """The next step and its day; the amount promised and its day."""
    day = session.view.as_of
    with st.grid(columns=4, min_column_width=150):
        next_step = st.text_input(session.say("note.next_step"), key=f"note_next_{key}")
        next_on = st.date_input(session.say("note.next_on"), value=None, min_value=day, key=f"note_next_on_{key}")
        promised = st.number_input(
            session.say("note.promised", currency=currency), min_value=0.0, value=None, key=f"note_promised_{key}"
        )
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
            note_promise(store, told.customer_id, promised_by, amount, currency, told.done_on, by)

    do(session, by, both, session.say("note.kept"))


def _letter(session: Session, store: Store, view: View, customer_id: str, step: Step) -> None:
    if not step.document or step.document == "plan_agreement":
        return
    whole = replace(view, currency=None, filters=())
    owed = {row["currency"] for row in store.rows("customer_documents", {"customer": customer_id, "as_of": view.as_of})}

    def made(form: str) -> bytes:
        for currency in sorted(owed):
            try:
                written = letter(store, whole, customer_id, step.document, currency, session.lang)
            except ScoringError:
                continue
            return file_of(written, form, session.lang)
        return b""

    files = {form: (lambda form=form: made(form)) for form in FORMS}
    tables.downloads(
        session, "letter", files, key=f"letter_{customer_id}", label=session.say(f"letter.name.{step.document}")
    )
