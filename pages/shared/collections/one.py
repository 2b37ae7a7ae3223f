"""One customer's collecting on one page: the sheet before a call, the case with its moves, plans, and the whole story."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from pages.shared import cached, tables
from pages.shared.collections import story
from pages.shared.doing import do, me
from pages.shared.guard import tell
from pages.shared.session import Session
from pages.shared.strategy import noting, reasons
from pages.shared.tables import Column
from scoring.desk.collections.before_call import PAPERS, Sheet, sheet
from scoring.desk.collections.cases import DEPARTMENTS, accept, agree_plan, hand_over, move_case
from scoring.desk.collections.notes import DISPUTE_REASONS, note_contact, note_dispute, note_reason, note_survey
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.cases.plans import plan
from scoring.strategy.cases.steps import NEXT, OUTCOMES, Move
from scoring.strategy.playbook.terms import PERSISTENCES, REASONS
from scoring.terms import View


def headline(session: Session, store: Store, view: View, customer_id: str) -> str:
    """What the customer owes past due and how late."""
    found = cached.report(store, session.scope, sheet, view, customer_id)
    late = [one for one in found.standings if one.oldest_days > 0]
    if not late:
        return session.say("collections.one_none", name=found.name)
    amount = f"{session.short(late[0].overdue)} {late[0].currency}"
    return session.say("collections.one", name=found.name, amount=amount, days=late[0].oldest_days)


def show(session: Session, store: Store, view: View, customer_id: str) -> None:
    """The sheet, the forms, the story."""
    found = cached.report(store, session.scope, sheet, view, customer_id)
    left, right = st.columns([3, 2])
    with left:
        before(session, found)
    with right:
        answers(session, found)
    currency = found.standings[0].currency if found.standings else (view.currency or "")
    due = found.standings[0].due if found.standings else None
    level = found.standings[0].level.id if found.standings else None
    st.markdown(f"##### {session.say('note.title')}")
    noting.form(session, store, customer_id, currency, due, level, "case")
    _case(session, store, found)
    _others(session, store, found, currency)
    story.show(session, store, customer_id)


def before(session: Session, found: Sheet) -> None:
    """Before a call or visit: where it stands, what was promised, who decides, what to have at hand."""
    st.markdown(f"##### {session.say('before.title')}")
    for one in found.standings:
        facts = {
            "open": f"{session.money(one.open)} {one.currency}",
            "overdue": session.money(one.overdue),
            "disputed": session.money(one.disputed),
            "days": max(0, one.oldest_days),
        }
        st.markdown(f"- {session.say('before.owes', **facts)}")
        if one.due:
            st.markdown(f"- **{one.due.told[session.lang]}** ({one.level.name[session.lang]})")
    for promise in found.promises[:3]:
        facts = {"amount": promise.amount, "currency": promise.currency, "day": promise.promised_date}
        st.markdown(f"- {session.say(f'before.promise_{promise.state}', paid=promise.paid, **facts)}")
    for dispute in found.disputes:
        told = session.say("before.dispute", document=dispute["document_no"] or "–", day=dispute["opened_date"])
        st.markdown(f"- {told}")
    deciders = [row for row in found.contacts if row["decides"]] or list(found.contacts)
    names = ", ".join(f"{row['name']} {row['phone']}".strip() for row in deciders)
    st.markdown(f"- {session.say('before.decides', names=names) if names else session.say('before.decides_unknown')}")
    reasons.lines(session, found.standings, found.why)
    papers = ", ".join(session.say(f"before.paper.{name}") for name in PAPERS)
    st.markdown(f"- {session.say('before.papers', papers=papers)}")


def answers(session: Session, found: Sheet) -> None:
    """The excuses to expect, each with what to say."""
    st.markdown(f"##### {session.say('before.excuses')}")
    for excuse in found.excuses:
        with st.expander(f"“{excuse.says[session.lang]}”"):
            for part in ("ask", "say", "offer"):
                st.markdown(f"**{session.say(f'excuse.{part}')}** — {getattr(excuse, part)[session.lang]}")


def _case(session: Session, store: Store, found: Sheet) -> None:
    """Where the case stands and the moves it can make."""
    here = found.case.stage if found.case else "new"
    st.markdown(f"##### {session.say('case.here', stage=session.say(f'case.stage.{here}'))}")
    with st.form("case_move", border=False, clear_on_submit=True):
        with st.grid(columns=5, min_column_width=150):
            to = st.selectbox(
                session.say("case.to"),
                NEXT[here],
                format_func=lambda name: session.say(f"case.stage.{name}"),
                key=f"case_to_{here}",
            )
            owner = st.text_input(session.say("case.owner"), value=found.case.owner if found.case else me(session))
            evidence = st.text_input(session.say("case.evidence"))
            allowed = st.text_input(session.say("case.allowed_by"))
            outcome = st.selectbox(
                session.say("case.outcome_label"),
                OUTCOMES,
                format_func=lambda name: session.say(f"case.outcome.{name}") if name else "",
            )
        if st.form_submit_button(session.say("case.move")):
            move = Move(to, session.view.as_of, owner, evidence, allowed, outcome)
            _keep(session, owner, lambda: move_case(store, found.customer_id, move, owner))
    if found.case:
        _hand_over(session, store, found)


def _hand_over(session: Session, store: Store, found: Sheet) -> None:
    assert found.case is not None
    waiting = [row for row in store.rows("hand_over", where={"case_id": found.case.number}) if not row["accepted_on"]]
    here = session.say(f"case.department.{found.case.department}")
    with st.expander(session.say("case.hand_over", department=here)):
        if waiting:
            taker = session.say(f"case.department.{waiting[0]['taker']}")
            st.markdown(session.say("case.waits_for", taker=taker, reason=waiting[0]["reason"]))
            who = st.text_input(session.say("case.accepted_by"), key="case_accepted_by")
            if st.button(session.say("case.accept"), key="case_accept"):
                _keep(session, who, lambda: accept(store, waiting[0]["hand_over_id"], session.view.as_of, who))
            return
        others = [name for name in DEPARTMENTS if name != found.case.department]
        taker = st.selectbox(
            session.say("case.taker"),
            others,
            format_func=lambda n: session.say(f"case.department.{n}"),
            key="case_taker",
        )
        why = st.text_input(session.say("case.why"), key="case_why")
        who = st.text_input(session.say("note.by"), value=me(session), key="case_giver")
        if st.button(session.say("case.give"), key="case_give"):
            _keep(session, who, lambda: hand_over(store, found.customer_id, taker, why, session.view.as_of, who))


def _others(session: Session, store: Store, found: Sheet, currency: str) -> None:
    """Plan, dispute, reason, contact, answer: each a small form of its own."""
    with st.expander(session.say("collections.more")):
        who = st.text_input(session.say("note.by"), value=me(session), key="more_by", width=220)
        tabs = st.tabs([session.say(f"collections.form.{name}") for name in FORMS])
        for tab, form in zip(tabs, FORMS.values(), strict=True):
            with tab:
                form(session, store, found, currency, who)


def _plan(session: Session, store: Store, found: Sheet, currency: str, who: str) -> None:
    owed = found.standings[0].overdue if found.standings else Decimal(0)
    with st.grid(columns=4, min_column_width=150):
        debt = st.number_input(session.say("plan.debt", currency=currency), 0.0, value=float(owed), key="plan_debt")
        first = st.number_input(session.say("plan.first"), 0.0, value=round(float(owed) * 0.2, 2), key="plan_first")
        parts = st.number_input(session.say("plan.instalments"), 1, 60, value=4, key="plan_parts")
        rate = st.number_input(session.say("plan.interest"), 0.0, 50.0, value=0.0, key="plan_rate")
    terms = (
        Decimal(str(round(debt, 2))).quantize(Decimal("0.01")),
        Decimal(str(round(first, 2))).quantize(Decimal("0.01")),
        int(parts),
        session.view.as_of,
    )
    yearly = Decimal(str(rate)) / 100
    try:
        instalments = plan(*terms, yearly)
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    rows = [vars(part) | {"amount": part.amount} for part in instalments]
    columns = [
        Column("number", "count", heading="plan.number"),
        Column("due", "date", heading="letter.due"),
        *(Column(name, "money", heading=f"plan.{name}") for name in ("principal", "interest_part", "amount")),
    ]
    for row in rows:
        row["interest_part"] = row["interest"]
    total = {"principal": terms[0], "amount": sum((part.amount for part in instalments), Decimal(0))}
    tables.show(session, rows, columns, key="plan_rows", total=total)
    if st.button(session.say("plan.agree"), key="plan_agree"):
        _keep(session, who, lambda: agree_plan(store, found.customer_id, currency, *terms, who, yearly))


def _dispute(session: Session, store: Store, found: Sheet, currency: str, who: str) -> None:
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


def _reason(session: Session, store: Store, found: Sheet, currency: str, who: str) -> None:
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


def _contact(session: Session, store: Store, found: Sheet, currency: str, who: str) -> None:
    with st.grid(columns=4, min_column_width=150):
        name = st.text_input(session.say("contact.name"), key="contact_name")
        role = st.text_input(session.say("contact.role"), key="contact_role")
        phone = st.text_input(session.say("contact.phone"), key="contact_phone")
        email = st.text_input(session.say("contact.email"), key="contact_email")
    decides = st.checkbox(session.say("contact.decides"), key="contact_decides")
    if st.button(session.say("contact.keep"), key="contact_keep"):
        told = {"role": role, "phone": phone, "email": email}
        _keep(session, who, lambda: note_contact(store, found.customer_id, name, who, decides=decides, **told))


def _survey(session: Session, store: Store, found: Sheet, currency: str, who: str) -> None:
    score = st.slider(session.say("survey.score"), 1, 5, 4, key="survey_score")
    if st.button(session.say("survey.keep"), key="survey_keep"):
        _keep(session, who, lambda: note_survey(store, found.customer_id, session.view.as_of, score, who))


Form = Callable[[Session, Store, Sheet, str, str], None]
FORMS: dict[str, Form] = {
    "plan": _plan,
    "dispute": _dispute,
    "reason": _reason,
    "contact": _contact,
    "survey": _survey,
}


def _keep(session: Session, who: str, task: Callable[[], object]) -> None:
    do(session, who, task, session.say("note.kept"))
