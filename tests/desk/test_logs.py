"""A call centre's log: two good calls, one with a promise, and four lines that cannot be taken.

C1  2025-03-03  phone   left voicemail                          kept: not reached
C1  2025-03-04  call    promised      50.00 by 2025-03-10       and a promise
C1  2025-03-05  pigeon                                          rejected: channel
C9  2025-03-05  visit                                           rejected: no such customer
C1  2025-03-06  visit   next step 2025-03-01                    rejected: before the visit
C1  2025-03-07  e-mail  "abc" minutes                           rejected: no number
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.cli.app import main
from scoring.desk.collections.logs import activities, import_log
from scoring.desk.intake.importing import import_files
from scoring.desk.intake.maintenance import rebuild
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.store import Store, undo

LOG = """Customer No,Date,Channel,Result,Contact,Note,Next Step Date,Owner,Minutes,Promised Date,Promised Amount
C1,2025-03-03,Phone,Left voicemail,,later,,Ann,5,,
C1,2025-03-04,call,promised,Ms Li,,2025-03-11,Ann,12,2025-03-10,50.00
C1,2025-03-05,pigeon,,,,,Ann,,,
C9,2025-03-05,visit,refused,,,,Ann,90,,
C1,2025-03-06,visit,,,,2025-03-01,Ann,90,,
C1,2025-03-07,e-mail,,,,,Ann,abc,,
"""
ANSWERS = "客户编号,调查日期,满意度,备注\nC1,2025-04-01,4,好\nC1,2025-04-02,6,\n"
INVOICES = "Customer No,Invoice No,Invoice Date,Due Date,Amount\nC1,I1,2025-01-01,2025-02-01,50.00\n"
NOTES = ("activity", "promise_noted", "survey", "row_note")


@pytest.fixture
def book(tmp_path: Path) -> Store:
    (tmp_path / "invoices.csv").write_text(INVOICES)
    (tmp_path / "log.csv").write_text(LOG)
    (tmp_path / "answers.csv").write_text(ANSWERS)
    store = Store.open(tmp_path / "book" / "own.duckdb")
    import_files(store, [tmp_path / "invoices.csv"], ImportOptions())
    return store


def contents(store: Store) -> dict[str, list[str]]:
    return {name: sorted(map(str, store.rows(name))) for name in NOTES}


def test_a_log_becomes_notes(book: Store, tmp_path: Path) -> None:
    (report,) = import_log(book, tmp_path / "log.csv", ImportOptions())
    assert (report.kind, report.read, report.loaded, report.rejected) == ("activities", 6, 2, 4)
    assert {(row["source_row"], row["code"]) for row in report.rejected_rows} == {
        (4, "word_unknown"), (5, "customer_unknown"), (6, "period_turned"), (7, "whole_unreadable"),
    }  # fmt: skip
    call, voicemail = activities(book, date(2025, 12, 31), "C1")
    assert (voicemail["outcome"], voicemail["minutes"], voicemail["next_on"]) == ("not_reached", 5, None)
    assert (call["channel"], call["outcome"], call["spoke_with"], call["owner"]) == (
        "phone",
        "promised",
        "Ms Li",
        "Ann",
    )
    (promise,) = book.rows("promise_noted")
    assert (promise["promised_date"], promise["promised_amount"]) == (date(2025, 3, 10), Decimal("50.00"))
    assert activities(book, date(2025, 3, 3))[0]["name"] is not None


def test_answers_out_of_range_are_rejected(book: Store, tmp_path: Path) -> None:
    (report,) = import_log(book, tmp_path / "answers.csv", ImportOptions())
    assert (report.kind, report.loaded, report.rejected_rows[0]["code"]) == ("surveys", 1, "score_outside")
    assert [(row["score"], row["note"]) for row in book.rows("survey")] == [(4, "好")]


def test_twice_adds_nothing_and_undo_takes_its_own(book: Store, tmp_path: Path) -> None:
    (first,) = import_log(book, tmp_path / "log.csv", ImportOptions())
    (again,) = import_log(book, tmp_path / "log.csv", ImportOptions())
    assert (again.already_imported, again.loaded) == (first.import_id, 0)
    (tmp_path / "longer.csv").write_text(LOG + "C1,2025-03-08,letter,,,,,Ann,,,\n")
    (longer,) = import_log(book, tmp_path / "longer.csv", ImportOptions())
    assert (longer.loaded, longer.duplicates) == (1, 2)
    undo(book, first.import_id or 0)
    assert [row["channel"] for row in book.rows("activity")] == ["letter"]
    assert book.rows("promise_noted") == []


def test_notes_outlive_the_ledger_and_a_rebuild(book: Store, tmp_path: Path) -> None:
    for name in ("log.csv", "answers.csv"):
        import_log(book, tmp_path / name, ImportOptions())
    undo(book, 1)
    before = contents(book)
    assert [len(before[name]) for name in NOTES] == [2, 1, 1, 4]
    book.close()
    book.path.unlink()
    rebuild(book.path)
    again = Store.open(book.path)
    assert contents(again) == before
    again.close()


def test_a_ledger_is_no_log(book: Store, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(INVOICES.replace("I1", "I2"))
    with pytest.raises(ScoringError, match="not_a_log"):
        import_log(book, tmp_path / "more.csv", ImportOptions())
    with pytest.raises(ScoringError, match="file_missing"):
        import_log(book, tmp_path / "none.csv", ImportOptions())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_on_the_command_line(book: Store, tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    book.close()
    where = ["--store", str(book.path), "--lang", lang]
    assert main(["activities", "import", str(tmp_path / "log.csv"), "--dry-run", *where]) == 1
    assert main(["activities", "import", str(tmp_path / "log.csv"), "--json", *where]) == 1
    assert main(["activities", "import", str(tmp_path / "none.csv"), *where]) == 2
    assert main(["activities", "import", str(tmp_path / "invoices.csv"), "--kind", "surveys", *where]) == 2
    capsys.readouterr()
    assert main(["activities", "list", "--customer", "C1", "--as-of", "2025-12-31", "--json", *where]) == 0
    assert [row["outcome"] for row in json.loads(capsys.readouterr().out)] == ["promised", "not_reached"]
    assert main(["activities", "list", "--as-of", "2025-12-31", *where]) == 0
    assert "2025-03-04" in capsys.readouterr().out
    assert main(["activities", "list", "--customer", "C7", *where]) == 2
