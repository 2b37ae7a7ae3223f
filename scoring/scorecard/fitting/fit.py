"""From a coded sample and an analyst's choices to a card. The same sample and choices give the same card, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from platform import python_version

import numpy as np

from scoring.errors import ScoringError
from scoring.scorecard.bins.binning import best_bins, recounted
from scoring.scorecard.card import Binning, Card, Provenance, Scored
from scoring.scorecard.choices import Choices
from scoring.scorecard.fitting import grades
from scoring.scorecard.fitting.calibrate import calibrated, dated
from scoring.scorecard.fitting.logistic import Logit, bounded_logit, penalty
from scoring.scorecard.fitting.points import base_points, with_points
from scoring.scorecard.fitting.search import coded_bins
from scoring.scorecard.fitting.select import Selection, select, woe_matrix
from scoring.scorecard.sample import Coded, Whole
from scoring.scorecard.use.score import points_by_bin

LEAST_BADS = 50
"""With fewer bads (or goods) a ledger's card is not fitted; the expert's card takes over."""
DECIMALS = 8
LIBRARIES = ("numpy", "scipy", "pyarrow")


def binnings(coded: Coded, choices: Choices) -> dict[str, Binning]:
    """The bins of every characteristic that was not left out: those made by hand counted anew, the best ones elsewhere,
    under the trend somebody forced or the rules'."""
    found = {}
    for name in coded.names:
        if name in choices.left_out:
            continue
        rules = replace(choices.bins, trend=choices.trends.get(name, choices.bins.trend))
        made = choices.by_hand.get(name)
        found[name] = best_bins(coded.counts[name], rules) if made is None else recounted(made, coded.counts[name])
    return found


def fit(
    coded: Coded,
    choices: Choices,
    *,
    author: str,
    at: str,
    name: str = "",
    held_out: Coded | None = None,
    data_hash: str = "",
    least_bads: int = LEAST_BADS,
    bins: Mapping[str, Binning] | None = None,
) -> Card:
    """Select, fit, scale, calibrate and grade. `at` is written into the card as its time; `held_out` are later rows on the
    same grids for the calibration; `bins` those of `binnings` where they are known already.

    Raises ScoringError "one_class" (no bads or no goods), "too_few_bads" (fewer bads or goods than `least_bads`) and
    "nothing_left" or "leaks_only" (no characteristic is fit for a card).
    """
    from threadpoolctl import threadpool_limits

    enough(coded, least_bads)
    made = dict(bins) if bins is not None else binnings(coded, choices)
    with threadpool_limits(limits=1, user_api="blas"):  # sums in one order, whatever the machine
        selection = select(coded, made, choices.selection, choices.kept, choices.seed)
        logit, names, wrong = fitted(coded, made, selection)
        if not names:
            raise nothing_left(len(made), selection)
        base, scored = base_points(logit.intercept, choices.scaling), _scaled(made, names, logit, choices)
        scores = score_of_codes(coded, base, scored, made)
        later = None if held_out is None else (score_of_codes(held_out, base, scored, made), held_out.bad)
        link = dated(calibrated((scores, coded.bad), later), held_out)
    classes, rule = grades.graded(grades.shipped(), scores, link)
    excluded = tuple((each, "left_out") for each in coded.names if each in choices.left_out)
    searched, ridge = str(selection.searched_rows), f"{penalty(coded.group):g}"
    provenance = replace(
        _provenance(coded, choices, author, at, data_hash),
        dropped=(*excluded, *selection.dropped, *wrong),
        notes=(("grades", rule), ("searched_rows", searched), ("ridge", ridge), *_limits(choices)),
    )
    return Card(name, base, scored, choices.scaling, link, classes, provenance, round(logit.intercept, DECIMALS))


def _limits(choices: Choices) -> tuple[tuple[str, str], ...]:
    """The limits that bins and selection kept to, for whoever reads the card later.

    >>> dict(_limits(Choices()))["bin_rows_min"]
    '3%'
    """
    bins, rules = choices.bins, choices.selection
    return (
        ("bins_max", str(bins.max_bins)),
        ("bin_rows_min", f"{bins.min_share * 100:g}%"),
        ("bin_each_min", str(min(bins.min_goods, bins.min_bads))),
        ("iv_min", f"{rules.iv_min:g}"),
        ("correlation_max", f"{rules.correlation_max:g}"),
        ("inflation_max", f"{rules.inflation_max:g}"),
        ("leak_auc", f"{rules.leak_auc:g}"),
        *((("bins_stable", "yes"),) if bins.stable else ()),
    )


def enough(coded: Coded, least_bads: int) -> None:
    """Nothing, if there are as many bads and goods as a fit needs. Raises ScoringError "one_class" or "too_few_bads"."""
    bads = int(coded.bad.sum())
    goods = len(coded.bad) - bads
    if not bads or not goods:
        raise ScoringError("one_class", rows=len(coded.bad), bads=bads)
    if min(bads, goods) < least_bads:
        raise ScoringError("too_few_bads", bads=bads, goods=goods, least=least_bads)


def nothing_left(characteristics: int, selection: Selection) -> ScoringError:
    """The stop of a fit without a characteristic: "leaks_only" where all that told anything looked like leaks.

    >>> nothing_left(1, Selection((), (("days_to_pay", "leak"),), 400)).code
    'leaks_only'
    """
    leaks = [name for name, reason in selection.dropped if reason == "leak"]
    if leaks:
        return ScoringError("leaks_only", characteristics=characteristics, leaks=", ".join(leaks))
    return ScoringError("nothing_left", characteristics=characteristics)


def fitted(
    coded: Coded, made: Mapping[str, Binning], selection: Selection
) -> tuple[Logit, tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The bounded fit of what was selected: its figures, the names with a coefficient above 0, and those that fell to 0."""
    matrix = woe_matrix(coded, made, selection.names)
    logit = bounded_logit(matrix, ~coded.bad, ridge=penalty(coded.group))
    stays = np.round(logit.coefficients, DECIMALS) > 0
    names = tuple(each for each, stay in zip(selection.names, stays, strict=True) if stay)
    wrong = tuple((each, "wrong_sign") for each, stay in zip(selection.names, stays, strict=True) if not stay)
    return replace(logit, coefficients=logit.coefficients[stays]), names, wrong


def score_of_codes(coded: Coded, base: int, scored: Sequence[Scored], made: Mapping[str, Binning]) -> Whole:
    """The scores of coded rows; `made` still knows which codes are in which bin."""
    total = np.full(len(coded.bad), base, dtype=np.int64)
    for each in scored:
        name = each.binning.name
        points = np.append(points_by_bin(each.binning), 0)
        total += points[coded_bins(made[name], coded, name)]
    return total


def _scaled(made: Mapping[str, Binning], names: Sequence[str], logit: Logit, choices: Choices) -> tuple[Scored, ...]:
    weights = [round(float(weight), DECIMALS) for weight in logit.coefficients]
    return tuple(with_points(made[each], weight, choices.scaling) for each, weight in zip(names, weights, strict=True))


def _provenance(coded: Coded, choices: Choices, author: str, at: str, data_hash: str) -> Provenance:
    periods = next(iter(coded.counts.values())).periods
    return Provenance(
        kind="fitted",
        author=author,
        made_at=at,
        target=choices.target,
        first_period=periods[0],
        last_period=periods[-1],
        rows=len(coded.bad),
        bads=int(coded.bad.sum()),
        data_hash=data_hash,
        seed=choices.seed,
        libraries=(("python", python_version()), *((each, version(each)) for each in LIBRARIES)),
    )
