"""A question asked twice is read once, and never answered with what was true before something was written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

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


def test_what_two_ask_at_once_is_read_once() -> None:
    """The second asks while the first still reads; both get what the first read."""
    kept, begun, asked, reads = Remembered(), Event(), Event(), []

    def slow() -> Rows:
        begun.set()
        asked.wait(30)
        reads.append("slow")
        return rows(1)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(kept.get, "a", slow)
        begun.wait(30)
        second = pool.submit(kept.get, "a", slow)
        asked.set()
        assert first.result() is second.result()
    assert reads == ["slow"]
    assert kept._reading == {}


def test_who_asks_after_something_was_written_does_not_wait_for_what_was_true_before() -> None:
    kept = Remembered()

    def read() -> Rows:
        kept.forget()
        assert len(kept.get("a", lambda: rows(2)).values) == 2  # asked anew while the first still reads
        return rows(1)

    kept.get("a", read)
    assert len(kept.get("a", lambda: rows(3)).values) == 2


def test_what_failed_is_read_again() -> None:
    kept = Remembered()

    def fails() -> Rows:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("a", fails)
    assert len(kept.get("a", lambda: rows(1)).values) == 1


def test_little_is_remembered_and_what_was_asked_last_longest() -> None:
    kept, of_all, too_much = Remembered(), BYTES_MAX // rows(1).nbytes // 8, ONE_MAX // rows(1).nbytes + 1
    kept.get("large", lambda: rows(too_much))
    assert len(kept.get("large", lambda: rows(1)).values) == 1
    for name in range(9):
        kept.get(f"{name}", lambda: rows(of_all))
        kept.get("0", lambda: rows(of_all))
    assert len(kept.get("0", lambda: rows(1)).values) == of_all
    assert len(kept.get("1", lambda: rows(1)).values) == 1
