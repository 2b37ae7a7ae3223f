"""What if, on real ledgers: the scenario of nothing changes nothing, and every month ties out."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from scoring.desk.intake.importing import import_files
from scoring.desk.parameters import default_as_of
from scoring.desk.whatif.facts import starting
from scoring.desk.whatif.outcome import outcome
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.scenario.scenario import TODAY, Change, Scenario
from scoring.scenario.terms import Terms
from scoring.store import Store
from scoring.terms import View

LEDGERS = {"ibm": ("invoices.csv", True), "payments": ("*.csv", True), "multicurrency": ("*.csv", False)}
"""Files of each, and whether it tells when anything was paid."""


@pytest.mark.shared_data
@pytest.mark.parametrize("name", LEDGERS)
def test_real_ledgers(shared: Path, tmp_path: Path, name: str) -> None:
    pattern, dated = LEDGERS[name]
    store = Store.open(tmp_path / "store.duckdb")
    import_files(store, sorted((shared / name).glob(pattern)), ImportOptions())
    view = View(default_as_of(store))
    if not dated:
        with pytest.raises(ScoringError, match="no_dated_payments"):
            starting(store, view, "nature")
        store.close()
        return
    start = starting(store, view, "nature")
    same = outcome(start, TODAY)
    assert same.path == same.path_today
    other = outcome(start, Scenario("x", "", "nature", (Change(start.segments[0], Terms(net_days=45)),)))
    for before, now in pairwise(other.path):
        kept = now.sales - now.discounts - now.credits - now.lost
        assert now.cash == kept - (now.receivables - before.receivables)
        assert sum(now.buckets) == now.receivables
    store.close()
