"""The allowance of ledgers that can be checked by hand, and of a made-up one computed a second way.

The small ledger: five invoices of 100.00 EUR, due on 2023-01-31. One is paid in January, one on 15 February (dpd 15), one
on 20 April (dpd 79), one is written off on 2023-08-31, one is still open. As of 2024-12-31, with what is unpaid 365 days
past due counting as lost: of 500 that entered "not due" 400 became overdue, of those 300 reached day 31 and day 61, 200
reached day 91, and 200 were never paid: the one written off has not been paid either.

    roll rates 80%, 75%, 100%, 66.7%, 100%; loss rates 40%, 50%, 66.7%, 66.7%, 100%

A sixth invoice of 1,000.00 to Elm, issued 2024-12-15 and due 2025-01-14, is open at both levels: it is not due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.desk.intake.maintenance import rebuild
from scoring.desk.risk import provision_basis
from scoring.desk.risk.collection import collection
from scoring.desk.risk.disclosure import disclosure
from scoring.desk.risk.overdue_bridge import overdue_bridge
from scoring.desk.risk.provision import provision
from scoring.desk.risk.provision_flows import months_back
from scoring.errors import ScoringError
from scoring.store import Store, scorecards
from scoring.terms import Kind, View
from tests.desk.conftest import load

DAY = date.fromisoformat
AS_OF = DAY("2024-12-31")
VIEW = View(AS_OF, currency="EUR")
EDGES = {"not_due": 1, "1-30": 31, "31-60": 61, "61-90": 91, "over_90": 365}


def fill(store: Store, until: str = "9999-12-31") -> None:
    """The ledger of this file's docstring, as it was known at the end of a day."""
    invoices = [(f"I{number}", "2023-01-10", "2023-01-31", "100.00") for number in range(1, 6)]
    invoices.append(("E1", "2024-12-15", "2025-01-14", "1000.00"))
    documents = [
        {
            "customer_id": "E" if number == "E1" else "D", "document_no": number, "kind": "invoice",
            "issue_date": DAY(issued), "due_date": DAY(due), "amount": Decimal(amount), "currency": "EUR",
        }
        for number, issued, due, amount in invoices
    ]  # fmt: skip
    paid = [("I1", "2023-01-20"), ("I2", "2023-02-15"), ("I3", "2023-04-20"), ("I4", "2023-08-31")]
    receipts = [
        {
            "customer_id": "D", "receipt_no": f"R{number}", "kind": "write_off" if number == "I4" else "receipt",
            "document_no": number, "currency": "EUR", "receipt_date": DAY(day), "matched_date": DAY(day),
            "amount": Decimal("100.00"),
        }
        for number, day in paid
        if day <= until
    ]  # fmt: skip
    documents = [row for row in documents if str(row["issue_date"]) <= until]
    load(store, Kind.INVOICES, "documents", documents)
    load(store, Kind.RECEIPTS, "receipts", receipts)
    store.set_setting("currency", "EUR")


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(tmp_path_factory.mktemp("flows") / "flows.duckdb")
    fill(store)
    yield store
    store.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    """The same ledger to change."""
    store = Store.open(tmp_path / "own.duckdb")
    fill(store)
    yield store
    store.close()


def test_roll_rates_and_losses_by_hand(flows: Store) -> None:
    rates = [line.rate for line in provision(flows, VIEW).lines]
    assert [(rate.link.entered, rate.link.rolled) for rate in rates] == [
        (500, 400), (400, 300), (300, 300), (300, 200), (200, 200),
    ]  # fmt: skip
    assert [round(rate.loss, 3) for rate in rates] == [Decimal(x) for x in ("0.4", "0.5", "0.667", "0.667", "1")]
    assert [rate.link.documents for rate in rates] == [5, 4, 3, 3, 2]
    assert all(rate.thin for rate in rates)


def test_the_allowance_is_balance_times_rate(flows: Store) -> None:
    """1,000 not due at 40%, 100 over 90 at 100%; fixed 1% and 60%; by age: within a year 5%, one to two years 10%."""
    found = provision(flows, VIEW)
    assert (found.balance, found.allowance) == (1100, 500)
    assert found.allowances == {"history": Decimal(500), "due": Decimal(70), "age": Decimal(60)}
    assert sum(line.by_history for line in found.lines) == found.allowance
    assert sum(line.allowance for line in found.by_age) == 60


