"""What if the terms changed, on real stores: small ledgers by hand, a made-up one, and the demo with its planted truth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.generator import planted_terms
from scoring.desk.figures.figures import figures_report
from scoring.desk.intake.importing import import_files
from scoring.desk.whatif import best, wording
from scoring.desk.whatif.evidence import measured_pass_through
from scoring.desk.whatif.facts import OTHERS, starting
from scoring.desk.whatif.outcome import Outcome, outcome, ranges_of, started
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.scenario.options import Limits
from scoring.scenario.paths import FIGURES
from scoring.scenario.scenario import TODAY, Change, Scenario
from scoring.scenario.scenariofile import errors_of
from scoring.scenario.terms import Terms
from scoring.store import Store
from scoring.terms import Kind, View
from scoring.text import LANGUAGES
from tests.desk.conftest import DAY, load
from tests.house import PROJECT

LAST = date(2026, 10, 31)
DOLLARS = View(LAST, currency="USD")
TIGHTER = Scenario("Tighter", grouping="nature", changes=(Change("commercial", Terms(net_days=14, stop_ship_days=30)),))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(tmp_path_factory.mktemp("demo") / "store.duckdb")
    opened.set_setting("currency", "USD")
    import_files(opened, sorted((PROJECT / "data" / "sample" / "en").glob("*.csv")), ImportOptions())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def tighter(demo: Store) -> Outcome:
    return outcome(started(demo, DOLLARS, TIGHTER), TIGHTER)


def test_facts_of_the_small_ledger(ledger: Store) -> None:
    """By nature, in EUR. Commercial: 600 (50 late), 300 (30), 500 (-19), 250 (due that day); of A1 200 were paid. Sold in a
    year: 100 + 600 + 300 + 500 at 30, 30, 15 and 30 days, and 250 at 30. City Hall: 800, 91 late, at 30 days."""
    facts = starting(ledger, View(date(2024, 3, 31), currency="EUR"), "nature").facts
    commercial = facts.segment("commercial")
    assert commercial.receivables == pytest.approx(1_450)
    assert dict(zip(commercial.opening.days.tolist(), commercial.opening.amounts.tolist(), strict=True))[51] == 400
    assert commercial.gaps == ((15, pytest.approx(300 / 1_750)), (30, pytest.approx(1_450 / 1_750)))
    assert commercial.history[-90:].sum() == pytest.approx(1_750)
    assert commercial.yearly_sales == pytest.approx(1_750)
    assert facts.segment("government").receivables == pytest.approx(800)
    ann = commercial.accounts
    assert (ann.name[0], ann.open[0], ann.overdue[0], ann.oldest_days[0], ann.limit[0]) == (
        "Ann GmbH",
        1200,
        700,
        51,
        1000,
    )
    assert facts.segment("individual").receivables == pytest.approx(32)  # 40 USD at 1.25


def test_the_first_book_of_a_path_is_the_ledgers_own(made_up: Store) -> None:
    """Every figure that a path's book can give, to the last place: today's figures, from today's code."""
    found = outcome(starting(made_up, DOLLARS, "nature"), TODAY)
    assert found.path[0].day == LAST
    start = found.starting
    from scoring.scenario.paths import figures_at
    from scoring.scenario.result import run

    result = run(start.facts, TODAY, start.assumptions.base)
    told = {f.name: f.value for f in figures_at(start.facts, result.parts, found.path, 0)}
    report = figures_report(made_up, DOLLARS, series=False)
    assert told == {name: report.line("USD", name).figure.value for name in FIGURES}


def test_the_scenario_of_nothing_changes_nothing(made_up: Store) -> None:
    found = outcome(starting(made_up, DOLLARS, "rating"), Scenario("nothing"))
    assert found.path == found.path_today
    assert {pair.change for pair in found.figures if pair.change is not None} == {Decimal(0)}
    assert (found.released, found.npv, found.break_even, found.customers) == (0, 0, None, ())
    assert sum(step.amount for step in found.value.steps) == 0


