"""Every early warning trips where it should and not at its twin; what comes later moves nothing; alerts have a life."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from scoring.desk.figures.customer_signals import signals_of
from scoring.desk.intake.audit import audit_log
from scoring.desk.warnings.alerts import alert_of, alerts, take_step
from scoring.desk.warnings.finding import to_find
from scoring.desk.warnings.records import at_threshold, in_force, records
from scoring.desk.warnings.thresholds import change, history, revert, thresholds
from scoring.desk.warnings.wording import evidence_text
from scoring.errors import ScoringError
from scoring.store import Store, scorecards
from scoring.strategy.warnings.indicators import load
from scoring.strategy.warnings.life import Alert
from scoring.text import LANGUAGES
from tests.desk.warned_ledger import AS_OF, Book, pairs

STATEMENT = ("liquidity_low", "debt_high", "interest_uncovered", "distress", "loss_making")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The ledger of `warned_ledger`; what it finds is looked at and not changed."""
    opened = Store.open(tmp_path_factory.mktemp("warned") / "book.duckdb")
    pairs().put(opened)
    yield opened
    opened.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Store]:
    """One customer that pays on the day until an invoice due on 25 May 2026 is not paid, and one sued in May."""
    opened = Store.open(tmp_path / "book.duckdb")
    book = Book(first=11)
    book.steady("late", months=15)
    book.invoice("late", date(2026, 4, 25))
    book.owing("sued")
    book.add_event("sued", "lawsuit", date(2026, 5, 2))
    book.put(opened)
    yield opened
    opened.close()


def true_now(found: list[Alert], indicator: str) -> set[str]:
    return {one.customer_id for one in found if one.indicator == indicator and one.still}


@pytest.mark.parametrize("indicator", list(load()))
def test_it_trips_where_it_should_and_not_at_its_twin(store: Store, indicator: str) -> None:
    name = "statements" if indicator in STATEMENT else indicator
    tripped = true_now(alerts(store, AS_OF), indicator)
    assert name in tripped
    assert f"{name}-" not in tripped


def test_an_alert_says_what_stands_behind_it(store: Store) -> None:
    """Habit 0 days late with a spread of 0; due on 4 June, so 26 days late; the one invoice open is overdue."""
    (one,) = (a for a in alerts(store, AS_OF, "sudden_lateness") if a.indicator == "sudden_lateness")
    assert (one.value, one.threshold, one.raised_on, one.state) == (26.0, 10.0, AS_OF, "raised")
    told = {(name, months): value for name, months, value in one.evidence}
    assert told[("oldest_open_days_past_due", 0)] == 26.0
    assert told[("overdue_share", 0)] == 1.0
    assert all("26" in evidence_text(one, lang) for lang in LANGUAGES)


def test_a_standing_alert_is_one_since_its_first_month(store: Store) -> None:
    found = [a for a in alerts(store, AS_OF, "lawsuit") if a.indicator == "lawsuit"]
    assert [(one.raised_on, one.still) for one in found] == [(date(2026, 5, 31), True)]
    before = [a for a in alerts(store, date(2026, 5, 31), "lawsuit") if a.indicator == "lawsuit"]
    assert [one.id for one in before] == [one.id for one in found]


def test_tomorrow_moves_no_alert_of_yesterday(store: Store, tmp_path: Path) -> None:
    """A month later come a receipt, a restated limit, a closed lawsuit and a new one: May's alerts stay as they were."""
    opened = Store.open(tmp_path / "book.duckdb")
    pairs().put(opened)
    may = date(2026, 5, 31)
    before = alerts(store, may)
    later = Book()
    later.receipt("first_over_90", date(2026, 7, 1), 100)
    later.customer("limit_nearly_used", credit_limit=50)
    later.add_event("lawsuit", "lawsuit", date(2026, 5, 2), date(2026, 7, 2))
    later.add_event("lawsuit-", "enforcement", date(2026, 7, 2))
    later.put(opened, datetime(2026, 7, 3, 9))
    assert alerts(opened, may) == before
    assert true_now(alerts(opened, date(2026, 7, 31)), "enforcement") == {"enforcement", "lawsuit-"}
    assert to_find(opened, may) == []
    opened.close()


def test_a_short_ledger_has_no_record_yet(small: Store) -> None:
    """The ledger is from December to June: no window of six months is complete, so no month and no alert counts yet."""
    told = in_force(records(small, AS_OF), thresholds(small))
    assert (told["lawsuit"].alerts, told["lawsuit"].followed_share) == (0, None)
    assert told["lawsuit"].months == 0


