"""A question asked twice is read once, and never answered with what was true before something was written."""

from __future__ import annotations

from pathlib import Path

from scoring.store import Store
from scoring.store.remembered import BYTES_MAX, ONE_MAX, Remembered, Rows


def rows(values: int) -> Rows:
    """A result of so many values."""
    return Rows(("x",), [(1,)] * values)


def test_what_is_written_is_read_at_once(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "a.duckdb")
    assert store.setting("entity") is None
    store.set_setting("entity", "Ann")
    assert store.setting("entity") == "Ann"
    with store.raw_transaction() as cursor:
        cursor.execute("UPDATE setting SET value = 'Bob' WHERE name = 'entity'")
        assert store.setting("entity") == "Ann"  # not committed yet
    assert store.setting("entity") == "Bob"
    assert store.table("setting", where={"name": "entity"})["value"].to_pylist() == ["Bob"]
    store.close()


def test_a_row_that_somebody_changes_stays_as_it_was(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "a.duckdb")
    store.set_setting("entity", "Ann")
    store.rows("setting", where={"name": "entity"})[0]["value"] = "changed"
    assert store.setting("entity") == "Ann"
    store.close()


def test_what_was_being_read_while_something_was_written_is_not_remembered() -> None:
    kept = Remembered()

    def read() -> Rows:
        kept.forget()  # another thread commits before this read ends
        return rows(1)

    kept.get("a", read)
    assert len(kept.get("a", lambda: rows(2)).values) == 2


def test_little_is_remembered_and_what_was_asked_last_longest() -> None:
    kept, of_all, too_much = Remembered(), BYTES_MAX // rows(1).nbytes // 8, ONE_MAX // rows(1).nbytes + 1
    kept.get("large", lambda: rows(too_much))
    assert len(kept.get("large", lambda: rows(1)).values) == 1
    for name in range(9):
        kept.get(f"{name}", lambda: rows(of_all))
        kept.get("0", lambda: rows(of_all))
    assert len(kept.get("0", lambda: rows(1)).values) == of_all
    assert len(kept.get("1", lambda: rows(1)).values) == 1
