"""The ledger stands in conftest.py. At the end of 2024-02-14, EUR: A1 600.00 is 5 days overdue, C1 800.00 is 45; until
2024-03-31 200.00 came in for A1, and A2 300.00 became overdue (30 days): 700.00 of Ann and 800.00 of City Hall are left."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest

from scoring.desk.collections import notes
from scoring.desk.effect.known import attributes_on
from scoring.desk.effect.report import BY, customers_of, documents_of, effect_report
from scoring.desk.figures.figures import figures_report, month_ends
from scoring.desk.strategy.playbook import save, text_of
from scoring.desk.views import scope_of
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import Kind, View
from tests.desk.conftest import load

DAY, SINCE = date(2024, 3, 31), date(2024, 2, 14)
VIEW = View(as_of=DAY)


def test_what_came_in_by_hand(ledger: Store) -> None:
    report = effect_report(ledger, VIEW, "nature", SINCE)
    found = {line.key: line.figures for line in report.lines["EUR"]}
    ann, city = found["commercial"], found["government"]
    assert (ann.overdue_at_start, ann.received, ann.overdue_at_end) == (Decimal(600), Decimal(200), Decimal(700))
    assert ann.recovery_rate == Decimal(200) / 600
    assert ann.days_overdue == Decimal(400 * 51 + 300 * 30) / 700
    assert (city.overdue_at_start, city.received, city.days_overdue) == (Decimal(800), 0, Decimal(91))
    assert report.totals["EUR"].recovery_rate == Decimal(200) / 1400
    assert report.totals["USD"].overdue_at_end == Decimal(40)
    assert all(tie.difference == 0 for tie in report.ties)


def test_the_strategy_is_that_of_the_start(own: Store) -> None:
    """A playbook saved today is not the one that ruled in 2024; one saved before is."""
    before = {line.key for line in effect_report(own, VIEW, "strategy", SINCE).lines["EUR"]}
    changed = text_of(own, "rules").replace('level = "guard"', 'level = "insist"')
    assert changed != text_of(own, "rules")
    save(own, "rules", changed, "Lin", "try", datetime(2024, 2, 15))
    assert {line.key for line in effect_report(own, VIEW, "strategy", SINCE).lines["EUR"]} == before
    later = effect_report(own, VIEW, "strategy", date(2024, 2, 15))
    assert {line.key for line in later.lines["EUR"]} != before


def test_owner_and_nature_are_those_known_at_the_start(own: Store) -> None:
    """Ann is handed to Mei, and found to be a public body, by a list that came later than the one that filled the past."""
    before = {by: keys(own, by) for by in ("owner", "nature")}
    later = {"customer_id": "A", "name": "Ann", "nature": "government", "owner": "Mei"}
    load(own, Kind.CUSTOMERS, "customers", [later])
    assert own.one("customer", customer_id="A")["owner"] == "Mei"  # type: ignore[index]
    assert {by: keys(own, by) for by in ("owner", "nature")} == before
    assert attributes_on(own, date(2999, 1, 1), "owner")["A"] == "Mei"


def keys(store: Store, by: str) -> list[str]:
    """The groups of a report."""
    return [line.key for line in effect_report(store, VIEW, by, SINCE).lines["EUR"]]


def test_tomorrows_receipts_and_answers_are_not_known(own: Store) -> None:
    view = View(as_of=date(2024, 2, 29))
    assert effect_report(own, view, "nature", SINCE).totals["EUR"].received == 0
    notes.note_survey(own, "A", date(2024, 3, 1), 2, "Lin")
    notes.note_survey(own, "A", date(2024, 2, 20), 5, "Lin")
    notes.note_survey(own, "C", SINCE, 1, "Lin")
    total = effect_report(own, view, "nature", SINCE).totals["EUR"]
    assert (total.satisfaction, total.answers) == (5.0, 1)
    assert effect_report(own, VIEW, "nature", SINCE).totals["EUR"].satisfaction == 3.5


def test_customers_and_documents_behind_a_group(ledger: Store) -> None:
    view = View(as_of=DAY, currency="EUR")
    (ann,) = customers_of(ledger, view, "nature", SINCE, "commercial")
    assert (ann.customer_id, ann.figures.received) == ("A", Decimal(200))
    (one,) = documents_of(ledger, view, "nature", SINCE, "commercial", "A")
    assert (one["document_no"], one["overdue_at_start"], one["received"]) == ("A1", Decimal(600), Decimal(200))


@pytest.mark.parametrize("by", BY)
def test_every_grouping_has_the_same_total_and_ties_to_the_aging(made_up: Store, by: str) -> None:
    day = (made_up.one("extent", {}) or {})["last_date"]
    view = View(as_of=day, currency="USD")
    report = effect_report(made_up, view, by)
    assert all(tie.difference == 0 and tie.ledger for tie in report.ties)
    if by != "month":
        figure = figures_report(made_up, view, series=False).line("USD", "recovery_rate").figure
        assert report.totals["USD"].recovery_rate == figure.value
    for line in report.lines["USD"][:2]:
        ones = customers_of(made_up, view, by, report.since, line.key)
        assert sum(one.figures.overdue_at_start for one in ones) == line.figures.overdue_at_start


def test_many_periods_at_once_say_what_each_says_alone(made_up: Store) -> None:
    """`collected` against the older mart `recovery`, which follows one period at a time."""
    day = (made_up.one("extent", {}) or {})["last_date"]
    ends = month_ends(day, 7)
    params = scope_of(made_up, View(day, currency="USD")).params
    sums = ["overdue_at_start", "received"]
    many = {"starts": ends[:-1], "ends": ends[1:]} | params
    found = made_up.grouped("collected", many, ["from_date", "customer_id"], sums)
    for start, end in pairwise(ends):
        alone = made_up.rows("recovery", {"from_date": start, "to_date": end} | params, order=["customer_id"])
        mine = [{n: row[n] for n in ("customer_id", *sums)} for row in found if row["from_date"] == start]
        assert mine == alone


def test_a_period_that_ends_before_it_starts_is_refused(ledger: Store) -> None:
    with pytest.raises(ScoringError, match="period_backwards"):
        effect_report(ledger, VIEW, "nature", DAY)
    with pytest.raises(ScoringError, match="not_a_choice"):
        effect_report(ledger, VIEW, "mood")
