"""An indicator's record counted by hand, and the life of an alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from scoring.errors import ScoringError
from scoring.strategy.warnings.indicators import RISKS, load, trips
from scoring.strategy.warnings.life import Alert, Step, alert_id, allowed, standing
from scoring.strategy.warnings.record import Bads, Trips, record_of
from scoring.text import knows

MARCH, APRIL, MAY = date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)


def test_a_record_by_hand() -> None:
    """Four months, the last without a known outcome. Customer 1 trips in months 0, 1 and 3: alerts in 0 and 3, the first
    40 days before bad. Customer 2 trips in month 1, 10 days before bad. Customer 3 trips in 1 and 2: one alert, nothing
    follows. Customer 4 goes bad unwarned; customer 5 trips when it is bad already."""
    trips_ = Trips(np.array([1, 1, 1, 2, 3, 3, 5]), np.array([0, 1, 3, 1, 1, 2, 1]))
    alive = np.array([True, True, True, True, True, True, False])
    bads = Bads(np.array([1, 1, 2, 4]), np.array([0, 1, 1, 2]), np.array([40, 10, 10, 60]))
    told = record_of(0.5, trips_, alive, bads, months=3)
    assert (told.alerts, told.alerts_a_month) == (3, 1.0)
    assert (told.followed, told.followed_share, told.false_alarms) == (2, 2 / 3, 1)
    assert told.lead_days == 25.0
    assert (told.bads, told.warned, told.warned_share) == (3, 2, 2 / 3)


def test_nothing_gives_no_shares() -> None:
    none = np.array([], np.int64)
    told = record_of(1.0, Trips(none, none), none.astype(bool), Bads(none, none, none), months=0)
    shares = (told.alerts_a_month, told.followed_share, told.lead_days, told.warned_share)
    assert (told.alerts, told.false_alarms, shares) == (0, 0, (None,) * 4)


def alert(raised_on: date, still: bool = True, steps: tuple[Step, ...] = (), customer: str = "C1") -> Alert:
    name = alert_id("lawsuit", customer, raised_on)
    return Alert(name, "lawsuit", "legal", "serious", customer, raised_on, 1.0, 1.0, (), still, steps)


def done(step: str, day: date, outcome: str | None = None) -> Step:
    return Step("", step, day, "Kim", "", outcome)


def test_it_is_not_raised_twice_while_it_is_open() -> None:
    in_hand = alert(MARCH, still=False, steps=(done("acknowledged", MARCH),))
    assert standing([alert(MAY)], [in_hand]) == [replace(in_hand, still=True)]


def test_closed_stays_closed_while_the_same_run_goes_on_and_a_new_run_is_a_new_alert() -> None:
    closed = alert(MARCH, still=False, steps=(done("closed", APRIL, "paid"),))
    assert [one.is_open for one in standing([alert(MARCH)], [closed])] == [False]
    both = standing([alert(MAY)], [closed])
    assert [(one.raised_on, one.is_open) for one in both] == [(MAY, True), (MARCH, False)]


def test_closed_within_its_month_it_is_not_raised_again_on_a_later_day_of_that_month() -> None:
    """Raised on 5 May when somebody looked, closed on 6 May. A look on 20 May and the month-end find the same thing first
    true on those days, the day before being 30 April; it is the same alert. In June's month-end alone it would be new."""
    closed = alert(date(2026, 5, 5), still=False, steps=(done("closed", date(2026, 5, 6), "false_alarm"),))
    for day in (date(2026, 5, 20), MAY):
        assert [(one.raised_on, one.is_open) for one in standing([alert(day)], [closed])] == [(closed.raised_on, False)]
    assert [one.is_open for one in standing([alert(date(2026, 6, 30))], [closed])] == [True, False]


def test_the_worst_comes_first() -> None:
    urgent = replace(alert(MARCH, customer="C2"), severity="urgent")
    watch = replace(alert(MAY, customer="C3"), severity="watch")
    found = standing([watch, alert(APRIL), urgent, alert(MAY, customer="C4")], [])
    assert [one.customer_id for one in found] == ["C2", "C4", "C1", "C3"]


def test_steps_come_in_order() -> None:
    fresh = alert(MARCH)
    for step, note, outcome in (("acknowledged", "", None), ("acted", "called", None), ("closed", "", "paid")):
        allowed(fresh, step, note, outcome)
    for one, step, outcome, code in (
        (alert(MARCH, steps=(done("acknowledged", MARCH),)), "acknowledged", None, "alert_acknowledged"),
        (fresh, "acted", None, "alert_note_missing"),
        (fresh, "closed", None, "alert_outcome_missing"),
        (fresh, "closed", "wonderful", "alert_outcome_missing"),
        (alert(MARCH, steps=(done("closed", MAY, "paid"),)), "acted", None, "alert_closed"),
    ):
        with pytest.raises(ScoringError) as stop:
            allowed(one, step, " ", outcome)
        assert stop.value.code == code


def test_indicators_are_complete() -> None:
    """At least sixteen over the four kinds of risk; words for each and for all they ask; a missing value trips none."""
    found = load()
    assert len(found) >= 16
    assert {one.risk for one in found.values()} == set(RISKS)
    assert [n for n in found for area in ("warning", "warning_help", "warning_do") if not knows(f"{area}.{n}")] == []
    for one in found.values():
        assert list(one.offered) == sorted(one.offered)
        for threshold in one.offered:
            _, beyond = trips(one, threshold, lambda name, months: np.full(2, np.nan), 2)
            assert not beyond.any()