def test_nothing_later_leaks_into_an_earlier_day(flows: Store) -> None:
    """On 2023-03-15 nobody knows what passes day 61: only 43 days have passed."""
    rates = [line.rate for line in provision(flows, replace(VIEW, as_of=DAY("2023-03-15"))).lines]
    assert [rate.source for rate in rates] == ["measured", "measured", "assumed", "assumed", "assumed"]
    assert [rate.link.rolled for rate in rates] == [400, 300, 0, 0, 0]


@pytest.mark.parametrize("day", ["2023-02-20", "2023-05-31", "2023-12-31"])
def test_tomorrows_receipts_change_nothing_of_today(flows: Store, tmp_path: Path, day: str) -> None:
    """Computed when nothing after the day was known yet, everything is as it is computed now."""
    then = Store.open(tmp_path / "then.duckdb")
    fill(then, until=day)
    view, since = replace(VIEW, as_of=DAY(day)), DAY(day) - timedelta(days=20)
    for task in (provision, disclosure, collection):
        assert _plain(task(then, view)) == _plain(task(flows, view))
    assert overdue_bridge(then, view, since) == overdue_bridge(flows, view, since)
    then.close()


def _plain(report: Any) -> Any:
    return report.as_json()


def test_the_tables_of_the_annual_report_add_up(flows: Store) -> None:
    """2023-12-31: two of 100 are not open any more but I4 written off, I5 over 90: rates then know 334 days, so that over
    90 is assumed 100%: 100. A year later 500: 400 more charged, nothing written off in 2024."""
    found = disclosure(flows, VIEW)
    assert found.since == DAY("2023-12-31")
    assert {bucket: both for bucket, both in found.ages.items() if any(both)} == {
        "within_1y": (Decimal(1000), Decimal(100)), "1y-2y": (Decimal(100), Decimal(0)),
    }  # fmt: skip
    assert (found.balances, found.allowances) == ((1100, 100), (500, 100))
    total = found.roll[2]
    assert (total.opening, total.charged, total.released, total.written_off, total.other, total.closing) == (
        100, 400, 0, 0, 0, 500,
    )  # fmt: skip
    assert [one.name for one in found.top] == ["E", "D"]
    with pytest.raises(ScoringError, match="since_not_before"):
        disclosure(flows, VIEW, since=AS_OF)


def test_what_was_written_off_in_between_stands_in_the_roll_forward(flows: Store) -> None:
    found = disclosure(flows, replace(VIEW, as_of=DAY("2023-12-31")), since=DAY("2023-07-31"))
    individual, portfolio, total = found.roll
    assert (portfolio.opening, portfolio.written_off, portfolio.closing) == (200, 100, 100)
    assert total.opening + total.charged - total.released - total.written_off + total.other == total.closing
    assert individual.closing == 0


def test_a_customer_assessed_individually_leaves_the_portfolio(own: Store) -> None:
    provision_basis.assess(own, "E", Decimal("0.25"), "In liquidation", "Kim", DAY("2024-12-20"))
    found = provision(own, VIEW)
    assert [(one.customer_id, one.allowance) for one in found.assessed if one.category == "individual"] == [("E", 250)]
    assert (found.allowance, sum(line.balance for line in found.lines)) == (350, 100)
    lines = {line.category: line for line in disclosure(own, VIEW).categories()}
    assert (lines["individual"].balance, lines["individual"].rate) == (1000, Decimal("0.25"))
    assert (lines["portfolio"].carrying, lines["total"].carrying) == (0, 750)
    assert provision(own, replace(VIEW, as_of=DAY("2024-12-19"))).allowance == 500
    provision_basis.end(own, "E", "Kim", AS_OF)
    assert provision(own, VIEW).allowance == 500
    with pytest.raises(ScoringError, match="provision_not_individual"):
        provision_basis.end(own, "E", "Kim", AS_OF)


def test_the_look_ahead_is_kept_with_who_and_why(own: Store) -> None:
    provision_basis.set_factor(own, Decimal("1.5"), "Building permits fell by a third", "Kim", DAY("2024-12-01"))
    found = provision(own, VIEW)
    assert (found.factor.value, found.factor.made_by, found.allowance) == (Decimal("1.5"), "Kim", 700)
    assert provision(own, replace(VIEW, as_of=DAY("2024-11-30"))).factor.value == 1
    event = own.rows("event", where={"kind": "provision_factor"})[0]
    assert "Building permits" in event["detail"]


