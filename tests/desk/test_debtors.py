"""The ledger stands in conftest.py: Ann owes 700 past due (51 and 30 days), City Hall 800 (91 days), Bob 40 USD (29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from scoring.desk.collections.notes import close_dispute, note_dispute
from scoring.desk.figures.aging import aging_report
from scoring.desk.strategy.debtors import strategy_report
from scoring.store import Store
from scoring.terms import View

VIEW = View(as_of=date(2024, 3, 31))


def test_each_customer_gets_the_level_of_its_class(ledger: Store) -> None:
    report = strategy_report(ledger, VIEW)
    euro = {standing.customer_id: standing for standing in report.standings["EUR"]}
    assert (euro["A"].oldest_days, euro["A"].overdue, euro["A"].debtor.severity) == (51, Decimal("700.00"), "moderate")
    assert (euro["C"].oldest_days, euro["C"].debtor.severity, euro["C"].debtor.nature) == (91, "severe", "government")
    assert (euro["N"].debtor.severity, euro["N"].overdue) == ("not_due", Decimal(0))
    assert euro["C"].rule.level == "office_formal" or euro["C"].debtor.rating == "in_default"
    assert euro["A"].due is not None
    assert euro["A"].due.day <= 51
    assert [standing.customer_id for standing in report.standings["USD"]] == ["B"]


def test_the_grid_adds_up_to_the_balance(ledger: Store) -> None:
    report, aging = strategy_report(ledger, VIEW), aging_report(ledger, VIEW)
    for currency, total in aging.totals.items():
        assert sum(cell.open for cell in report.grid(currency)) == total.open


def test_what_is_disputed_that_day_leaves_the_grid(own: Store) -> None:
    """Ann's two late invoices are contested from 15 to 28 March only: on the 20th she is to be heard, not dunned."""
    for number in (1, 2):
        note_dispute(own, "A", f"A{number}", date(2024, 3, 15), "quality", "Lin")
        close_dispute(own, number, date(2024, 3, 28), "Lin")
    on_the_20th = strategy_report(own, replace(VIEW, as_of=date(2024, 3, 20))).standings["EUR"]
    at_the_end = strategy_report(own, VIEW).standings["EUR"]
    assert [one.rule.level for one in on_the_20th if one.customer_id == "A"] == ["clarify"]
    assert [one.rule.level for one in at_the_end if one.customer_id == "A"] != ["clarify"]


def test_a_dispute_is_worked_on_while_other_claims_are_not_due(own: Store) -> None:
    """Both late invoices of Ann (51 and 30 days) are contested, A3 is not due: the steps count from day 51."""
    note_dispute(own, "A", "A1", date(2024, 3, 15), "quality", "Lin")
    note_dispute(own, "A", "A2", date(2024, 3, 15), "quality", "Lin")
    ann = next(one for one in strategy_report(own, VIEW).standings["EUR"] if one.customer_id == "A")
    assert (ann.oldest_days, ann.step_days, ann.rule.level, ann.due and ann.due.day) == (-19, 51, "clarify", 21)


def test_one_currency_for_all_converts_and_still_adds_up(ledger: Store) -> None:
    view = replace(VIEW, currency="EUR")
    report = strategy_report(ledger, view)
    assert sum(one.open for one in report.standings["EUR"]) == aging_report(ledger, view).totals["EUR"].open


def test_one_currency_alone_leaves_the_others_out(ledger: Store) -> None:
    """Bob owes 40.00 USD; what is kept to USD knows nobody else, without a rate or a converted amount."""
    report = strategy_report(ledger, replace(VIEW, currency="USD", filters=(("currency", "USD"),)))
    assert [(one.customer_id, one.open) for one in report.standings["USD"]] == [("B", Decimal("40.00"))]


def test_before_the_ledger_nobody_is_handled(ledger: Store) -> None:
    report = strategy_report(ledger, View(as_of=date(2020, 1, 1)))
    assert [one for standings in report.standings.values() for one in standings] == []
