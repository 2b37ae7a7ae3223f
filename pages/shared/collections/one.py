"""One customer's collecting on one page: the sheet before a call, the case with its moves, plans, and the whole story."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import streamlit as st

from pages.shared import cached
from pages.shared.collections import agreed, case, clocks, offers, papers, plans, story
from pages.shared.doing import do, me
from pages.shared.session import Session
from pages.shared.strategy import noting, reasons
from scoring.desk.collections.before_call import Sheet, sheet
from scoring.desk.collections.notes import DISPUTE_REASONS, note_contact, note_dispute, note_reason, note_survey
from scoring.desk.collections.sheet import days_late, dispute_text, last_text
from scoring.desk.reports.document_parts import plain
from scoring.store import Store
from scoring.strategy.playbook.terms import PERSISTENCES, REASONS
from scoring.terms import View


def headline(session: Session, store: Store, view: View, customer_id: str) -> str:
    """What the customer owes past due that nobody disputes, and how late."""
    found = cached.report(store, session.scope, sheet, view, customer_id)
    late = [one for one in found.standings if one.overdue > 0]
    if not late:
        return session.say("collections.one_none", name=found.name)
    asked = late[0].overdue - late[0].disputed
    if not asked:
        amount = f"{session.short(late[0].overdue)} {late[0].currency}"
        return session.say("collections.one_disputed", name=found.name, amount=amount)
    amount = f"{session.short(asked)} {late[0].currency}"
    return session.say("collections.one", name=found.name, amount=amount, days=days_late(late[0]))


def show(session: Session, store: Store, view: View, customer_id: str) -> None:
    """The sheet, the forms, the story."""
    found = cached.report(store, session.scope, sheet, view, customer_id)
    left, right = st.columns([3, 2])
    with left:
        before(session, found)
        papers.show(session, store, view, found)
    with right:
        answers(session, found)
    due = found.standings[0].due if found.standings else None
    level = found.standings[0].level.id if found.standings else None
    clocks.show(session, store, view, found)
    agreed.show(session, store, view, found)
    st.markdown(f"##### {session.say('note.title')}")
    noting.form(session, store, view, customer_id, due, level, "case")
    case.show(session, store, found)
    plans.standing(session, store, found)
    offers.standing(session, store, found)
    _others(session, store, view, found)
    story.show(session, store, customer_id)


def before(session: Session, found: Sheet) -> None:
    """Before a call or visit: where it stands, what was promised, who decides, what to have at hand."""
    st.markdown(f"##### {session.say('before.title')}")
    st.markdown("\n".join(f"- {told}" for told in _known(session, found)))
    reasons.lines(session, found.standings, found.why)


def _known(session: Session, found: Sheet) -> Iterator[str]:
    """What it owes, the step due, what was done last and is next, promises, disputes, who decides."""
    for one in found.standings:
        facts = {
            "open": f"{session.money(one.open)} {one.currency}",
            "overdue": session.money(one.overdue),
            "disputed": session.money(one.disputed),
            "days": days_late(one),
        }
        yield session.say("before.owes", **facts)
        if one.due:
            yield f"**{one.due.told[session.lang]}** ({one.level.name[session.lang]})"
    if last := last_text(found, session.lang):
        yield plain(last)
    for promise in found.promises[:3]:
        facts = {"amount": promise.amount, "currency": promise.currency, "day": promise.promised_date}
        yield session.say(f"before.promise_{promise.state}", paid=promise.paid, **facts)
    for dispute in found.disputes:
        yield plain(dispute_text(dispute, session.lang))
    deciders = [row for row in found.contacts if row["decides"]] or list(found.contacts)
    names = plain(", ".join(f"{row['name']} {row['phone']}".strip() for row in deciders))
    yield session.say("before.decides", names=names) if names else session.say("before.decides_unknown")


def answers(session: Session, found: Sheet) -> None:
    """The excuses to expect, each with what to say."""
    st.markdown(f"##### {session.say('before.excuses')}")
    for excuse in found.excuses:
        with st.expander(f"“{excuse.says[session.lang]}”"):
            for part in ("ask", "say", "offer"):
                st.markdown(f"**{session.say(f'excuse.{part}')}** — {getattr(excuse, part)[session.lang]}")


def _others(session: Session, store: Store, view: View, found: Sheet) -> None:
    """Plan, offer, dispute, reason, contact, answer: each a small form of its own, the chosen one alone drawn."""
    with st.container(border=True):
        chosen = st.segmented_control(
            session.say("collections.more"),
            list(FORMS),
            format_func=lambda name: session.say(f"collections.form.{name}"),
            key="collections_form",
        )
        if chosen:
            who = st.text_input(session.say("note.by"), value=me(session), key="more_by", width=220)
            FORMS[chosen](session, store, view, found, who)


def _dispute(session: Session, store: Store, view: View, found: Sheet, who: str) -> None:
    params = {"customer": found.customer_id, "as_of": session.view.as_of}
    numbers = [row["document_no"] for row in store.rows("customer_documents", params)]
    document = st.selectbox(
        session.say("dispute.document"),
        [None, *numbers],
        format_func=lambda number: number or session.say("dispute.everything"),
        key="dispute_document",
    )
    reason = st.selectbox(
        session.say("dispute.reason_label"),
        DISPUTE_REASONS,
        format_func=lambda name: session.say(f"dispute.reason.{name}"),
        key="dispute_reason",
    )
    if st.button(session.say("dispute.keep"), key="dispute_keep"):
        day = session.view.as_of
        _keep(session, who, lambda: note_dispute(store, found.customer_id, document, day, reason, who))


def _reason(session: Session, store: Store, view: View, found: Sheet, who: str) -> None:
    reason = st.selectbox(
        session.say("reason.why"),
        REASONS,
        index=REASONS.index(found.why.value),  # type: ignore[arg-type]
        format_func=lambda name: session.say(f"arrears_reason.{name}"),
        key="reason_why",
    )
    lasting = st.selectbox(
        session.say("reason.persistence"),
        [None, *PERSISTENCES],
        format_func=lambda name: session.say(f"persistence.{name}") if name else "",
        key="reason_persistence",
    )
    if st.button(session.say("reason.keep"), key="reason_keep"):
        day = session.view.as_of
        _keep(session, who, lambda: note_reason(store, found.customer_id, reason, day, who, lasting))


def _contact(session: Session, store: Store, view: View, found: Sheet, who: str) -> None:
    with st.grid(columns=4, min_column_width=150):
        name = st.text_input(session.say("contact.name"), key="contact_name")
        role = st.text_input(session.say("contact.role"), key="contact_role")
        phone = st.text_input(session.say("contact.phone"), key="contact_phone")
        email = st.text_input(session.say("contact.email"), key="contact_email")
    decides = st.checkbox(session.say("contact.decides"), key="contact_decides")
    if st.button(session.say("contact.keep"), key="contact_keep"):
        told = {"role": role, "phone": phone, "email": email}
        _keep(session, who, lambda: note_contact(store, found.customer_id, name, who, decides=decides, **told))


def _survey(session: Session, store: Store, view: View, found: Sheet, who: str) -> None:
    score = st.slider(session.say("survey.score"), 1, 5, 4, key="survey_score")
    if st.button(session.say("survey.keep"), key="survey_keep"):
        _keep(session, who, lambda: note_survey(store, found.customer_id, session.view.as_of, score, who))


Form = Callable[[Session, Store, View, Sheet, str], None]
FORMS: dict[str, Form] = {
    "plan": plans.form,
    "offer": offers.form,
    "dispute": _dispute,
    "reason": _reason,
    "contact": _contact,
    "survey": _survey,
}


def _keep(session: Session, who: str, task: Callable[[], object]) -> None:
    do(session, who, task, session.say("note.kept"))
