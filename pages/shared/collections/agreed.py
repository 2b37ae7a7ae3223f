"""What one customer said: promises with what came of them, disputes with reason and age, people; each can be ended."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import cached, tables
from pages.shared.collections import disputes
from pages.shared.doing import do, me, turn
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.collections.before_call import Sheet
from scoring.desk.collections.disputes import disputes_open, settle_dispute
from scoring.desk.collections.notes import remove_contact, withdraw_promise
from scoring.store import Store
from scoring.terms import View
from scoring.text import numbers

PROMISES = [
    Column("document_no", heading="dispute.document", width=130),
    Column("made_on", "date", heading="promise.made_on"),
    Column("promised_date", "date", heading="promise.by"),
    Column("amount", "exact", heading="promise.amount"),
    Column("currency", "code"),
    Column("paid", "exact", heading="plan.paid", help="promise.paid_help"),
    Column("state", heading="plan.state_label", width=150),
]
PEOPLE = [
    Column("name", heading="contact.name", pinned=True, width=170),
    Column("role", heading="contact.role", width=170),
    Column("phone", heading="contact.phone", width=150),
    Column("email", heading="contact.email", width=230),
    Column("decides", "flag", heading="contact.decides", width=150),
]


def show(session: Session, store: Store, view: View, found: Sheet) -> None:
    """Promises, disputes and people, each where there is any."""
    if found.promises:
        _promises(session, store, found)
    open_now = cached.report(store, session.scope, disputes_open, view.as_of, found.customer_id)
    if open_now:
        st.markdown(f"##### {disputes.title(session, open_now)}")
        disputes.table(session, open_now, {}, "one_disputes")
        _settle(session, store, found, open_now)
    if found.contacts:
        _people(session, store, found)


def _promises(session: Session, store: Store, found: Sheet) -> None:
    counts = {state: sum(one.state == state for one in found.promises) for state in ("kept", "broken", "waiting")}
    st.markdown(f"##### {session.say('promise.title', **counts)}")
    rows: list[dict[str, Any]] = [
        vars(one) | {"state": session.say(f"promise.state.{one.state}"), "document_no": one.document_no or "–"}
        for one in found.promises
    ]
    columns = [
        Column(**{**vars(one), "help": session.say(one.help)}) if one.help else one  # words are looked up when drawn
        for one in PROMISES
    ]
    same = len({one.currency for one in found.promises}) == 1
    total = {name: sum((getattr(one, name) for one in found.promises), Decimal(0)) for name in ("amount", "paid")}
    tables.show(session, rows, columns, key="one_promises", total=total if same else None)
    noted = [
        row for row in store.rows("promise_noted", where={"customer_id": found.customer_id}) if _waits(session, row)
    ]
    if noted:
        label = {
            row["promise_id"]: f"{numbers.money(row['promised_amount'] or Decimal(0), session.lang)} {row['currency']}"
            f" · {numbers.day(row['promised_date'], session.lang)}"
            for row in noted
        }
        day = session.view.as_of
        task = lambda number, who: withdraw_promise(store, number, day, who)  # noqa: E731
        _end(session, "promise", label, task)


def _waits(session: Session, row: dict[str, Any]) -> bool:
    """Whether a noted promise may still be taken back: known by the day, its own day not past, not withdrawn."""
    day = session.view.as_of
    return row["withdrawn_on"] is None and row["made_on"] <= day <= row["promised_date"]


def _settle(session: Session, store: Store, found: Sheet, open_now: tuple[Any, ...]) -> None:
    label = {
        number: f"{one.document_no or session.say('dispute.everything')} · {disputes.reason(session, one.reason)}"
        for number, one in enumerate(open_now)
    }
    day = session.view.as_of

    def task(number: int, who: str) -> None:
        one = open_now[number]
        settle_dispute(store, found.customer_id, one.document_no, one.opened, day, who)

    _end(session, "dispute", label, task)


def _people(session: Session, store: Store, found: Sheet) -> None:
    st.markdown(f"##### {session.say('contact.title', count=len(found.contacts))}")
    tables.show(session, list(found.contacts), PEOPLE, key="one_people")
    label = {row["contact_id"]: str(row["name"]) for row in found.contacts}
    day = session.view.as_of
    _end(session, "contact", label, lambda number, who: remove_contact(store, number, day, who))


def _end(session: Session, what: str, label: dict[int, str], task: Callable[[int, str], object]) -> None:
    """Choose one and end it: a promise taken back, a dispute settled, a person gone."""
    with (
        st.expander(session.say(f"{what}.end_title")),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        number = st.selectbox(
            session.say(f"{what}.end_which"),
            list(label),
            format_func=label.__getitem__,
            key=f"end_{what}{turn()}",
            width=320,
        )
        who = st.text_input(session.say("note.by"), value=me(session), key=f"end_{what}_by{turn()}", width=180)
        if st.button(session.say(f"{what}.end"), key=f"end_{what}_do"):
            do(session, who, lambda: task(int(number), who), session.say("note.kept"))
