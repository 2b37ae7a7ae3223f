"""The demo goes into a store without a word, and its truth comes out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import generator
from scoring.desk.intake.importing import import_files
from scoring.ledger.reading import ImportOptions
from scoring.store import Store
from tests.data.conftest import LAST_DAY, SAMPLE, Ledger


@pytest.mark.parametrize("language", generator.SAMPLE_LANGUAGES)
def test_thirteen_files_nothing_rejected_every_check_healthy(language: str, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.duckdb")
    outcome = import_files(store, sorted((SAMPLE / language).glob("*.csv")), ImportOptions())
    assert outcome.failures == []
    assert len(outcome.reports) == 13
    assert [report.file for report in outcome.reports if report.loaded != report.read or report.unmapped] == []
    assert [match for report in outcome.reports for match in report.mapping if match["confidence"] < 1] == []
    assert [check.name for check in store.check() if check.failing] == []
    store.close()


def test_the_store_finds_the_same_open_amount_as_the_test_s_own_bookkeeping(tmp_path: Path, sample: Ledger) -> None:
    store = Store.open(tmp_path / "store.duckdb")
    import_files(store, sorted((SAMPLE / "en").glob("*.csv")), ImportOptions())
    params = {"as_of": LAST_DAY.date(), "scheme": "default", "basis": "due", "currencies": [], "rates": []}
    found = {row["document_no"]: row["open_amount"] for row in store.rows("open_items", params)}
    book = sample.open_on(LAST_DAY)
    own = dict(zip(book["Invoice No"], book["open"].round(2), strict=True))
    assert {number: float(amount) for number, amount in found.items()} == own
    store.close()
