"""The ledger stands in conftest.py."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from scoring.desk.figures.customer import customer_profile
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import View

VIEW = View(as_of=date(2024, 3, 31))


def test_ann_on_one_page(ledger: Store) -> None:
    """Open 400 + 300 + 500 against a limit of 1,000; the oldest 51 days late: moderate."""
    ann = customer_profile(ledger, "A", VIEW)
    assert ann.master["name"] == "Ann GmbH"
    assert [daughter["customer_id"] for daughter in ann.daughters] == ["N"]
    assert ann.aging.totals["EUR"].open == 1200
    assert ann.limit is not None
    assert (ann.limit.open, ann.limit.used) == (1200, Decimal("1.2"))
    assert ann.severity == "moderate"
    assert [row["document_no"] for row in ann.documents] == ["A1", "A2", "A3"]
    assert ann.figures.line("EUR", "days_beyond_terms").figure.value == Decimal(5200) / 300


def test_no_limit_is_none(ledger: Store) -> None:
    assert customer_profile(ledger, "C", VIEW).limit is None


def test_before_it_bought_anything_a_customer_owes_nothing(ledger: Store) -> None:
    bob = customer_profile(ledger, "B", View(as_of=date(2024, 1, 15)))
    assert (bob.severity, bob.documents) == (None, ())


def test_it_can_be_written_as_json(ledger: Store) -> None:
    found = json.loads(json.dumps(customer_profile(ledger, "A", VIEW).as_json()))
    assert found["limit"] == {"amount": "1000.00", "currency": "EUR", "open": "1200.00", "used": "1.200000"}
    assert found["documents"][0]["due_date"] == "2024-02-09"


def test_an_unknown_customer_is_named(ledger: Store) -> None:
    with pytest.raises(ScoringError, match="customer_unknown: customer=Z"):
        customer_profile(ledger, "Z", VIEW)
