"""The analyst's draft at work: the sample, its bins and the card they make, each kept until what it hangs on changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from pages.shared import cached
from pages.shared import session as asked
from pages.shared.guard import tell
from pages.shared.session import Session
from scoring.desk.intake.importing import user_of_machine
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.bad_definitions import bad_definitions
from scoring.desk.scorecard.fitting import Split, bins_of, card_of, day_of, moment_of, same_characteristics, split_of
from scoring.desk.scorecard.observations import Development, development_sample
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
    kept = scorecard_versions.draft(store)
    if kept is not None:
        return kept
    proposed = cached.held(store, session.scope, bad_definitions).proposed
    return Choices(target=proposed) if proposed else Choices()


def of_draft(session: Session, store: Store) -> Work | None:
    """The draft at work, with progress on the way; None where the ledger gives no sample, said in a sentence."""
    try:
        with st.spinner(session.say("scorecard.working"), show_time=True):
            choices = draft(session, store)
            split = cached.held(store, session.scope, _split, session.scope, _of_the_sample(choices))
            bins = cached.held(store, session.scope, _bins, session.scope, choices)
            card = cached.held(store, session.scope, _card, session.scope, choices, author(session))
    except ScoringError as stop:
        tell(stop, session.lang)
        return None
    found, trouble = (None, card) if isinstance(card, ScoringError) else (card, None)
    return Work(choices, split, bins, found, trouble)


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


def _of_the_sample(choices: Choices) -> Choices:
    """The choices that the split and its counts hang on, the others as shipped: moving a cut-off counts nothing anew."""
    plain = Choices()
    return replace(choices, selection=plain.selection, scaling=plain.scaling, trends={}, left_out=(), kept=())


def _development(store: Store, scope: str, choices: Choices) -> Development:
    first, last = day_of(choices.first_period), day_of(choices.last_period)
    return cached.held(store, scope, development_sample, choices.target, first, last)


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
