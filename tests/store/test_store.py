"""The store as a thing: opened, locked, killed, copied, read from many threads."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from scoring.errors import ScoringError
from scoring.settings import PROJECT
from scoring.store import Store, copy_database, undo
from scoring.store import query as queries
from scoring.terms import Kind
from tests.store.books import ONE_TO_ONE, book, day, invoice, open_store, put, receipt

ROWS = [invoice(str(n), f"C{n % 7}", "2026-01-05", "2026-02-04", "100") for n in range(50)]


def test_importing_twice_adds_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(store, Kind.INVOICES, ROWS)
    before = store.rows("document")
    again = put(store, Kind.INVOICES, ROWS)
    assert (again.read, again.loaded, again.duplicates, again.rejected) == (50, 0, 50, 0)
    assert store.rows("document") == before


def test_an_overlapping_file_adds_and_updates_and_says_how_many(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(store, Kind.INVOICES, ROWS[:10])
    paid = [row | {"settled_date": day("2026-02-10")} for row in ROWS[5:10]]
    report = put(store, Kind.INVOICES, [*ROWS[:5], *paid, *ROWS[10:12]])
    assert (report.loaded, report.updated, report.duplicates) == (7, 5, 5)
    assert len(book(store, "2026-02-10")) == 7


@pytest.mark.parametrize(("undone", "settled"), [(1, "2026-02-20"), (2, "2026-02-20"), (3, "2026-02-10")])
def test_undoing_one_of_three_versions_leaves_the_latest_of_the_others(
    tmp_path: Path, undone: int, settled: str
) -> None:
    """Imported open, then settled 10 Feb, then settled 20 Feb: whichever goes, the latest that stays is what holds."""
    store = open_store(tmp_path)
    row = invoice("1", "A", "2026-01-05", "2026-02-04", "100")
    for more in ({}, {"settled_date": day("2026-02-10")}, {"settled_date": day("2026-02-20")}):
        put(store, Kind.INVOICES, [row | more])
    undo(store, undone)
    assert [str(row["settled_date"]) for row in store.rows("document")] == [settled]
    for left in {1, 2, 3} - {undone}:
        undo(store, left)
    assert store.rows("document") == []


def test_a_number_with_other_content_is_rejected_and_the_first_stays(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-05", "2026-02-04", "100")])
    report = put(store, Kind.INVOICES, [invoice("1", "A", "2026-01-05", "2026-02-04", "999")])
    (row,) = report.rejected_rows
    assert (row["code"], report.loaded) == ("document_conflict", 0)
    assert "100.00 USD 2026-01-05" in row["facts"]
    assert "999.00 USD 2026-01-05" in row["facts"]
    assert report.money["USD"] == {
        "read": "999.00",
        "loaded": "0.00",
        "duplicates": "0.00",
        "rejected": "999.00",
        "skipped": "0.00",
    }
    assert book(store, "2026-01-31") == {"1": ("100.00", "not_due")}


def test_the_same_number_of_two_customers_is_two_documents(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(store, Kind.INVOICES, [invoice("1", c, "2026-01-05", "2026-02-04", "100") for c in "AB"])
    report = put(store, Kind.RECEIPTS, [receipt("r", "2026-01-20", "100", "1")])
    assert [row["code"] for row in report.rejected_rows] == ["receipt_ambiguous_document"]
    assert [row["customer_id"] for row in store.rows("document", order=["customer_id"])] == ["A", "B"]


def test_a_receipt_for_an_unknown_document_waits_for_it(tmp_path: Path) -> None:
    """Without a customer it is rejected; with one it stays on account until the invoice is imported."""
    store = open_store(tmp_path)
    rows = [receipt("r1", "2026-01-20", "60", "9"), receipt("r2", "2026-01-20", "40", "9", customer="A")]
    report = put(store, Kind.RECEIPTS, rows)
    assert [row["code"] for row in report.rejected_rows] == ["receipt_unknown_document"]
    put(store, Kind.INVOICES, [invoice("9", "A", "2026-01-05", "2026-02-04", "100")])
    assert book(store, "2026-01-31") == {"9": ("60.00", "not_due")}


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    report = put(store, Kind.INVOICES, ROWS, dry_run=True)
    assert (report.loaded, report.import_id) == (50, None)
    assert store.rows("document") == []
    assert store.imports() == []


def test_an_import_that_fails_halfway_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(tmp_path)
    put(store, Kind.INVOICES, ROWS[:5])
    before = store.rows("row_document"), store.rows("document"), store.imports()
    monkeypatch.setattr("scoring.store.facts._natures", lambda cursor: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put(store, Kind.INVOICES, ROWS[5:])
    assert (store.rows("row_document"), store.rows("document"), store.imports()) == before


def test_a_second_process_is_told_who_holds_the_file(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    code = f"from pathlib import Path; from scoring.store import Store; Store.open(Path({str(store.path)!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, check=False)
    assert "store_locked" in done.stderr
    store.close()


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, '.')
from tests.store.books import *
store = open_store(Path(sys.argv[1]))
put(store, Kind.INVOICES, [invoice('1', 'A', '2026-01-05', '2026-02-04', '100')])
store.set_setting('note', 'x' * 5000)
print('acknowledged', flush=True)
os.kill(os.getpid(), 9)
"""


