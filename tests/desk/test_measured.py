"""Effects planted in a ledger (acted_ledger.py) are found again from its rows, and from what was known on a date alone."""

from __future__ import annotations

import gc
import math
import weakref
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from scoring.desk.collections import notes
from scoring.desk.effect import measured
from scoring.desk.effect.measured import days_scored, effects_at, month_before, record_of
from scoring.desk.effect.proposals import decide, learned, propose
from scoring.desk.effect.wording import record_table
from scoring.desk.strategy.playbook import effects_of
from scoring.desk.worklist.today import worklist
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.effect.experiments import Plan
from scoring.terms import View
from scoring.text import say
from tests.desk.acted_ledger import AS_OF, acted, log


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Calls double the speed of payment; read it, do not change it."""
    store = Store.open(tmp_path_factory.mktemp("called") / "store.duckdb")
    acted(store, 2.0)
    yield store
    store.close()


def test_calls_that_double_the_speed_are_found(called: Store) -> None:
    (phone,) = record_of(called, AS_OF).effects
    assert phone.code == "phone"
    assert phone.works
    assert phone.hazard_ratio is not None
    assert phone.hazard_ratio.low <= 2.0 <= phone.hazard_ratio.high
    assert phone.hazard_ratio.low > 1
    (routine,) = record_of(called, AS_OF, "level").effects
    assert (routine.code, routine.hazard_ratio) == ("routine", phone.hazard_ratio)


def test_calls_without_effect_are_found_to_have_none(empty: Store) -> None:
    acted(empty, 1.0)
    (phone,) = record_of(empty, AS_OF).effects
    assert (phone.enough, phone.works) == (True, False)
    assert phone.hazard_ratio is not None
    assert phone.hazard_ratio.low <= 1.0 <= phone.hazard_ratio.high


def test_a_date_knows_only_what_was_known_then(called: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The record of a day is the same in a ledger that ends on it: later payments and calls are not in it."""
    day = AS_OF - timedelta(days=150)
    early = record_of(called, day)
    assert 0 < early.effects[0].cases < record_of(called, AS_OF).effects[0].cases
    assert record_of(called, date(2024, 1, 5)).effects == ()
    cut = Store.open(tmp_path_factory.mktemp("cut") / "store.duckdb")
    acted(cut, 2.0)
    with cut.transaction() as cursor:
        cursor.execute("DELETE FROM activity WHERE done_on > $day", {"day": day})
        cut.record(cursor, "planted", {})
    assert record_of(cut, day).effects == early.effects
    cut.close()


def test_the_worklist_weighs_by_what_was_measured(called: Store) -> None:
    """log ratio = (cases x log measured + 30 x log 1.45) / (cases + 30), by the record of the month before."""
    assumed, weighed = effects_of(called).channels["phone"], effects_at(called, AS_OF).channels["phone"]
    (phone,) = record_of(called, AS_OF.replace(day=1) - timedelta(days=1)).effects
    assert phone.hazard_ratio is not None
    assert assumed.hazard_ratio < weighed.hazard_ratio < phone.hazard_ratio.value
    assert weighed.cases == phone.cases
    assert worklist(called, View(AS_OF)).measured == ("phone",)
    assert worklist(called, View(date(2024, 2, 20))).measured == ()


