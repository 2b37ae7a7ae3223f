"""Versions and scores from the command line, on the small ledger of the desk's tests."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from scoring.cli.app import main
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.scorecard import cardfile
from scoring.scorecard.use import score
from scoring.store import Store
from tests.desk.conftest import fill
from tests.desk.test_scores import CARD

NOON = datetime(2026, 11, 20, 12)


@pytest.fixture
def store(tmp_path: Path) -> list[str]:
    """The small ledger with one draft by Ann; Kim imported it."""
    ledger = Store.open(tmp_path / "ledger.duckdb")
    fill(ledger)
    scorecard_versions.save(ledger, cardfile.from_toml(CARD), "Ann", "To begin with", NOON)
    ledger.close()
    return ["--store", str(tmp_path / "ledger.duckdb")]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_draft_is_listed_approved_used_and_the_former_restored(
    store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    listed = told(capsys, "scorecard", "list", *store)
    assert (listed["in_use"], [(v["version"], v["status"]) for v in listed["versions"]]) == (0, [(1, "draft")])
    assert told(capsys, "score", "--as-of", "2024-03-31", *store)["expert"]
    approved = told(capsys, "scorecard", "approve", "1", "--by", "Bob", *store)
    assert (approved["status"], approved["approved_by"], approved["one_person"]) == ("champion", "Bob", False)
    book = told(capsys, "score", "--as-of", "2024-03-31", *store)
    assert (book["version"], book["counts"]["in_default"]) == (1, 1)
    assert {one["customer_id"]: one["score"] for one in book["customers"]} == {"A": 585, "B": 565, "C": None, "N": 605}
    assert main(["scorecard", "restore", "1", "--by", "Bob", "--reason", "again", *store]) == 2
    assert "not a former champion" in capsys.readouterr().err


def test_an_author_is_told_who_may_approve(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Bob set a rating by hand, so Ann is not alone."""
    rated = ["A", "risky", "--reason", "They moved", "--until", "2030-01-01", "--by", "Bob"]
    assert main(["rating", "set", *rated, *store]) == 0
    assert main(["scorecard", "approve", "1", "--by", "Ann", *store]) == 2
    assert "Bob" in capsys.readouterr().err


def test_a_version_is_taken_along_in_every_form(
    store: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("sql", "json", "xlsx", "testcases"):
        out = str(tmp_path / f"card.{form}")
        done = told(capsys, "scorecard", "export", "--format", form, "--version", "1", "--out", out, *store)
        assert done == {"out": out, "version": 1, "format": form}
    card = cardfile.from_json((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert card == cardfile.from_toml(CARD)
    assert '"overdue_share points"' in (tmp_path / "card.sql").read_text(encoding="utf-8")
    cases = pq.read_table(tmp_path / "card.testcases")
    assert score.score(card, cases).tolist() == cases["score"].to_pylist()
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "card.xlsx").read_bytes()))
    assert [sheet.title for sheet in book] == ["Points", "Grades", "About"]
    points = [row[:3] for row in book["Points"].iter_rows(values_only=True)]
    assert points[1] == ("Base points", None, 560)
    assert ("Overdue share", "missing", 5) in points
    assert ["Author", "Ann"] in [list(row) for row in book["About"].iter_rows(values_only=True)]


def test_tables_for_people_in_both_languages(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--as-of", "2024-03-31", "--version", "1", *store, "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert "版本 1“Two questions”" in shown
    assert next(line for line in shown.splitlines() if "Bob" in line).split()[2:4] == ["高风险", "C"]
    assert main(["scorecard", "list", *store]) == 0
    assert "Draft" in capsys.readouterr().out


def test_a_file_of_applicants_leaves_with_one_where_a_cell_is_no_number(
    store: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "new.csv"
    file.write_text("applicant,overdue_share,nature\nOak,0.5,company\nAsh,half,\n", encoding="utf-8")
    asked = ["score", "--applicants", str(file), "--version", "1", *store]
    assert main([*asked, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(one["applicant"], one["score"], one["rating"]) for one in found["applicants"]] == [
        ("Oak", 585, "ordinary"), ("Ash", None, "not_rated")
    ]  # fmt: skip
    assert found["problems"] == [{"row": 3, "column": "overdue_share", "value": "half"}]
    assert main(asked) == 1
    assert "which is no number" in capsys.readouterr().out


def test_a_day_after_the_ledger_is_answered_with_one_sentence_more(
    store: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """2034 is years after the last document; the answer is as of then, and says what it does not know."""
    assert main(["score", "--as-of", "2034-03-31", "--lang", "zh", *store]) == 0
    assert "晚于台账的最后一天" in capsys.readouterr().err
    assert main(["observations", "--as-of", "2034-03-31", "--out", str(tmp_path / "o.csv"), *store]) == 0
    assert capsys.readouterr().err.startswith("2034-03-31 lies after the ledger, which ends on ")
    assert main(["score", "--as-of", "2024-03-25", *store]) == 0
    assert capsys.readouterr().err == ""


def test_applicants_are_told_their_probabilities_in_percent_and_a_file_that_is_not_there_in_a_sentence(
    store: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "new.csv"
    file.write_text("applicant,Overdue share\nAcme,12%\n", encoding="utf-8")
    assert main(["score", "--applicants", str(file), "--version", "1", *store]) == 0
    assert capsys.readouterr().out.count("%") >= 2
    assert main(["score", "--applicants", str(tmp_path / "nowhere.csv"), "--version", "1", *store]) == 2
    caught = capsys.readouterr().err
    assert "nowhere.csv" in caught
    assert caught.count("\n") == 1
