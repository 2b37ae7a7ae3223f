"""The task of checking a card on the ledger: rows it was not made from, beside the rivals that every card must face."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.fitting import dates_of
from scoring.desk.scorecard.observations import Development, OnShare, development_sample
from scoring.desk.scorecard.versions import Version
from scoring.scorecard.card import Card, Target
from scoring.scorecard.choices import Choices
from scoring.scorecard.sample import Sample
from scoring.scorecard.validation.benchmarks import rivals
from scoring.scorecard.validation.result import Validation
from scoring.scorecard.validation.validate import validate
from scoring.store import Store

SEED = 7


@dataclass(frozen=True)
class Validated:
    """A version, the development sample it was checked on, and what came out."""

    version: Version
    developed: Development
    found: Validation


def validated(store: Store, number: int | None = None, on_share: OnShare | None = None) -> Validated:
    """Check a version (None = the one in use, 0 = the expert's card) out of time.

    The split is that of a fit (`dates_of`): a fitted card is checked on all observations on whose dates the outcomes it
    was made from were known, an expert's on the last quarter of the month-ends. Raises ScoringError "version_unknown",
    "too_few_dates", those of `development_sample` and those of `validate`.
    """
    version = scorecard_versions.version_of(store, number)
    made = version.card.provenance
    target = made.target or Target()
    developed = development_sample(store, target, on_share=on_share)
    sample = developed.sample
    until, later = dates_of(sorted(set(sample.period.tolist())), Choices(target=target, train_until=made.last_period))
    train = sample.rows((sample.period >= made.first_period) & (sample.period <= until))
    test = sample.rows(sample.period >= later)
    return Validated(version, developed, beside_rivals(store, version.card, train, test))


def beside_rivals(store: Store, card: Card, train: Sample, test: Sample) -> Validation:
    """`validate` with the rivals that the samples allow; the expert is the one of this workspace.

    One seed for all cards: the same rows give the same intervals, whoever asks.
    """
    return validate(card, train, test, rivals(train, test, scorecard_versions.expert(store).card, SEED), SEED)