def test_an_approved_effect_counts_its_cases_once(empty: Store) -> None:
    """Learned up to a month's end, approved, and measured again later: only what came after moves it, and the whole comes
    to what it would be had nobody approved anything.

    log ratio = (new cases x log measured of them + (30 + learned cases) x log approved) / (new + 30 + learned).
    """
    acted(empty, 3.0)
    early = AS_OF - timedelta(days=150)
    (change,) = [one for one in learned(empty, early) if one.entry == "phone"]
    before, later = effects_at(empty, early).channels["phone"], effects_at(empty, AS_OF).channels["phone"]
    assert (float(change.becomes), change.evidence["until"]) == (round(before.hazard_ratio, 2), "2024-11-30")
    decide(empty, propose(empty, change, "Lin"), True, early, "measured", "Mei")
    approved = effects_of(empty).channels["phone"]
    assert (approved.learned_until, approved.learned_cases) == (date(2024, 11, 30), before.cases)
    assert effects_at(empty, early).channels["phone"] == approved
    assert learned(empty, early) == []
    (new,) = record_of(empty, month_before(AS_OF), anew=True).effects
    (whole,) = record_of(empty, month_before(AS_OF)).effects
    assert before.cases + new.cases == pytest.approx(whole.cases, rel=0.02)
    now, weight = effects_at(empty, AS_OF).channels["phone"], new.cases + 30 + before.cases
    assert new.hazard_ratio is not None
    told = new.cases * math.log(new.hazard_ratio.value) + (30 + before.cases) * math.log(approved.hazard_ratio)
    assert math.log(now.hazard_ratio) == pytest.approx(told / weight)
    assert now.cases == before.cases + new.cases
    assert now.hazard_ratio == pytest.approx(later.hazard_ratio, rel=0.06)


def test_what_was_measured_keeps_no_closed_store(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.duckdb")
    record_of(store, AS_OF)
    gone = weakref.ref(store)
    store.close()
    del store
    gc.collect()
    assert gone() is None


def test_a_strategy_that_is_tried_is_left_to_its_experiment(called: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the record alone would call more paid is not called so while an experiment with the level runs."""
    plan = Plan(1, "any", "routine", "courtesy", 0.5, AS_OF - timedelta(days=9), "cleared", 100, 2, 30)
    assert say("effect.verdict.works", "en") in str(
        record_table(record_of(called, AS_OF, "level"), {"routine": "R"}, "en")
    )
    monkeypatch.setattr(measured, "plans_of", lambda store: [plan])
    record = record_of(called, AS_OF, "level")
    assert record.tried == ("courtesy", "routine")
    assert say("effect.verdict.tried", "en") in str(record_table(record, {"routine": "R"}, "en"))
    assert record_of(called, plan.start_on - timedelta(days=1), "level").tried == ()


def test_a_note_of_today_leaves_the_record_of_last_month(called: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = effects_at(called, AS_OF)
    monkeypatch.setattr(measured, "matched", None)  # would raise if anything were measured again
    notes.note_activity(called, notes.Activity("K001", AS_OF, "phone", "reached", "Lin"), "Lin")
    assert effects_at(called, AS_OF) == before
    assert days_scored(called, AS_OF)[0] == date(2024, 1, 1)


def test_a_few_calls_are_not_enough(own: Store) -> None:
    """The ledger of conftest.py: one call of Ann is no evidence, and no reason to weigh otherwise."""
    notes.note_activity(own, notes.Activity("A", date(2024, 2, 20), "phone", "reached", "Lin"), "Lin")
    record = record_of(own, date(2024, 3, 31))
    assert record.activities == 1
    assert not any(one.enough for one in record.effects)
    assert effects_at(own, date(2024, 3, 31)) == effects_of(own)


def test_actions_count_only_while_a_claim_is_overdue(own: Store) -> None:
    """A1 was due on 02-09 and is open; A0 was due on 02-04 and paid on 02-14: a call on 02-14 found A1 alone."""
    log(own, [("A", date(2024, 2, 9)), ("A", date(2024, 2, 14))], "phone", "guard")
    rows = own.rows(
        "claim_actions", {"since": date(2024, 1, 1), "as_of": date(2024, 3, 31)}, order=["day", "document_key"]
    )
    numbers = {row["document_key"]: row["document_no"] for row in own.rows("document")}
    assert [(numbers[row["document_key"]], row["day"]) for row in rows] == [("A0", 19762), ("A1", 19767)]


def test_what_is_judged_is_a_channel_or_a_level(ledger: Store) -> None:
    with pytest.raises(ScoringError, match="not_a_choice"):
        record_of(ledger, date(2024, 3, 31), "mood")
