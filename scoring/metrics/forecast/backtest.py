"""The forecast tried on the ledger's own past: at several past days with what was known then, against what came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from scoring.metrics.forecast.history import End, Floats, History, Ints
from scoring.metrics.forecast.predict import NEAR_DAYS, Model, dates, far_chances, fit
from scoring.metrics.forecast.sums import Z80, Sums, correlation, joined, sums

WINDOW_DAYS, STEP_DAYS, CUTS = 61, 30, 3
WEEK_DAYS, WEEKS = 7, 8
TAILS = (0.05, 0.075, 0.10, 0.125, 0.15, 0.175, 0.20, 0.225, 0.25)
AIM, GAIN = 0.80, 0.99
"""The share an interval shall hold, and how far an error must fall for a more complicated model to be taken."""
CLAIMS_MIN = 30
CENT = 0.005
CHANGES: tuple[Callable[[Model], Model], ...] = (
    lambda model: replace(model, half_life_days=120),
    lambda model: replace(model, rhythms=("weekday",)),
    lambda model: replace(model, rhythms=("weekday", "monthday")),
)
"""What is tried, in this order, each on what was taken before it."""


@dataclass(frozen=True)
class Trial:
    """One past day. Of the claims open then: days until each was paid (NaN = not within the window), what the forecast and
    the naive rule said, how much of its chances lay before and up to the day it was paid, and the weekly sums."""

    cut: int
    actual: Floats
    expected: Floats
    naive: Floats
    reached: Floats
    weeks: Sums
    weeks_paid: Floats
    together: float

    @property
    def paid(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of the claims were paid within the window."""
        return ~np.isnan(self.actual)


@dataclass(frozen=True)
class Record:
    """How a model did. Errors in days over the claims paid within the window; `coverage` the share of them paid within
    their interval; `weeks_covered` of `weeks` sums of a week (each currency by itself) lay within their band."""

    cuts: tuple[int, ...]
    claims: int
    waiting: int
    error_days: float
    naive_error_days: float
    coverage: float
    weeks: int
    weeks_covered: float


def past_cuts(history: History, as_of: int) -> list[int]:
    """The past days to try, newest first: the window after each ends by `as_of`, and the ledger knows 90 days before."""
    first = int(history.issue.min()) if len(history) else as_of
    cuts = [as_of - WINDOW_DAYS - STEP_DAYS * back for back in range(CUTS)]
    return [cut for cut in cuts if cut >= first + 90]


def trial(history: History, cut: int, model: Model, window_days: int = WINDOW_DAYS) -> Trial | None:
    """The forecast of `cut` against what happened in the `window_days` after it; None where nothing was open.

    Measured are parts of claims open at `cut`. A date that the forecast cannot give counts as the window's last day.
    """
    known = history.known_at(cut)
    open_ = history.kept((history.issue <= cut) & (history.end > cut) & (history.share > 0))
    if not len(open_):
        return None
    fitted = fit(known, cut, model)
    ahead = (open_.end - cut).astype(float)
    came = (open_.ended == End.PAID) & (ahead <= window_days)
    near = fitted.chances(open_.customer, open_.due, NEAR_DAYS).paid
    later, far = far_chances(fitted, open_.customer, open_.due, near)
    expected, reached = _expected(near, later, far, ahead, window_days)
    weeks = near[:, : WEEKS * WEEK_DAYS].reshape(len(open_), WEEKS, WEEK_DAYS).sum(2)
    happened = came[:, None] & ((np.ceil(ahead / WEEK_DAYS) - 1)[:, None] == np.arange(WEEKS))
    currencies = [open_.currency == code for code in np.unique(open_.currency)]
    return Trial(
        cut,
        np.where(came, ahead, np.nan),
        expected,
        naive_days(known, open_, cut),
        reached,
        joined([sums(weeks[of], open_.amount[of], open_.customer[of]) for of in currencies]),
        np.concatenate([open_.amount[of] @ happened[of] for of in currencies]),
        correlation(happened[:, :4].ravel("F").astype(float), weeks[:, :4].ravel("F"), _spans(open_.customer, 4)),
    )


def naive_days(known: History, open_: History, cut: int) -> Floats:
    """Days ahead under "pays at its usual delay": the median delay of the customer's paid claims (of all, where it has
    none), tomorrow at the earliest."""
    ended = known.kept(known.ended == End.PAID)
    delays = pd.Series(ended.days)
    usual = delays.groupby(ended.customer).median()
    every = float(delays.median()) if len(delays) else 0.0
    days = pd.Series(open_.customer).map(usual).fillna(every).to_numpy(dtype=float)
    return np.asarray(np.maximum(np.rint(days) + open_.due - cut, 1.0))


