"""What became of the customers observed: the most past due on any day, day by day, and who is no row of a sample."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from scoring.desk.scorecard.bad_definitions import bad_definitions, roll_forward
from scoring.desk.scorecard.observations import development_sample, observations_at, rates_of, rates_on
from scoring.errors import ScoringError
from scoring.scorecard.card import Target
from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.scorecard.definition import THRESHOLDS_DAYS
from scoring.store import Store
from scoring.terms import Kind
from tests.store.books import ONE_TO_ONE, day, invoice, open_store, put, receipt

TARGET = Target(days_past_due=30, window_months=3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    opened.set_setting("currency", "USD")
    yield opened
    opened.close()


def monthly(
    customer: str, first: str, months: int, days_to_pay: int | None, amount: str = "100"
) -> list[dict[str, object]]:
    """An invoice at the beginning of each month, due on its 15th, settled so many days after."""
    year, month = map(int, first.split("-"))
    rows = []
    for n in range(months):
        issued = date(year + (month - 1 + n) // 12, (month - 1 + n) % 12 + 1, 1)
        settled = issued + timedelta(days=14 + days_to_pay) if days_to_pay is not None else None
        no, due = f"{customer}{first}{n}", (issued + timedelta(days=14)).isoformat()
        rows.append(invoice(no, customer, issued.isoformat(), due, amount, settled_date=settled))
    return rows


def outcomes(
    store: Store, as_of: str, ends: list[str], thresholds: list[int]
) -> dict[tuple[str, int, str], tuple[str, str]]:
    """(customer, threshold, end) -> (most past due by the end, past due now)."""
    params = {"days": [day(as_of)] * len(ends), "ends": [day(end) for end in ends], "thresholds": thresholds}
    rates = {"rate_days": [day(as_of)] * len(ONE_TO_ONE["rates"]), **ONE_TO_ONE}
    return {
        (row["customer_id"], row["days_past_due"], str(row["end_date"])): (
            str(row["worst_amount"]),
            str(row["amount_now"]),
        )
        for row in store.rows("outcomes", params | rates)
    }


def test_bad_is_the_most_past_due_on_one_day(store: Store) -> None:
    """Two claims of 100 and 60 are 30 days past due from 2 March and 12 March on; 80 of the first is paid on 10 March.

    So 100 stand on the 2nd, 20 from the 10th on, 80 from the 12th on: the most is 100, not 160.
    """
    put(store, Kind.INVOICES, [
        invoice("1", "A", "2026-01-01", "2026-01-31", "100"), invoice("2", "A", "2026-01-05", "2026-02-10", "60"),
    ])  # fmt: skip
    put(store, Kind.RECEIPTS, [receipt("r", "2026-03-10", "80", "1")])
    found = outcomes(store, "2026-01-31", ["2026-03-01", "2026-03-31"], [30])
    assert found == {("A", 30, "2026-03-31"): ("100.00", "0.00")}
    assert outcomes(store, "2026-03-10", ["2026-03-31"], [30]) == {("A", 30, "2026-03-31"): ("80.00", "20.00")}


def test_a_claim_issued_after_the_observation_can_make_it_bad(store: Store) -> None:
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-02-10", "2026-02-20", "100")])
    assert outcomes(store, "2026-01-31", ["2026-04-30"], [60]) == {("A", 60, "2026-04-30"): ("100.00", "0.00")}


def test_a_claim_settled_on_the_day_it_reaches_the_threshold_is_not_bad(store: Store) -> None:
    """Due on 31 January, paid on 2 March: 30 days past due on the 2nd, but closed at that day's end."""
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-01", "2026-01-31", "100", settled_date=day("2026-03-02"))])
    assert outcomes(store, "2026-01-31", ["2026-06-30"], [30]) == {}
    assert len(outcomes(store, "2026-01-31", ["2026-06-30"], [29])) == 1


def test_a_payment_without_date_makes_nobody_bad(store: Store) -> None:
    told = {"status": "paid", "known_on": day("2026-12-31")}
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-01", "2026-01-31", "100", **told)])
    assert outcomes(store, "2026-01-31", ["2026-12-31"], [30]) == {}


@pytest.mark.parametrize("as_of", [date(2025, 3, 31), date(2026, 1, 31)])
def test_outcomes_equal_a_walk_through_the_days(made_up: Store, as_of: date) -> None:
    """The most past due by 1 and by 60 days within 40 and 90 days, from the open items of each of those days."""
    rates = rates_of(made_up, as_of)
    ends = [as_of + timedelta(days=40), as_of + timedelta(days=90)]
    params = {"days": [as_of] * 2, "ends": ends, "thresholds": [1, 60]}
    found = made_up.rows("outcomes", {**params, **rates_on(made_up, [as_of])})
    worst: dict[tuple[str, int, date], Decimal] = defaultdict(Decimal)
    for offset in range(91):
        on = as_of + timedelta(days=offset)
        sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
        for row in made_up.rows("open_items", {"as_of": on, "scheme": "default", "basis": "due", **rates}):
            for threshold in (1, 60):
                reached = row["days_past_due"] >= threshold
                sums[row["customer_id"], threshold] += row["reporting_amount"] if reached else 0
        for (customer, threshold), amount in sums.items():
            for end in ends[on > ends[0] :]:
                worst[customer, threshold, end] = max(worst[customer, threshold, end], amount)
    told = {(row["customer_id"], row["days_past_due"], row["end_date"]): row["worst_amount"] for row in found}
    assert len(told) > 20
    assert {key: float(amount) for key, amount in told.items() if amount} == {
        key: pytest.approx(float(amount), abs=0.05) for key, amount in worst.items() if amount
    }


