"""What a customer is expected to cost and how much of it is protected, on the customer's page."""

from __future__ import annotations

import streamlit as st

from pages.shared import cached
from pages.shared.session import Session
from scoring.desk.risk.customer import CustomerRisk, customer_risk
from scoring.desk.scorecard.scores import to_compute
from scoring.store import Store


def show(session: Session, store: Store, customer_id: str) -> None:
    """Expected loss with the three numbers it is made of, and what protections cover, which a tab below lists; nothing
    before the scores are there."""
    if to_compute(store, [session.view.as_of]):
        return
    found = cached.report(store, session.scope, customer_risk, customer_id, session.view)
    for currency, loss in found.losses.items():
        facts = {"loss": loss.expected_loss, "exposure": loss.exposure, "currency": currency}
        shares = {"pd": session.percent(loss.pd or 0), "lgd": session.percent(loss.lgd or 0)}
        st.markdown(f"##### {session.say('customers.expected_loss', **facts, **shares)}", help=_help(session, found))
    if found.protections:
        covered = " + ".join(f"{session.money(one.covered)} {currency}" for currency, one in found.losses.items())
        st.markdown(session.say("customers.protections", protections=len(found.protections), covered=covered or "–"))


def _help(session: Session, found: CustomerRisk) -> str:
    """The definition, and where the PD comes from."""
    source = session.say(f"customers.pd_{found.status}", pd=session.percent(found.terms.pd_not_rated))
    return f"{session.say('portfolio.loss.expected_loss_help')}\n\n{source}"