def test_parts_add_up_to_the_whole(tighter: Outcome) -> None:
    assert sum(segment.released for segment in tighter.segments) == tighter.released
    assert sum(segment.npv for segment in tighter.segments) == tighter.npv
    for name in ("receivables", "overdue", "value_added", "expected_loss", "sales"):
        parts = [pair.scenario for segment in tighter.segments for pair in segment.figures if pair.name == name]
        assert sum(parts) == tighter.figure(name).scenario  # type: ignore[arg-type]
    assert tighter.value.after == tighter.figure("value_added").scenario
    bridge = tighter.receivables
    assert (bridge.before - bridge.after, [step.name for step in bridge.steps]) == (
        tighter.released,
        ["due", "stop_ship"],
    )


def test_shorter_terms_release_cash_and_say_whom_they_stop(tighter: Outcome) -> None:
    assert tighter.released > 0
    assert tighter.figure("dso_simple").verdict == "good"
    stopped = [effect for effect in tighter.customers if effect.stopped]
    assert stopped
    assert all(effect.oldest_days > 30 and effect.segment == "commercial" for effect in stopped)
    assert all(effect.loses == ("days",) for effect in tighter.customers if effect.days_before > 14.5)


def test_the_demo_gives_its_planted_pass_through_back(demo: Store) -> None:
    """Planted: 0.7 for 35 firms on one day and a few one by one. Found from the ledger alone, within its interval."""
    planted = {change.pass_through for change in planted_terms()}
    found = measured_pass_through(demo, LAST)
    assert planted == {0.7}
    assert found is not None
    assert found.low < 0.7 < found.high
    assert found.estimate == pytest.approx(0.7, abs=0.08)
    assert found.customers >= 30


def test_before_terms_changed_the_assumption_is_stated(demo: Store) -> None:
    """At the end of 2024 nobody's terms had changed long enough ago to say anything."""
    early = View(date(2024, 8, 31), currency="USD")
    start = starting(demo, early, "nature")
    assert start.assumptions.pass_through.evidence == "stated"
    assert starting(demo, DOLLARS, "nature").assumptions.pass_through.evidence == "terms_changed"


def test_tomorrow_does_not_move_yesterdays_facts(tmp_path: Path) -> None:
    """As of 2026-06-30, before and after it becomes known what was sold and paid later."""
    store = Store.open(tmp_path / "growing.duckdb")
    store.set_setting("currency", "EUR")
    day = View(date(2026, 6, 30))

    def invoice(number: str, issued: str, due: str) -> dict[str, object]:
        return {"customer_id": "A", "document_no": number, "kind": "invoice", "issue_date": DAY(issued),
                "due_date": DAY(due), "amount": Decimal("100.00"), "currency": "EUR"}  # fmt: skip

    def receipt(number: str, on: str) -> dict[str, object]:
        return {"customer_id": "A", "receipt_no": f"R{number}", "kind": "receipt", "document_no": number, "currency": "EUR",
                "receipt_date": DAY(on), "matched_date": DAY(on), "amount": Decimal("100.00")}  # fmt: skip

    first = [invoice(str(n), f"2026-0{n}-10", f"2026-0{n + 1}-10") for n in range(1, 7)]
    load(store, Kind.INVOICES, "documents", first)
    load(store, Kind.RECEIPTS, "receipts", [receipt(str(n), f"2026-0{n + 1}-20") for n in range(1, 5)])
    before = starting(store, day, "nature")
    later = [invoice("7", "2026-07-10", "2026-08-30")]
    load(store, Kind.INVOICES, "documents", later)
    load(store, Kind.RECEIPTS, "receipts", [receipt("5", "2026-09-01"), receipt("6", "2026-07-02")])
    after = starting(store, day, "nature")
    was, now = before.facts.segments[0], after.facts.segments[0]
    assert (was.gaps, was.yearly_sales, was.claims) == (now.gaps, now.yearly_sales, now.claims)
    assert was.opening.amounts.tolist() == now.opening.amounts.tolist()
    assert was.curve.paid.tolist() == now.curve.paid.tolist()
    assert was.accounts.days_to_pay.tolist() == now.accounts.days_to_pay.tolist()
    store.close()


