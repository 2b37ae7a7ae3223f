"""Open disputes with reason and age: of one customer, or of everybody on the first tab."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import cached, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.collections.disputes import Disputed, disputes_open
from scoring.store import Store
from scoring.terms import View
from scoring.text import knows

ROWS_MAX = 300


def everybody(session: Session, store: Store, view: View, names: Mapping[str, str]) -> None:
    """Every open dispute, the oldest first; a click opens its customer."""
    found = cached.report(store, session.scope, disputes_open, view.as_of)
    if not found:
        return
    st.markdown(f"##### {title(session, found)}")
    picked = table(session, found[:ROWS_MAX], names, "disputes", select=True)
    if picked:
        asked.put("customer", picked)
        st.rerun()


def title(session: Session, found: Sequence[Disputed]) -> str:
    """How many are open, over how much, and how old the oldest is."""
    ages = [one.days for one in found if one.days is not None]
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in found:
        if one.amount is not None and one.currency:
            sums[one.currency] += one.amount
    amounts = " · ".join(f"{session.short(amount)} {code}" for code, amount in sorted(sums.items()))
    key = "dispute.title" if ages and amounts else "dispute.title_plain"
    return session.say(key, count=len(found), amounts=amounts, days=max(ages, default=0))


def table(
    session: Session, found: Sequence[Disputed], names: Mapping[str, str], key: str, select: bool = False
) -> str | None:
    """The disputes as a table; the customer clicked, where that is asked."""
    rows: list[dict[str, Any]] = [
        vars(one)
        | {
            "customer_name": names.get(one.customer_id, one.customer_id),
            "document_no": one.document_no or session.say("dispute.everything"),
            "reason": reason(session, one.reason),
        }
        for one in found
    ]
    columns = [
        *([Column("customer_name", pinned=True, width=190)] if names else []),
        Column("document_no", heading="dispute.document", width=130),
        Column("reason", heading="dispute.reason_label", width=150),
        Column("opened", "date", heading="dispute.opened"),
        Column("days", "count", heading="dispute.days"),
        Column("amount", "exact", heading="dispute.amount", help=session.say("dispute.amount_help")),
        Column("currency", "code"),
    ]
    codes = {one.currency for one in found}
    total = None
    if len(codes) == 1 and codes != {""}:
        total = {"amount": sum((one.amount or Decimal(0) for one in found), Decimal(0)), "currency": codes.pop()}
    picked = tables.show(session, rows, columns, key=key, total=total, select=select)
    return str(picked.row["customer_id"]) if picked else None


def reason(session: Session, told: str) -> str:
    """What a dispute is about: in the reader's words where it is one of ours, else as the file says it."""
    return session.say(f"dispute.reason.{told}") if told and knows(f"dispute.reason.{told}") else told
