"""What the generator planted, a card recovers from the ledger alone: on dates it was not made from, without being told.

The demo's own generator at four times the demo's size: 1,600 customers, of whom 136 go bad for one of five reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from data.generator import Truth, planted_truth
from scoring.desk.intake.generate import generate
from scoring.desk.intake.importing import import_files
from scoring.desk.scorecard.fitting import Fitted, fit_card
from scoring.desk.scorecard.validation import beside_rivals, validated
from scoring.ledger.reading import ImportOptions
from scoring.scorecard import measures
from scoring.scorecard.choices import Choices
from scoring.scorecard.sample import Flags
from scoring.scorecard.use import score
from scoring.scorecard.validation.result import Validation
from scoring.store import Store

INVOICES = 40_000
OWN = {
    "falling_sales": "sales_trend",
    "high_utilisation": "limit_utilisation",
    "disputes": "disputed_share_12m",
    "poor_statements": "altman_z",
    "industry_downturn": "industry",
}
"""The characteristic in which each planted reason shows."""
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
    """Information value above 0.1, medium evidence (Siddiqi 2006); what has nothing planted in it stays below."""
    values = {name: binning.information_value for name, binning in fitted.bins.items()}
    assert {reason: values[name] for reason, name in OWN.items() if values[name] < 0.1} == {}
    assert max(values[name] for name in ("external_rating", "terms_days", "months_on_book", "size")) < 0.1


def test_planted_reasons_are_in_the_card(fitted: Fitted) -> None:
    names = {scored.binning.name for scored in fitted.card.characteristics}
    assert len(names & set(OWN.values())) >= 3


@pytest.mark.parametrize("reason", OWN)
def test_customers_that_slide_for_a_reason_score_below_healthy_ones(fitted: Fitted, reason: str) -> None:
    """Held-out dates between onset and default: AUC against customers in whom nothing was planted."""
    test = fitted.split.test
    points = score.score(fitted.card, test.table)
    sliding = rows_of(
        fitted, lambda truth, day: truth.reason == reason and truth.goes_bad and truth.onset.isoformat() <= day
    )
    either = sliding | ~rows_of(fitted, lambda truth, day: True)
    area = measures.auc(sliding[either], points[either])
    assert area is not None
    assert area > 0.65


def rows_of(fitted: Fitted, wanted: Callable[[Truth, str], bool]) -> Flags:
    """Test rows of customers with something planted, where `wanted`."""
    test, customers = fitted.split.test, fitted.split.development.customers
    pairs = zip((customers[group] for group in test.group), test.period, strict=True)
    return np.array([who in TRUTH and wanted(TRUTH[who], str(day)) for who, day in pairs])


def test_a_version_is_checked_on_the_split_of_a_fit(store: Store, fitted: Fitted, found: Validation) -> None:
    """The expert's card, asked for by itself, gets the figure that it has as a rival of the fitted one."""
    checked = validated(store)
    assert (checked.version.number, checked.found.how) == (0, "out_of_time")
    assert checked.found.test.first_period == fitted.split.test_from
    assert checked.found.separation.auc == found.against[1].separation.auc
