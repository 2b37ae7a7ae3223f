"""The ledger stands in conftest.py: 2024-03-31 against 2024-02-29.

Overdue EUR: A1 600 -> 400, A2 0 -> 300, C1 800 -> 800: 1,400 -> 1,500. Ann is the only one that moved, by 100.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoring.desk.figures.aging import aging_report
from scoring.desk.figures.overview import overview, sentence
from scoring.desk.figures.trend import bucket_trend
from scoring.store import Store
from scoring.terms import View

VIEW = View(as_of=date(2024, 3, 31))


def test_what_changed_in_words_the_weightiest_first(ledger: Store) -> None:
    found = overview(ledger, VIEW)
    told = [sentence(change, "en") for change in found.changes["EUR"]]
    assert told[1] == "Receivables rose 550 (32.4%) to 2.2K."
    assert "Overdue rose 100 to 1.5K: Ann GmbH alone makes up 100.0% of the increases." in told
    weights = [change.weight for change in found.changes["EUR"]]
    assert weights == sorted(weights, reverse=True)


def test_every_sentence_speaks_both_languages(ledger: Store) -> None:
    for changes in overview(ledger, VIEW).changes.values():
        assert all(sentence(change, "zh") != sentence(change, "en") for change in changes)


def test_largest_exposures_come_from_the_aging(ledger: Store) -> None:
    found = overview(ledger, VIEW)
    assert [(row.name, row.open) for row in found.exposures["EUR"]] == [
        ("Ann GmbH", 1200), ("City Hall", 800), ("Ann Nord", 250),
    ]  # fmt: skip


def test_nothing_has_changed_in_an_empty_ledger(empty: Store) -> None:
    found = overview(empty, VIEW)
    assert found.changes == {"USD": ()}
    ((day, buckets),) = found.trend.points["USD"]
    assert (day, sum(buckets.values())) == (VIEW.as_of, 0)


def test_the_trend_runs_over_month_ends_to_the_as_of_date(ledger: Store) -> None:
    """At the end of February: A1 600, A2 300 not due, C1 800. The last point is the aging of the day itself."""
    points = bucket_trend(ledger, VIEW).points["EUR"]
    assert [day for day, _ in points] == [date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29), VIEW.as_of]
    assert points[-1][1] == aging_report(ledger, VIEW).totals["EUR"].buckets
    buckets = points[-2][1]
    assert {key: amount for key, amount in buckets.items() if amount} == {
        "not_due": Decimal(300), "1-30": Decimal(600), "31-60": Decimal(800),
    }  # fmt: skip


@pytest.mark.parametrize(("view", "expected"), [
    (replace(VIEW, currency="USD"), Decimal("2165.00")),
    (replace(VIEW, filters=(("nature", "government"),)), Decimal("800.00")),
])  # fmt: skip
def test_the_trend_is_converted_and_filtered(ledger: Store, view: View, expected: Decimal) -> None:
    """1,700 EUR x 1.25 + 40 USD = 2,165."""
    _, buckets = next(iter(bucket_trend(ledger, view).points.values()))[-2]
    assert sum(buckets.values()) == expected