def killed(folder: Path) -> None:
    """A process that imports one invoice, keeps a setting, says so, and is killed."""
    command = [sys.executable, "-c", KILLED, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)
    assert "acknowledged" in done.stdout, done.stderr


def test_a_killed_process_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    killed(tmp_path)
    store = open_store(tmp_path)
    assert book(store, "2026-01-31") == {"1": ("100.00", "not_due")}
    assert store.setting("note") == "x" * 5000
    assert [event["kind"] for event in store.raw.journalled()] == ["import", "setting"]


def test_a_log_that_cannot_be_replayed_is_set_aside(tmp_path: Path) -> None:
    """The setting in the spoilt log is lost to the database and still stands in the journal, for a rebuild."""
    killed(tmp_path)
    wal = tmp_path / "book.duckdb.wal"
    spoilt = bytearray(wal.read_bytes())
    middle = len(spoilt) // 2
    spoilt[middle : middle + 50] = bytes(byte ^ 0x5A for byte in spoilt[middle : middle + 50])
    wal.write_bytes(spoilt)
    store = open_store(tmp_path)
    assert store.set_aside is not None
    assert store.set_aside.read_bytes() == bytes(spoilt)
    assert book(store, "2026-01-31") == {"1": ("100.00", "not_due")}
    store.set_setting("note", "again")
    assert [event["event_id"] for event in store.raw.journalled()] == [1, 2, 3]
    (failing,) = [check for check in store.check() if check.failing]
    assert (failing.name, failing.sample[0]["detail"]["name"]) == ("journal_in_step", "note")


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("my notes " * 1000)
    with pytest.raises(ScoringError) as stop:
        Store.open(path)
    assert stop.value.code == "store_unreadable"
    assert path.read_text().startswith("my notes")


def test_a_file_of_another_version_is_refused_as_it_is(tmp_path: Path) -> None:
    """Its tables have other columns; a rebuild makes them anew from the kept files."""
    store = open_store(tmp_path)
    with store.raw_transaction() as cursor:
        cursor.execute("ALTER TABLE import DROP COLUMN imported_by")
        cursor.execute("UPDATE setting SET value = 'older' WHERE name = 'schema_fingerprint'")
    store.close()
    for _ in range(2):
        with pytest.raises(ScoringError) as stop:
            open_store(tmp_path)
        assert stop.value.code == "store_outdated"


