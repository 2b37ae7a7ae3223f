"""Which characteristics go into a card: filters with a named reason each, then the forward search."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.scorecard.bins.binning import woe_of_codes
from scoring.scorecard.bins.verdict import auc_alone
from scoring.scorecard.card import Binning
from scoring.scorecard.choices import SelectionRules
from scoring.scorecard.fitting.logistic import penalty
from scoring.scorecard.fitting.redundancy import redundant
from scoring.scorecard.fitting.search import folds, forward, searched
from scoring.scorecard.measures import psi
from scoring.scorecard.sample import Coded, Counts, Floats

REASONS = (
    "all_missing", "constant", "leak", "iv_low", "unstable", "correlated", "inflated", "no_gain", "wrong_sign",
)  # fmt: skip
"""Keys of the reasons for which a fit leaves a characteristic out, in the order in which they are looked at."""
CHANCE = 0.10
"""How often a characteristic without any bearing may pass for one with."""


@dataclass(frozen=True)
class Selection:
    """`names` to fit, in the order found; everything else with the key of its reason; on how many rows was searched."""

    names: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]
    searched_rows: int


def select(
    coded: Coded, binnings: Mapping[str, Binning], rules: SelectionRules, kept: Collection[str], seed: int
) -> Selection:
    """Leave out what the rules say, in the order of `REASONS`; `kept` are spared all but the first two.

    Correlation, inflation and the search look at the rows of `search.searched`.
    """
    dropped: dict[str, str] = {}
    for name, binning in binnings.items():
        reason = empty(coded.counts[name]) or ("" if name in kept else alone(coded.counts[name], binning, rules))
        if reason:
            dropped[name] = reason
    part = searched(coded, seed)
    left = [name for name in binnings if name not in dropped]
    value = {name: binnings[name].information_value for name in left}
    dropped |= redundant(woe_matrix(part, binnings, left), left, value, rules, kept)
    left = [name for name in left if name not in dropped]
    parts = folds(part, binnings, left, rules.folds, seed)
    found = forward(parts, left, rules, kept, penalty(part.group))
    dropped |= {name: "no_gain" for name in left if name not in found}
    ordered = tuple((name, dropped[name]) for name in binnings if name in dropped)
    return Selection(tuple(found), ordered, len(part.bad))


def woe_matrix(coded: Coded, binnings: Mapping[str, Binning], names: Sequence[str]) -> Floats:
    """WOE of every row, looked up by code. shape: (rows, names)."""
    found = np.empty((len(coded.bad), len(names)))
    for i, name in enumerate(names):
        found[:, i] = woe_of_codes(binnings[name], coded.counts[name].prebins)[coded.codes[name]]
    return found


def empty(counts: Counts) -> str:
    """The reason why a characteristic cannot tell two rows apart: "all_missing" or "constant"; "" where it can."""
    rows = counts.goods + counts.bads
    if rows.sum() == rows[counts.prebins.missing]:
        return "all_missing"
    return "constant" if np.count_nonzero(rows) < 2 else ""


def alone(counts: Counts, binning: Binning, rules: SelectionRules) -> str:
    """The reason that keeps a characteristic out whatever the others are: "leak", "iv_low", "unstable"; else ""."""
    if auc_alone(counts) > rules.leak_auc:
        return "leak"
    if binning.information_value < max(rules.iv_min, by_chance(counts, binning)):
        return "iv_low"
    moved = shift(counts, binning)
    return "unstable" if moved is not None and moved > rules.shift_max else ""


def by_chance(counts: Counts, binning: Binning) -> float:
    """The information value that bins of a characteristic without any bearing stay below nine times in ten.

    With G goods and B bads it is (1 / G + 1 / B) times a chi-squared with one degree of freedom less than there are bins
    (Yurdakul 2018, of the same figure as PSI).

    >>> from scoring.scorecard.card import Bin
    >>> from scoring.scorecard.sample import Prebins
    >>> counts = Counts(Prebins("age", "number", edges=(40.0,)), np.array([60, 40, 0]), np.array([60, 40, 0]))
    >>> bins = (Bin("interval", None, 40.0, goods=60, bads=60), Bin("interval", 40.0, None, goods=40, bads=40))
    >>> round(by_chance(counts, Binning("age", "number", bins, 0.0, "none")), 4)
    0.0541
    """
    from scipy.special import chdtri

    goods, bads = int(counts.goods.sum()), int(counts.bads.sum())
    bins = sum(b.goods + b.bads > 0 for b in binning.bins)
    return float(chdtri(bins - 1, CHANCE)) * (1 / goods + 1 / bads) if bins > 1 and goods and bads else 0.0


def shift(counts: Counts, binning: Binning) -> float | None:
    """PSI of the bins between the earlier and the later half of the rows; None with fewer than two periods."""
    rows = counts.goods_by_period + counts.bads_by_period
    if len(counts.periods) < 2:
        return None
    so_far = np.cumsum(rows.sum(axis=1))
    half = int(np.clip(np.searchsorted(so_far, so_far[-1] / 2) + 1, 1, len(rows) - 1))
    early, late = rows[:half].sum(axis=0), rows[half:].sum(axis=0)
    codes = [list(b.codes) for b in binning.bins if b.codes]
    return psi(np.array([early[own].sum() for own in codes]), np.array([late[own].sum() for own in codes]))
