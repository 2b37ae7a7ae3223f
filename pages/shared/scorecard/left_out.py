"""Who is in no sample, and why: observations left out by reason, counted and named."""

from __future__ import annotations

import streamlit as st

from pages.shared import tables
from pages.shared.scorecard import work
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.scorecard.observations import Development
from scoring.store import Store


def show(session: Session, store: Store) -> None:
    """The draft's sample and what is not in it; a click on a reason names its customers."""
    found = work.of_draft(session, store)
    if found is None:
        return
    sample = found.split.development
    facts = {"rows": len(sample.sample.bad), "left": sum(sample.excluded.values())}
    st.markdown(
        f"##### {session.say('scorecard.define.left_out', **facts)}", help=session.say("scorecard.define.left_out_help")
    )
    rows = [
        {"reason": reason, "observations": count, "customers": sample.excluded_customers[reason]}
        for reason, count in sample.excluded.items()
    ]
    columns = [
        Column("reason", "word", heading="scorecard.define.reason", words="document.excluded", width=420),
        Column("observations", "count", heading="scorecard.define.observations", width=110),
        Column("customers", "count", heading="scorecard.define.customers", width=110),
    ]
    picked = tables.show(session, rows, columns, key="left_out", select=True)
    if picked:
        _names(session, store, sample, picked.row["reason"])


def _names(session: Session, store: Store, sample: Development, reason: str) -> None:
    known = {row["customer_id"]: row["name"] for row in store.rows("customer")}
    held = sample.left_out.get(reason, ())
    words = session.say(f"document.excluded.{reason}")
    st.markdown(f"##### {session.say('scorecard.define.named', reason=words, customers=len(held))}")
    rows = [{"name": known.get(one, one), "customer_id": one, "observations": count} for one, count in held]
    columns = [
        Column("name", heading="columns.customer_name", width=300),
        Column("customer_id", heading="scores.column.customer_id"),
        Column("observations", "count", heading="scorecard.define.observations", width=110),
    ]
    tables.show(session, rows, columns, key="left_out_named", total={"observations": sum(count for _, count in held)})