def test_threads_see_their_own_rows(tmp_path: Path) -> None:
    """One connection shared by threads once handed out other threads' rows; cursors of their own never did."""
    store = open_store(tmp_path)
    put(store, Kind.INVOICES, ROWS)
    wrong: list[str] = []

    def read(customer: str) -> None:
        for _ in range(30):
            found = store.rows("document", where={"customer_id": customer})
            wrong.extend(row["customer_id"] for row in found if row["customer_id"] != customer or len(found) < 7)

    threads = [threading.Thread(target=read, args=(f"C{n}",)) for n in range(7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_only_the_cursor_factory_reaches_the_connection() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (PROJECT / "scoring").rglob("*.py")}
    assert [name for name, text in texts.items() if "._con" in text.replace("._connection", "")] == [
        "connection.py",
        "peer.py",  # what the store is measured against
    ]
    assert [name for name, text in texts.items() if "._connection" in text] == ["store.py"]


def test_the_engine_is_locked_down(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for attempt in (
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/x'",
        "SET threads = 7",
        "ATTACH 'x'",
    ):
        with store.raw_transaction() as cursor, pytest.raises(Exception, match=r"disabled|locked|Permission"):
            cursor.execute(attempt)


def test_a_copy_holds_everything(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(store, Kind.INVOICES, ROWS)
    store.set_setting("entity", "Us")
    copy_database(store, tmp_path / "copy.duckdb")
    copy = Store.open(tmp_path / "copy.duckdb")
    for table in ("document", "row_document", "customer", "import", "setting", "month_reached", "event"):
        assert sorted(map(str, copy.rows(table))) == sorted(map(str, store.rows(table)))


def test_values_are_bound_and_names_are_names(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(store, Kind.INVOICES, [invoice("1'; DROP TABLE document; --", "O'Neil", "2026-01-05", "2026-02-04", "100")])
    assert len(store.rows("document", where={"customer_id": "O'Neil"})) == 1
    assert len(store.rows("document", search="drop table")) == 1
    with pytest.raises(ValueError, match="plain name"):
        store.rows("document; DROP TABLE document")
    with pytest.raises(ValueError, match="not an order"):
        queries.order_item("1; DROP TABLE document")


def test_pages_of_documents_and_their_totals(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(store, Kind.INVOICES, ROWS)
    params = {"as_of": day("2026-03-01"), "scheme": "default", "basis": "due", **ONE_TO_ONE}
    page = store.rows(
        "open_items", params, where={"customer_id": ["C1", "C2"]}, order=["document_no"], limit=3, offset=2
    )
    assert [row["document_no"] for row in page] == ["16", "2", "22"]
    assert store.total("open_items", params, ["open_amount"], where={"customer_id": "C1"}) == {
        "rows": 7,
        "open_amount": 700,
    }
    assert store.total("open_items", params, ["open_amount"], where={"customer_id": None})["open_amount"] == 0


def test_the_version_grows_with_every_change(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    versions = [store.version]
    put(store, Kind.INVOICES, ROWS)
    versions.append(store.version)
    store.set_setting("entity", "Us")
    versions.append(store.version)
    assert versions == sorted(set(versions))
    store.close()
    assert open_store(tmp_path).version == versions[-1]


def test_a_half_written_journal_line_is_healed(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.set_setting("entity", "Us")
    store.close()
    with store.raw.journal.open("a") as file:
        file.write('{"event_id": 2, "ki')
    again = open_store(tmp_path)
    again.set_setting("entity", "Them")
    assert [event["detail"]["value"] for event in again.raw.journalled()] == ["Us", "Them"]


def test_a_mapping_is_remembered_for_its_headings(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.remember_mapping(["Kunde", "Betrag"], "invoices", {"amount": "Betrag"})
    assert store.remembered_mapping(["betrag ", "kunde"]) == ("invoices", {"amount": "Betrag"})
    assert store.remembered_mapping(["Betrag"]) is None


def test_a_file_still_held_here_opens_again_locked_down(tmp_path: Path) -> None:
    first = open_store(tmp_path)
    second = Store.open(first.path)
    assert second.rows("setting") == first.rows("setting")
    first.close()
    second.close()
