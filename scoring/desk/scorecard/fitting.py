"""The task of making a card from the ledger: the sample split in time, coded, binned and fitted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa

from scoring.desk.scorecard.observations import Development, development_sample
from scoring.errors import ScoringError
from scoring.scorecard.bins.counted import edges_of
from scoring.scorecard.bins.counting import coded, grids
from scoring.scorecard.card import Binning, Card, Trend
from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.scorecard.choices import Choices
from scoring.scorecard.fitting.fit import LEAST_BADS, binnings, fit
from scoring.scorecard.sample import Coded, Sample
from scoring.scorecard.windows import window_end
from scoring.store import Store

HELD_OUT = 0.25
"""Share of the observation dates, the last ones, that a card is checked on where nobody says otherwise."""
STEPS = ("observing", "counting", "binning", "fitting")
OnProgress = Callable[[str, float], None]
"""Told the step (one of STEPS) and the share of the work done before it."""


@dataclass(frozen=True)
class Split:
    """A development sample cut in time.

    `train` holds the observations up to `train_until`, `test` those from `test_from` on. What became of every training row
    was known on `test_from`: dates between the two, whose windows were still open then, are on neither side.
    """

    development: Development
    train_until: str
    test_from: str
    train: Sample
    test: Sample
    coded: Coded
    held_out: Coded
    data_hash: str


@dataclass(frozen=True)
class Fitted:
    """A card, what it was made from, and the bins of every characteristic that was looked at."""

    card: Card
    split: Split
    bins: Mapping[str, Binning]


def fit_card(
    store: Store,
    choices: Choices,
    *,
    author: str,
    name: str = "",
    at: str = "",
    on_progress: OnProgress | None = None,
) -> Fitted:
    """A card from the ledger by an analyst's choices, with its author. Its time is `at`, else that of the ledger's last
    change, so that the same ledger and choices give the same card; when it was saved is kept beside the version.

    Raises ScoringError as `development_sample`, `split_of` and `card_of` do.
    """
    tell = on_progress or (lambda step, share: None)
    tell("observing", 0.0)
    development = development_sample(store, choices.target, day_of(choices.first_period), day_of(choices.last_period))
    tell("counting", 0.6)
    split = split_of(development, choices)
    tell("binning", 0.7)
    bins = bins_of(split, choices)
    tell("fitting", 0.8)
    card = card_of(split, choices, bins, author=author, name=name, at=at or moment_of(store))
    return Fitted(card, split, bins)


def split_of(development: Development, choices: Choices) -> Split:
    """Cut a sample in time and code both sides on the grids of the training rows.

    Raises ScoringError "too_few_dates" where one side would have no observation date.
    """
    sample = development.sample
    until, later = dates_of(sorted(set(sample.period.tolist())), choices)
    train, test = sample.rows(sample.period <= until), sample.rows(sample.period >= later)
    edges = {each: edges_of(binning) for each, binning in choices.by_hand.items() if binning.kind == "number"}
    grid = grids(train.table, choices.bins.prebins, choices.special, edges)
    return Split(development, until, later, train, test, coded(train, grid), coded(test, grid), hash_of(sample))


def dates_of(periods: list[str], choices: Choices) -> tuple[str, str]:
    """The last training date and the first test date. Raises ScoringError "too_few_dates".

    Without `train_until` the last quarter of the dates is the test; training ends where its windows had ended by then.

    >>> from scoring.scorecard.card import Target
    >>> months = [f"2025-{m:02}-27" for m in range(1, 9)]
    >>> dates_of(months, Choices(target=Target(30, 3)))
    ('2025-04-27', '2025-07-27')
    >>> dates_of(months, Choices(target=Target(30, 3), train_until="2025-02-27"))
    ('2025-02-27', '2025-05-27')
    """
    months = choices.target.window_months
    if choices.train_until:
        known = window_end(date.fromisoformat(choices.train_until), months).isoformat()
        before = [period for period in periods if period <= choices.train_until]
        after = [period for period in periods if period >= known]
    else:
        after = periods[len(periods) - max(1, round(len(periods) * HELD_OUT)) :]
        before = [
            period for period in periods if window_end(date.fromisoformat(period), months).isoformat() <= after[0]
        ]
    if not before or not after:
        raise ScoringError("too_few_dates", dates=len(periods), months=months)
    return before[-1], after[0]


def bins_of(split: Split, choices: Choices) -> dict[str, Binning]:
    """The bins of every characteristic: in the direction somebody forced, else in the one it is expected to have."""
    return binnings(split.coded, replace(choices, trends=expected_trends() | dict(choices.trends)))


def expected_trends() -> dict[str, Trend]:
    """The direction of every characteristic that has one by what it means: more overdue is never better."""
    return {name: each.trend for name, each in CHARACTERISTICS.items() if each.trend in ("ascending", "descending")}


def card_of(
    split: Split, choices: Choices, bins: Mapping[str, Binning], *, author: str, name: str = "", at: str = ""
) -> Card:
    """The card of bins that are known.

    A customer that stays bad is one bad, however many month-ends show it: of the whole sample at least 50 customers must
    have gone bad, and of the training rows 50. Raises ScoringError "too_few_bads", "one_class" and "nothing_left".
    """
    sample = split.development.sample
    went_bad = len(np.unique(sample.group[sample.bad]))
    if went_bad < LEAST_BADS:
        raise ScoringError(
            "too_few_bads", bads=went_bad, goods=len(np.unique(sample.group)) - went_bad, least=LEAST_BADS
        )
    return fit(
        split.coded,
        choices,
        author=author,
        at=at or datetime.now(UTC).isoformat(timespec="seconds"),
        name=name,
        held_out=split.held_out,
        data_hash=split.data_hash,
        bins=bins,
    )


def moment_of(store: Store) -> str:
    """When the ledger last changed, to the second, in UTC; "" for an empty one."""
    changed = (store.one("extent", {}) or {}).get("last_import_at")
    return changed.isoformat(timespec="seconds") if changed else ""


def same_characteristics(choices: Choices, card: Card) -> Choices:
    """Choices that fit the very characteristics of `card` again: what an edited bin changes shows at once, without a
    search."""
    names = tuple(scored.binning.name for scored in card.characteristics)
    others = tuple(name for name in CHARACTERISTICS if name not in names)
    return replace(choices, kept=names, left_out=others)


def hash_of(sample: Sample) -> str:
    """Sixteen letters that change with any value, outcome, customer or date of a sample."""
    sink = pa.BufferOutputStream()
    whole = sample.table.combine_chunks().append_column("bad", pa.array(sample.bad))
    whole = whole.append_column("group", pa.array(sample.group)).append_column(
        "period", pa.array(sample.period.tolist())
    )
    with pa.ipc.new_stream(sink, whole.schema) as writer:
        writer.write_table(whole)
    return hashlib.sha256(sink.getvalue()).hexdigest()[:16]


def day_of(period: str) -> date | None:
    """A period of a sample as its day; None for ""."""
    return date.fromisoformat(period) if period else None
