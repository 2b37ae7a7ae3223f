"""The committed demo is informative: its planted drivers are recovered by a card that was never told of them.

400 customers, of whom 68 go bad for one of five reasons; 52 of them (and of a few whom nothing was planted in) are seen
90 days past due within six months of a month-end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from data.generator import planted_truth
from scoring.desk.intake.importing import import_files
from scoring.desk.scorecard.bad_definitions import bad_definitions
from scoring.desk.scorecard.cutoffs import cutoff_report
from scoring.desk.scorecard.fitting import Fitted, fit_card
from scoring.desk.scorecard.validation import beside_rivals
from scoring.ledger.reading import ImportOptions
from scoring.scorecard.choices import Choices
from scoring.scorecard.use.cutoffs import Costs
from scoring.scorecard.validation.result import Validation
from scoring.store import Store
from tests.desk.planted import OWN, sliding_below_healthy
from tests.house import PROJECT

TRUTH = {truth.customer_id: truth for truth in planted_truth()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(tmp_path_factory.mktemp("demo") / "store.duckdb")
    opened.set_setting("currency", "USD")
    import_files(opened, sorted((PROJECT / "data" / "sample" / "en").glob("*.csv")), ImportOptions())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def fitted(demo: Store) -> Fitted:
    """Everything as shipped."""
    return fit_card(demo, Choices(), author="Kim")


@pytest.fixture(scope="module")
def found(demo: Store, fitted: Fitted) -> Validation:
    return beside_rivals(demo, fitted.card, fitted.split.train, fitted.split.test)


def test_ninety_days_within_six_months_is_proposed(demo: Store) -> None:
    proposed = bad_definitions(demo).proposed
    assert proposed is not None
    assert (proposed.days_past_due, proposed.window_months) == (90, 6)


def test_out_of_time_the_card_beats_the_dumb_rule_beyond_the_interval(found: Validation) -> None:
    assert found.how == "out_of_time"
    assert found.separation.auc.low is not None
    assert found.separation.auc.low > 0.7
    assert next(rival.verdict for rival in found.against if rival.name == "dumb") == "better"


def test_what_was_planted_most_is_in_the_card(fitted: Fitted) -> None:
    """A tight limit, an industry that turns down, statements that collapse; not what nothing was planted in."""
    values = {name: binning.information_value for name, binning in fitted.bins.items()}
    planted = ("limit_utilisation", "industry", "altman_z")
    assert {name: values[name] for name in planted if values[name] < 0.15} == {}
    assert {name: values[name] for name in ("terms_days", "months_on_book", "region") if values[name] > 0.1} == {}
    assert {"limit_utilisation", "industry"} <= {scored.binning.name for scored in fitted.card.characteristics}


@pytest.mark.parametrize("reason", OWN)
def test_customers_that_slide_for_a_reason_score_below_healthy_ones(fitted: Fitted, reason: str) -> None:
    area = sliding_below_healthy(fitted, TRUTH, reason)
    assert area is not None
    assert area > 0.7


def test_cut_offs_have_a_best_line_that_follows_the_margin(demo: Store, fitted: Fitted) -> None:
    """At the shipped costs only those nearly certain to default are worth refusing; the thinner the margin, the more are."""
    at_shipped, thin = (
        cutoff_report(demo, fitted.card, date(2026, 10, 30), Costs(margin, 0.45, 400.0)) for margin in (0.25, 0.05)
    )
    assert at_shipped.best is not None
    assert thin.best is not None
    assert at_shipped.break_even_pd is not None
    assert 0 < at_shipped.best.refused < 15
    assert at_shipped.best.net > 0
    assert 0.7 < at_shipped.break_even_pd < 0.9
    assert thin.best.refused > at_shipped.best.refused
    assert thin.best.cutoff > at_shipped.best.cutoff