def test_customers_picked_by_hand_leave_their_group(made_up: Store) -> None:
    whole = starting(made_up, DOLLARS, "nature").facts
    picked = whole.segment("commercial").accounts.customer_id[:2]
    scenario = Scenario("two", grouping="nature", changes=(Change("our two", Terms(net_days=60), picked),))
    start = started(made_up, DOLLARS, scenario)
    ours, rest = start.facts.segment("our two"), start.facts.segment("commercial")
    assert ours.accounts.customer_id == picked
    assert ours.receivables + rest.receivables == pytest.approx(whole.segment("commercial").receivables)
    assert {effect.customer_id for effect in outcome(start, scenario).customers} == set(picked)


def test_a_customer_that_is_not_there(made_up: Store) -> None:
    with pytest.raises(ScoringError, match="list_customer_unknown"):
        starting(made_up, DOLLARS, "nature", (("ours", ("nobody",)),))
    with pytest.raises(ScoringError, match="scenario_segment_unknown"):
        outcome(starting(made_up, DOLLARS, "nature"), Scenario("x", changes=(Change("gone", Terms(net_days=1)),)))


def test_an_empty_ledger_says_so(empty: Store) -> None:
    with pytest.raises(ScoringError, match="ledger_empty"):
        starting(empty, View(LAST), "nature")


def test_without_a_dated_payment_nothing_can_be_said(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "unpaid.duckdb")
    row = {"customer_id": "A", "document_no": "1", "kind": "invoice", "issue_date": DAY("2026-09-01"),
           "due_date": DAY("2026-10-01"), "amount": Decimal("100.00"), "currency": "EUR"}  # fmt: skip
    load(store, Kind.INVOICES, "documents", [row])
    with pytest.raises(ScoringError, match="no_dated_payments"):
        starting(store, View(LAST), "nature")
    store.close()


def test_many_groups_leave_the_small_ones_together(demo: Store) -> None:
    start = starting(demo, DOLLARS, "customer")
    assert len(start.segments) == 60
    assert OTHERS in start.segments
    assert wording.segment_label(start, OTHERS, "en") == "All others"


def test_a_currency_without_a_rate_is_left_out_and_named(tmp_path: Path) -> None:
    """100 EUR and 50 USD, no rate: the workspace's EUR alone."""
    with_two = Store.open(tmp_path / "two.duckdb")
    rows = [
        {"customer_id": "A", "document_no": number, "kind": "invoice", "issue_date": DAY("2026-09-01"),
         "due_date": DAY("2026-10-01"), "amount": Decimal(amount), "currency": currency}
        for number, amount, currency in (("1", "100.00", "EUR"), ("2", "50.00", "USD"))
    ]  # fmt: skip
    rows.append(rows[0] | {"document_no": "3", "settled_date": DAY("2026-10-05")})
    load(with_two, Kind.INVOICES, "documents", rows)
    with_two.set_setting("currency", "EUR")
    start = starting(with_two, View(LAST), "nature")
    assert (start.facts.currency, start.left_out) == ("EUR", ("USD",))
    assert sum(segment.receivables for segment in start.facts.segments) == 100
    with_two.close()


