"""Scenarios kept in a workspace, by the journal too."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.desk.intake.audit import audit_log
from scoring.desk.intake.maintenance import rebuild
from scoring.desk.whatif import saved
from scoring.errors import ScoringError
from scoring.scenario.scenario import Change, Scenario
from scoring.scenario.terms import Terms
from scoring.store import Store
from scoring.text import LANGUAGES

TIGHTER = Scenario("Tighter", grouping="nature", changes=(Change("commercial", Terms(net_days=14, stop_ship_days=30)),))


def test_scenarios_are_kept_copied_deleted_and_brought_back(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "kept.duckdb")
    first = saved.save(store, TIGHTER, "Kim")
    again = saved.save(store, TIGHTER, "Lee")
    assert [(kept.number, kept.author) for kept in saved.saved(store)] == [(again.number, "Lee")]
    copied = saved.copy(store, again.number, "Other", "Kim")
    assert (copied.scenario.changes, copied.scenario.name) == (TIGHTER.changes, "Other")
    with pytest.raises(ScoringError, match="scenario_name_taken"):
        saved.copy(store, again.number, "Tighter", "Kim")
    saved.delete(store, again.number, "Kim")
    assert [kept.scenario.name for kept in saved.saved(store)] == ["Other"]
    assert {kept.number for kept in saved.saved(store, deleted=True)} == {first.number, again.number}
    assert saved.restore(store, first.number, "Kim").deleted_at is None
    assert saved.saved_of(store, "Tighter").author == "Kim"
    with pytest.raises(ScoringError, match="scenario_unknown"):
        saved.saved_of(store, "never")
    with pytest.raises(ScoringError, match="person_missing"):
        saved.delete(store, first.number, " ")
    log = {lang: [entry.detail for entry in audit_log(store, lang)] for lang in LANGUAGES}
    assert log["en"][:2] == ["No. 1", "No. 2"]
    assert log["en"][2:] == ["No. 3: Other", "No. 2: Tighter", "No. 1: Tighter"]
    assert all(log["zh"])
    before = saved.saved(store), saved.saved(store, deleted=True)
    store.close()
    rebuild(tmp_path / "kept.duckdb")
    store = Store.open(tmp_path / "kept.duckdb")
    assert (saved.saved(store), saved.saved(store, deleted=True)) == before
    store.close()
