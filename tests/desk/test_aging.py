"""The ledger stands in conftest.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoring.desk.figures.aging import aging_report
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import GROUPINGS, View

VIEW = View(as_of=date(2024, 3, 31))


def test_totals_by_currency_are_those_of_the_ledger(ledger: Store) -> None:
    found = aging_report(ledger, VIEW).as_json()
    assert {name: found[name] for name in ("as_of", "basis", "scheme")} == {
        "as_of": "2024-03-31", "basis": "due", "scheme": "default",
    }  # fmt: skip
    assert found["currencies"] == {
        "EUR": {
            "open": "2250.00", "on_account": "50.00", "net": "2200.00", "documents": 5, "customers": 3,
            "buckets": {"not_due": "750.00", "1-30": "300.00", "31-60": "400.00", "61-90": "0.00", "over_90": "800.00"},
        },
        "USD": {
            "open": "40.00", "on_account": "15.00", "net": "25.00", "documents": 1, "customers": 1,
            "buckets": {"not_due": "0.00", "1-30": "40.00", "31-60": "0.00", "61-90": "0.00", "over_90": "0.00"},
        },
    }  # fmt: skip


def test_rows_come_worst_first(ledger: Store) -> None:
    rows = aging_report(ledger, VIEW).rows
    assert [(row.key, row.overdue) for row in rows] == [("C", 800), ("A", 700), ("B", 40), ("N", 0)]


def test_a_group_of_companies_folds_up(ledger: Store) -> None:
    rows = {row.key: row for row in aging_report(ledger, replace(VIEW, grouping="parent")).rows}
    assert rows["A"].name == "Ann GmbH"
    assert (rows["A"].open, rows["A"].documents) == (1450, 4)
    assert "N" not in rows


def test_in_one_currency_each_document_is_converted_at_the_last_rate(ledger: Store) -> None:
    """40.00 USD at 1.25 USD per EUR = 32.00 EUR."""
    report = aging_report(ledger, replace(VIEW, currency="EUR"))
    assert (report.totals["EUR"].open, report.totals["EUR"].on_account) == (Decimal("2282.00"), Decimal("62.00"))
    assert report.customers == {"EUR": 4}
    assert report.header.rate_dates == {"USD": date(2024, 1, 1)}


def test_without_a_rate_nothing_is_converted(ledger: Store) -> None:
    with pytest.raises(ScoringError, match="rate_missing"):
        aging_report(ledger, replace(VIEW, currency="JPY"))


@pytest.mark.parametrize("grouping", GROUPINGS)
@pytest.mark.parametrize("scheme", ["default", "severity", "statutory", "statutory_long"])
def test_every_table_adds_up_and_ties_to_the_ledger(ledger: Store, grouping: str, scheme: str) -> None:
    report = aging_report(ledger, replace(VIEW, grouping=grouping, scheme=scheme))
    assert report.ties == 0
    assert report.totals["EUR"].net == Decimal("2200.00")
    for currency, total in report.totals.items():
        assert total.open == sum(row.open for row in report.rows if row.currency == currency)


def test_a_past_date_knows_nothing_of_what_came_later(ledger: Store) -> None:
    """On 2024-02-29 A1 was still unpaid: 600 + 300 + 800."""
    report = aging_report(ledger, replace(VIEW, as_of=date(2024, 2, 29)))
    assert (report.totals["EUR"].open, report.ties) == (1700, 0)


def test_filters_keep_what_they_name_and_still_tie(ledger: Store) -> None:
    report = aging_report(ledger, replace(VIEW, filters=(("nature", "commercial"),)))
    assert (report.totals["EUR"].open, report.ties) == (1450, 0)
    report = aging_report(ledger, replace(VIEW, filters=(("currency", "USD"),)))
    assert list(report.totals) == ["USD"]
    report = aging_report(ledger, replace(VIEW, filters=(("parent", "A"),)))
    assert (report.totals["EUR"].open, report.ties) == (1450, 0)
    report = aging_report(ledger, replace(VIEW, filters=(("industry", ""),)))
    assert (report.totals["EUR"].open, report.ties) == (800, 0)


def test_by_issue_date_nothing_is_called_overdue(ledger: Store) -> None:
    found = aging_report(ledger, replace(VIEW, scheme="statutory")).as_json()
    assert found["basis"] == "issue"
    assert {row["overdue"] for row in found["rows"]} == {None}


def test_an_empty_ledger_has_a_report_of_nothing(empty: Store) -> None:
    report = aging_report(empty, VIEW)
    assert (report.totals["USD"].open, report.rows, report.ties) == (0, (), 0)


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"scheme": "weekly"}, "scheme_unknown"), ({"grouping": "colour"}, "grouping_unknown"),
     ({"period_days": 0}, "period_days_invalid")],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(ledger: Store, asked: dict[str, object], code: str) -> None:
    with pytest.raises(ScoringError, match=code):
        aging_report(ledger, replace(VIEW, **asked))