def test_a_discount_that_is_taken_is_seen(tmp_path: Path) -> None:
    """1,000 at 30 days: 980 on day 9, 20 written off: 2%. Another 1,000 paid in full, a third short by 7.30 of charges."""
    store = Store.open(tmp_path / "discount.duckdb")
    rows = [
        {"customer_id": "A", "document_no": number, "kind": "invoice", "issue_date": DAY("2026-09-01"),
         "due_date": DAY("2026-10-01"), "amount": Decimal("1000.00"), "currency": "EUR"}
        for number in "123"
    ]  # fmt: skip
    paid = [("1", "980.00", "receipt"), ("1", "20.00", "write_off"), ("2", "1000.00", "receipt"),
            ("3", "992.70", "receipt"), ("3", "7.30", "write_off")]  # fmt: skip
    receipts = [
        {"customer_id": "A", "receipt_no": f"R{n}", "kind": kind, "document_no": number, "currency": "EUR",
         "receipt_date": DAY("2026-09-10"), "matched_date": DAY("2026-09-10"), "amount": Decimal(amount)}
        for n, (number, amount, kind) in enumerate(paid)
    ]  # fmt: skip
    load(store, Kind.INVOICES, "documents", rows)
    load(store, Kind.RECEIPTS, "receipts", receipts)
    store.set_setting("currency", "EUR")
    start = starting(store, View(LAST), "nature")
    used = start.facts.segments[0].discount
    assert (used.sales_share, used.percent, used.days) == (pytest.approx(1 / 3), pytest.approx(2), 9)
    assert start.assumptions.take_up.evidence == "discount_taken"
    store.close()


def test_the_ranges_hold_the_result(demo: Store, tighter: Outcome) -> None:
    found = ranges_of(tighter.starting, TIGHTER)
    assert found.released.low[12] <= float(tighter.released) <= found.released.high[12]
    assert found.bars[0].span >= found.bars[-1].span


def test_the_best_terms_become_a_scenario_that_comes_to_the_same(demo: Store) -> None:
    start = starting(demo, DOLLARS, "nature")
    tried = best.options(start, best.TermsGrid(stop_ship_days=(None,), deposit_percent=(None,)))
    report = best.best(tried, "value", Limits(segments_changed=1))
    scenario = best.as_scenario(report, "Best", start)
    assert len(scenario.changes) == 1
    assert report.answer.best is not None
    assert report.answer.best.steady.year.added > report.today.year.added
    found = outcome(start, scenario).figure("value_added").scenario
    assert float(str(found)) == pytest.approx(report.answer.best.steady.year.added, abs=0.01)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_has_words(demo: Store, tighter: Outcome, lang: str) -> None:
    start = tighter.starting
    for pair in tighter.figures:
        assert wording.label("figure", pair.name, lang)
        assert wording.help_of("figure", pair.name, lang)
    for step in tighter.value.steps:
        assert wording.help_of("line", step.name, lang)
    assert [wording.lever_label(step.name, lang) for step in tighter.receivables.steps]
    assert [wording.segment_label(start, key, lang) for key in start.segments]
    assert wording.evidence_text(start.assumptions.pass_through, lang)
    bad = {"name": "", "change": [{"segment": "x", "net_days": -5, "discount_percent": 120}], "shocks": {"luck": 1}}
    assert all(wording.field_text(error, lang) for error in errors_of(bad, ["y"]))
    tried = best.options(start, {"commercial": [Terms(net_days=14)]})
    for limits in (Limits(dso=1.0), Limits(segments_changed=0), Limits(expected_loss=1.0, sales_at_risk=0.0)):
        for goal in ("value", "dso"):
            report = best.best(tried, goal, limits)  # type: ignore[arg-type]
            assert all(wording.price_text(price, report.goal, lang) for price in report.answer.prices)
            assert all(wording.shortfall_text(one, lang) for one in report.answer.shortfalls)
        assert wording.limits_text(limits, lang)
    every = Terms(10, "day_of_month", 15, 2.0, 5, 9.0, 1000.0, None, 30, 20.0, 3, 30, 0.5, 90.0, 10.0, 80.0, 1.0, True)
    assert "None" not in wording.terms_text(every, lang)
