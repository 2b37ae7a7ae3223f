"""Settlement offers: weighed against waiting, recorded with who allowed them, answered, judged from receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scoring.desk.collections.letters import Claim, claims_of
from scoring.desk.noting import note_row, somebody, still_open
from scoring.desk.parameters import currency_of, number_of
from scoring.desk.risk.delays import delays_by, ledger_delays
from scoring.desk.risk.loss import loss_report
from scoring.desk.strategy.debtors import strategy_report
from scoring.desk.strategy.playbook import effects_of
from scoring.desk.strategy.standings import Standing
from scoring.desk.views import scope_of
from scoring.errors import ScoringError
from scoring.metrics.risk.loss import IN_DEFAULT
from scoring.store import Store, scorecards
from scoring.strategy.cases.offers import Prospect, Verdict, Waiting, verdict, waiting
from scoring.strategy.cases.steps import same_person
from scoring.terms import View

INCENTIVE = "settlement_discount"
ANSWERS = ("accepted", "refused")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Offer:
    """One offer and what became of it by a date: `state` open, refused, expired, waiting, kept or broken; `paid` on its
    documents from the day of the offer to its day."""

    number: int
    customer_id: str
    currency: str
    documents: tuple[str, ...]
    claim: Decimal
    pay: Decimal
    pay_by: date
    offered_on: date
    waiting_worth: Decimal
    allowed_by: str
    allowed_why: str
    answered_on: date | None
    paid: Decimal
    state: str


@dataclass(frozen=True)
class Grounds:
    """What a customer's claims are worth if one waits, and what that rests on: `claims_ended` and `claims_open` behind the
    delays, by rating or of the whole ledger; `permitted` = the level of the customer gives a discount; `cost_known` = the
    costs could be put in the claims' currency."""

    waited: Waiting
    prospect: Prospect
    rating: str
    claims_ended: int
    claims_open: int
    level: str
    permitted: bool
    cost_known: bool


def offerable(store: Store, view: View, customer_id: str) -> list[Claim]:
    """The documents that an offer can be about: past due and not in dispute, each in its own currency."""
    claims = claims_of(store, view, [customer_id]).values()
    return [row for rows in claims for row in rows if row["days_past_due"] > 0 and not row["disputed"]]


def grounds(store: Store, view: View, customer_id: str, currency: str, documents: Sequence[str]) -> Grounds:
    """What waiting for these documents is worth on the view's date.

    Raises ScoringError "settlement_nothing" where they are not open, undisputed and past due, and as `loss_report`.
    """
    rows = [
        row
        for row in offerable(store, view, customer_id)
        if row["currency"] == currency and row["document_no"] in documents
    ]
    if not rows or len(rows) != len(set(documents)):
        raise ScoringError("settlement_nothing")
    plain = replace(view, currency=None, filters=())
    standing = strategy_report(store, plain).standings[currency].of(customer_id)
    assert standing is not None
    prospect, ended, left = _prospect(store, plain, standing)
    rate = _home_rate(store, plain, currency)
    waited = waiting(
        [(float(row["open_amount"]), row["days_past_due"]) for row in rows],
        prospect,
        _steps_cost(store, standing) * (rate or 0.0),
        number_of(store, "collection_cost") * (rate or 0.0),
    )
    permitted = INCENTIVE in standing.level.incentive
    return Grounds(
        waited, prospect, standing.debtor.rating, ended, left, standing.level.id, permitted, rate is not None
    )


def weigh(found: Grounds, as_of: date, pay: Decimal, pay_by: date) -> Verdict:
    """An offer beside waiting. Raises ScoringError "settlement_no_offer"."""
    return verdict(found.waited, float(pay), (pay_by - as_of).days, found.prospect.cost_of_capital)


def make_offer(
    store: Store,
    view: View,
    customer_id: str,
    currency: str,
    documents: Sequence[str],
    pay: Decimal,
    pay_by: date,
    by: str,
    allowed_by: str = "",
    allowed_why: str = "",
    note: str = "",
    at: datetime | None = None,
) -> int:
    """Keep an offer that was made; returns its number.

    One that the customer's level does not give, or that costs more than it brings, needs somebody beside `by` who allowed
    it, with the reason. Raises ScoringError "settlement_running", "offer_not_permitted", "offer_costs_more" and as
    `grounds`, `weigh` and `note_row`.
    """
    _none_running(store, view.as_of, customer_id, currency)
    found = grounds(store, view, customer_id, currency, documents)
    weighed = weigh(found, view.as_of, pay, pay_by)
    if not (allowed_why.strip() and allowed_by.strip()) or same_person(allowed_by, by):
        _needs_no_leave(found, weighed, currency)
    told = {
        "customer_id": customer_id,
        "currency": currency,
        "documents": list(documents),
        "claim": Decimal(str(found.waited.claim)).quantize(CENT),
        "pay": pay,
        "pay_by": pay_by,
        "offered_on": view.as_of,
        "waiting_worth": Decimal(str(found.waited.worth)).quantize(CENT),
        "level": found.level,
        "allowed_by": allowed_by,
        "allowed_why": allowed_why,
        "note": note,
    }
    return note_row(store, "settlement_offered", "settlement_id", told, by, at)