def test_the_record_of_a_late_payer(tmp_path: Path) -> None:
    """A customer is first over 30 days on 31 March 2025 (due 20 February, 39 days) and 90 days late from 21 May on: the
    alert of March is followed by bad after 51 days; its twin pays at 45 days: a false alarm."""
    opened = Store.open(tmp_path / "book.duckdb")
    book = Book()
    book.steady("payer")
    for who, paid in (("bad", None), ("twin", date(2025, 4, 6))):
        book.customer(who)
        book.invoice(who, date(2025, 1, 6), paid=date(2025, 2, 1))
        book.invoice(who, date(2025, 1, 7), paid=date(2025, 2, 1))
        book.invoice(who, date(2025, 1, 21), paid=paid)
    book.put(opened)
    told = records(opened, AS_OF)["first_over_30"]
    one = at_threshold(told, 31.0)
    assert (one.alerts, one.followed, one.false_alarms, one.lead_days) == (2, 1, 1, 51.0)
    assert (one.bads, one.warned_share) == (1, 1.0)
    assert [record.threshold for record in told] == [16.0, 21.0, 31.0, 41.0]
    opened.close()


def test_the_life_of_an_alert(small: Store) -> None:
    """Acknowledged, acted on and closed; the log tells it; seen from the day on; a step too many is refused."""
    (one,) = (a for a in alerts(small, AS_OF, "sued") if a.indicator == "lawsuit")
    take_step(small, one, "acknowledged", AS_OF, "Kim", "")
    take_step(small, alert_of(small, AS_OF, one.id), "acted", AS_OF, "Kim", "asked legal")
    now = alert_of(small, AS_OF, one.id[:6])
    assert (now.state, [step.note for step in now.steps]) == ("acted", ["", "asked legal"])
    assert [a.state for a in alerts(small, date(2026, 6, 29), "sued") if a.indicator == "lawsuit"] == ["raised"]
    take_step(small, now, "closed", AS_OF, "Kim", "settled", "protected")
    closed = alert_of(small, AS_OF, one.id)
    assert (closed.is_open, closed.steps[-1].outcome) == (False, "protected")
    assert all(a.id != one.id or not a.is_open for a in alerts(small, date(2026, 7, 31), "sued"))
    for lang in LANGUAGES:
        assert "sued" in audit_log(small, lang)[0].detail
    with pytest.raises(ScoringError, match="alert_closed"):
        take_step(small, closed, "acted", AS_OF, "Kim", "again")
    with pytest.raises(ScoringError, match="alert_unknown"):
        alert_of(small, AS_OF, "nothing")


def test_an_alert_in_hand_stays_when_the_ledger_forgets_it(small: Store) -> None:
    """Paid on 1 July: nothing trips any more, but who took the alert in hand still sees it, and it is not raised again."""
    (one,) = (a for a in alerts(small, AS_OF, "late") if a.indicator == "first_over_30")
    take_step(small, one, "acknowledged", AS_OF, "Kim", "")
    later = Book()
    later.receipt("late", date(2026, 7, 1), 100)
    later.put(small, datetime(2026, 7, 2, 9))
    found = [a for a in alerts(small, date(2026, 9, 30), "late") if a.indicator == "first_over_30"]
    assert [(a.id, a.state, a.still) for a in found] == [(one.id, "acknowledged", False)]


def test_a_threshold_is_changed_with_a_reason_and_put_back(small: Store) -> None:
    assert true_now(alerts(small, AS_OF), "first_over_30") == {"late"}
    change(small, "first_over_30", 41.0, "Kim", "too many")
    assert true_now(alerts(small, AS_OF), "first_over_30") == set()
    revert(small, "first_over_30", "Ann", "missed one")
    assert thresholds(small)["first_over_30"] == 31.0
    assert [(row["author"], row["reason"]) for row in history(small)] == [("Ann", "missed one"), ("Kim", "too many")]
    for stop, arguments in (
        ("threshold_not_offered", ("first_over_30", 33.0, "Kim", "why")),
        ("indicator_unknown", ("wealth", 1.0, "Kim", "why")),
        ("reason_missing", ("first_over_30", 41.0, "Kim", " ")),
        ("person_missing", ("first_over_30", 41.0, "", "why")),
    ):
        with pytest.raises(ScoringError, match=stop):
            change(small, *arguments)
    with pytest.raises(ScoringError, match="threshold_unchanged"):
        revert(small, "lawsuit", "Kim", "why")
    assert [row["kind"] for row in scorecards.events(small, "warning_threshold")] == ["warning_threshold"] * 2


def test_a_promise_is_kept_or_broken_by_its_date(store: Store) -> None:
    """80.00 promised for 20 June: paid on that day, or not; before the day it is open."""
    for name, states in (("broken_promise", ("open", "broken")), ("broken_promise-", ("open", "kept"))):
        days = (date(2026, 6, 19), AS_OF)
        told = [signals_of(store, name, day_)["promises"] for day_ in days]
        assert tuple(rows[0]["state"] for rows in told) == states
    assert signals_of(store, "broken_promise", date(2026, 6, 11))["promises"] == []
