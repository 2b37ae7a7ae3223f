"""A workspace survives: its database is made again from the kept files, and a backup brings everything back."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from scoring.desk.intake.importing import import_files
from scoring.desk.intake.maintenance import backup, change_natures, rebuild, restore
from scoring.desk.workspaces import HOME_VARIABLE, open_workspace, opened_store
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.settings import PROJECT
from scoring.store import Store, undo

INVOICES = """Invoice No,Customer,Invoice Date,Due Date,Amount,Settled
0001,Birch Hospital,2026-01-05,2026-02-04,100.00,2026-02-10
0002,Birch Hospital,2026-01-09,2026-02-08,250.00,
0003,Ann Lee,2026-01-31,,80.00,
0004,Oak Ltd,2026-02-01,2026-03-03,40.00,
"""
RECEIPTS = "Receipt No,Customer,Receipt Date,Amount\nR1,Birch Hospital,2026-02-20,60.00\n"
WRONG = "Receipt No,Customer,Receipt Date,Amount\nR9,Oak Ltd,2026-02-20,40.00\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A ledger with a rejected row, a receipt without reference, an import taken back and settings changed."""
    opened = Store.open(tmp_path / "book" / "own.duckdb")
    for name, text in (("invoices.csv", INVOICES), ("receipts.csv", RECEIPTS), ("wrong.csv", WRONG)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        import_files(opened, [tmp_path / name], ImportOptions())
    undo(opened, 3)
    change_natures(opened, {"government": ["hospital"], "individual": ["^Ann"]})
    opened.set_setting("entity", "Us Ltd")
    yield opened
    opened.close()


def everything(store: Store) -> dict[str, list[str]]:
    """All tables of the database, rows in any order; moments of undoing and of events included."""
    tables = (
        "document", "receipt", "allocation", "customer", "month_reached", "import", "rejected", "setting", "event",
        "row_document", "row_receipt", "row_customer",
    )  # fmt: skip
    return {name: sorted(map(str, store.rows(name))) for name in tables}


def test_the_database_made_again_from_the_kept_files_is_identical(store: Store) -> None:
    before = everything(store)
    assert all(before.values())
    store.close()
    store.path.unlink()
    assert rebuild(store.path) == 7
    again = Store.open(store.path)
    assert everything(again) == before
    again.close()


def make_older(store: Store) -> None:
    """As if another version had made the file."""
    with store.raw_transaction() as cursor:
        cursor.execute("ALTER TABLE import DROP COLUMN imported_by")
        cursor.execute("UPDATE setting SET value = 'older' WHERE name = 'schema_fingerprint'")


def test_a_backup_of_another_version_is_restored_and_made_again(store: Store, tmp_path: Path) -> None:
    before = store.rows("document", order=["document_key"])
    make_older(store)
    store.close()
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.write(store.path, "store.duckdb")
        for file in store.raw.folder.glob("*"):
            archive.write(file, f"raw/{file.name}")
    target, heard = tmp_path / "other" / "own.duckdb", []
    restore(tmp_path / "old.zip", target)
    again = opened_store(target, lambda: heard.append("made again"))
    assert (again.rows("document", order=["document_key"]), heard) == (before, ["made again"])
    again.close()


def test_a_file_of_another_version_with_nothing_kept_beside_it_says_so(store: Store, tmp_path: Path) -> None:
    make_older(store)
    store.close()
    alone = shutil.copy(store.path, tmp_path / "alone.duckdb")
    with pytest.raises(ScoringError, match="store_outdated"):
        opened_store(alone)


def test_a_workspace_of_another_version_is_made_again_when_it_is_opened(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(store.path.parent))
    before = store.rows("document", order=["document_key"])
    make_older(store)
    store.close()
    opened = open_workspace("own")
    assert opened.rows("document", order=["document_key"]) == before
    assert opened.setting("entity") == "Us Ltd"
    opened.close()


def test_who_imported_is_kept_and_told_again_by_a_rebuild(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    users = {row["imported_by"] for row in store.imports()}
    assert users == {getpass.getuser()}
    store.close()
    monkeypatch.setenv("LOGNAME", "someone-else")
    rebuild(store.path)
    again = Store.open(store.path)
    assert {row["imported_by"] for row in again.imports()} == users
    again.close()


def test_a_kept_file_that_is_missing_is_named_and_nothing_changes(store: Store) -> None:
    before = everything(store)
    store.close()
    store.raw.path_of(store.raw.journalled()[0]["detail"]["sha256"]).unlink()
    with pytest.raises(ScoringError) as stop:
        rebuild(store.path)
    assert (stop.value.code, stop.value.facts["file"]) == ("raw_file_missing", "invoices.csv")
    again = Store.open(store.path)
    assert everything(again) == before
    again.close()


def test_a_backup_brings_everything_back(store: Store, tmp_path: Path) -> None:
    before = everything(store)
    kept = backup(store, tmp_path / "backups" / "monday.zip")
    undo(store, 1)
    store.close()
    restore(kept, store.path)
    again = Store.open(store.path)
    assert everything(again) == before
    assert [check.name for check in again.check() if check.failing] == []
    again.close()
    assert rebuild(store.path) == 7


def test_what_is_no_backup_is_refused_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    before = everything(store)
    store.close()
    (tmp_path / "holiday.zip").write_bytes(b"PK no backup")
    with pytest.raises(ScoringError, match="backup_unreadable"):
        restore(tmp_path / "holiday.zip", store.path)
    again = Store.open(store.path)
    assert everything(again) == before
    again.close()


HOLDER = """
import sys
from pathlib import Path
from scoring.store import Store
store = Store.open(Path(sys.argv[1]))
print('open', flush=True)
sys.stdin.read()
"""


def test_a_file_in_use_elsewhere_is_neither_replaced_nor_rebuilt(store: Store, tmp_path: Path) -> None:
    before, kept = everything(store), backup(store, tmp_path / "monday.zip")
    store.close()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "cwd": PROJECT}
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(store.path)], text=True, **pipes) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(ScoringError, match="store_locked"):
            restore(kept, store.path)
        with pytest.raises(ScoringError, match="store_locked"):
            rebuild(store.path)
        holder.communicate()
    again = Store.open(store.path)
    assert everything(again) == before
    again.close()


def test_the_name_rule_is_the_users(store: Store) -> None:
    natures = {row["name"]: (row["nature"], row["nature_source"]) for row in store.rows("customer")}
    assert natures["Birch Hospital"] == ("government", "rule")
    assert natures["Oak Ltd"] == ("commercial", "default")
    change_natures(store, None)
    assert {row["name"]: row["nature_source"] for row in store.rows("customer")}["Oak Ltd"] == "rule"
    assert store.rows("extent")[0]["last_date"] == date(2026, 2, 20)
