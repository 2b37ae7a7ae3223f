"""The command line over one small ledger, as a scheduler would call it.

Two customers. ACME bought 1,000.00 on 5 January, due on 4 February, and paid 400.00 of it on 20 February. Bolt bought
250.00 on 1 March, due on 31 March. On 31 March 600.00 of ACME is 55 days late and Bolt's 250.00 not yet due; the third
row of the file has a date that no calendar knows.
"""

from __future__ import annotations

import getpass
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.cli.app import COMMANDS, commands, main
from scoring.store import Store
from scoring.text import LANGUAGES
from tests.house import PROJECT

INVOICES = """Customer,Invoice No,Invoice Date,Due Date,Amount,Currency
ACME,A-1,2025-01-05,2025-02-04,"1,000.00",USD
Bolt,B-1,2025-03-01,2025-03-31,250.00,USD
Bolt,B-2,2025-02-31,2025-03-31,80.00,USD
"""
RECEIPTS = """Customer,Receipt No,Receipt Date,Amount,Currency,Invoice No
ACME,R-1,2025-02-20,400.00,USD,A-1
"""
DAY = "2025-03-31"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "invoices.csv").write_text(INVOICES, encoding="utf-8")
    (tmp_path / "receipts.csv").write_text(RECEIPTS, encoding="utf-8")
    return [str(tmp_path / "invoices.csv"), str(tmp_path / "receipts.csv")]


@pytest.fixture
def store(tmp_path: Path) -> list[str]:
    return ["--store", str(tmp_path / "ledger.duckdb")]


@pytest.fixture
def filled(files: list[str], store: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["import", *files, *store]) == 1
    capsys.readouterr()
    return store


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a command says in JSON."""
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one sentence on stderr of a command that could not do it."""
    assert main(list(arguments)) == 2
    sentence = capsys.readouterr().err
    assert sentence.count("\n") == 1
    assert "Traceback" not in sentence
    return sentence


