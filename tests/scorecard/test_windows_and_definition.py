"""Which dates are observed, and which definition of bad is proposed."""

from __future__ import annotations

from datetime import date

import pytest

from scoring.scorecard.card import Target
from scoring.scorecard.definition import BadDefinition, propose
from scoring.scorecard.windows import observation_days


def tried(days: int, months: int, bads: int, bad_observations: int = 100, dates: int = 18) -> BadDefinition:
    return BadDefinition(days, months, 1000, bad_observations, 400, bads, 0.5, dates)


@pytest.mark.parametrize(
    ("rows", "proposed"),
    [
        ([tried(30, 6, 120), tried(60, 6, 50), tried(90, 6, 49)], (60, 6)),
        ([tried(60, 3, 90), tried(60, 6, 90), tried(60, 12, 90)], (60, 6)),
        ([tried(60, 3, 90), tried(60, 6, 40), tried(60, 12, 90)], (60, 12)),
        ([tried(60, 6, 90), tried(90, 3, 60), tried(90, 6, 40)], (90, 3)),
        ([tried(15, 6, 300, 500), tried(30, 6, 200, 499)], (30, 6)),
        ([tried(60, 3, 90, dates=5), tried(60, 6, 90, dates=2)], (60, 3)),
        ([tried(15, 6, 300, 500), tried(30, 6, 49, 90)], None),
        ([], None),
    ],
)
def test_the_highest_threshold_with_enough_bads_is_proposed(
    rows: list[BadDefinition], proposed: tuple[int, int] | None
) -> None:
    found = propose(rows, Target(material_amount=7.0))
    assert (found.proposed and (found.proposed.days_past_due, found.proposed.window_months)) == proposed
    assert found.proposed is None or found.proposed.material_amount == 7.0
    assert found.reason == ("bad_definition.proposed" if proposed else "bad_definition.none")


def test_a_long_spell_of_one_customer_is_one_bad() -> None:
    """Twelve customers that stay bad for a year are 144 bad observations and 12 bads: too little."""
    assert propose([tried(90, 12, 12, 144)]).proposed is None


@pytest.mark.parametrize(
    ("begin", "end", "window", "first"),
    [
        (date(2022, 1, 1), date(2024, 12, 31), 6, date(2023, 1, 31)),  # a year to look back on, 18 dates left
        (date(2023, 7, 1), date(2024, 12, 31), 6, date(2023, 10, 31)),  # too short for a year: a quarter
    ],
)
def test_observations_look_back_a_year_where_the_ledger_is_long_enough(
    begin: date, end: date, window: int, first: date
) -> None:
    days = observation_days(begin, end, window)
    assert (days[0], days[-1]) == (first, end)


def test_dates_asked_for_are_kept() -> None:
    days = observation_days(date(2022, 1, 1), date(2024, 12, 31), 6, date(2022, 2, 1), date(2022, 4, 30))
    assert [str(day) for day in days] == ["2022-02-28", "2022-03-31", "2022-04-30"]
