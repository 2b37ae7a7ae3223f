"""The ledger stands in conftest.py. Ann from 2024-02-10 to 2024-03-31:

opening          A0 100 + A1 600              700.00
2024-02-14       receipt R1          -100.00  600.00
2024-02-15       invoice A2           300.00  900.00
2024-03-01       receipt R2          -200.00  700.00
2024-03-20       invoice A3           500.00 1200.00
2024-03-25       credit note A4       -50.00 1150.00 closing
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scoring.desk.reports.statement import statement
from scoring.desk.reports.statement_print import statement_html
from scoring.errors import ScoringError
from scoring.store import Store

FROM, TO = date(2024, 2, 10), date(2024, 3, 31)


def test_every_movement_with_a_running_balance(ledger: Store) -> None:
    (account,) = statement(ledger, "A", FROM, TO).accounts
    assert account.opening == 700
    assert [(line.document_no, line.amount, line.balance) for line in account.movements] == [
        ("R1", -100, 600), ("A2", 300, 900), ("R2", -200, 700), ("A3", 500, 1200), ("A4", -50, 1150),
    ]  # fmt: skip
    assert (account.closing, account.difference) == (1150, 0)


def test_one_statement_closes_where_the_next_opens(ledger: Store) -> None:
    whole = statement(ledger, "A", date(2024, 1, 1), TO).accounts[0]
    first = statement(ledger, "A", date(2024, 1, 1), date(2024, 3, 1)).accounts[0]
    second = statement(ledger, "A", date(2024, 3, 2), TO).accounts[0]
    assert first.closing == second.opening == Decimal("700.00")
    assert [*first.movements, *second.movements] == list(whole.movements)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_printed_it_needs_nothing_from_elsewhere(ledger: Store, lang: str) -> None:
    page = statement_html(statement(ledger, "A", FROM, TO), lang)
    assert "1,150.00" in page
    assert ("对账单" in page) == (lang == "zh")
    assert not any(word in page for word in ("http", "<script", "<link", "@import", "url("))


def test_a_name_cannot_become_markup(ledger: Store) -> None:
    found = statement(ledger, "A", FROM, TO)
    object.__setattr__(found, "name", "<b>Ann</b>")
    assert "<b>Ann</b>" not in statement_html(found, "en")


def test_what_cannot_be_asked_is_refused(ledger: Store) -> None:
    with pytest.raises(ScoringError, match="period_backwards"):
        statement(ledger, "A", TO, FROM)
    with pytest.raises(ScoringError, match="customer_unknown"):
        statement(ledger, "Z", FROM, TO)
