"""Expected loss, bad years, capacity and stress on the small ledger, by hand.

The ledger of conftest on 2024-03-31 in EUR (1 EUR = 1.25 USD), scored by a card of two questions (see test_scores):

    Ann GmbH   1,200.00 open, 585 points, PD(6 months) p, so 1 - (1 - p)^2 within a year; limit 1,000
    Ann Nord     250.00, 605 points
    Bob           32.00 (40.00 USD), 565 points
    City Hall    800.00, 91 days past due: in default, PD 1

LGD 45%: City Hall alone is expected to cost 360.00.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from scoring.desk.figures.aging import aging_report
from scoring.desk.intake.audit import audit_log
from scoring.desk.intake.importing import import_files
from scoring.desk.intake.maintenance import rebuild
from scoring.desk.parameters import currency_of, default_as_of
from scoring.desk.risk import capacity, distribution, stress
from scoring.desk.risk.customer import customer_risk
from scoring.desk.risk.export import loss_csv, loss_xlsx
from scoring.desk.risk.loss import LOSS_GROUPINGS, expected_loss_line, lacks_rate, loss_report
from scoring.desk.risk.portfolio import portfolio_report
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.scores import score_book
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.metrics.risk.capacity import Means
from scoring.metrics.risk.loss import LossTerms
from scoring.scenario.stress import Case
from scoring.store import Store
from scoring.terms import Kind, View
from tests.desk.conftest import fill, load
from tests.desk.test_scores import NOON, card

MARCH = View(date(2024, 3, 31), currency="EUR")
LEDGERS = {
    "china": "*.csv",
    "highradius": "*.csv",
    "ibm": "invoices.csv",
    "multicurrency": "*.csv",
    "payments": "*.csv",
}


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small ledger, scored by version 1; read it, do not change it."""
    opened = filled(tmp_path_factory.mktemp("risk"))
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The same, to be changed."""
    opened = filled(tmp_path)
    yield opened
    opened.close()


def filled(folder: Path) -> Store:
    opened = Store.open(folder / "book" / "own.duckdb")
    fill(opened)
    scorecard_versions.save(opened, card(), "Ann", "To begin with", NOON)
    scorecard_versions.approve(opened, 1, "Bob", NOON)
    return opened


def protect(store: Store, **row: object) -> None:
    load(store, Kind.PROTECTIONS, "protections", [{"currency": "EUR", **row}])


def lost(store: Store, view: View = MARCH) -> dict[str, Decimal]:
    return {one.group: one.expected_loss for one in loss_report(store, view).books["EUR"].by("customer")}


def test_expected_loss_is_pd_times_lgd_times_exposure(scored: Store) -> None:
    book, found = score_book(scored, MARCH.as_of), lost(scored)
    assert found["C"] == Decimal("360.00")
    for customer, exposure in (("A", 1200), ("N", 250), ("B", 32)):
        one = book.of(customer)
        assert one is not None
        assert one.pd_yearly is not None
        assert float(found[customer]) == pytest.approx(one.pd_yearly * 0.45 * exposure, abs=0.005)


@pytest.mark.parametrize("by", LOSS_GROUPINGS)
def test_contributions_add_up_to_the_total_whatever_the_segment(scored: Store, by: str) -> None:
    book = loss_report(scored, MARCH).books["EUR"]
    found = book.by(by)
    for name in ("open", "exposure", "covered", "expected_loss"):
        assert sum(getattr(one, name) for one in found) == getattr(book.total, name)
    assert book.total.open == Decimal("2282.00")
    for one in found:
        inside = book.within(by, one.group)
        assert sum(each.expected_loss for each in inside) == one.expected_loss


def test_severity_is_the_worst_bucket_and_a_parent_holds_its_daughters(scored: Store) -> None:
    book = loss_report(scored, MARCH).books["EUR"]
    assert {one.group: one.open for one in book.by("severity")} == {
        "severe": Decimal("800.00"),
        "moderate": Decimal("1200.00"),
        "light": Decimal("32.00"),
        "not_due": Decimal("250.00"),
    }
    assert {one.group: one.open for one in book.by("parent")}["A"] == Decimal("1450.00")


def test_each_currency_by_itself_and_all_in_one_are_the_same_money(scored: Store) -> None:
    alone = loss_report(scored, replace(MARCH, currency=None)).books
    assert (alone["EUR"].total.open, alone["USD"].total.open) == (Decimal("2250.00"), Decimal("40.00"))
    by_currency = {one.group: one for one in loss_report(scored, MARCH).books["EUR"].by("currency")}
    assert by_currency["EUR"].expected_loss == alone["EUR"].total.expected_loss
    assert by_currency["USD"].open == Decimal("32.00")


def test_a_protection_lowers_the_loss_from_its_first_day_to_its_last(store: Store) -> None:
    """City Hall's debt is guaranteed for 500.00 in USD = 400.00 EUR in March: 45% of 400.00 instead of 800.00."""
    march = {"valid_from": date(2024, 3, 1), "valid_to": date(2024, 3, 31)}
    protect(store, customer_id="C", protection="guarantee", amount=Decimal("500.00"), **march | {"currency": "USD"})
    assert lost(store)["C"] == Decimal("180.00")
    assert lost(store, replace(MARCH, as_of=date(2024, 4, 1)))["C"] == Decimal("360.00")
    assert lost(store, replace(MARCH, as_of=date(2024, 2, 29))).get("C") != Decimal("180.00")
    book = loss_report(store, MARCH).books["EUR"]
    assert (book.total.covered, book.by("nature")[0].covered) == (Decimal("400.00"), Decimal("400.00"))
    risk = customer_risk(store, "C", MARCH)
    assert (risk.status, risk.losses["EUR"].covered) == ("in_default", Decimal("400.00"))
    assert [row["protection"] for row in risk.protections] == ["guarantee"]