def test_a_sample_is_what_was_seen_on_each_date(made_up: Store) -> None:
    """Rows of the sample are the observations of their dates; a window past the ledger's end is counted, not used."""
    found = development_sample(made_up, TARGET, date(2026, 5, 31), date(2026, 9, 30))
    assert [str(d) for d in found.days] == ["2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30"]
    assert sorted(set(found.sample.period)) == ["2026-05-31", "2026-06-30"]  # the last entry is of 30 October
    assert found.excluded["indeterminate"] > 0
    on = found.sample.rows(found.sample.period == "2026-06-30")
    seen = {row["customer_id"]: row for row in observations_at(made_up, date(2026, 6, 30), TARGET).to_pylist()}
    for place, row in zip(on.group, on.table.to_pylist(), strict=True):
        assert row == {name: seen[found.customers[place]][name] for name in CHARACTERISTICS}
    for column in (found.sample.bad, found.sample.group, found.sample.period, found.open_amount):
        assert len(column) == found.sample.table.num_rows


def test_the_same_ledger_gives_the_same_sample(made_up: Store) -> None:
    first, second = (development_sample(made_up, TARGET, date(2026, 5, 31)) for _ in range(2))
    assert first.sample.table == second.sample.table
    assert np.array_equal(first.sample.bad, second.sample.bad)
    assert (first.customers, first.excluded) == (second.customers, second.excluded)


def test_who_is_left_out_is_counted_by_the_first_reason(store: Store) -> None:
    """Observed on 31 December 2025, 30 days within 3 months; the ledger runs to 30 June 2026.

    Good pays in time, Bad stops in December, Gone is 100 days late already, Thin has two invoices due, New none, Idle
    bought last two years ago, Canada owes in CAD.
    """
    for customer, first, months, days_to_pay in [
        ("Good", "2025-01", 17, 0), ("Bad", "2025-01", 11, 0), ("Thin", "2025-11", 2, 0), ("Idle", "2023-01", 5, 0),
    ]:  # fmt: skip
        put(store, Kind.INVOICES, monthly(customer, first, months, days_to_pay))
    put(store, Kind.INVOICES, monthly("Bad", "2025-12", 1, None) + monthly("Gone", "2025-06", 4, None))
    put(store, Kind.INVOICES, [
        invoice("n", "New", "2025-12-20", "2026-01-20", "10"),
        *(invoice(f"c{n}", "Canada", "2025-12-01", "2025-12-10", "5", currency="CAD") for n in range(3)),
        invoice("z", "Good", "2026-06-30", "2026-07-30", "100"),
    ])  # fmt: skip
    found = development_sample(store, TARGET, date(2025, 12, 31), date(2025, 12, 31))
    assert found.excluded == {"no_history": 1, "no_rate": 1, "inactive": 1, "already_bad": 1, "thin": 1}
    assert found.excluded_customers == found.excluded
    assert {found.customers[n]: bool(bad) for n, bad in zip(found.sample.group, found.sample.bad, strict=True)} == {
        "Good": False, "Bad": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("target", "bad"), [(Target(30, 3), True), (Target(30, 3, 0.5), False), (Target(30, 3, 0, 40), False)]
)
def test_a_trifle_makes_nobody_bad(store: Store, target: Target, bad: bool) -> None:
    """Of 200 owed on 31 December, 40 stay unpaid for good: bad above 1% of it, not above half of it, not above 40."""
    december = [
        invoice("x", "A", "2025-12-01", "2025-12-31", "160", settled_date=day("2026-01-05")),
        invoice("y", "A", "2025-12-01", "2025-12-31", "40"),
        invoice("z", "A", "2026-04-30", "2026-05-30", "1"),
    ]
    put(store, Kind.INVOICES, [*monthly("A", "2025-01", 11, 0), *december])
    found = development_sample(store, target, date(2025, 12, 31), date(2025, 12, 31))
    assert found.sample.bad.tolist() == [bad]


def test_a_ledger_too_short_for_the_window_is_refused(store: Store) -> None:
    put(store, Kind.INVOICES, monthly("A", "2025-01", 6, 0))
    with pytest.raises(ScoringError, match="no_observation_dates"):
        development_sample(store, Target(90, 6))


def test_every_definition_counts_what_its_sample_holds(made_up: Store) -> None:
    found = bad_definitions(made_up)
    assert [(row.days_past_due, row.window_months) for row in found.rows] == [
        (days, months) for days in THRESHOLDS_DAYS for months in (3, 6, 12)
    ]
    for row in (found.rows[1], found.rows[14]):
        made = development_sample(made_up, Target(row.days_past_due, row.window_months))
        bad = made.sample.group[made.sample.bad]
        told = (row.observations, row.bad_observations, row.customers, row.bads)
        assert told == (len(made.sample.bad), len(bad), len(made.customers), len(set(bad)))


def test_roll_forward_is_the_share_that_gets_thirty_days_older(store: Store) -> None:
    """100 and 300 reach day 1 past due; of the first 40 is paid 20 days later, the second is paid on day 31: 60 of 400."""
    put(store, Kind.INVOICES, [
        invoice("1", "A", "2026-01-01", "2026-01-31", "100"), invoice("2", "A", "2026-01-01", "2026-01-31", "300"),
        invoice("3", "A", "2026-06-01", "2026-06-30", "1"),
    ])  # fmt: skip
    put(store, Kind.RECEIPTS, [receipt("a", "2026-02-20", "40", "1"), receipt("b", "2026-03-03", "300", "2")])
    assert roll_forward(store, day("2026-06-30"))[1] == pytest.approx(0.15)
