"""Repayment plans of one customer: built with what it usually pays in mind, followed instalment by instalment, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import streamlit as st

from pages.shared import cached, tables
from pages.shared.collections import owed
from pages.shared.doing import do, me, turn
from pages.shared.guard import tell
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.collections.before_call import Sheet
from scoring.desk.collections.letters import FORMS, PLAN, file_of, letter
from scoring.desk.collections.repayment import RUNNING, Plan, agree_plan, claims_of_plan, end_plan, habit_of
from scoring.desk.strategy.law import rate_of_plans
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.cases.plans import Instalment, feasible, plan, strain
from scoring.terms import View

CENT = Decimal("0.01")
FIRST_SHARE = 0.2


@dataclass(frozen=True)
class Terms:
    """What a plan is asked to be, and which documents it pays."""

    currency: str
    documents: tuple[str, ...]
    debt: Decimal
    first: Decimal
    parts: int
    start: date
    yearly: Decimal

    def instalments(self) -> tuple[Instalment, ...]:
        """The plan. Raises ScoringError "plan_impossible"."""
        return plan(self.debt, self.first, self.parts, self.start, self.yearly)


def standing(session: Session, store: Store, found: Sheet) -> None:
    """The plans of a customer that nobody has ended: each instalment with what came for it."""
    for one in found.plans:
        if one.state in RUNNING:
            _followed(session, store, one)
            _agreement(session, store, one)


def form(session: Session, store: Store, view: View, found: Sheet, who: str) -> None:
    """Build a plan and see whether the customer can keep it."""
    amounts = owed.amounts(session, store, view, found.customer_id)
    if not amounts:
        st.info(session.say("plan.nothing"))
        return
    terms = _terms(session, store, view, found.customer_id, amounts)
    if terms is None:
        st.info(session.say("plan.no_documents"))
        return
    try:
        instalments = terms.instalments()
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    _feasible(session, store, view, found, terms, instalments)
    _rows(session, terms, instalments)
    if st.button(session.say("plan.agree"), key="plan_agree"):
        task = lambda: agree_plan(  # noqa: E731
            store,
            found.customer_id,
            terms.currency,
            terms.debt,
            terms.first,
            terms.parts,
            terms.start,
            who,
            terms.yearly,
            agreed_on=view.as_of,
            documents=terms.documents,
        )
        do(session, who, task, session.say("note.kept"))


def _rows(session: Session, terms: Terms, instalments: tuple[Instalment, ...]) -> None:
    """What would be paid when, of the debt and as interest."""
    rows = [vars(part) | {"interest_part": part.interest, "amount": part.amount} for part in instalments]
    columns = [
        Column("number", "count", heading="plan.number"),
        Column("due", "date", heading="letter.due"),
        *(Column(name, "money", heading=f"plan.{name}") for name in ("principal", "interest_part", "amount")),
    ]
    total = {
        "principal": terms.debt,
        "interest_part": sum((part.interest for part in instalments), Decimal(0)),
        "amount": sum((part.amount for part in instalments), Decimal(0)),
    }
    tables.show(session, rows, columns, key="plan_rows", total=total)


def _documents(
    session: Session, store: Store, view: View, customer_id: str, currencies: list[str]
) -> tuple[str, dict[str, Decimal]]:
    """The currency, and the documents that the plan is to pay with what is open of each: all that is late and undisputed
    unless some are taken out."""
    with st.container(horizontal=True):
        currency = str(st.selectbox(session.say("columns.currency"), currencies, key="plan_currency", width=120))
        open_now = owed.documents(session, store, view, customer_id, currency)
        chosen = st.multiselect(
            session.say("plan.documents"),
            list(open_now),
            list(open_now),
            key=f"plan_documents_{currency}{turn()}",
            help=session.say("plan.documents_help"),
        )
    return currency, {number: open_now[number] for number in chosen}


def _terms(session: Session, store: Store, view: View, customer_id: str, amounts: dict[str, Decimal]) -> Terms | None:
    """What is asked; None where no document is chosen."""
    currency, chosen = _documents(session, store, view, customer_id, list(amounts))
    if not chosen:
        return None
    due = float(sum(chosen.values(), Decimal(0)))
    with st.grid(columns=4, min_column_width=150):
        of = f"{currency}_{due}{turn()}"
        debt = st.number_input(session.say("plan.debt", currency=currency), 0.0, due, value=due, key=f"plan_debt_{of}")
        first = st.number_input(
            session.say("plan.first"), 0.0, value=round(due * FIRST_SHARE, 2), key=f"plan_first_{of}"
        )
        start = st.date_input(
            session.say("plan.start"), session.view.as_of, min_value=session.view.as_of, key=f"plan_start{turn()}"
        )
        parts = st.number_input(session.say("plan.instalments"), 1, 60, value=4, key=f"plan_parts{turn()}")
        yearly = _yearly(session, store)
    money = [Decimal(str(round(value, 2))).quantize(CENT) for value in (debt, first)]
    return Terms(currency, tuple(chosen), money[0], money[1], int(parts), start, yearly)


def _yearly(session: Session, store: Store) -> Decimal:
    """The interest of the plan: none, by law or as agreed, or a rate of its own."""
    given = rate_of_plans(store, session.view.as_of)
    kind = st.selectbox(
        session.say("plan.interest_kind"),
        ["none", *([given[0]] if given else []), "own"],
        format_func=lambda name: _interest(session, name, given),
        key="plan_kind",
        help=session.say("plan.interest_help"),
    )
    rate = 0.0
    if kind == "own":
        rate = st.number_input(session.say("plan.interest"), 0.0, 50.0, value=0.0, key="plan_rate") / 100
    return given[1] if given and kind == given[0] else Decimal(str(round(rate, 6)))


def _interest(session: Session, kind: str, given: tuple[str, Decimal] | None) -> str:
    rate = session.percent(float(given[1])) if given else ""
    return session.say(f"plan.interest_{kind}", rate=rate)


def _feasible(
    session: Session, store: Store, view: View, found: Sheet, terms: Terms, instalments: tuple[Instalment, ...]
) -> None:
    """The heaviest instalment beside what the customer usually pays in a month, with the evidence."""
    habit = cached.report(store, session.scope, habit_of, found.customer_id, terms.currency, view.as_of)
    monthly = habit.monthly if habit else None
    share = strain(instalments, monthly)
    word = feasible(share)
    if habit is None or monthly is None or share is None:
        st.warning(session.say("plan.feasible_unknown"))
        return
    facts = {
        "heaviest": f"{session.money(max(part.amount for part in instalments))} {terms.currency}",
        "share": session.percent(float(share)),
        "monthly": f"{session.money(monthly)} {terms.currency}",
        "receipts": habit.receipts,
        "months": habit.months,
    }
    (st.warning if word in ("hard", "beyond") else st.success)(session.say(f"plan.feasible_{word}", **facts))


def _agreement(session: Session, store: Store, one: Plan) -> None:
    """The plan on paper, for both sides to sign."""
    instalments = [kept.instalment for kept in one.instalments]

    def made(form: str) -> bytes:
        written = letter(
            store,
            View(as_of=one.agreed_on),
            one.customer_id,
            PLAN,
            one.currency,
            session.lang,
            claims_of_plan(store, one),
            instalments,
        )
        return file_of(written, form, session.lang)

    files = {form: (lambda form=form: made(form)) for form in FORMS}
    label = session.say(f"letter.name.{PLAN}")
    tables.downloads(session, f"plan_{one.number}", files, key=f"plan_paper_{one.number}", label=label)


def _followed(session: Session, store: Store, one: Plan) -> None:
    left = f"{session.money(one.left)} {one.currency}"
    state = session.say(f"plan.state.{one.state}")
    st.markdown(f"##### {session.say('plan.told', number=one.number, state=state, left=left)}")
    if one.documents:
        told = session.say("plan.about", day=one.agreed_on, documents=", ".join(one.documents))
        st.markdown(f":small[{told}]")
    if one.missed is not None:
        day = one.missed.instalment.due
        st.warning(session.say("plan.broken", number=one.missed.instalment.number, day=day))
    rows = [
        vars(kept.instalment)
        | {"amount": kept.instalment.amount, "paid": kept.paid, "state": session.say(f"plan.kept.{kept.state}")}
        for kept in one.instalments
    ]
    columns = [
        Column("number", "count", heading="plan.number"),
        Column("due", "date", heading="letter.due"),
        Column("amount", "money", heading="plan.amount"),
        Column("paid", "money", heading="plan.paid"),
        Column("state", heading="plan.state_label", width=130),
    ]
    total = {
        "amount": sum((kept.instalment.amount for kept in one.instalments), Decimal(0)),
        "paid": sum((kept.paid for kept in one.instalments), Decimal(0)),
    }
    tables.show(session, rows, columns, key=f"plan_{one.number}", total=total)
    with st.expander(session.say("plan.end_title")), st.container(horizontal=True, vertical_alignment="bottom"):
        why = st.text_input(session.say("case.why"), key=f"plan_end_why_{one.number}")
        who = st.text_input(session.say("note.by"), value=me(session), key=f"plan_end_by_{one.number}")
        if st.button(session.say("plan.end"), key=f"plan_end_{one.number}"):
            day = session.view.as_of
            do(session, who, lambda: end_plan(store, one.number, day, why, who), session.say("note.kept"))