def test_a_rejected_row_is_told_and_the_others_are_in(
    files: list[str], store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", *files, *store, "--json"]) == 1
    invoices, receipts = json.loads(capsys.readouterr().out)
    assert (invoices["read"], invoices["loaded"], invoices["rejected"]) == (3, 2, 1)
    assert invoices["money"]["USD"] == {
        "read": "1330.00", "loaded": "1250.00", "duplicates": "0.00", "rejected": "80.00", "skipped": "0.00",
    }  # fmt: skip
    assert [row["source_row"] for row in invoices["rejected_rows"]] == [4]
    assert (receipts["kind"], receipts["loaded"], receipts["rejected"]) == ("receipts", 1, 0)


def test_a_clean_file_leaves_with_zero_and_twice_adds_nothing(
    files: list[str], store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", files[1], *store]) == 0
    capsys.readouterr()
    (again,) = told(capsys, "import", files[1], *store)
    assert (again["loaded"], again["duplicates"], again["already_imported"]) == (0, 1, 1)
    (first,) = told(capsys, "imports", *store)
    assert {again[name] == first[name] for name in ("imported_at", "imported_by")} == {True}


def test_a_dry_run_keeps_nothing(files: list[str], store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", files[1], *store, "--dry-run", "--json"]) == 0
    (tried,) = json.loads(capsys.readouterr().out)
    assert (tried["import_id"], tried["imported_at"], tried["imported_by"]) == (None, None, None)
    assert told(capsys, "imports", *store) == []


def test_one_bad_file_does_not_keep_the_others_out(
    files: list[str], store: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no zip at all")
    assert main(["import", str(tmp_path / "broken.xlsx"), files[1], *store, "--json"]) == 2
    caught = capsys.readouterr()
    good, bad = json.loads(caught.out)
    assert (good["loaded"], bad["file"]) == (1, "broken.xlsx")
    assert caught.err.startswith("broken.xlsx: ")
    assert main(["import", "nowhere.csv", files[0], *store]) == 2
    caught = capsys.readouterr()
    assert "1,250.00" in caught.out
    assert caught.err.startswith("nowhere.csv: ")


def test_rejected_rows_are_corrected_and_come_in(
    filled: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "rejected.csv"
    assert told(capsys, "rejected", "1", "--out", str(out), *filled)["rows"] == 1
    text = out.read_text(encoding="utf-8-sig")
    out.write_text(text.replace("2025-02-31", "2025-02-28", 1), encoding="utf-8-sig")
    (again,) = told(capsys, "import", str(out), *filled)
    assert (again["loaded"], again["rejected"]) == (1, 0)
    assert told(capsys, "aging", "--as-of", DAY, *filled)["currencies"]["USD"]["open"] == "930.00"


def test_aging_ties_out(filled: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    report = told(capsys, "aging", "--as-of", DAY, *filled)
    assert (report["as_of"], report["basis"], report["scheme"]) == (DAY, "due", "default")
    buckets = {"not_due": "250.00", "1-30": "0.00", "31-60": "600.00", "61-90": "0.00", "over_90": "0.00"}
    assert report["currencies"]["USD"] == {
        "open": "850.00", "on_account": "0.00", "net": "850.00", "documents": 2, "customers": 2, "buckets": buckets,
    }  # fmt: skip
    assert [(row["name"], row["open"]) for row in report["rows"]] == [("ACME", "600.00"), ("Bolt", "250.00")]


def test_yesterday_does_not_know_todays_receipt(filled: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    opened = [
        told(capsys, "aging", "--as-of", day, *filled)["currencies"]["USD"]["open"]
        for day in ("2025-02-19", "2025-02-20")
    ]
    assert opened == ["1000.00", "600.00"]


def test_the_table_for_people_ends_in_the_total(filled: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["aging", "--as-of", DAY, "--by", "nature", *filled]) == 0
    assert capsys.readouterr().out.rstrip().splitlines()[-1].split()[-4:] == ["850.00", "–", "850.00", "2"]


def test_figures_say_dso_and_its_parts(filled: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Receivables 850 over sales of the last 90 days (1,250 since 31 December) x 90 = 61.20 days."""
    report = told(capsys, "figures", "--as-of", DAY, *filled)
    assert report["currencies"]["USD"]["dso_simple"]["value"] == "61.20"
    change = report["dso_change"]["USD"]
    assert change["later"] == "61.20"
    assert sum(Decimal(part) for part in change["parts"].values()) == Decimal(change["change"])


def test_an_import_can_be_undone(filled: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    receipts = told(capsys, "imports", *filled)[0]
    assert (receipts["kind"], receipts["undone_at"]) == ("receipts", None)
    assert receipts["imported_by"] == getpass.getuser()
    assert told(capsys, "undo", str(receipts["import_id"]), *filled) == {"undone": receipts["import_id"]}
    assert told(capsys, "aging", "--as-of", DAY, *filled)["currencies"]["USD"]["open"] == "1250.00"
    assert "no import number 77" in complaint(capsys, "undo", "77", *filled)


def test_backup_restore_and_rebuild_give_the_same_ledger(
    filled: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = told(capsys, "aging", "--as-of", DAY, *filled)
    copy = ["--store", str(tmp_path / "copy" / "ledger.duckdb")]
    told(capsys, "backup", "--out", str(tmp_path / "safe.zip"), *filled)
    told(capsys, "restore", str(tmp_path / "safe.zip"), *copy)
    assert told(capsys, "aging", "--as-of", DAY, *copy) == before
    told(capsys, "rebuild", *copy)
    assert told(capsys, "aging", "--as-of", DAY, *copy) == before


def test_checks_are_all_healthy(filled: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    results = told(capsys, "check", *filled)
    assert results
    assert {result["failing"] for result in results} == {0}


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "Usage" in capsys.readouterr().out


def test_misuse_is_one_sentence(filled: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "2025-02-30 is not a date" in complaint(capsys, "aging", "--as-of", "2025-02-30", *filled)
    assert "customer, parent, nature" in complaint(capsys, "aging", "--by", "colour", *filled)
    assert "Missing argument" in complaint(capsys, "customer")
    assert "--nothing" in complaint(capsys, "aging", "--nothing", *filled)
    assert "field=Heading" in complaint(capsys, "import", "x.csv", "--map", "amount", *filled)
    assert "不是日期" in complaint(capsys, "aging", "--as-of", "today", "--lang", "zh", *filled)


def test_a_mistyped_store_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "typo.duckdb"
    assert str(path) in complaint(capsys, "aging", "--store", str(path))
    assert not path.exists()


def test_a_store_in_use_says_by_whom(filled: list[str]) -> None:
    held = Store.open(Path(filled[1]))
    try:
        other = subprocess.run(
            [sys.executable, "-m", "scoring", "check", *filled],
            cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
    finally:
        held.close()
    assert other.returncode == 2
    assert f"process {os.getpid()}" in other.stderr
    assert other.stderr.count("\n") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_has_help(lang: str) -> None:
    """`commands` puts every key of help into words and stops at one that has none."""
    found = dict(leaves(commands(lang)))
    assert set(found) == set(COMMANDS)
    assert all(parameter.help for command in found.values() for parameter in command.params)


def leaves(group: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its full name."""
    for name, command in group.commands.items():
        below = hasattr(command, "commands")
        if not below or command.invoke_without_command:
            yield prefix + name, command
        if below:
            yield from leaves(command, f"{prefix}{name} ")


@pytest.mark.parametrize("command", ["aging", "figures", "imports", "check"])
def test_json_keys_are_documented(filled: list[str], command: str, capsys: pytest.CaptureFixture[str]) -> None:
    told_ = told(capsys, command, *filled)
    for lang in LANGUAGES:
        assert main([command, "--help", "--lang", lang]) == 0
        words = commands(lang).commands[command].help
        assert [key for key in keys_of(told_) - {"USD"} if key not in words] == []


def keys_of(value: Any) -> set[str]:
    """Every key of a JSON value, however deep."""
    if isinstance(value, list):
        return {key for item in value for key in keys_of(item)}
    if isinstance(value, dict):
        return set(value) | {key for item in value.values() for key in keys_of(item)}
    return set()
