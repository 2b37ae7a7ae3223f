"""The analyst's draft at work: the sample, its bins and the card they make, each kept until what it hangs on changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from pages.shared import cached
from pages.shared import session as asked
from pages.shared.guard import tell
from pages.shared.scorecard import beside
from pages.shared.session import Session
from scoring.desk.intake.importing import user_of_machine
from scoring.desk.intake.uploads import Tell
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.bad_definitions import bad_definitions
from scoring.desk.scorecard.fitting import Split, bins_of, card_of, day_of, moment_of, same_characteristics, split_of
from scoring.desk.scorecard.observations import Development, OnShare, development_sample
from scoring.desk.scorecard.validation import beside_rivals
from scoring.errors import ScoringError
from scoring.scorecard import measures
from scoring.scorecard.card import Binning, Card
from scoring.scorecard.choices import Choices
from scoring.scorecard.use import score
from scoring.scorecard.validation.result import Validation
from scoring.store import Store


@dataclass(frozen=True)
class Work:
    """The draft's choices and what they give; `stop` says why there is no card."""

    choices: Choices
    split: Split
    bins: Mapping[str, Binning]
    card: Card | None
    stop: ScoringError | None


def author(session: Session) -> str:
    """Who is at work: the person signed in, else the user of this machine."""
    return session.scope if session.scope != "everyone" else user_of_machine()


def draft(session: Session, store: Store) -> Choices:
    """The draft's choices: as kept, else the shipped ones with the definition of bad that the ledger itself proposes."""
    return scorecard_versions.draft(store) or _proposed(store, session.scope, lambda share: None)


def of_draft(session: Session, store: Store, instead: Callable[[], None] | None = None) -> Work | None:
    """The draft at work, made beside the page; None while it is, or where the ledger gives no sample: both are said, and
    `instead` is done where there is none."""
    kept, person = scorecard_versions.draft(store), author(session)
    try:
        task = partial(_made, store, session.scope, kept, person)
        return beside.made(session, store, "scorecard.making", task, kept, person)
    except ScoringError as stop:
        tell_stop(session, stop)
        if instead is not None:
            instead()
        return None


def checked(session: Session, store: Store, found: Work, card: Card) -> Validation | None:
    """The draft's card beside its rivals on the dates held out, likewise made beside the page."""

    def task(say_stage: Tell) -> Validation:
        say_stage("", "resampling", 0.1)
        return cached.held(store, session.scope, validation, session.scope, found.choices, card)

    return beside.made(session, store, "scorecard.validating", task, found.choices, card)


def keep(session: Session, store: Store, choices: Choices, told: str | None = None) -> None:
    """Keep the draft; `told` is said on the next run."""
    scorecard_versions.keep_draft(store, choices)
    if told:
        asked.remember("told", told)


def with_bins(work: Work, binning: Binning) -> Work:
    """The same card with one characteristic binned otherwise: what it would change, at once and without a search."""
    if work.card is None:
        return work
    bins = {**work.bins, binning.name: binning}
    kept = same_characteristics(work.choices, work.card)
    card = card_of(work.split, kept, bins, author=work.card.provenance.author, at=work.card.provenance.made_at)
    return replace(work, bins=bins, card=card)


def auc_later(work: Work) -> float | None:
    """AUC of the draft's card on the dates held out; None without a card, or without goods or bads there."""
    test = work.split.test
    return None if work.card is None else measures.auc(test.bad, score.score(work.card, test.table))


def validation(store: Store, scope: str, choices: Choices, card: Card) -> Validation:
    """The draft's card beside its rivals on the dates held out."""
    split = cached.held(store, scope, _split, scope, _of_the_sample(choices))
    return beside_rivals(store, card, split.train, split.test)


def _made(store: Store, scope: str, kept: Choices | None, person: str, say_stage: Tell) -> Work:
    """Sample, bins and card; stages are told on the way, and every part is kept for the next time."""

    def share_of(stage: str, begin: float, end: float) -> OnShare:
        return lambda share: say_stage("", stage, begin + (end - begin) * share)

    choices = kept or _proposed(store, scope, share_of("definitions", 0.0, 0.3))
    _development(store, scope, choices, share_of("observing", 0.3, 0.7))
    say_stage("", "counting", 0.7)
    split = cached.held(store, scope, _split, scope, _of_the_sample(choices))
    say_stage("", "binning", 0.75)
    bins = cached.held(store, scope, _bins, scope, choices)
    say_stage("", "fitting", 0.8)
    card = cached.held(store, scope, _card, scope, choices, person)
    found, trouble = (None, card) if isinstance(card, ScoringError) else (card, None)
    return Work(choices, split, bins, found, trouble)


def _proposed(store: Store, scope: str, on_share: OnShare) -> Choices:
    proposed = cached.held(store, scope, bad_definitions, on_share=on_share).proposed
    return Choices(target=proposed) if proposed else Choices()


def _of_the_sample(choices: Choices) -> Choices:
    """The choices that the split and its counts hang on, the others as shipped: moving a cut-off counts nothing anew."""
    plain = Choices()
    return replace(choices, selection=plain.selection, scaling=plain.scaling, trends={}, left_out=(), kept=())


def _development(store: Store, scope: str, choices: Choices, on_share: OnShare = lambda share: None) -> Development:
    first, last = day_of(choices.first_period), day_of(choices.last_period)
    return cached.held(store, scope, development_sample, choices.target, first, last, on_share)


def _split(store: Store, scope: str, choices: Choices) -> Split:
    return split_of(_development(store, scope, choices), choices)


def _bins(store: Store, scope: str, choices: Choices) -> dict[str, Binning]:
    return bins_of(cached.held(store, scope, _split, scope, _of_the_sample(choices)), choices)


def _card(store: Store, scope: str, choices: Choices, person: str) -> Card | ScoringError:
    """The card, or the stop that says why there is none: both are kept."""
    split = cached.held(store, scope, _split, scope, _of_the_sample(choices))
    try:
        return card_of(
            split, choices, cached.held(store, scope, _bins, scope, choices), author=person, at=moment_of(store)
        )
    except ScoringError as stop:
        return stop


def tell_stop(session: Session, stop: ScoringError) -> None:
    """Why there is no card, and that the expert's card scores meanwhile."""
    tell(stop, session.lang)
    st.markdown(session.say("scorecard.expert_instead"))
