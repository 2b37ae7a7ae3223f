"""A card on a real ledger: the food distributor's, 30,371 rows of ten months, 15 or more days late within a month."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.desk.intake.importing import import_files
from scoring.desk.scorecard.fitting import fit_card
from scoring.desk.scorecard.validation import beside_rivals
from scoring.ledger.reading import ImportOptions
from scoring.scorecard.card import Target
from scoring.scorecard.choices import Choices
from scoring.store import Store


@pytest.mark.shared_data
def test_out_of_time_the_card_beats_the_dumb_rule(shared: Path, tmp_path: Path) -> None:
    """golden/oracles.md: past late rate alone reaches 0.775 and boosting 0.901 there for single invoices, not customers."""
    store = Store.open(tmp_path / "store.duckdb")
    assert not import_files(store, [shared / "highradius" / "snapshot_2019-10-31.csv"], ImportOptions()).failures
    fitted = fit_card(store, Choices(target=Target(days_past_due=15, window_months=1)), author="Kim")
    found = beside_rivals(store, fitted.card, fitted.split.train, fitted.split.test)
    store.close()
    assert (found.how, found.train.last_period, found.test.first_period) == ("out_of_time", "2019-07-31", "2019-08-31")
    area, verdicts = found.separation.auc, {rival.name: rival.verdict for rival in found.against}
    assert area.low is not None
    assert area.low > 0.8
    assert (verdicts["dumb"], verdicts["expert"]) == ("better", "better")
    assert verdicts["boosting"] != "worse"
