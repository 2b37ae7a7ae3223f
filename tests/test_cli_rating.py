"""Ratings set by hand from the command line, on the small ledger of the desk's tests: set, listed, lifted, logged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.cli.app import main
from scoring.desk.intake.audit import audit_log
from scoring.store import Store
from tests.desk.conftest import fill

HELD = ["--from", "2024-03-31", "--until", "2024-06-30", "--reason", "Its bank called", "--by", "Ann"]


@pytest.fixture
def store(tmp_path: Path) -> list[str]:
    ledger = Store.open(tmp_path / "ledger.duckdb")
    fill(ledger)
    ledger.close()
    return ["--store", str(tmp_path / "ledger.duckdb")]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 2
    sentence = capsys.readouterr().err
    assert sentence.count("\n") == 1
    return sentence


def test_a_rating_is_set_counts_is_listed_and_lifted(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    made = told(capsys, "rating", "set", "N", "risky", *HELD, *store)
    assert (made["number"], made["rating"], made["by"], made["standing"]) == (1, "risky", "Ann", "in_force")
    score = ["score", "--as-of", "2024-03-31", *store]
    rating = {one["customer_id"]: one["rating"] for one in told(capsys, *score)["customers"]}
    assert rating["N"] == "risky"
    listed = told(capsys, "rating", "list", "--as-of", "2024-07-01", *store)
    assert [(row["number"], row["standing"], row["reason"]) for row in listed["ratings"]] == [
        (1, "expired", "Its bank called")
    ]
    ended = told(capsys, "rating", "lift", "1", "--on", "2024-03-31", "--by", "Bob", *store)
    assert (ended["standing"], ended["lifted_by"], ended["lifted_on"]) == ("lifted", "Bob", "2024-03-31")
    assert {one["customer_id"]: one["rating"] for one in told(capsys, *score)["customers"]}["N"] != "risky"
    ledger = Store.open(Path(store[1]))
    assert [entry.by for entry in audit_log(ledger, "en")[:2]] == ["Bob", "Ann"]
    ledger.close()


def test_the_last_one_set_replaces_the_others(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for rating in ("risky", "ordinary"):
        told(capsys, "rating", "set", "A", rating, *HELD, *store)
    listed = told(capsys, "rating", "list", "--customer", "A", "--as-of", "2024-04-30", *store)["ratings"]
    assert [(row["rating"], row["standing"]) for row in listed] == [("ordinary", "in_force"), ("risky", "replaced")]
    assert told(capsys, "rating", "list", "--customer", "B", *store)["ratings"] == []


def test_people_read_it_in_their_language(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rating", "list", *store]) == 0
    assert "ever set by hand" in capsys.readouterr().out
    assert main(["rating", "set", "N", "risky", *HELD, *store, "--lang", "zh"]) == 0
    assert "人工评级为高风险" in capsys.readouterr().out
    assert main(["rating", "list", *store, "--lang", "zh"]) == 0
    assert "Its bank called" in capsys.readouterr().out


def test_what_makes_no_sense_is_one_sentence(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "Z" in complaint(capsys, "rating", "set", "Z", "risky", *HELD, *store)
    assert "superb" in complaint(capsys, "rating", "set", "N", "superb", *HELD, *store)
    assert "2024" in complaint(
        capsys, "rating", "set", "N", "risky", "--reason", "x", "--from", "2024-06-30", "--until", "2024-03-31", *store
    )
    complaint(capsys, "rating", "set", "N", "risky", "--reason", " ", "--until", "2030-03-31", *store)
    complaint(capsys, "rating", "set", "N", "risky", "--reason", "x", "--until", "31.3.2030", *store)
    assert "7" in complaint(capsys, "rating", "lift", "7", *store)
    told(capsys, "rating", "set", "N", "risky", *HELD, *store)
    told(capsys, "rating", "lift", "1", *store)
    assert "1" in complaint(capsys, "rating", "lift", "1", *store)
