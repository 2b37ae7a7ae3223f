"""The ledger stands in conftest.py; amounts in EUR on 2024-03-31."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scoring.desk.collections import notes
from scoring.desk.collections.clocks import clocks_ending
from scoring.desk.collections.notes import Activity
from scoring.desk.risk.delays import delays_by
from scoring.desk.strategy.debtors import strategy_report
from scoring.desk.strategy.playbook import effects_of
from scoring.desk.worklist.items import Item, Today
from scoring.desk.worklist.today import capacity_of, worklist
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import View

DAY = date(2024, 3, 31)
VIEW = View(as_of=DAY, currency="EUR")


def item_of(day: Today, customer: str) -> Item:
    return next(item for item in day.items if item.standing.customer_id == customer)


def test_everybody_stands_on_the_list_once(ledger: Store) -> None:
    day = worklist(ledger, VIEW)
    assert sorted(item.standing.customer_id for item in day.items) == sorted(
        one.customer_id for one in strategy_report(ledger, VIEW).standings["EUR"]
    )
    assert day.worklist.value <= day.worklist.value_at_most


def test_what_a_call_brings_by_hand(ledger: Store) -> None:
    """Ann is 51 days late with 700.00: P(paid | step) = 1 - (1 - P)^ratio by the delays of her rating."""
    ann = item_of(worklist(ledger, VIEW), "A")
    assert ann.step is not None
    effects = effects_of(ledger)
    curve = delays_by(ledger, DAY, "rating")[ann.standing.debtor.rating].curve.given_unpaid(51)
    anyway = 1 - curve.unpaid_after(51 + effects.horizon_days)
    ratio = effects.channels[ann.step.channel].hazard_ratio
    assert ann.paid_anyway == pytest.approx(anyway)
    assert ann.gain == pytest.approx(((1 - (1 - anyway) ** ratio) - anyway) * 700)


def test_without_hours_nothing_is_done_and_nobody_lost(ledger: Store) -> None:
    day = worklist(ledger, VIEW, capacity_of(ledger, hours=0) | {"sales": 0, "manager": 0, "finance": 0, "legal": 0})
    assert len(day.chosen) == 0
    assert len(day.items) == len(worklist(ledger, VIEW).items)


def test_a_promise_that_is_not_due_is_waited_for(own: Store) -> None:
    notes.note_promise(own, "A", date(2024, 4, 5), Decimal("700.00"), "EUR", DAY, "Lin")
    assert item_of(worklist(own, VIEW), "A").waiting == "promise_not_due"
    later = View(as_of=date(2024, 4, 6), currency="EUR")
    assert item_of(worklist(own, later), "A").waiting is None


def test_a_step_taken_is_not_asked_again_and_the_next_comes_on_its_day(own: Store) -> None:
    ann = item_of(worklist(own, VIEW), "A")
    assert ann.step is not None
    call = Activity("A", DAY, ann.step.channel, "reached", "Lin", level=ann.standing.level.id, step_day=ann.step.day)
    notes.note_activity(own, call, "Lin")
    after = item_of(worklist(own, VIEW), "A")
    assert (after.step, after.waiting) == (None, "step_done")


def test_the_clock_of_an_old_claim_comes_first(own: Store) -> None:
    """City Hall's invoice was due on 2023-12-31: by Chinese law it runs out on 2026-12-31, unless a demand is proven."""
    own.set_setting("jurisdiction", "CN")
    late = View(as_of=date(2026, 11, 1), currency="EUR")
    assert [(one.document_no, one.clock.state) for one in clocks_ending(own, late) if one.customer_id == "C"] == [
        ("C1", "warn_3")
    ]
    day = worklist(own, late, dict.fromkeys(("clerk", "sales", "manager", "finance", "legal"), 600.0))
    assert item_of(day, "C").urgent
    notes.note_clock_event(own, "C", "C1", "demand", date(2026, 10, 1), "receipt of registered letter", "Lin")
    assert [one for one in clocks_ending(own, late) if one.customer_id == "C"] == []


def test_no_law_no_clock(own: Store) -> None:
    assert clocks_ending(own, View(as_of=date(2040, 1, 1))) == []


def test_impossible_hours_are_refused(ledger: Store) -> None:
    with pytest.raises(ScoringError, match="capacity_invalid"):
        capacity_of(ledger, hours=25)