def _none_running(store: Store, as_of: date, customer_id: str, currency: str) -> None:
    for one in offers(store, as_of, customer_id):
        if one.currency == currency and one.state in ("open", "waiting"):
            raise ScoringError("settlement_running", number=one.number)


def _needs_no_leave(found: Grounds, weighed: Verdict, currency: str) -> None:
    if not found.permitted:
        raise ScoringError("offer_not_permitted", level=found.level)
    if not weighed.fine:
        raise ScoringError("offer_costs_more", cost=f"{-weighed.gain:,.2f} {currency}")


def answer_offer(store: Store, number: int, answer: str, on: date, by: str, at: datetime | None = None) -> None:
    """Keep what the customer answered. Raises ScoringError "note_unknown", "note_ended", "not_a_choice",
    "person_missing" or "offer_expired" for an answer after its last day or before the offer."""
    row = still_open(store, "settlement", "settlement_id", number, "answered_on")
    if answer not in ANSWERS:
        raise ScoringError("not_a_choice", option="answer", value=answer, allowed=", ".join(ANSWERS))
    if not row["offered_on"] <= on <= row["pay_by"]:
        raise ScoringError("offer_expired", number=number, first=str(row["offered_on"]), last=str(row["pay_by"]))
    somebody(by)
    detail = {"settlement_id": number, "answer": answer, "answered_on": on.isoformat(), "by": by}
    scorecards.happen(store, "settlement_answered", detail, at)


def offers(store: Store, as_of: date, customer_id: str | None = None) -> list[Offer]:
    """Every offer made by a date, as it stood then, the newest first."""
    where = {} if customer_id is None else {"customer_id": customer_id}
    rows = store.rows(
        "settlements_kept", {"as_of": as_of}, where=where, order=["offered_on desc", "settlement_id desc"]
    )
    return [_offer(row) for row in rows]


def _offer(row: dict[str, Any]) -> Offer:
    return Offer(
        number=row["settlement_id"],
        documents=tuple(row["documents"]),
        paid=row["paid_amount"],
        **{
            name: row[name]
            for name in (
                "customer_id", "currency", "claim", "pay", "pay_by", "offered_on", "waiting_worth", "allowed_by",
                "allowed_why", "answered_on", "state",
            )
        },
    )  # fmt: skip


def _prospect(store: Store, view: View, standing: Standing) -> tuple[Prospect, int, int]:
    """How the customer's claims end, and on how many claims, ended and open, that rests."""
    by_rating = delays_by(store, view.as_of, "rating")
    delays = by_rating.get(standing.debtor.rating) or ledger_delays(store, view.as_of)
    table = loss_report(store, view).books[standing.currency].table
    mine = table[table["customer_id"] == standing.customer_id].iloc[0]
    pd = None if mine["status"] == IN_DEFAULT else float(mine["pd"])
    prospect = Prospect(delays.curve, pd, float(mine["lgd"]), number_of(store, "cost_of_capital_yearly"))
    return prospect, delays.evidence.ended, delays.evidence.waiting


def _steps_cost(store: Store, standing: Standing) -> float:
    """What the steps of the level that are still to come cost in work, in the workspace's currency."""
    channels = effects_of(store).channels
    first = standing.due.day if standing.due else standing.oldest_days
    minutes = sum(channels[step.channel].minutes for step in standing.level.steps if step.day >= first)
    return minutes / 60 * number_of(store, "collection_cost_hourly")


def _home_rate(store: Store, view: View, currency: str) -> float | None:
    """What a unit of the workspace's currency is in `currency`; None where no rate is known."""
    home = currency_of(store)
    if home == currency:
        return 1.0
    try:
        rate = scope_of(store, replace(view, currency=currency)).reportings[currency].rates.get(home)
    except ScoringError:
        return None
    return None if rate is None else float(rate)