def test_insurance_without_a_ceiling_covers_its_share(store: Store) -> None:
    protect(store, customer_id="C", protection="insurance", cover_share=Decimal("0.9"))
    assert lost(store)["C"] == Decimal("36.00")


def test_unused_limits_count_where_the_settings_say_so(store: Store) -> None:
    """Ann GmbH is over her limit of 1,000 already: nothing more. With a limit of 2,200, half of 1,000 unused count."""
    terms = LossTerms(0.45, 0.5, 0.05)
    assert loss_report(store, MARCH, terms).books["EUR"].total.exposure == Decimal("2282.00")
    load(
        store, Kind.CUSTOMERS, "customers", [{"customer_id": "A", "name": "Ann GmbH", "credit_limit": Decimal("2200")}]
    )
    assert loss_report(store, MARCH, terms).books["EUR"].total.exposure == Decimal("2782.00")


def test_before_anybody_can_be_rated_the_settings_pd_counts(scored: Store) -> None:
    """On 2024-01-31 nothing of Ann GmbH was due yet: not rated, 5% x 45% x 700.00 = 15.75."""
    january = replace(MARCH, as_of=date(2024, 1, 31))
    book = loss_report(scored, january).books["EUR"]
    assert book.statuses["not_rated"].expected_loss == Decimal("15.75")
    before = loss_report(scored, replace(MARCH, as_of=date(2023, 1, 1))).books["EUR"]
    assert before.table.empty
    assert before.total.expected_loss == 0


def test_expected_loss_against_an_earlier_day(scored: Store) -> None:
    february = date(2024, 2, 29)
    line = expected_loss_line(scored, MARCH, february)["EUR"]
    assert line.figure.value == sum(lost(scored).values())
    assert line.before == sum(lost(scored, replace(MARCH, as_of=february)).values())
    assert expected_loss_line(scored, MARCH, date(2023, 1, 1))["EUR"].change is None
    assert expected_loss_line(scored, MARCH)["EUR"].change is None


@pytest.mark.parametrize("by", ["rating", "customer"])
def test_a_file_to_take_along_ends_in_the_total(scored: Store, by: str) -> None:
    report = loss_report(scored, MARCH)
    lines = loss_csv(report, by, "en").decode("utf-8-sig").splitlines()
    total = report.books["EUR"].total
    assert lines[-1].startswith(f"Total,,EUR,4,{total.open},{total.exposure},0.00,")
    assert f",{total.expected_loss},1.000000" in lines[-1]
    frame = pd.read_excel(io.BytesIO(loss_xlsx(report, by, "zh")), engine="calamine", header=None)
    assert frame.iloc[-1, 0] == "合计"
    assert float(total.expected_loss) in frame.iloc[-1].tolist()


def test_an_empty_ledger_loses_nothing(empty: Store) -> None:
    view = View(date(2024, 3, 31), currency="EUR")
    report = portfolio_report(empty, view)
    told = report.lines["EUR"].headlines()
    assert (told["expected_loss"], told["bad_year"], told["largest_balance"]) == (0, None, None)
    assert stress.stress_report(empty, view, [Case("All", pd_multiple=2, top=3)]).outcomes["EUR"][1].expected_loss == 0


def test_a_bad_year_lies_between_what_is_lost_for_certain_and_everything(scored: Store) -> None:
    report = distribution.distribution_report(scored, MARCH)
    found = report.found["EUR"]
    assert found is not None
    assert found.expected == pytest.approx(float(sum(lost(scored).values())), abs=0.02)
    assert 360 <= found.bad_year.loss <= found.worst_year.loss <= 0.45 * 2282
    hall = next(name for name in report.names["EUR"] if name.customer_id == "C")
    assert (hall.defaulting, hall.shortfall) == (1.0, 360.0)
    assert len(report.as_json()["EUR"]["names"]) == 4


