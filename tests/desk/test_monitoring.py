"""The expert's card watched on a made-up ledger of 500 invoices."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from scoring.cli.output import plain
from scoring.desk.intake.generate import generate
from scoring.desk.intake.importing import import_files
from scoring.desk.scorecard import observations, overrides
from scoring.desk.scorecard.monitoring import Watched, watch
from scoring.desk.scorecard.versions import expert
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.scorecard.card import Target
from scoring.scorecard.use import score
from scoring.store import Store

AS_OF = date(2026, 9, 30)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One customer is rated by hand from 2026-02-01 to 2026-03-31."""
    folder = tmp_path_factory.mktemp("watched")
    opened = Store.open(folder / "store.duckdb")
    opened.set_setting("currency", "USD")
    assert not import_files(opened, generate(500, folder), ImportOptions()).failures
    overrides.override(opened, "C00001", "risky", "Rumours", "Kim", date(2026, 2, 1), date(2026, 3, 31))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def watched(store: Store) -> Watched:
    return watch(store, AS_OF)


def test_outcomes_count_once_their_window_is_over_as_of_the_day_asked(store: Store, watched: Watched) -> None:
    """Windows of six months: in September March is known, in June only December, though the ledger knows more by now."""
    assert [month.day for month in watched.found.months][::11] == ["2025-10-31", "2026-09-30"]
    assert [month.day for month in watched.found.months if month.bads is not None][-1] == "2026-03-31"
    earlier = watch(store, date(2026, 6, 30), months=7).found.months
    assert [month.day for month in earlier if month.bads is not None] == ["2025-12-31"]


def test_a_month_holds_the_customers_of_its_development_sample(store: Store, watched: Watched) -> None:
    day = date(2026, 2, 28)
    own = observations.development_sample(store, Target(), day, day).sample
    (month,) = (month for month in watched.found.months if month.day == day.isoformat())
    card = expert(store).card
    assert (month.customers, month.bads) == (len(own.bad), own.bad.sum())
    assert month.expected_bads == pytest.approx(score.pd_of(card, score.score(card, own.table)).sum())


def test_an_expert_s_card_is_compared_with_the_first_year_of_observations(watched: Watched) -> None:
    assert watched.reference == (date(2024, 11, 30), date(2025, 10, 31))
    assert watched.reference_rows > 12 * watched.found.months[0].customers / 2
    assert watched.version.number == 0


def test_ratings_set_by_hand_are_counted_while_in_force(watched: Watched) -> None:
    by_hand = {month.day: month.by_hand for month in watched.found.months}
    assert (by_hand["2026-01-31"], by_hand["2026-02-28"], by_hand["2026-03-31"], by_hand["2026-04-30"]) == (0, 1, 1, 0)


def test_after_the_ledger_s_last_day_that_day_is_what_can_be_watched(store: Store) -> None:
    """Years later nobody knows more than on the last day: the same months, the same outcomes."""
    _, end = observations.ledger_days(store)
    assert watch(store, date(2035, 1, 31)).found == watch(store, end).found


def test_what_is_told_is_plain(watched: Watched) -> None:
    told = json.loads(json.dumps(watched.as_json(), default=plain))
    assert (told["version"], told["name"], told["as_of"]) == (0, watched.version.card.name, "2026-09-30")
    assert told["reference"] == {"first": "2024-11-30", "last": "2025-10-31", "rows": watched.reference_rows}
    assert (
        told["months"][0]["overall"]["observed"]["value"] == told["months"][0]["bads"] / told["months"][0]["customers"]
    )
    assert [alarm["code"] for alarm in told["alarms"]] == [alarm.code for alarm in watched.found.alarms]


def test_before_the_ledger_has_history_there_is_nothing_to_watch(store: Store, empty: Store) -> None:
    with pytest.raises(ScoringError, match="nothing_to_watch"):
        watch(store, date(2023, 12, 31))
    with pytest.raises(ScoringError, match="ledger_empty"):
        watch(empty, AS_OF)
