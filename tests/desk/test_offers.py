"""Ann GmbH owes 400.00 (51 days late) and 300.00 (30 days) on 2024-03-31; she pays 400.00 and 200.00 in April.

The ledger stands in conftest.py, the receipts of April are added here.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scoring.desk.collections import notes, repayment
from scoring.desk.collections.inbox import waiting
from scoring.desk.collections.offers import answer_offer, grounds, make_offer, offerable, offers, weigh
from scoring.desk.collections.repayment import agreed_amounts
from scoring.desk.collections.timeline import timeline
from scoring.desk.worklist.today import worklist
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import Kind, View
from tests.desk.conftest import load

DAY, LAST = date(2024, 3, 31), date(2024, 4, 14)
PAR = {"EUR": Decimal(1)}
VIEW = View(as_of=DAY)
BOTH = ("A1", "A2")
LEAVE = {"allowed_by": "Chen", "allowed_why": "long partner"}


def april(store: Store) -> None:
    """400.00 for A1 on 10 April, 200.00 for A2 on 12 April."""
    rows = [
        {
            "customer_id": "A", "receipt_no": number, "kind": "receipt", "document_no": paid, "currency": "EUR",
            "receipt_date": day, "matched_date": day, "amount": Decimal(amount),
        }
        for number, paid, day, amount in (
            ("R8", "A1", date(2024, 4, 10), "400.00"), ("R9", "A2", date(2024, 4, 12), "200.00"),
        )
    ]  # fmt: skip
    load(store, Kind.RECEIPTS, "receipts", rows)


def offer(store: Store, pay: str = "600.00", by: str = "Lin", **leave: str) -> int:
    return make_offer(store, VIEW, "A", "EUR", BOTH, Decimal(pay), LAST, by, **leave)


def state(store: Store, day: date) -> str:
    return offers(store, day, "A")[0].state


def test_what_is_disputed_is_not_offered_on(own: Store) -> None:
    assert [row["document_no"] for row in offerable(own, VIEW, "A")] == ["A1", "A2"]
    notes.note_dispute(own, "A", "A1", DAY, "quality", "Lin")
    assert [row["document_no"] for row in offerable(own, VIEW, "A")] == ["A2"]
    with pytest.raises(ScoringError, match="settlement_nothing"):
        offer(own, **LEAVE)


def test_the_verdict_rests_on_the_ledger_and_its_break_even_is_stated(ledger: Store) -> None:
    found = grounds(ledger, VIEW, "A", "EUR", BOTH)
    assert (found.waited.claim, found.cost_known) == (700.0, True)
    weighed = weigh(found, DAY, Decimal("600.00"), LAST)
    assert weighed.discount == pytest.approx(1 / 7)
    assert weighed.gain == pytest.approx(weighed.offer_worth - found.waited.worth)
    even = Decimal(str(round(700 * (1 - weighed.break_even), 2)))
    if 0 < even < 700:
        assert abs(weigh(found, DAY, even, LAST).gain) < 0.01


def test_an_offer_that_the_level_does_not_give_needs_somebody_else(own: Store) -> None:
    """Bob, an individual 29 days late with 40.00, is on a level without a discount."""

    def bob(**leave: str) -> int:
        return make_offer(own, VIEW, "B", "USD", ("B1",), Decimal("39.00"), LAST, "Lin", **leave)  # type: ignore[arg-type]

    assert not grounds(own, VIEW, "B", "USD", ("B1",)).permitted
    for leave in ({}, {"allowed_by": "Lin", "allowed_why": "x"}, {"allowed_by": "Chen"}):
        with pytest.raises(ScoringError, match="offer_not_permitted"):
            bob(**leave)
    assert bob(**LEAVE) == 1
    with pytest.raises(ScoringError, match="settlement_running"):
        bob(**LEAVE)


def test_an_offer_that_costs_more_than_it_brings_needs_somebody_else(own: Store) -> None:
    """Collecting costs nothing and hardly anything is lost: 1.00 for 700.00 is worth less than waiting."""
    for name, value in (("collection_cost", "0"), ("collection_cost_hourly", "0"), ("lgd_unsecured", "0.1")):
        own.set_setting(name, value)
    with pytest.raises(ScoringError, match="offer_costs_more"):
        offer(own, "1.00")
    assert offer(own, "1.00", **LEAVE) == 1


def test_offers_are_judged_from_receipts_by_themselves(own: Store) -> None:
    """600.00 by 14 April: 400.00 came on the 10th, 200.00 on the 12th, so it is kept from then on."""
    april(own)
    offer(own, **LEAVE)
    assert [state(own, day) for day in (DAY, LAST)] == ["open", "open"]
    assert state(own, date(2024, 4, 15)) == "expired"
    answer_offer(own, 1, "accepted", date(2024, 4, 2), "Lin")
    days = (date(2024, 4, 1), date(2024, 4, 2), date(2024, 4, 11), date(2024, 4, 12), date(2024, 5, 1))
    assert [state(own, day) for day in days] == ["open", "waiting", "waiting", "kept", "kept"]
    assert [one.kind for one in timeline(own, "A", date(2024, 4, 2)) if "settle" in one.kind] == [
        "settlement_answer",
        "settlement",
    ]


def test_an_accepted_offer_that_is_not_paid_is_broken_and_holds_nothing_up(own: Store) -> None:
    offer(own, **LEAVE)
    assert agreed_amounts(own, DAY, PAR) == {}
    assert [one.kind for one in waiting(own, DAY)] == ["offer_open"]
    answer_offer(own, 1, "accepted", DAY, "Lin")
    assert agreed_amounts(own, DAY, PAR) == {"A": Decimal("700.00")}
    assert agreed_amounts(own, DAY, {"EUR": Decimal("1.25")}) == {"A": Decimal("875")}
    assert agreed_amounts(own, DAY, {"USD": Decimal(1)}) == {}
    held = {item.standing.customer_id: item.waiting for item in worklist(own, View(DAY, currency="EUR")).items}
    assert held["A"] == "promise_not_due"
    assert state(own, date(2024, 4, 15)) == "broken"
    assert agreed_amounts(own, date(2024, 4, 15), PAR) == {}


def test_an_answer_comes_once_and_in_time(own: Store) -> None:
    offer(own, **LEAVE)
    for number, answer, day, by, code in (
        (2, "accepted", DAY, "Lin", "note_unknown"),
        (1, "perhaps", DAY, "Lin", "not_a_choice"),
        (1, "accepted", date(2024, 4, 15), "Lin", "offer_expired"),
        (1, "accepted", DAY, " ", "person_missing"),
    ):
        with pytest.raises(ScoringError, match=code):
            answer_offer(own, number, answer, day, by)
    answer_offer(own, 1, "refused", DAY, "Lin")
    assert state(own, DAY) == "refused"
    with pytest.raises(ScoringError, match="note_ended"):
        answer_offer(own, 1, "accepted", DAY, "Lin")


def test_a_broken_plan_waits_for_its_owner_and_can_be_ended(own: Store) -> None:
    """700.00 in two parts from 31 March without a first payment: nothing came by 3 May, so the case goes on."""
    terms = ("A", "EUR", Decimal("700.00"), Decimal(0), 2, DAY)
    repayment.agree_plan(own, *terms, "Lin")
    assert agreed_amounts(own, DAY, PAR) == {"A": Decimal("700.00")}
    late = date(2024, 5, 4)
    assert (repayment.plans(own, late)[0].state, agreed_amounts(own, late, PAR)) == ("broken", {})
    assert [(one.kind, one.customer_id) for one in waiting(own, late)] == [("plan_broken", "A")]
    with pytest.raises(ScoringError, match="plan_running"):
        repayment.agree_plan(own, "A", "EUR", Decimal("700.00"), Decimal(0), 4, late, "Lin")
    with pytest.raises(ScoringError, match="reason_missing"):
        repayment.end_plan(own, 1, late, "", "Lin")
    repayment.end_plan(own, 1, late, "broken", "Lin")
    assert [one.state for one in repayment.plans(own, late)] == ["ended"]
    assert [one.facts["ended_why"] for one in timeline(own, "A", DAY) if one.kind == "plan"] == [None]
    assert repayment.agree_plan(own, "A", "EUR", Decimal("700.00"), Decimal(0), 4, late, "Lin") == 2
