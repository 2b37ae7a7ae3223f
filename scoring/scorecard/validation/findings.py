"""What a validation says in sentences: what to answer before a card is used, and what to know when reading it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scoring.scorecard.card import Card
from scoring.scorecard.fitting.calibrate import FOLDS, LEAST_BADS
from scoring.scorecard.measures import drift
from scoring.scorecard.validation.banding import in_order
from scoring.scorecard.validation.result import Fact, Finding, Validation

FEW_BAD_CUSTOMERS = 20
"""With fewer bad customers among the test rows every figure is loose."""
POINTS_COST_MAX = 0.002
"""AUC that rounding to whole points may cost."""
TOO_GOOD = 0.98
"""An AUC above this is a leak until proven otherwise."""
ABOUT_RIVALS: dict[tuple[str, str], tuple[str, Literal["act", "note"]]] = {
    ("dumb", "even"): ("not_better_than_dumb", "act"),
    ("dumb", "worse"): ("worse_than_dumb", "act"),
    ("expert", "even"): ("not_better_than_expert", "note"),
    ("expert", "worse"): ("worse_than_expert", "act"),
    ("boosting", "worse"): ("below_ceiling", "note"),
}
"""What to say of a rival and the card's verdict against it, and how loudly."""


def findings(found: Validation, card: Card) -> tuple[Finding, ...]:
    """All findings, those to act on first."""
    every = [
        *_rivals(found, card),
        *_split(found, card),
        *_separation(found),
        *_calibration(found, card),
        *_drift(found),
    ]
    return tuple(sorted(every, key=lambda finding: finding.severity != "act"))


def _act(code: str, **facts: Fact) -> Finding:
    return Finding(code, "act", tuple(facts.items()))


def _note(code: str, **facts: Fact) -> Finding:
    return Finding(code, "note", tuple(facts.items()))


def _rivals(found: Validation, card: Card) -> Iterator[Finding]:
    for rival in found.against:
        itself = rival.name == "expert" and card.provenance.kind == "expert"
        code, severity = ABOUT_RIVALS.get((rival.name, rival.verdict), ("", "note"))
        if code and not itself:
            facts = {"auc": found.separation.auc.value, "rival_auc": rival.separation.auc.value}
            yield Finding(code, severity, tuple(facts.items()))
    if not any(rival.name == "dumb" for rival in found.against):
        yield _note("no_dumb_rule")


def _split(found: Validation, card: Card) -> Iterator[Finding]:
    if found.how == "at_random":
        yield _note("at_random")
    overlap = _overlap_months(found, card)
    if overlap > 0:
        yield _note("windows_overlap", months=overlap)
    if found.test.bad_customers < FEW_BAD_CUSTOMERS:
        yield _act("few_bads", bad_customers=found.test.bad_customers, limit=FEW_BAD_CUSTOMERS)


def _overlap_months(found: Validation, card: Card) -> int:
    """Months by which outcomes of the last training rows reach past the first test date."""
    target = card.provenance.target
    if found.how == "at_random" or target is None or card.provenance.kind == "expert":
        return 0
    last, first = (_months(period) for period in (found.train.last_period, found.test.first_period))
    return last + target.window_months - first


def _months(period: str) -> int:
    year, month = period.split("-")[:2]
    return 12 * int(year) + int(month)


def _separation(found: Validation) -> Iterator[Finding]:
    area = found.separation.auc
    if area.value > TOO_GOOD:
        yield _act("too_good", auc=area.value)
    learnt = found.separation.auc_train
    if learnt is not None and area.high is not None and learnt > area.high:
        yield _act("learnt_by_heart", train_auc=learnt, auc=area.value)
    if found.auc_model is not None and found.auc_model - area.value > POINTS_COST_MAX:
        yield _note("points_cost", model_auc=found.auc_model, auc=area.value)
    if not in_order(found.ratings):
        yield _act("ratings_out_of_order")
    elif not in_order(found.grades):
        yield _note("grades_out_of_order")


def _calibration(found: Validation, card: Card) -> Iterator[Finding]:
    """Mean PD against the bad rate; PDs that are too low are the dangerous kind."""
    link = card.calibration
    if found.probabilities == "cross_fitted":
        yield _note("cross_fitted", folds=FOLDS)
    elif link.source == "out_of_time" and found.test.first_period <= link.last_period:
        yield _note("calibrated_here")
    elif link.source == "development":
        yield _note("calibrated_in_sample", least=LEAST_BADS)
    expected, observed = found.overall.expected, found.overall.observed
    if expected is not None and observed is not None and not found.overall.as_expected:
        say, code = (_act, "pd_too_low") if expected < observed.value else (_note, "pd_too_high")
        yield say(code, expected_pd=expected, bad_rate=observed.value)


def _drift(found: Validation) -> Iterator[Finding]:
    if drift(found.psi) == "shifted":
        yield _note("score_shifted", psi=found.psi)
    for shift in found.shifts:
        if shift.drift == "shifted":
            yield _note("characteristic_shifted", characteristic=shift.name, csi=shift.csi)
