"""Validation that cannot flatter: a card on rows that it was not made from, beside its rivals on the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from scoring.errors import ScoringError
from scoring.scorecard import measures
from scoring.scorecard.card import Card
from scoring.scorecard.fitting.calibrate import cross_fitted
from scoring.scorecard.sample import Floats, Sample, Whole
from scoring.scorecard.use import score
from scoring.scorecard.use.classes import RATINGS
from scoring.scorecard.validation import banding, drifting
from scoring.scorecard.validation.banding import Compared
from scoring.scorecard.validation.benchmarks import Rival
from scoring.scorecard.validation.findings import findings
from scoring.scorecard.validation.intervals import Draws, draw, measured
from scoring.scorecard.validation.result import Against, OfPeriod, Part, Separation, Validation

CARD = "card"


def validate(card: Card, train: Sample, test: Sample, rivals: Sequence[Rival], seed: int = 7) -> Validation:
    """Everything there is to say about `card` on `test`; `train` holds the rows it was made from.

    Who calls decides the split; it counts as out of time only where every test row is later than every training row.
    Raises ScoringError "validation_no_rows" without training rows and "validation_one_class" (goods, bads) where the test
    rows are all good or all bad.
    """
    if not len(train.bad):
        raise ScoringError("validation_no_rows")
    if test.bad.all() or not test.bad.any():
        raise ScoringError("validation_one_class", goods=int((~test.bad).sum()), bads=int(test.bad.sum()))
    points = {CARD: score.score(card, test.table)} | {rival.name: rival.test for rival in rivals}
    learnt = {CARD: score.score(card, train.table)} | {rival.name: rival.train for rival in rivals}
    drawn = draw(test.bad, test.group, points, seed)
    separations = {name: _separation(train, learnt[name], test, points[name], drawn, name) for name in points}
    pd, how = probabilities(card, test, points[CARD], seed)
    found = replace(_on_test(card, train, test, learnt[CARD], points[CARD], separations[CARD], pd), probabilities=how)
    against = tuple(_against(rival, separations, drawn) for rival in rivals)
    full = replace(found, against=against)
    return replace(full, findings=findings(full, card))


def probabilities(card: Card, test: Sample, points: Whole, seed: int) -> tuple[Floats, Literal["own", "cross_fitted"]]:
    """Each row's PD for the check of the calibration, and how it was found.

    Rows that the card's link comes from would agree with it by making: their PDs are told by other customers' rows of those
    dates (`cross_fitted`). All others, and where folds are too thin, get the card's own.
    """
    link, own = card.calibration, score.pd_of(card, points)
    made_here = (test.period >= link.first_period) & (test.period <= link.last_period)
    if link.source != "out_of_time" or not made_here.any():
        return own, "own"
    told = cross_fitted(points[made_here], test.bad[made_here], test.group[made_here], seed)
    if told is None:
        return own, "own"
    own[made_here] = told
    return own, "cross_fitted"


def _on_test(
    card: Card, train: Sample, test: Sample, learnt: Whole, points: Whole, separation: Separation, pd: Floats
) -> Validation:
    bad, group = test.bad, test.group
    counted = measures.by_score(bad, points)
    distribution = zip(counted.scores, counted.goods, counted.bads, strict=True)
    return Validation(
        how=_how(train, test),
        train=_part(train),
        test=_part(test),
        separation=separation,
        auc_model=_auc_model(card, test),
        probabilities="own",
        brier=measures.brier(bad, pd),
        brier_skill=measures.brier_skill(bad, pd),
        line=measures.slope_intercept(bad, pd),
        overall=banding.compared(["all"], np.zeros(len(bad), dtype=np.intp), bad, pd, group)[0],
        reliability=banding.calibration_table(bad, pd, group),
        gains=banding.gains(bad, points),
        grades=_by_class([grade.name for grade in card.grades], score.grade_of(card, points), test, pd),
        ratings=_by_class(RATINGS, score.rating_of(card, points), test, pd),
        psi=drifting.score_psi(learnt, points),
        periods=_periods(train, test, learnt, points),
        shifts=drifting.shifts(card, *(drifting.bin_counts(card, side.table) for side in (train, test))),
        against=(),
        curve=banding.curve(bad, points),
        distribution=tuple((int(s), int(g), int(b)) for s, g, b in distribution),
        findings=(),
    )


def _how(train: Sample, test: Sample) -> Literal["out_of_time", "at_random"]:
    last = max(train.period)
    return "out_of_time" if last and min(test.period) > last else "at_random"


def _part(sample: Sample) -> Part:
    return Part(
        rows=len(sample.bad),
        customers=len(np.unique(sample.group)),
        bads=int(sample.bad.sum()),
        bad_customers=len(np.unique(sample.group[sample.bad])),
        first_period=str(min(sample.period, default="")),
        last_period=str(max(sample.period, default="")),
    )


def _separation(
    train: Sample, learnt: Whole, test: Sample, points: Whole, drawn: Mapping[str, Draws] | None, name: str
) -> Separation:
    area, distance = measures.auc(test.bad, points), measures.ks(test.bad, points)
    assert area is not None
    assert distance is not None
    areas, distances = (drawn[name].auc, drawn[name].ks) if drawn else (None, None)
    return Separation(
        auc=measured(area, areas),
        gini=measured(2 * area - 1, None if areas is None else 2 * areas - 1),
        ks=measured(distance, distances),
        auc_train=measures.auc(train.bad, learnt),
    )


def _against(rival: Rival, separations: Mapping[str, Separation], drawn: Mapping[str, Draws] | None) -> Against:
    """The card beside a rival; without interval nothing can be said, so they count as even."""
    paired = drawn[CARD].auc - drawn[rival.name].auc if drawn else None
    lead = measured(separations[CARD].auc.value - separations[rival.name].auc.value, paired)
    verdict: Literal["better", "even", "worse"] = "even"
    if lead.low is not None and lead.high is not None and (lead.low > 0 or lead.high < 0):
        verdict = "better" if lead.low > 0 else "worse"
    return Against(rival.name, separations[rival.name], lead, verdict)


def _auc_model(card: Card, test: Sample) -> float | None:
    """AUC of the sum of coefficient x WOE, before points were rounded."""
    total: Floats = np.zeros(len(test.bad))
    for scored in card.characteristics:
        if scored.coefficient is None:
            return None
        woe = np.array([b.woe for b in scored.binning.bins])
        total += scored.coefficient * woe[score.bins_of(scored.binning, test.table.column(scored.binning.name))]
    return measures.auc(test.bad, total)


def _by_class(names: Sequence[str], of_row: npt.NDArray[np.str_], test: Sample, pd: Floats) -> tuple[Compared, ...]:
    code = (of_row[:, None] == np.array(names)).argmax(axis=1)
    return banding.compared(names, code, test.bad, pd, test.group)


def _periods(train: Sample, test: Sample, learnt: Whole, points: Whole) -> tuple[OfPeriod, ...]:
    found = []
    for sample, own, held_out in ((train, learnt, False), (test, points, True)):
        for period in np.unique(sample.period[sample.period != ""]):
            here = sample.period == period
            found.append(
                OfPeriod(
                    period=str(period),
                    held_out=held_out,
                    rows=int(here.sum()),
                    bads=int(sample.bad[here].sum()),
                    auc=measures.auc(sample.bad[here], own[here]),
                    psi=drifting.score_psi(learnt, own[here]),
                )
            )
    return tuple(sorted(found, key=lambda row: (row.period, row.held_out)))
