"""Ratings as a grouping and a filter like any other: the same totals, the same documents, tied to the ledger.

By the card of test_scores on 2024-03-31: Ann GmbH ordinary, Ann Nord prime, Bob risky, City Hall in default.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoring.desk.figures.aging import aging_report
from scoring.desk.figures.customer_list import customer_lines
from scoring.desk.figures.documents import open_documents
from scoring.desk.figures.figures import dso_change, figures_report
from scoring.desk.figures.trend import bucket_trend
from scoring.desk.wording import group_label, header_lines
from scoring.store import Store
from scoring.terms import View
from tests.desk.test_scores import MARCH, store

__all__ = ["store"]  # the fixture
BY_RATING = View(MARCH, grouping="rating", currency="EUR")
RISKY = replace(BY_RATING, grouping="customer", filters=(("rating", "risky"),))


def test_the_aged_balance_by_rating(store: Store) -> None:
    report = aging_report(store, BY_RATING)
    assert {row.key: row.open for row in report.rows} == {
        "ordinary": Decimal("1200.00"), "prime": Decimal("250.00"), "risky": Decimal("32.00"),
        "in_default": Decimal("800.00"),
    }  # fmt: skip
    assert report.totals == aging_report(store, replace(BY_RATING, grouping="customer")).totals
    assert report.ties == 0
    assert group_label("rating", "in_default", "in_default", "zh") == "已违约"


def test_currencies_stand_apart_by_rating_too(store: Store) -> None:
    rows = aging_report(store, replace(BY_RATING, currency=None)).rows
    assert {(row.key, row.currency): row.open for row in rows}["risky", "USD"] == Decimal("40.00")


def test_a_filter_by_rating_keeps_its_customers_everywhere(store: Store) -> None:
    report = aging_report(store, RISKY)
    assert [row.name for row in report.rows] == ["Bob"]
    assert report.ties == 0
    assert [line.name for line in customer_lines(store, RISKY)] == ["Bob"]
    assert figures_report(store, RISKY).line("EUR", "receivables").figure.value == Decimal("32.00")
    (_, last), *_ = reversed(bucket_trend(store, RISKY).points["EUR"])
    assert sum(last.values()) == Decimal("32.00")


def test_the_documents_behind_a_rating(store: Store) -> None:
    page = open_documents(store, BY_RATING, {"rating": "ordinary", "bucket": "31-60"})
    assert [row["document_no"] for row in page.rows] == ["A1"]
    both = open_documents(store, RISKY, {"rating": "ordinary"})
    assert (both.found, both.totals["EUR"]) == (0, 0)
    assert open_documents(store, BY_RATING, {"rating": "risky", "customer": "A"}).found == 0
    assert open_documents(store, BY_RATING, {"rating": "ordinary", "customer": "A"}).found == 3


def test_the_header_names_the_card_where_ratings_are_shown(store: Store) -> None:
    assert aging_report(store, BY_RATING).header.model_version == "1 · Two questions"
    assert aging_report(store, RISKY).header.model_version == "1 · Two questions"
    header = aging_report(store, replace(BY_RATING, grouping="owner")).header
    assert header.model_version == ""
    assert "Rating = Risky" in dict(header_lines(aging_report(store, RISKY).header, "en"))["Filters"]


def test_a_change_of_dso_by_rating_adds_up(store: Store) -> None:
    change = dso_change(store, BY_RATING, date(2024, 2, 29), "rating")["EUR"]
    assert change is not None
    assert sum(change.parts.values()) == pytest.approx(change.change)


@pytest.mark.parametrize("day", [date(2023, 1, 1), date(2023, 12, 15)])
def test_before_anything_was_due_nobody_is_rated(store: Store, day: date) -> None:
    rows = aging_report(store, replace(BY_RATING, as_of=day, currency=None)).rows
    assert {row.key for row in rows} <= {"not_rated"}


def test_an_empty_ledger_has_no_ratings(empty: Store) -> None:
    assert aging_report(empty, replace(BY_RATING, currency=None)).rows == ()
