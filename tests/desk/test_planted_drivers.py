"""What the generator planted, a card recovers from the ledger alone: on dates it was not made from, without being told.

The demo's own generator at four times the demo's invoices: 1,131 customers, of whom 192 go bad for one of five reasons.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.generator import planted_truth
from scoring.desk.intake.generate import generate
from scoring.desk.intake.importing import import_files
from scoring.desk.scorecard.fitting import Fitted, fit_card
from scoring.desk.scorecard.validation import beside_rivals, validated
from scoring.ledger.reading import ImportOptions
from scoring.scorecard.choices import Choices
from scoring.scorecard.validation.result import Validation
from scoring.store import Store
from tests.desk.planted import OWN, sliding_below_healthy

INVOICES = 40_000
TRUTH = {truth.customer_id: truth for truth in planted_truth(invoices=INVOICES)}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("planted")
    opened = Store.open(folder / "store.duckdb")
    opened.set_setting("currency", "USD")
    assert not import_files(opened, generate(INVOICES, folder), ImportOptions()).failures
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def fitted(store: Store) -> Fitted:
    """90 days past due within 6 months, everything as shipped."""
    return fit_card(store, Choices(), author="Kim")


@pytest.fixture(scope="module")
def found(store: Store, fitted: Fitted) -> Validation:
    return beside_rivals(store, fitted.card, fitted.split.train, fitted.split.test)


def test_out_of_time_the_card_beats_the_dumb_rule_and_the_expert(found: Validation) -> None:
    assert found.how == "out_of_time"
    assert found.separation.auc.low is not None
    assert found.separation.auc.low > 0.75
    assert {rival.name: rival.verdict for rival in found.against} == {
        "dumb": "better",
        "expert": "better",
        "boosting": "even",
    }
    assert found.auc_model == pytest.approx(found.separation.auc.value, abs=0.002)


def test_no_outcome_of_a_training_row_lies_behind_the_first_test_date(found: Validation) -> None:
    assert "windows_overlap" not in {finding.code for finding in found.findings}


def test_each_planted_reason_has_evidence_in_its_own_characteristic(fitted: Fitted) -> None:
    """Information value above 0.1, medium evidence (Siddiqi 2006); above what nothing is planted in for orders, which fall
    for one in six of those that go bad and swell for others."""
    values = {name: binning.information_value for name, binning in fitted.bins.items()}
    nothing = max(values[name] for name in ("terms_days", "months_on_book", "invoices_12m"))
    assert {reason for reason, name in OWN.items() if values[name] < 0.1} <= {"falling_sales"}
    assert nothing < min(0.05, values[OWN["falling_sales"]])


def test_planted_reasons_are_in_the_card(fitted: Fitted) -> None:
    names = {scored.binning.name for scored in fitted.card.characteristics}
    assert len(names & set(OWN.values())) >= 3


@pytest.mark.parametrize("reason", OWN)
def test_customers_that_slide_for_a_reason_score_below_healthy_ones(fitted: Fitted, reason: str) -> None:
    """Held-out dates between onset and default: AUC against customers in whom nothing was planted."""
    area = sliding_below_healthy(fitted, TRUTH, reason)
    assert area is not None
    assert area > 0.6


def test_a_version_is_checked_on_the_split_of_a_fit(store: Store, fitted: Fitted, found: Validation) -> None:
    """The expert's card, asked for by itself, gets the figure that it has as a rival of the fitted one."""
    checked = validated(store)
    assert (checked.version.number, checked.found.how) == (0, "out_of_time")
    assert checked.found.test.first_period == fitted.split.test_from
    assert checked.found.separation.auc == found.against[1].separation.auc
