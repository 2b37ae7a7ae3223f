"""What a characteristic is good for: a word and its facts (`binning.verdict.<word>`, `binning.reason.<word>` in text)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from scoring.scorecard.bins import categories
from scoring.scorecard.bins.counted import ordinary
from scoring.scorecard.bins.evidence import woe
from scoring.scorecard.bins.stability import order_by_period, share_kept
from scoring.scorecard.card import Binning, Trend
from scoring.scorecard.choices import BinRules, SelectionRules
from scoring.scorecard.measures import auc_of
from scoring.scorecard.sample import Counts

Word = Literal[
    "one_class",
    "all_missing",
    "constant",
    "too_good",
    "thin",
    "unstable",
    "wrong_direction",
    "weak",
    "useful",
    "strong",
]

STRONG_FROM = 0.3
"""Information value from which a characteristic is strong (Siddiqi, Credit Risk Scorecards, 2006)."""
ORDER_KEPT_MIN = 2 / 3
"""Bins that keep their order in a smaller share of comparisons over time are unstable; chance alone keeps half."""
AGAINST: dict[Trend, Trend] = {"ascending": "descending", "descending": "ascending", "peak": "valley", "valley": "peak"}


@dataclass(frozen=True)
class Verdict:
    """The word and the facts that its sentence wants."""

    word: Word
    facts: tuple[tuple[str, float | int | str], ...] = ()


def judged(
    binning: Binning,
    counts: Counts,
    *,
    rules: BinRules | None = None,
    selection: SelectionRules | None = None,
    expected: Trend = "auto",
) -> Binning:
    """The binning with its verdict and the facts of the reason filled in."""
    found = verdict_of(binning, counts, rules=rules, selection=selection, expected=expected)
    return replace(binning, verdict=found.word, reason=found.facts)


def verdict_of(
    binning: Binning,
    counts: Counts,
    *,
    rules: BinRules | None = None,
    selection: SelectionRules | None = None,
    expected: Trend = "auto",
) -> Verdict:
    """The first of these that holds: one class only, all missing, constant, too good to be true (a leak), thin bins, order
    of the bins unstable over time, against the `expected` trend and not weak, then weak, useful or strong by its value.

    `expected` is the direction that the WOE should take by rising value; "auto" and "none" expect nothing.

    >>> from scoring.scorecard.card import Bin
    >>> from scoring.scorecard.sample import Prebins
    >>> counts = Counts(Prebins("age", "number"), np.array([90, 0]), np.array([10, 0]))
    >>> verdict_of(Binning("age", "number", (Bin("interval", codes=(0,)),), 0.0, "none"), counts)
    Verdict(word='constant', facts=(('rows', 100),))
    """
    limits, chosen = rules or BinRules(), selection or SelectionRules()
    return (
        _without_evidence(counts)
        or _too_good(counts, limits, chosen)
        or _thin(binning, limits)
        or _unstable(binning, counts)
        or _against(binning, expected, chosen)
        or _by_value(binning, chosen)
    )


def auc_alone(counts: Counts, rules: BinRules | None = None) -> float:
    """AUC that a characteristic reaches by itself, before it is binned: the chance that a bad has the higher bad rate.

    Looked at in cells of the grid put together until each has enough rows to speak (as categories are), missing and special
    apart, so that neither a cell of one row nor a column of unique names proves anything. 0.5 without goods or bads.

    >>> from scoring.scorecard.sample import Prebins
    >>> grid = Prebins("days_late", "number", edges=(0.0,))
    >>> auc_alone(Counts(grid, np.array([90, 0, 0]), np.array([0, 10, 0])))
    1.0
    """
    totals = int(counts.goods.sum()), int(counts.bads.sum())
    if not all(totals):
        return 0.5
    apart = [(code,) for code in range(counts.prebins.ordinary, counts.prebins.size)]
    pairs = [categories.of_codes(codes, counts) for codes in (*_cells(counts, rules or BinRules()), *apart)]
    goods, bads = np.array(sorted(pairs, key=lambda pair: float(woe(pair[0], pair[1], *totals)))).T
    return float(auc_of(goods, bads))


def _cells(counts: Counts, rules: BinRules) -> categories.Groups:
    if counts.prebins.kind == "category":
        return categories.ordered(counts, rules)
    rows, floor = counts.goods + counts.bads, categories.rows_min(counts, rules)
    cells: list[tuple[int, ...]] = [()]
    for code in range(counts.prebins.ordinary):
        cells[-1] += (code,)
        if rows[list(cells[-1])].sum() >= floor:
            cells.append(())
    return tuple(codes for codes in cells if codes)


def _without_evidence(counts: Counts) -> Verdict | None:
    goods, bads = int(counts.goods.sum()), int(counts.bads.sum())
    held = np.flatnonzero(counts.goods + counts.bads)
    if not goods or not bads:
        return Verdict("one_class", (("goods", goods), ("bads", bads)))
    if held.size > 1:
        return None
    return Verdict("all_missing" if held[0] == counts.prebins.missing else "constant", (("rows", goods + bads),))


def _too_good(counts: Counts, rules: BinRules, selection: SelectionRules) -> Verdict | None:
    alone = auc_alone(counts, rules)
    return Verdict("too_good", (("auc", round(alone, 4)),)) if alone > selection.leak_auc else None


def _thin(binning: Binning, rules: BinRules) -> Verdict | None:
    thin = [
        (i, bin) for i, bin in enumerate(ordinary(binning)) if bin.goods < rules.min_goods or bin.bads < rules.min_bads
    ]
    if not thin:
        return None
    place, bin = thin[0]
    return Verdict("thin", (("bins", len(thin)), ("number", place + 1), ("goods", bin.goods), ("bads", bin.bads)))


def _unstable(binning: Binning, counts: Counts) -> Verdict | None:
    orders = order_by_period(binning, counts)
    kept = share_kept(orders)
    if kept is None or kept >= ORDER_KEPT_MIN:
        return None
    return Verdict("unstable", (("share", round(kept, 4)), ("periods", len(counts.periods))))


def _against(binning: Binning, expected: Trend, selection: SelectionRules) -> Verdict | None:
    if binning.kind == "category" or expected not in AGAINST or _shape(binning) != AGAINST[expected]:
        return None
    value = binning.information_value
    return Verdict("wrong_direction", (("iv", round(value, 4)),)) if value >= selection.iv_min else None


def _shape(binning: Binning) -> Trend:
    """The direction that the WOE of the ordinary bins takes, whatever was asked for; "none" if it is no plain one."""
    steps = np.sign(np.diff([bin.woe for bin in ordinary(binning)]))
    turns = [step for i, step in enumerate(steps) if step and (i == 0 or step != steps[i - 1])]
    shapes: dict[tuple[float, ...], Trend] = {
        (1,): "ascending",
        (-1,): "descending",
        (1, -1): "peak",
        (-1, 1): "valley",
    }
    return shapes.get(tuple(turns), "none")


def _by_value(binning: Binning, selection: SelectionRules) -> Verdict:
    value = binning.information_value
    word: Word = "weak" if value < selection.iv_min else "strong" if value >= STRONG_FROM else "useful"
    return Verdict(word, (("iv", round(value, 4)), ("bins", len(ordinary(binning)))))
