"""Forward search for the characteristics of a card by grouped cross-validation.

The WOE of each fold's rows are those of the other folds, so that no row takes part in its own evidence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.scorecard.bins.counting import recoded
from scoring.scorecard.bins.evidence import woe
from scoring.scorecard.card import Binning
from scoring.scorecard.choices import SelectionRules
from scoring.scorecard.fitting.logistic import Logit, bounded_logit
from scoring.scorecard.measures import auc
from scoring.scorecard.sample import Coded, Codes, Flags, Floats, Whole

SEARCH_ROWS, SEARCH_BADS = 40_000, 400
"""About as many rows and bads are searched through; more only make it slower."""


@dataclass(frozen=True)
class Fold:
    """WOE and outcome of the rows of all other folds (`train`) and of this one (`test`). shape: (rows, characteristics)."""

    train: Floats
    train_good: Flags
    test: Floats
    test_bad: Flags


def searched(coded: Coded, seed: int) -> Coded:
    """All rows, or whole groups drawn by their number and `seed` alone, where there are far more rows than needed."""
    rows, bads = len(coded.bad), int(coded.bad.sum())
    share = max(SEARCH_ROWS / max(rows, 1), SEARCH_BADS / max(bads, 1))
    if share >= 1:
        return coded
    return recoded(coded, shuffled(coded.group, seed) < int(share * 2**32))


def shuffled(group: Whole, seed: int) -> Whole:
    """A number in [0, 2^32) for each group, as good as drawn by lot, the same for the same group and seed (splitmix64).

    >>> a, b, again = shuffled(np.array([1, 2, 1]), 7).tolist()
    >>> a == again, a == b
    (True, False)
    """
    with np.errstate(over="ignore"):
        x = group.astype(np.uint64) + np.uint64(seed + 1) * np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray((x ^ (x >> np.uint64(31))) >> np.uint64(32), dtype=np.int64)


def folds(coded: Coded, binnings: Mapping[str, Binning], names: Sequence[str], count: int, seed: int) -> list[Fold]:
    """`count` folds of whole groups, of about as many groups each; those without goods or bads on a side are left out."""
    groups, place = np.unique(coded.group, return_inverse=True)
    fold_of_group = np.argsort(np.argsort(shuffled(groups, seed + 1), kind="stable"), kind="stable") % count
    fold = fold_of_group[place]
    bins = {name: coded_bins(binnings[name], coded, name) for name in names}
    made = [_fold(fold == number, coded.bad, [bins[name] for name in names]) for number in range(count)]
    return [part for part in made if _both(part.train_good) and _both(part.test_bad)]


def coded_bins(binning: Binning, coded: Coded, name: str) -> Codes:
    """The index of each row's bin; one more than the last for a code that has none."""
    lookup = np.full(coded.counts[name].prebins.size, len(binning.bins), dtype=np.uint16)
    for i, b in enumerate(binning.bins):
        lookup[list(b.codes)] = i
    return np.asarray(lookup[coded.codes[name]])


def forward(
    parts: Sequence[Fold], names: Sequence[str], rules: SelectionRules, kept: Collection[str], ridge: float
) -> list[str]:
    """The characteristics found: `kept` first, then one after the other those that the score test puts next, unless the
    AUC of the folds speaks against them: mean gain + standard error of the mean < `gain_min`.

    The score test (Rao 1948) tells from the fit without a characteristic how far the likelihood would rise with it. The
    standard error lets a small sample, where no single gain stands out, keep what a large one would have to earn.
    """
    place = {name: i for i, name in enumerate(names)}
    found = [name for name in names if name in kept]
    waiting = [name for name in names if name not in kept]
    logits, areas = _fitted(parts, [place[name] for name in found], [None] * len(parts), ridge)
    while parts and waiting and len(found) < (rules.max_characteristics or len(names)):
        columns = [place[name] for name in found]
        pulls = np.sum([_pull(part, columns, logit) for part, logit in zip(parts, logits, strict=True)], axis=0)
        next_one = max(waiting, key=lambda name: pulls[place[name]])
        waiting.remove(next_one)
        starts = [Logit(logit.intercept, np.append(logit.coefficients, 0.0)) for logit in logits]
        tried, tried_areas = _fitted(parts, [*columns, place[next_one]], starts, ridge)
        if _highest_gain(tried_areas - areas) >= rules.gain_min:
            found, logits, areas = [*found, next_one], tried, tried_areas
    return found


def _highest_gain(gains: Floats) -> float:
    """The gain of the folds, one standard error above its mean."""
    error = float(gains.std(ddof=1)) / len(gains) ** 0.5 if len(gains) > 1 else 0.0
    return float(gains.mean()) + error


def _fold(inside: Flags, bad: Flags, bins: Sequence[Codes]) -> Fold:
    outside = ~inside
    goods, bads = int((~bad[outside]).sum()), int(bad[outside].sum())
    train, test = np.empty((int(outside.sum()), len(bins))), np.empty((int(inside.sum()), len(bins)))
    for i, codes in enumerate(bins):
        size = int(codes.max(initial=0)) + 1
        bads_by_bin = np.bincount(codes[outside & bad], minlength=size)
        goods_by_bin = np.bincount(codes[outside & ~bad], minlength=size)
        weight = woe(goods_by_bin, bads_by_bin, goods, bads)
        train[:, i], test[:, i] = weight[codes[outside]], weight[codes[inside]]
    return Fold(train, ~bad[outside], test, bad[inside])


def _fitted(
    parts: Sequence[Fold], columns: list[int], starts: Sequence[Logit | None], ridge: float
) -> tuple[list[Logit], Floats]:
    """Each fold's fit on `columns`, and its AUC on the rows left out."""
    logits = [
        bounded_logit(part.train[:, columns], part.train_good, start, ridge)
        for part, start in zip(parts, starts, strict=True)
    ]
    areas = [
        auc(part.test_bad, logit.log_odds(part.test[:, columns])) or 0.0
        for part, logit in zip(parts, logits, strict=True)
    ]
    return logits, np.array(areas)


def _pull(part: Fold, columns: list[int], logit: Logit) -> Floats:
    """The score statistic of every characteristic against the fit on `columns`; 0 where it would get the wrong sign."""
    p = 1 / (1 + np.exp(-logit.log_odds(part.train[:, columns])))
    slope = part.train.T @ (part.train_good - p)
    held = np.column_stack([np.ones(len(p)), part.train[:, columns]])
    weight = (p * (1 - p))[:, None]
    across = (held * weight).T @ part.train
    own = (part.train**2 * weight).sum(axis=0)
    free = own - (across * (np.linalg.pinv((held * weight).T @ held) @ across)).sum(axis=0)
    return np.where((slope > 0) & (free > 1e-9 * np.maximum(own, 1.0)), slope**2 / np.maximum(free, 1e-12), 0.0)


def _both(flags: Flags) -> bool:
    return bool(flags.any() and not flags.all())
