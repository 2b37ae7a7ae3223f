"""Bob, an individual, is called; Ann GmbH, a company, may be called at any hour. The ledger stands in conftest.py."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from scoring.desk.collections.notes import Activity, note_activity
from scoring.desk.worklist.today import worklist
from scoring.errors import ScoringError
from scoring.store import Store, collecting, scorecards
from scoring.terms import View

DAY = date(2024, 3, 31)


def call(customer: str, at: time | None, **more: object) -> Activity:
    return Activity(customer, DAY, "phone", "reached", "Lin", done_at=at, **more)  # type: ignore[arg-type]


def test_an_individual_is_not_called_at_night_unless_somebody_allowed_it(own: Store) -> None:
    with pytest.raises(ScoringError, match="contact_quiet"):
        note_activity(own, call("B", time(22)), "Lin")
    with pytest.raises(ScoringError, match="override_incomplete"):
        note_activity(own, call("B", time(22), override_reason="asked to be called then"), "Lin")
    assert own.rows("activity") == []
    reason = "asked to be called then"
    note_activity(own, call("B", time(22), override_reason=reason, override_by="Chen"), "Lin")
    (kept,) = own.rows("activity")
    assert (kept["done_at"], kept["override_reason"], kept["override_by"]) == (time(22), reason, "Chen")
    note_activity(own, call("A", time(23)), "Lin")


def test_a_fourth_call_and_a_planned_one_are_refused(own: Store) -> None:
    for hour in (9, 12):
        note_activity(own, call("B", time(hour)), "Lin")
    tomorrow = DAY + timedelta(1)
    with pytest.raises(ScoringError, match="contact_quiet"):
        note_activity(own, call("B", time(15), next_channel="phone", next_on=tomorrow, next_at=time(7)), "Lin")
    with pytest.raises(ScoringError, match="contact_limit"):
        note_activity(own, call("B", time(15), next_channel="phone", next_on=DAY, next_at=time(18)), "Lin")
    note_activity(own, call("B", time(15), next_channel="phone", next_on=tomorrow, next_at=time(10)), "Lin")
    with pytest.raises(ScoringError, match="contact_limit"):
        note_activity(own, call("B", time(16)), "Lin")


def test_the_list_waits_by_the_law_of_the_workspace(own: Store) -> None:
    """Bob's step of 29 days is a call. Seven calls in the six days before: too many in America, not by the benchmark."""
    view = View(as_of=DAY, currency="USD")
    for n in range(7):
        before = Activity("B", DAY - timedelta(1 + n % 6), "phone", "not_reached", "Lin")
        note_activity(own, before, "Lin")

    def waiting() -> str | None:
        return next(i.waiting for i in worklist(own, view).items if i.standing.customer_id == "B")

    step = next(i.step for i in worklist(own, view).items if i.standing.customer_id == "B")
    assert step is not None
    assert waiting() is None
    own.set_setting("jurisdiction", "US")
    assert waiting() == ("call_limit" if step.channel == "phone" else None)


def test_an_older_file_gets_the_new_columns_and_an_older_event_is_repeated(own: Store) -> None:
    """A file of the version before with a call in it opens with nothing lost; what its journal tells can be repeated."""
    note_activity(own, Activity("A", DAY, "phone", "reached", "Lin"), "Lin")
    added = collecting.ADDED["activity"]
    with own.raw_transaction() as cursor:
        for column in added:
            cursor.execute(f"ALTER TABLE activity DROP COLUMN {column}")
        cursor.execute("UPDATE setting SET value = 'older' WHERE name = 'schema_fingerprint'")
    path = own.path
    own.close()
    again = Store.open(path)
    (kept,) = again.rows("activity")
    told = {name: str(value) if isinstance(value, date) else value for name, value in kept.items() if name not in added}
    scorecards.happen(again, "activity_noted", told | {"activity_id": 2, "by": "Lin"})
    assert [(row["customer_id"], row["done_at"]) for row in again.rows("activity")] == [("A", None)] * 2
    again.close()
