"""The sheet to have at hand before a call or visit: what is open, promised, disputed and agreed, who decides, which excuse
to expect, and the papers to bring."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.desk.collections.cases import Case, open_case
from scoring.desk.collections.disputes import Disputed, disputes_open
from scoring.desk.collections.offers import Offer, offers
from scoring.desk.collections.papers import Papers, papers_of
from scoring.desk.collections.repayment import Plan, plans
from scoring.desk.strategy.debtors import strategy_report
from scoring.desk.strategy.playbook import playbook_of
from scoring.desk.strategy.standings import Standing
from scoring.store import Store
from scoring.strategy.cases.reasons import UNKNOWN, Finding
from scoring.strategy.playbook.terms import REASONS, Excuse
from scoring.terms import View

EXCUSES = 3
STATES = {True: "kept", False: "broken", None: "waiting"}
"""Of promises, by `kept` of the mart `promises_kept`."""


@dataclass(frozen=True)
class Promised:
    """A promise and what came of it by a date: `paid` of its amount between the day it was made and its day; state kept,
    waiting or broken; `document_no` None = of whatever it owes."""

    promised_date: date
    amount: Decimal
    currency: str
    made_on: date
    paid: Decimal
    state: str
    document_no: str | None = None


@dataclass(frozen=True)
class Sheet:
    """Everything of one customer before a call; `standings` by currency of the view; `last` = what was
    done last, a row of "activity"; `why` it does not pay, recorded or suggested; `excuses` likeliest first."""

    customer_id: str
    name: str
    standings: tuple[Standing, ...]
    promises: tuple[Promised, ...]
    disputes: tuple[Disputed, ...]
    contacts: tuple[dict[str, Any], ...]
    last: dict[str, Any] | None
    case: Case | None
    plans: tuple[Plan, ...]
    offers: tuple[Offer, ...]
    papers: Papers
    why: Finding
    excuses: tuple[Excuse, ...]


def sheet(store: Store, view: View, customer_id: str) -> Sheet:
    """The sheet of one customer on the view's date. Raises ScoringError as `strategy_report`."""
    report = strategy_report(store, view)
    mine = tuple(one for ones in report.standings.values() if (one := ones.of(customer_id)))
    customer = store.one("customer", customer_id=customer_id) or {}
    as_of, by_customer = view.as_of, {"customer_id": customer_id}
    promises = judged(store, as_of, customer_id).get(customer_id, [])
    why = mine[0].why if mine else UNKNOWN
    return Sheet(
        customer_id=customer_id,
        name=str(customer.get("name", customer_id)),
        standings=mine,
        promises=tuple(promises),
        disputes=disputes_open(store, as_of, customer_id),
        contacts=tuple(row for row in store.rows("contact", where=by_customer) if row["removed_on"] is None),
        last=_last(store, as_of, customer_id),
        case=open_case(store, as_of, customer_id),
        plans=tuple(plans(store, as_of, customer_id)),
        offers=tuple(offers(store, as_of, customer_id)),
        papers=papers_of(store, customer_id, as_of),
        why=why,
        excuses=_excuses(store, why.value),
    )


def _last(store: Store, as_of: date, customer_id: str) -> dict[str, Any] | None:
    """What was done last by the end of a day."""
    rows = store.rows("activity", where={"customer_id": customer_id}, order=["done_on", "activity_id"])
    return next((row for row in reversed(rows) if row["done_on"] <= as_of), None)


def judged(store: Store, as_of: date, customer_id: str | None = None) -> dict[str, list[Promised]]:
    """Promises by customer (of one, or of everybody), newest first, with what came of them: as the mart `promises_kept`
    judges them, which is what every other page shows."""
    where = {} if customer_id is None else {"customer_id": customer_id}
    order = ("made_on desc", "promised_date desc", "document_no asc")
    found: dict[str, list[Promised]] = defaultdict(list)
    for row in store.rows("promises_kept", {"as_of": as_of}, where=where, order=order):
        amount = row["promised_amount"] or Decimal(0)
        paid = min(row["paid_amount"], amount) if amount else row["paid_amount"]
        state, currency = STATES[row["kept"]], row["currency"] or ""
        one = Promised(row["promised_date"], amount, currency, row["made_on"], paid, state, row["document_no"])
        found[row["customer_id"]].append(one)
    return found


def _excuses(store: Store, reason: str) -> tuple[Excuse, ...]:
    """Those that fit the reason first, at most three."""
    known = list(playbook_of(store).excuses.values())
    first = [one for one in known if one.reason == reason]
    others = sorted((one for one in known if one.reason != reason), key=lambda one: REASONS.index(one.reason))
    return tuple([*first, *others][:EXCUSES])