def test_percentages_are_the_users_own(own: Store) -> None:
    provision_basis.set_percentages(own, "due", {"not_due": Decimal("0.02"), "over_90": Decimal("0.9")})
    provision_basis.set_method(own, "due")
    found = provision(own, VIEW)
    assert (found.method, found.allowance) == ("due", 110)
    provision_basis.set_percentages(own, "due", None)
    assert provision(own, VIEW).allowance == 70


@pytest.mark.parametrize(("change", "code"), [
    (lambda s: provision_basis.assess(s, "E", Decimal(2), "x", "Kim", AS_OF), "provision_share_invalid"),
    (lambda s: provision_basis.assess(s, "nobody", Decimal(1), "x", "Kim", AS_OF), "customer_unknown"),
    (lambda s: provision_basis.assess(s, "E", Decimal(1), " ", "Kim", AS_OF), "reason_missing"),
    (lambda s: provision_basis.set_factor(s, Decimal(0), "x", "Kim", AS_OF), "provision_factor_invalid"),
    (lambda s: provision_basis.set_factor(s, Decimal(1), "x", "", AS_OF), "person_missing"),
    (lambda s: provision_basis.set_method(s, "guess"), "provision_method_unknown"),
    (lambda s: provision_basis.set_percentages(s, "age", {"1-30": Decimal(0)}), "provision_bucket_unknown"),
    (lambda s: provision(s, VIEW, "customer"), "grouping_unknown"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_changes(own: Store, change: object, code: str) -> None:
    before = own.version
    with pytest.raises(ScoringError, match=code):
        change(own)  # type: ignore[operator]
    assert own.version == before


def test_decisions_survive_a_rebuild(tmp_path: Path) -> None:
    path = tmp_path / "own.duckdb"
    store = Store.open(path)
    provision_basis.set_factor(store, Decimal("1.1"), "Outlook", "Kim", AS_OF)
    detail = {"decision_id": 1, "customer_id": "E", "share": "0.4", "reason": "Suit filed", "by": "Kim"}
    scorecards.happen(store, "provision_decision", detail | {"from_date": AS_OF.isoformat()})
    provision_basis.end(store, "E", "Lee", AS_OF + timedelta(days=1))
    kept = provision_basis.factors(store), provision_basis.decisions(store)
    store.close()
    assert rebuild(path) == 3
    store = Store.open(path)
    assert (provision_basis.factors(store), provision_basis.decisions(store)) == kept
    assert list(provision_basis.decisions_on(store, AS_OF)) == ["E"]
    assert provision_basis.decisions_on(store, AS_OF + timedelta(days=1)) == {}
    store.close()


def test_an_empty_ledger_has_no_allowance(empty: Store) -> None:
    view = replace(VIEW, currency="USD")
    found, tables = provision(empty, view), disclosure(empty, view)
    assert (found.balance, found.allowance, tables.roll[2].closing) == (0, 0, 0)


def test_flows_of_a_made_up_ledger_a_second_way(made_up: Store) -> None:
    """Document by document in plain Python: what was unpaid on the day a claim entered a bucket and on the next one's."""
    as_of = DAY("2026-06-30")
    found = provision(made_up, View(as_of, currency="USD", filters=(("currency", "USD"),)), intervals=False)
    by_hand = _flows(made_up, as_of)
    own = {line.rate.bucket: (line.rate.link.entered, line.rate.link.rolled) for line in found.lines}
    assert own == by_hand
    assert own["over_90"][0] > 0


def _flows(store: Store, as_of: date) -> dict[str, tuple[Decimal, Decimal]]:
    paid: dict[int, list[tuple[date, Decimal]]] = {}
    for row in store.rows("allocation"):
        if row["source_kind"] != "write_off":
            paid.setdefault(row["document_key"], []).append((row["value_date"], row["amount"]))
    start, keys = months_back(as_of, 36), list(EDGES)
    sums = {key: [Decimal("0.00"), Decimal("0.00")] for key in keys}
    for row in store.rows("document", where={"kind": "invoice", "currency": "USD"}):
        payments = paid.get(row["document_key"], [])
        for place, key in enumerate(keys):
            leaves = row["due_date"] + timedelta(days=EDGES[key])
            if not (start < leaves <= as_of and row["issue_date"] < leaves):
                continue
            entry = row["due_date"] + timedelta(days=EDGES[keys[place - 1]]) if place else date.min
            before = [amount for day, amount in payments if day <= entry and row["issue_date"] < entry]
            sums[key][0] += row["amount"] - sum(before)
            sums[key][1] += row["amount"] - sum(amount for day, amount in payments if day <= leaves)
    return {key: (entered, rolled) for key, (entered, rolled) in sums.items()}
