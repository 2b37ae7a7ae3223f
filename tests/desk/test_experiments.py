"""130 firms owe 1,000.00 each, due on 2025-01-27, 5 days before the experiment starts on 2025-02-01: of those whose lot is
below 0.5 nine in ten pay on 02-15, of the others two in ten."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.desk.effect.experiments import entries_of, experiments, start, stop
from scoring.desk.effect.proposals import Proposal, decide, learned, proposals, propose
from scoring.desk.strategy.debtors import strategy_report
from scoring.desk.strategy.playbook import playbook_of, text_of, versions
from scoring.desk.strategy.trials import plans_of
from scoring.desk.worklist.today import worklist
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.effect.experiments import arm_of
from scoring.terms import Kind, View
from tests.desk.conftest import load

BEGIN, PAID, RIPE = date(2025, 2, 1), date(2025, 2, 15), date(2025, 3, 3)
FIRMS = [f"F{number:03}" for number in range(130)]


def owing(store: Store) -> str:
    """Fill the ledger up to the start; the rule that most firms fall under then."""
    documents: list[dict[str, Any]] = [
        {"customer_id": firm, "document_no": f"I{firm}", "kind": "invoice", "issue_date": date(2025, 1, 2),
         "due_date": date(2025, 1, 27), "amount": Decimal(1000), "currency": "EUR"}
        for firm in FIRMS
    ]  # fmt: skip
    documents.append(documents[0] | {"document_no": "new", "issue_date": BEGIN, "due_date": date(2025, 6, 1)})
    load(store, Kind.CUSTOMERS, "customers", [{"customer_id": f, "name": f, "nature": "commercial"} for f in FIRMS])
    load(store, Kind.INVOICES, "documents", documents)
    store.set_setting("currency", "EUR")
    (standings,) = strategy_report(store, View(BEGIN)).standings.values()
    return Counter(one.rule.id for one in standings).most_common(1)[0][0]


def paying(store: Store) -> None:
    """What came in later: on 02-15, by arm."""
    chance = np.random.default_rng(2)
    paid = [firm for firm in FIRMS if chance.random() < (0.9 if arm_of(1, firm, 0.5) == "challenger" else 0.2)]
    receipts = [
        {"customer_id": firm, "receipt_no": f"R{firm}", "kind": "receipt", "document_no": f"I{firm}", "currency": "EUR",
         "receipt_date": PAID, "matched_date": PAID, "amount": Decimal(1000)}
        for firm in paid
    ]  # fmt: skip
    late = {"customer_id": FIRMS[0], "document_no": "later", "kind": "invoice", "issue_date": date(2025, 4, 30)}
    load(
        store,
        Kind.INVOICES,
        "documents",
        [late | {"due_date": date(2025, 6, 1), "amount": Decimal(5), "currency": "EUR"}],
    )
    load(store, Kind.RECEIPTS, "receipts", receipts)


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The experiment with what came of it; read it, do not change it."""
    store = Store.open(tmp_path_factory.mktemp("tried") / "store.duckdb")
    rule = owing(store)
    assert start(store, rule, "courtesy", 0.5, BEGIN, "cleared", 100, 2, "softer may do", "Lin") == 1
    paying(store)
    yield store
    store.close()


def begun(store: Store, **other: Any) -> int:
    """The same experiment with something else about it."""
    told = {"rule": owing(store) if not plans_of(store) else plans_of(store)[0].rule, "challenger": "courtesy"}
    told |= {"share": 0.5, "start_on": BEGIN, "goal": "cleared", "cases": 100, "looks": 2, "reason": "why", "by": "Lin"}
    return start(store, **told | other)


def test_assigned_customers_are_handled_by_the_challenger_and_the_rule_says_so(tried: Store) -> None:
    plan = plans_of(tried)[0]
    (standings,) = strategy_report(tried, View(BEGIN)).standings.values()
    for one in (one for one in standings if one.rule.id.startswith(plan.rule)):
        challenger = arm_of(1, one.customer_id, 0.5) == "challenger"
        assert (one.level.id, one.rule.id) == (
            ("courtesy", f"{plan.rule}/experiment-1") if challenger else (plan.champion, plan.rule)
        )
    listed = {item.standing.customer_id: item.standing.level.id for item in worklist(tried, View(BEGIN)).items}
    assert listed == {one.customer_id: one.level.id for one in standings}
    (before,) = strategy_report(tried, View(BEGIN - timedelta(days=1))).standings.values()
    assert not any("experiment" in one.rule.id for one in before)


