"""A card in use, month by month: do customers still look as they did, do they still behave as foretold, is it followed?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pyarrow as pa

from scoring.scorecard.card import Card
from scoring.scorecard.measures import Drift, auc, drift
from scoring.scorecard.sample import Flags, Floats, Whole
from scoring.scorecard.use import score
from scoring.scorecard.use.classes import RATINGS
from scoring.scorecard.validation import drifting
from scoring.scorecard.validation.banding import Compared, compared, in_order
from scoring.scorecard.validation.result import Fact, Shift

OVERRIDES_WATCH, OVERRIDES_ACT = 0.05, 0.10
"""Share of ratings set by hand above which somebody should ask why the card is not followed."""


@dataclass(frozen=True)
class Seen:
    """Customers on one date. `bad` is None while the performance window is open; `by_hand` = ratings overridden that day.

    `table` holds the characteristics. Only customers that could stand in a development sample count, so that like is
    compared with like.
    """

    day: str
    table: pa.Table
    bad: Flags | None
    by_hand: int


@dataclass(frozen=True)
class Month:
    """One month-end. PSI and CSI are against the reference, `beyond_chance` = the PSI is more than so few customers show
    anyway; `expected_bads` = sum of PDs.

    `overall` compares mean PD and bad rate, `ratings` does so by class (best first), `in_order` tells whether the classes'
    bad rates rise, `auc` needs goods and bads: all four None while the window is open, the last two where nobody went bad.
    """

    day: str
    customers: int
    by_hand: int
    by_hand_share: float
    mean_score: float
    psi: float
    drift: Drift
    shifts: tuple[Shift, ...]
    expected_bads: float
    bads: int | None = None
    overall: Compared | None = None
    ratings: tuple[Compared, ...] | None = None
    in_order: bool | None = None
    auc: float | None = None
    beyond_chance: bool = True


@dataclass(frozen=True)
class Alarm:
    """A sentence by its key under `monitor.alarm.`, about the month-end `day`; "watch" = look again next month."""

    code: str
    severity: Literal["watch", "act"]
    day: str
    facts: tuple[tuple[str, Fact], ...]


@dataclass(frozen=True)
class Monitoring:
    """The months, oldest first, and what they give reason to say, to act on first."""

    months: tuple[Month, ...]
    alarms: tuple[Alarm, ...]


def monitor(card: Card, reference: pa.Table, seen: Sequence[Seen]) -> Monitoring:
    """Watch `card` on the dates of `seen` (oldest first), against the customers of `reference`, those it was made for.

    `reference` must have rows; a date without customers is passed over.
    """
    points, counts = score.score(card, reference), drifting.bin_counts(card, reference)
    months = tuple(_month(card, points, counts, one) for one in seen if one.table.num_rows)
    alarms = sorted(_alarms(months), key=lambda alarm: alarm.severity != "act")
    return Monitoring(months, tuple(alarms))


def _month(card: Card, reference: Whole, counts: list[Whole], seen: Seen) -> Month:
    points = score.score(card, seen.table)
    pd, moved = score.pd_of(card, points), drifting.score_psi(reference, points)
    month = Month(
        day=seen.day,
        customers=len(points),
        by_hand=seen.by_hand,
        by_hand_share=seen.by_hand / len(points),
        mean_score=float(points.mean()),
        psi=moved,
        drift=drift(moved),
        shifts=drifting.shifts(card, counts, drifting.bin_counts(card, seen.table)),
        expected_bads=float(pd.sum()),
        beyond_chance=drifting.beyond_chance(moved, *drifting.banded(reference, points)),
    )
    return month if seen.bad is None else _with_outcome(card, month, points, pd, seen.bad)


def _with_outcome(card: Card, month: Month, points: Whole, pd: Floats, bad: Flags) -> Month:
    """Each customer stands once in a month, so that every row is a customer of its own."""
    each = np.arange(len(bad))
    rating = (score.rating_of(card, points)[:, None] == np.array(RATINGS)).argmax(axis=1)
    ratings = compared(RATINGS, rating, bad, pd, each)
    return replace(
        month,
        bads=int(bad.sum()),
        overall=compared(["all"], np.zeros(len(bad), dtype=np.intp), bad, pd, each)[0],
        ratings=ratings,
        in_order=in_order(ratings) if bad.any() else None,
        auc=auc(bad, points),
    )


def _alarms(months: Sequence[Month]) -> Iterator[Alarm]:
    """About the last month, and for what needs outcomes about the last one whose window is complete."""
    if months:
        yield from _of_drift(months[-1])
        yield from _of_overrides(months[-1])
    complete = [month for month in months if month.overall]
    if complete:
        yield from _of_calibration(complete[-1])
        yield from _of_order(complete)


def _of_drift(month: Month) -> Iterator[Alarm]:
    """Only beyond chance: of three customers no distribution says anything."""
    if month.drift != "stable" and month.beyond_chance:
        yield _alarm("score_moved", month.drift == "shifted", month, psi=month.psi)
    for shift in month.shifts:
        if shift.drift != "stable" and shift.beyond_chance:
            facts: dict[str, Fact] = {"characteristic": shift.name, "csi": shift.csi, "points": shift.points}
            yield _alarm("characteristic_moved", shift.drift == "shifted", month, **facts)


def _of_overrides(month: Month) -> Iterator[Alarm]:
    if month.by_hand_share > OVERRIDES_WATCH:
        facts = {"by_hand": month.by_hand, "share": month.by_hand_share}
        yield _alarm("many_overrides", month.by_hand_share > OVERRIDES_ACT, month, **facts)


def _of_calibration(month: Month) -> Iterator[Alarm]:
    """More bads than foretold, beyond the interval, is to be acted on; fewer is to be watched."""
    assert month.overall is not None
    assert month.bads is not None
    if not month.overall.as_expected:
        too_low = month.expected_bads < month.bads
        facts = {"expected_bads": month.expected_bads, "bads": month.bads}
        yield _alarm("more_bads" if too_low else "fewer_bads", too_low, month, **facts)


def _of_order(complete: Sequence[Month]) -> Iterator[Alarm]:
    """Classes out of order once may be chance; twice in the last three months is not."""
    if complete[-1].in_order is False:
        again = sum(month.in_order is False for month in complete[-3:]) > 1
        yield _alarm("ratings_out_of_order", again, complete[-1])


def _alarm(code: str, act: bool, month: Month, **facts: Fact) -> Alarm:
    return Alarm(code, "act" if act else "watch", month.day, tuple(facts.items()))
