"""The same months computed again in the dullest way: every day's sale by itself, its payments one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.metrics.delays import DelayCurve
from scoring.scenario.evidence import History, pass_through
from scoring.scenario.facts import Segment
from scoring.scenario.result import run
from scoring.scenario.scenario import TODAY, Change, Scenario
from scoring.scenario.terms import Terms
from tests.scenario.ledgers import AS_OF, STEADY, facts, segment

CURVE = DelayCurve(-10, np.array([0.1, 0.0, 0.0, 0.2, *[0.0] * 16, 0.3, *[0.0] * 70, 0.25]))
"""10% ten days early, 20% a week early, 30% ten days late, 25% 81 days late, 15% never."""
UNEVEN = 50 + 40 * np.sin(np.arange(730) / 20) ** 2


def uneven(gap: int) -> Segment:
    one = segment(gap=gap, paid=CURVE)
    return replace(one, sales=UNEVEN[: len(one.sales)])


def due_date(issued: date, terms: Terms) -> date:
    if terms.due_rule == "end_of_month":
        first = (issued.replace(day=1) + timedelta(days=32)).replace(day=1)
        return first - timedelta(days=1) + timedelta(days=terms.net_days or 0)
    return issued + timedelta(days=terms.net_days or 0)


def one_by_one(one: Segment, terms: Terms, passed: float, end: date) -> tuple[float, float, float]:
    """Open, overdue and received of new sales at the end of a day: each sale and each part of its payments by itself."""
    owed = overdue = received = 0.0
    for number, amount in enumerate(one.sales, start=1):
        issued = AS_OF + timedelta(days=number)
        if issued > end:
            break
        due = due_date(issued, terms)
        old_gap = one.gaps[0][0]
        usual = issued + timedelta(days=old_gap)
        left = float(amount)
        for day, share in zip(range(CURVE.first_day, CURVE.last_day + 1), CURVE.paid, strict=True):
            exact = (usual - AS_OF).days + day + passed * ((due - issued).days - old_gap)
            low = int(np.floor(exact))
            for on, part in ((low, 1 - (exact - low)), (low + 1, exact - low)):
                if max(on, number) <= (end - AS_OF).days:
                    left -= amount * share * part
        received += amount - left
        owed += left if (end - due).days < 365 else 0.0
        overdue += left if 0 < (end - due).days < 365 else 0.0
    return owed, overdue, received


@given(
    st.integers(0, 60),
    st.integers(0, 90),
    st.sampled_from(["net", "end_of_month"]),
    st.floats(0, 1),
    st.integers(1, 24),
)
@settings(max_examples=12, deadline=None)
def test_new_sales(gap: int, days: int, rule: str, passed: float, end: int) -> None:
    terms = Terms(net_days=days, due_rule=rule)  # type: ignore[arg-type]
    one = replace(uneven(gap), opening=replace(segment().opening, amounts=np.zeros(10)))
    found = run(facts(one), Scenario("x", changes=(Change("A", terms),)), replace(STEADY, pass_through=passed))
    owed, overdue, received = one_by_one(one, terms, passed, found.facts.end_dates[end])
    assert found.flows.receivables[0, end] == pytest.approx(owed)
    assert found.flows.overdue[0, end] == pytest.approx(overdue)
    assert found.flows.cash[0, end] == pytest.approx(received)


@given(st.integers(-30, 80), st.integers(1, 24))
@settings(max_examples=25, deadline=None)
def test_a_document_that_is_open(late: int, end: int) -> None:
    """1,000 that are `late` days past due: what the curve says of a claim still unpaid then."""
    amounts = np.zeros(200)
    amounts[late + 60] = 1_000
    one = replace(
        segment(paid=CURVE), sales=np.zeros(730), opening=replace(segment().opening, first_day=-60, amounts=amounts)
    )
    found = run(facts(one), TODAY, STEADY)
    day = late + int(found.facts.ends[end])
    left = CURVE.given_unpaid(late).unpaid_after(day) * 1_000
    assert found.flows.receivables[0, end] == pytest.approx(left if day < 365 else 0.0)
    assert found.flows.lost[0, end] == pytest.approx(0.0 if day < 365 else left)


def history(moved: float) -> History:
    """Six customers go from 30 to 45 days in month 12 and then pay `moved` days later; six others stay, and everybody pays
    3 days later from then on. One invoice a month, paid five days late."""
    rows = [
        (customer, month, 45 if customer < 6 and month >= 12 else 30, 1,
         35.0 + (3 if month >= 12 else 0) + (moved if customer < 6 and month >= 12 else 0))
        for customer in range(12) for month in range(24)
    ]  # fmt: skip
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return History(*columns[:4], columns[4].astype(float))


@pytest.mark.parametrize(("moved", "share"), [(15.0, 1.0), (10.5, 0.7), (0.0, 0.0)])
def test_the_pass_through_of_twelve_customers(moved: float, share: float) -> None:
    """10.5 days later for 15 days more is 0.7; the 3 days of everybody are no answer to the terms."""
    found = pass_through(history(moved))
    assert found is not None
    assert (found.estimate, found.low, found.high) == (pytest.approx(share), pytest.approx(share), pytest.approx(share))
    assert (found.customers, found.invoices, found.compared) == (6, 6 * 24, 6)


def test_too_few_changes_say_nothing() -> None:
    every = history(10.5)
    few = every.customer > 1
    assert pass_through(History(*(getattr(every, name)[few] for name in History.__dataclass_fields__))) is None


def test_terms_that_never_changed_say_nothing() -> None:
    every = history(10.5)
    steady = every.customer >= 6
    assert pass_through(History(*(getattr(every, name)[steady] for name in History.__dataclass_fields__))) is None