def record(trials: Sequence[Trial], model: Model) -> Record:
    """What several trials show. Interval and band of each are set by the other trials, as they would have been then.
    Raises ValueError without a trial."""
    errors = np.concatenate([np.abs(one.expected - one.actual)[one.paid] for one in trials])
    naive = np.concatenate([np.abs(one.naive - one.actual)[one.paid] for one in trials])
    inside, held = [], []
    for at, one in enumerate(trials):
        others = [*trials[:at], *trials[at + 1 :]]
        tail = tail_of(others) if others else model.tail
        spread = spread_of(others, model.together) if others else model.spread
        inside.append(_inside(one.reached[one.paid], tail))
        low, high = one.weeks.band(model.together, spread)
        held.append((one.weeks_paid >= low - CENT) & (one.weeks_paid <= high + CENT))
    return Record(
        cuts=tuple(one.cut for one in trials),
        claims=len(errors),
        waiting=int(sum((~one.paid).sum() for one in trials)),
        error_days=float(errors.mean()),
        naive_error_days=float(naive.mean()),
        coverage=float(np.concatenate(inside).mean()),
        weeks=sum(map(len, held)),
        weeks_covered=float(np.concatenate(held).mean()),
    )


def tail_of(trials: Sequence[Trial]) -> float:
    """The tail out of TAILS with which intervals held AIM of the claims, as nearly as can be."""
    return min(TAILS, key=lambda share: abs(coverage(trials, share) - AIM))


def spread_of(trials: Sequence[Trial], together: float) -> float:
    """What the deviation of weekly sums must be multiplied by for AIM of them to lie within their band; 1 at least."""
    wide = [np.maximum(one.weeks.deviation(together), CENT) for one in trials]
    off = np.concatenate([np.abs(t.weeks_paid - t.weeks.expected) / w for t, w in zip(trials, wide, strict=True)])
    return max(1.0, float(np.quantile(off, AIM)) / Z80)


def coverage(trials: Iterable[Trial], tail: float) -> float:
    """Share of the claims paid within the window that were paid within an interval that leaves `tail` out at either end."""
    inside = [_inside(one.reached[one.paid], tail) for one in trials]
    found = np.concatenate(inside) if inside else np.zeros(0)
    return float(found.mean()) if len(found) else float("nan")


def chosen(history: History, as_of: int) -> tuple[Model, list[Trial]]:
    """The model that the past speaks for, and its trials: step by step, what makes the error of the dates fall is taken.

    Tried in turn: old claims counting less, the days of the week, the days of the month. Then the tail of the intervals
    and the correlation within customers are set to what the same trials show. Where the ledger is too short for that, the
    days of the week alone and the widths that other ledgers show are taken, and there are no trials.
    """
    cuts = past_cuts(history, as_of)
    best = Model(None, ())
    trials = _trials(history, cuts, best)
    if sum(int(one.paid.sum()) for one in trials) < CLAIMS_MIN:
        return Model(), []
    for change in CHANGES:
        candidate = change(best)
        tried = _trials(history, cuts, candidate)
        if _error(tried) < GAIN * _error(trials):
            best, trials = candidate, tried
    together = float(np.mean([one.together for one in trials]))
    return replace(best, tail=tail_of(trials), together=together, spread=spread_of(trials, together)), trials


def _trials(history: History, cuts: Sequence[int], model: Model) -> list[Trial]:
    found = (trial(history.known_at(cut + WINDOW_DAYS), cut, model) for cut in cuts)
    return [one for one in found if one is not None]


def _error(trials: Sequence[Trial]) -> float:
    errors = np.concatenate([np.abs(one.expected - one.actual)[one.paid] for one in trials])
    return float(errors.mean())


def _expected(
    near: Floats, later: np.ndarray[tuple[int], np.dtype[np.bool_]], far: Floats, ahead: Floats, window: int
) -> tuple[Floats, Floats]:
    """Median days ahead, and how much of each claim's chances lies before and up to the day it was paid (two columns)."""
    expected, reached = dates(near, 0.1).expected, _reached(near, ahead)
    if later.any():
        expected[later] = dates(far, 0.1).expected
        reached[later] = _reached(far, ahead[later])
    return np.where(np.isnan(expected), float(window), expected), reached


def _reached(chances: Floats, ahead: Floats) -> Floats:
    total = np.maximum(chances.sum(1), 1e-12)
    cumulated = np.concatenate([np.zeros((len(chances), 1)), chances.cumsum(1)], axis=1) / total[:, None]
    day = np.clip(ahead, 1, chances.shape[1]).astype(np.int64)
    rows = np.arange(len(chances))
    return np.stack([cumulated[rows, day - 1], cumulated[rows, day]], axis=1)


def _inside(reached: Floats, tail: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether the day paid lies in the interval of `dates`: not before the tail is reached, not after its end is."""
    return np.asarray((reached[:, 1] >= tail - 1e-9) & (reached[:, 0] < 1 - tail - 1e-9))


def _spans(customer: Ints, spans: int) -> Ints:
    """A number for each customer and span, so that claims are only paired within a week."""
    rows = int(customer.max(initial=-1)) + 1
    return np.concatenate([customer + rows * span for span in range(spans)])
