"""Settlement offers to one customer: a discount for paying by a day, weighed against waiting; answers; what came of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import streamlit as st

from pages.shared import cached, tables
from pages.shared.collections import owed
from pages.shared.doing import do, me, turn
from pages.shared.guard import tell
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.collections.before_call import Sheet
from scoring.desk.collections.offers import ANSWERS, Grounds, Offer, answer_offer, grounds, make_offer, weigh
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.cases.offers import Verdict
from scoring.terms import View

CENT = Decimal("0.01")
DAYS, SHARE = 14, 90.0
THIN = 30
"""Fewer ended claims than this say little of how claims end."""


def standing(session: Session, store: Store, found: Sheet) -> None:
    """Every offer with what became of it; open ones can be answered."""
    if not found.offers:
        return
    st.markdown(f"##### {session.say('offer.title', count=len(found.offers))}")
    rows = [
        vars(one) | {"state": session.say(f"offer.state.{one.state}"), "documents": ", ".join(one.documents)}
        for one in found.offers
    ]
    columns = [
        Column("offered_on", "date", heading="offer.offered_on"),
        Column("claim", "exact", heading="offer.claim"),
        Column("pay", "exact", heading="offer.pay"),
        Column("currency", "code"),
        Column("pay_by", "date", heading="offer.pay_by"),
        Column("waiting_worth", "exact", heading="offer.waiting", help=session.say("offer.waiting_help")),
        Column("paid", "exact", heading="plan.paid"),
        Column("state", heading="plan.state_label", width=150),
        Column("allowed_by", heading="case.allowed_by", width=110),
        Column("documents", heading="offer.documents", width=200),
    ]
    tables.show(session, rows, columns, key="offers")
    for one in found.offers:
        if one.state == "open":
            _answer(session, store, one)


def form(session: Session, store: Store, view: View, found: Sheet, who: str) -> None:
    """Build an offer and read its verdict before it is made."""
    amounts = owed.amounts(session, store, view, found.customer_id)
    if not amounts:
        st.info(session.say("plan.nothing"))
        return
    with st.grid(columns=3, min_column_width=170):
        currency = st.selectbox(session.say("columns.currency"), list(amounts), key="offer_currency")
        share = st.number_input(
            session.say("offer.share"), 1.0, 99.9, value=SHARE, step=1.0, format="%.1f", key=f"offer_share{turn()}"
        )
        day = st.date_input(
            session.say("offer.pay_by"),
            view.as_of + timedelta(days=DAYS),
            min_value=view.as_of,
            key=f"offer_by_{view.as_of}{turn()}",
        )
    documents = owed.documents(session, store, view, found.customer_id, currency)
    chosen = st.multiselect(
        session.say("offer.documents"), list(documents), list(documents), key=f"offer_documents_{currency}{turn()}"
    )
    claim = sum((documents[number] for number in chosen), Decimal(0))
    pay = (claim * Decimal(str(round(share, 1))) / 100).quantize(CENT)
    try:
        ground = cached.report(store, session.scope, grounds, view, found.customer_id, currency, tuple(chosen))
        weighed = weigh(ground, view.as_of, pay, day)
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    _verdict(session, ground, weighed, pay, currency)
    allowed, why = _leave(session, ground, weighed)
    if st.button(session.say("offer.make", pay=f"{session.money(pay)} {currency}"), key="offer_make"):
        task = lambda: make_offer(  # noqa: E731
            store, view, found.customer_id, currency, tuple(chosen), pay, day, who, allowed, why
        )
        do(session, who, task, session.say("note.kept"))


def _verdict(session: Session, ground: Grounds, weighed: Verdict, pay: Decimal, currency: str) -> None:
    """Whether the compromise costs more than it brings, the break-even discount, and what that rests on."""
    facts = {
        "pay": f"{session.money(pay)} {currency}",
        "discount": session.percent(weighed.discount),
        "worth": f"{session.money(round(weighed.offer_worth, 2))} {currency}",
        "waiting": f"{session.money(round(ground.waited.worth, 2))} {currency}",
        "gain": f"{session.money(round(abs(weighed.gain), 2))} {currency}",
    }
    if weighed.break_even <= 0:
        limit = session.say("offer.no_break_even")
    else:
        limit = session.say("offer.break_even", discount=session.percent(weighed.break_even))
    told = session.say("offer.fine" if weighed.fine else "offer.costs", **facts)
    (st.success if weighed.fine else st.warning)(f"{told} {limit}")
    prospect = ground.prospect
    basis = {
        "claim": f"{session.money(round(ground.waited.claim, 2))} {currency}",
        "unpaid": session.percent(ground.waited.unpaid),
        "rating": session.say(f"rating.{ground.rating}"),
        "ended": ground.claims_ended,
        "open": ground.claims_open,
        "lgd": session.percent(prospect.lgd),
        "capital": session.percent(prospect.cost_of_capital),
        "cost": f"{session.money(round(ground.waited.cost, 2))} {currency}",
    }
    pd = session.say("offer.in_default") if prospect.pd is None else session.percent(prospect.pd)
    st.markdown(f":small[{session.say('offer.basis', pd=pd, **basis)}]")
    if ground.claims_ended < THIN:
        st.markdown(f":small[{session.say('offer.thin')}]")
    if not ground.cost_known:
        st.markdown(f":small[{session.say('offer.cost_unknown', currency=currency)}]")


def _leave(session: Session, ground: Grounds, weighed: Verdict) -> tuple[str, str]:
    """Who allowed what the level or the sums do not; asked only where it is needed."""
    if ground.permitted and weighed.fine:
        st.markdown(f":small[{session.say('offer.permitted')}]")
        return "", ""
    st.markdown(session.say("offer.needs_leave_level" if not ground.permitted else "offer.needs_leave_cost"))
    with st.grid(columns=2, min_column_width=170):
        allowed = st.text_input(session.say("case.allowed_by"), key=f"offer_allowed{turn()}")
        why = st.text_input(session.say("case.why"), key=f"offer_why{turn()}")
    return allowed, why


def _answer(session: Session, store: Store, one: Offer) -> None:
    told = session.say("offer.answer_title", number=one.number, day=one.pay_by)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(told)
        who = st.text_input(session.say("note.by"), value=me(session), key=f"offer_by_{one.number}", width=180)
        for answer in ANSWERS:
            if st.button(session.say(f"offer.answer.{answer}"), key=f"offer_{answer}_{one.number}"):
                _keep(session, store, one.number, answer, who)


def _keep(session: Session, store: Store, number: int, answer: str, who: str) -> None:
    day = session.view.as_of
    do(session, who, lambda: answer_offer(store, number, answer, day, who), session.say("note.kept"))