def test_a_look_decides_and_not_before_its_time(tried: Store) -> None:
    """By 03-02 nobody was followed for 30 days; on 03-03 all were, and the first look, after 50, sees 90% and 20%."""
    assert experiments(tried, BEGIN - timedelta(days=1)) == []
    (early,) = experiments(tried, RIPE - timedelta(days=1))
    assert (early.verdict.state, early.verdict.cases, early.entered) == ("running", 0, 130)
    assert early.verdict.difference is None
    (found,) = experiments(tried, RIPE)
    assert (found.verdict.state, found.verdict.look, sum(found.by_arm)) == ("better", 1, 130)
    assert found.verdict.difference == pytest.approx(0.7, abs=0.15)


def test_everybody_comes_in_once(tried: Store) -> None:
    entries = entries_of(tried, plans_of(tried)[0], date(2025, 3, 20))
    assert len({one.customer_id for one in entries}) == len(entries) == 130
    assert {one.day for one in entries} == {BEGIN}


def test_stopping_records_how_it_stood_and_the_playbook_learns(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.duckdb")
    rule = owing(store)
    begun(store, rule=rule)
    paying(store)
    assert stop(store, 1, RIPE, "decided", "Lin").state == "better"
    (found,) = experiments(store, RIPE)
    assert (found.plan.stopped_on, found.stopped_by, found.verdict.state) == (RIPE, "Lin", "better")
    assert experiments(store, RIPE - timedelta(days=1))[0].plan.stopped_on is None
    assert json.loads(store.rows("experiment")[0]["result"])["state"] == "better"
    (standings,) = strategy_report(store, View(RIPE)).standings.values()
    assert not any("experiment" in one.rule.id for one in standings)
    (change,) = learned(store, RIPE)
    assert (change.kind, change.entry, change.becomes) == ("rule_level", rule, "courtesy")
    number = propose(store, change, "Lin")
    assert learned(store, RIPE) == []
    assert decide(store, number, True, RIPE, "it paid", "Mei") == 1
    assert next(one.level for one in playbook_of(store).rules if one.id == rule) == "courtesy"
    assert (versions(store, "rules")[0].author, versions(store, "rules")[0].reason) == ("Mei", "it paid")
    with pytest.raises(ScoringError, match="note_ended"):
        decide(store, number, False, RIPE, "no", "Mei")
    store.close()


def test_refused_changes_are_kept_and_overtaken_ones_refused(own: Store) -> None:
    before = text_of(own, "effects")
    change = Proposal(0, "hazard_ratio", "phone", "1.45", "1.8", {"cases": 60}, BEGIN, "")
    first, second = propose(own, change, "Lin"), propose(own, change, "Lin")
    assert decide(own, first, False, BEGIN, "too few", "Mei") is None
    assert text_of(own, "effects") == before
    kept = next(one for one in proposals(own) if one.number == first)
    assert (kept.approved, kept.decided_by, kept.why) == (False, "Mei", "too few")
    assert proposals(own, BEGIN - timedelta(days=1)) == []
    assert decide(own, second, True, BEGIN, "enough", "Mei") == 1
    told = "hazard_ratio = 1.8\nlearned_until = 2025-01-31\nlearned_cases = 60"
    assert text_of(own, "effects") == before.replace("hazard_ratio = 1.45", told)
    third = propose(own, change, "Lin")
    with pytest.raises(ScoringError, match="proposal_overtaken"):
        decide(own, third, True, BEGIN, "again", "Mei")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"rule": "no such"}, "experiment_rule"), ({"challenger": "guard"}, "experiment_level"),
        ({"challenger": "nothing"}, "experiment_level"), ({"share": 1.0}, "experiment_share"),
        ({"cases": 59}, "experiment_cases"), ({"looks": 6}, "experiment_looks"), ({"goal": "mood"}, "not_a_choice"),
        ({"start_on": BEGIN - timedelta(days=1)}, "experiment_known"), ({"reason": " "}, "reason_missing"),
        ({"by": ""}, "person_missing"), ({}, "experiment_running"),
    ],
)  # fmt: skip
def test_what_cannot_decide_is_not_started(tried: Store, wrong: dict[str, Any], code: str) -> None:
    last = (tried.one("extent", {}) or {})["last_date"]
    other = next(rule.id for rule in playbook_of(tried).rules if rule.level == "guard")
    told = {"start_on": last} | ({"rule": other} if wrong else {}) | wrong
    with pytest.raises(ScoringError, match=code):
        begun(tried, **told)
    with pytest.raises(ScoringError, match="experiment_unknown"):
        stop(tried, 9, RIPE, "why", "Lin")