def test_what_can_be_borne_follows_from_the_means(scored: Store) -> None:
    """1,532 of 2,282 are overdue; a cash buffer of 3,064 bridges twice that, so twice today's balance."""
    report = capacity.capacity_report(scored, MARCH, Means(3_064.0, None, None, 0.1, 0.5))
    line = report.lines["EUR"]
    assert (line.standing.balance, line.standing.overdue) == (2282.0, 1532.0)
    assert line.capacity is not None
    assert line.capacity.largest_balance == pytest.approx(2 * 2282)
    assert line.standing.loss_overdue + line.standing.loss_rest == pytest.approx(
        float(sum(lost(scored).values())), abs=0.01
    )
    dollars = capacity.capacity_report(scored, replace(MARCH, currency="USD"), Means(3_064.0, None, None, 0.1, 0.5))
    converted = dollars.lines["USD"].capacity
    assert converted is not None
    assert converted.largest_balance == pytest.approx(2 * 2282 * 1.25, rel=1e-3)


def test_stress_of_nothing_changes_nothing_and_cases_stand_beside_today(scored: Store) -> None:
    cases = [Case("Nothing"), Case("Largest", top=1), Case("Food", industries=("Food",)), Case("Later", delay_days=90)]
    today, nothing, largest, food, later = stress.stress_report(scored, MARCH, cases).outcomes["EUR"]
    assert replace(nothing, case=None) == today
    assert largest.expected_loss > today.expected_loss
    assert food.in_default == today.in_default + 2
    sold = Decimal("1782.00")  # invoiced in the 90 days before: six invoices, Bob's for 32.00 EUR
    assert later.receivables == today.receivables + sold


def test_cases_are_kept_by_name(store: Store) -> None:
    stress.keep(store, Case("Two fail", top=2, currency_percent={"USD": -10.0}), "Ann")
    stress.keep(store, Case("Two fail", top=3), "Bob")
    stress.keep(store, Case("Gone", top=1), "Bob")
    stress.remove(store, "Gone", "Bob")
    own = [(one.case, one.by) for one in stress.kept_cases(store) if not one.shipped]
    assert own == [(Case("Two fail", top=3), "Bob")]
    assert stress.case_named(store, "recession").pd_multiple == 3
    with pytest.raises(ScoringError, match="stress_name_taken"):
        stress.keep(store, Case("recession"), "Ann")
    with pytest.raises(ScoringError, match="stress_unknown"):
        stress.remove(store, "Nobody", "Ann")
    kinds = [event["kind"] for event in store.raw.journalled()]
    assert kinds[-4:] == ["stress_saved", "stress_saved", "stress_saved", "stress_removed"]


def test_a_rebuild_brings_kept_cases_back(tmp_path: Path) -> None:
    path = tmp_path / "own.duckdb"
    opened = Store.open(path)
    stress.keep(opened, Case("Two fail", top=2), "Ann")
    opened.close()
    path.unlink()
    rebuild(path)
    again = Store.open(path)
    assert stress.case_named(again, "Two fail") == Case("Two fail", top=2)
    assert [entry.detail for entry in audit_log(again, "en")] == ["Two fail"]
    again.close()


@pytest.fixture(scope="module", params=LEDGERS)
def real(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    name = str(request.param)
    opened = Store.open(tmp_path_factory.mktemp(name) / "store.duckdb")
    assert not import_files(opened, sorted((shared / name).glob(LEDGERS[name])), ImportOptions(terms_days=30)).failures
    yield opened
    opened.close()


@pytest.mark.shared_data
def test_it_works_on_every_real_ledger(real: Store) -> None:
    view = View(default_as_of(real))
    report, stressed = (
        portfolio_report(real, view),
        stress.stress_report(real, view, [Case("Nothing"), Case("Top", top=5)]),
    )
    aged = aging_report(real, view).totals
    for currency, line in report.lines.items():
        assert line.book.total.open == aged[currency].open
        for by in LOSS_GROUPINGS:
            assert sum(one.expected_loss for one in line.book.by(by)) == line.book.total.expected_loss
        today, nothing, top = stressed.outcomes[currency]
        assert replace(nothing, case=None) == today
        assert top.expected_loss >= today.expected_loss == line.book.total.expected_loss
    assert report.as_json()["currencies"].keys() == report.lines.keys()


def test_nobody_is_rated_in_a_currency_before_its_first_rate(ledger: Store) -> None:
    """Rates of USD begin on 2024-01-01; the workspace's own currency needs none."""
    assert [lacks_rate(ledger, View(day), "USD") for day in (date(2023, 12, 31), date(2024, 1, 1))] == [True, False]
    assert not lacks_rate(ledger, View(date(2023, 12, 31)), currency_of(ledger))
