"""Segments of the strategy. The ledger stands in conftest.py; peers are followed on a ledger of their own:

P1 100.00 due 2024-01-10, paid 60.00 on 02-10 and 40.00 on 03-20;  P2 50.00 due 2024-01-20, open;  Q1 200.00 due
2024-03-01, paid 2024-02-20. On 2024-01-31 P is 21 days late with 150.00: 60.00 came within 30 days, P1 was settled after
49; on 03-01, the horizon's end, P1 is 51 days late: worse. Q had 200.00 not due, all paid after 20 days.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from scoring.desk.intake.importing import import_files
from scoring.desk.strategy.standings import Cell
from scoring.desk.whatif.saved import save
from scoring.desk.worklist.advice import cell_name, scenario_for, supporting, tried
from scoring.desk.worklist.peers import days_of, peers
from scoring.desk.worklist.segments import credit_advice, segment_report, segment_reports
from scoring.desk.worklist.today import worklist
from scoring.ledger.reading import ImportOptions
from scoring.scenario.scenario import Change, Scenario
from scoring.scenario.scenariofile import from_toml, to_toml
from scoring.scenario.terms import Terms
from scoring.store import Store
from scoring.terms import View

INVOICES = """Customer No,Customer Name,Invoice No,Invoice Date,Due Date,Amount,Currency
P,Plum Ltd,P1,2023-12-11,2024-01-10,100.00,EUR
P,Plum Ltd,P2,2023-12-21,2024-01-20,50.00,EUR
Q,Quince Ltd,Q1,2024-01-31,2024-03-01,200.00,EUR
"""
RECEIPTS = """Customer No,Receipt No,Receipt Date,Amount,Currency,Invoice No
P,R1,2024-02-10,60.00,EUR,P1
P,R2,2024-03-20,40.00,EUR,P1
Q,R3,2024-02-20,200.00,EUR,Q1
"""
VIEW = View(as_of=date(2024, 3, 31), currency="EUR")
JANUARY = date(2024, 1, 31)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store.open(tmp_path / "store.duckdb")
    opened.set_setting("currency", "EUR")
    for name, text in (("invoices", INVOICES), ("receipts", RECEIPTS)):
        (tmp_path / f"{name}.csv").write_text(text)
        assert not import_files(opened, [tmp_path / f"{name}.csv"], ImportOptions()).failures
    return opened


def test_peers_are_followed_by_hand(store: Store) -> None:
    params = {"days": [JANUARY], "horizon_days": 30, "as_of": VIEW.as_of, "currencies": ["EUR"], "rates": [Decimal(1)]}
    rows = {row.pop("customer_id"): row for row in store.rows("peers_followed", params)}
    assert rows["P"] == {
        "day": JANUARY, "oldest_days": 21, "amount": 150.0, "paid": 60.0, "settled_after": 49, "oldest_then": 51,
    }  # fmt: skip
    assert rows["Q"] == {
        "day": JANUARY, "oldest_days": -30, "amount": 200.0, "paid": 200.0, "settled_after": 20, "oldest_then": None,
    }  # fmt: skip


def test_peers_by_cell_and_nothing_of_tomorrow(store: Store) -> None:
    """On 31 March the horizon of 29 February has passed, on 15 March only that of January; what is paid on the 20th is not
    known on the 15th."""
    assert days_of(store, VIEW.as_of, 30) == [date(2023, 12, 31), JANUARY, date(2024, 2, 29)]
    late = {cell.severity: one for cell, one in peers(store, VIEW, 30).items()}
    assert (late["light"].cases, late["light"].paid_share, late["light"].median_days) == (1, 0.4, 49)
    assert late["light"].worse_share == 1.0
    before = {c.severity: one for c, one in peers(store, View(as_of=date(2024, 3, 15), currency="EUR"), 30).items()}
    assert before["light"].median_days is None
    assert not before["light"].enough


def test_cells_tie_to_the_worklist(ledger: Store) -> None:
    found, today = segment_report(ledger, VIEW), worklist(ledger, VIEW)
    assert sum(one.asked for one in found.segments) == sum(item.amount for item in today.items)
    assert float(sum(one.gain for one in found.segments)) == pytest.approx(
        sum(item.gain for item in today.items), abs=0.02
    )
    anyway = sum(item.paid_anyway * float(item.amount) for item in today.items)
    assert float(sum(one.without for one in found.segments)) == pytest.approx(anyway, abs=0.02)
    assert sum(one.total.customers for one in found.segments) == len(today.items)
    assert segment_report(ledger, VIEW) == found


def test_each_currency_by_itself(ledger: Store) -> None:
    found = segment_reports(ledger, View(as_of=VIEW.as_of))
    assert sorted(found) == ["EUR", "USD"]
    assert [one.total.customers for one in found["USD"].segments] == [1]


def test_the_scenario_gives_these_customers_the_terms_advised(made_up: Store) -> None:
    view = View(as_of=made_up.rows("extent")[0]["last_date"], currency="USD")
    one = next(one for one in segment_report(made_up, view).segments if one.credit is not None)
    assert one.credit is not None
    scenario = scenario_for(one.cell, one.credit, "zh")
    assert from_toml(to_toml(scenario)) == scenario
    assert scenario.lists == {cell_name(one.cell, "zh"): one.credit.customers}
    result = tried(made_up, view, one.cell, one.credit, "en")
    assert result.released is not None
    assert supporting(made_up, view, one.cell, one.credit) == ()


def test_kept_scenarios_about_the_segment_are_named_with_their_result(own: Store) -> None:
    cell = Cell("commercial", "moderate", "risky")
    report = segment_report(own, VIEW)
    advice = next(one.credit for one in report.segments if one.credit is not None)
    assert advice is not None
    name = advice.terms.changed[0]
    terms = {name: getattr(advice.terms, name)}
    by_hand = Change("ours", Terms(**terms), advice.customers)
    save(own, Scenario("by hand", changes=(by_hand,)), "Lin")
    save(own, Scenario("other terms", changes=(Change("risky", Terms(late_interest_percent=5.0)),)), "Lin")
    save(own, Scenario("the rating", changes=(Change("risky", Terms(**terms)),)), "Lin")
    found = {one.name: one for one in supporting(own, VIEW, cell, advice)}
    assert sorted(found) == ["by hand", "the rating"]
    assert found["by hand"].segment == "ours"


def test_no_advice_where_terms_stay(ledger: Store) -> None:
    everybody = segment_report(ledger, VIEW).report.standings["EUR"]
    calm = [place for place, one in enumerate(everybody) if one.level.credit in ("none", "watch")]
    assert credit_advice(everybody.taken(np.array(calm))) is None
