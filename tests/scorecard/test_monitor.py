"""A card in use. The reference are the months it was made from; what is planted in later months must raise its alarm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from scoring.scorecard.card import Calibration, Card
from scoring.scorecard.measures import auc
from scoring.scorecard.sample import Sample
from scoring.scorecard.use import score
from scoring.scorecard.validation.monitor import Monitoring, Seen, monitor
from tests.scorecard.samples import PERIODS, card, sample, split

ROWS = sample()
REFERENCE, LATER = split(ROWS, "2025-05-31")


def true_card() -> Card:
    """The card with PDs that are right on the whole sample, to the tenth of a bad customer a month."""
    points = score.score(card(), ROWS.table)
    low, high = -20.0, -10.0
    for _ in range(60):
        middle = (low + high) / 2
        more = score.pd_of(card(Calibration(middle, 0.0325)), points).sum() > ROWS.bad.sum()
        low, high = (middle, high) if more else (low, middle)
    return card(Calibration(low, 0.0325))


def month(rows: Sample, day: str, by_hand: int = 0) -> Seen:
    here = rows.rows(rows.period == day)
    return Seen(day, here.table, here.bad, by_hand)


def months(by_hand: int = 0) -> list[Seen]:
    """May with its outcome, June with its window still open."""
    may, june = (month(LATER, day, by_hand) for day in PERIODS[-2:])
    return [may, replace(june, bad=None)]


def codes(found: Monitoring) -> list[tuple[str, str]]:
    return [(alarm.code, alarm.severity) for alarm in found.alarms]


def test_months_like_those_before_are_quiet() -> None:
    found = monitor(true_card(), REFERENCE.table, months())
    assert found.alarms == ()
    assert [one.drift for one in found.months] == ["stable", "stable"]


def test_expected_against_observed_only_where_the_window_is_complete() -> None:
    may, june = monitor(true_card(), REFERENCE.table, months()).months
    own = LATER.rows(LATER.period == "2025-05-31")
    points = score.score(true_card(), own.table)
    assert (may.bads, may.auc) == (own.bad.sum(), auc(own.bad, points))
    assert may.expected_bads == pytest.approx(score.pd_of(true_card(), points).sum())
    assert may.ratings is not None
    assert sum(row.bads for row in may.ratings) == may.bads
    assert june.expected_bads > 0
    assert (june.bads, june.overall, june.ratings, june.in_order, june.auc) == (None,) * 5


def test_customers_that_use_their_limits_more_move_the_characteristic_and_the_score() -> None:
    june = months()[1]
    drawn = pa.array(np.asarray(june.table["limit_utilisation"]) + 1.5)
    found = monitor(
        true_card(), REFERENCE.table, [replace(june, table=june.table.set_column(1, "limit_utilisation", drawn))]
    )
    assert codes(found) == [("score_moved", "act"), ("characteristic_moved", "act")]
    assert dict(found.alarms[1].facts)["characteristic"] == "limit_utilisation"
    assert found.months[0].shifts[0].points < -10


def test_more_bads_than_foretold_call_for_action_fewer_for_a_second_look() -> None:
    may = months()[0]
    assert may.bad is not None
    twice = may.bad | (np.arange(len(may.bad)) % 6 == 0)
    few = may.bad & (np.arange(len(may.bad)) % 4 == 0)
    assert ("more_bads", "act") in codes(monitor(true_card(), REFERENCE.table, [replace(may, bad=twice)]))
    assert ("fewer_bads", "watch") in codes(monitor(true_card(), REFERENCE.table, [replace(may, bad=few)]))


def test_classes_out_of_order_once_are_watched_twice_acted_on() -> None:
    """All bads among the best customers."""
    seen = [month(ROWS, day) for day in PERIODS[:2]]
    wrong = [replace(one, bad=score.score(true_card(), one.table) > 610) for one in seen]
    assert ("ratings_out_of_order", "watch") in codes(monitor(true_card(), REFERENCE.table, wrong[:1]))
    assert ("ratings_out_of_order", "act") in codes(monitor(true_card(), REFERENCE.table, wrong))


def test_a_handful_of_customers_drawn_from_the_same_is_no_alarm() -> None:
    """Three of June: their PSI is far above 0.25, and so is that of most threes."""
    june = months()[1]
    few = replace(june, table=june.table.slice(0, 3))
    (told,) = monitor(true_card(), REFERENCE.table, [few]).months
    assert (told.drift, told.beyond_chance) == ("shifted", False)
    assert codes(monitor(true_card(), REFERENCE.table, [few])) == []


def test_where_nobody_went_bad_there_is_no_order_to_judge() -> None:
    may = months()[0]
    (told,) = monitor(true_card(), REFERENCE.table, [replace(may, bad=np.zeros(may.table.num_rows, dtype=bool))]).months
    assert (told.bads, told.in_order, told.auc) == (0, None, None)


def test_ratings_set_by_hand() -> None:
    for by_hand, expected in ((20, []), (21, [("many_overrides", "watch")]), (41, [("many_overrides", "act")])):
        found = monitor(true_card(), REFERENCE.table, months(by_hand))
        assert codes(found) == expected
        assert found.months[-1].by_hand_share == by_hand / 400


def test_a_month_without_customers_is_passed_over() -> None:
    nobody = Seen("2025-07-31", REFERENCE.table.slice(0, 0), None, 0)
    assert len(monitor(true_card(), REFERENCE.table, [*months(), nobody]).months) == 2
    assert monitor(true_card(), REFERENCE.table, [nobody]) == Monitoring((), ())
