"""Early warnings on real ledgers: they stand, they add up, and what they say of the past is what was known then."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.desk.intake.importing import import_files
from scoring.desk.parameters import default_as_of
from scoring.desk.warnings.alerts import alerts
from scoring.desk.warnings.records import records
from scoring.ledger.reading import ImportOptions
from scoring.store import Store

pytestmark = pytest.mark.shared_data


@pytest.mark.parametrize("ledger", ["highradius", "multicurrency"])
def test_real_ledgers_warn_and_keep_a_record(shared: Path, ledger: str, tmp_path: Path) -> None:
    files = [path for path in sorted((shared / ledger).iterdir()) if path.suffix in (".csv", ".xlsx", ".parquet")]
    store = Store.open(tmp_path / "store.duckdb")
    import_files(store, files, ImportOptions())
    as_of = default_as_of(store)
    found = alerts(store, as_of)
    assert len({one.id for one in found}) == len(found) > 0
    assert all(one.raised_on <= as_of for one in found)
    told = records(store, as_of)
    assert any(record.alerts for ones in told.values() for record in ones)
    for ones in told.values():
        for record in ones:
            assert record.followed <= record.alerts
            assert record.warned <= record.bads
            assert record.followed_share is None or 0 <= record.followed_share <= 1
    first = as_of.replace(day=1)
    assert all(one.raised_on <= first for one in alerts(store, first))
    store.close()
