"""Early warnings on the command line: listed, handled, recorded, with thresholds that can be changed and put back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.cli.app import main
from scoring.strategy.warnings.indicators import load
from scoring.text import LANGUAGES

INVOICES = "Customer No,Invoice No,Invoice Date,Due Date,Amount,Currency\nC1,A-1,2026-01-05,2026-02-04,100.00,USD\n"
EVENTS = "Customer No,Event,Event Date,Source\nC1,Lawsuit,2026-02-10,Court\n"
DAY = ["--as-of", "2026-03-31"]


@pytest.fixture
def store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """One customer, sued in February, that has not paid what was due on 4 February."""
    for name, text in (("invoices.csv", INVOICES), ("events.csv", EVENTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    where = ["--store", str(tmp_path / "ledger.duckdb")]
    assert main(["import", str(tmp_path / "invoices.csv"), str(tmp_path / "events.csv"), *where]) == 0
    capsys.readouterr()
    return where


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_alerts_are_listed_and_handled(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "alerts", *DAY, *store)
    assert (found["as_of"], sum(found["counts"].values())) == ("2026-03-31", len(found["alerts"]))
    lawsuit = next(one for one in found["alerts"] if one["indicator"] == "lawsuit")
    assert (lawsuit["value"], lawsuit["threshold"], lawsuit["raised_on"], lawsuit["state"]) == (
        1.0, 1.0, "2026-02-28", "raised",
    )  # fmt: skip
    assert lawsuit["evidence"] == [{"name": "lawsuits_open", "months_before": 0, "value": 1.0}]
    name = lawsuit["id"]
    assert told(capsys, "alerts", "acknowledge", name, "--by", "Kim", *DAY, *store)["state"] == "acknowledged"
    assert told(capsys, "alerts", "act", name[:5], "--by", "Kim", "--note", "called", *DAY, *store)["state"] == "acted"
    closed = told(capsys, "alerts", "close", name, "--by", "Kim", "--outcome", "paid", *DAY, *store)
    assert [(step["step"], step["note"], step["outcome"]) for step in closed["steps"]] == [
        ("acknowledged", "", None), ("acted", "called", None), ("closed", "", "paid"),
    ]  # fmt: skip
    assert name not in {one["id"] for one in told(capsys, "alerts", *DAY, *store)["alerts"]}
    assert name in {one["id"] for one in told(capsys, "alerts", "--closed", *DAY, *store)["alerts"]}
    assert main(["alerts", "act", name, "--by", "Kim", "--note", "again", *DAY, *store]) == 2
    assert name in capsys.readouterr().err
    assert told(capsys, "alerts", "--customer", "nobody", *DAY, *store)["alerts"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_people_read_tables(store: list[str], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["alerts"], ["alerts", "record"]):
        assert main([*arguments, *DAY, *store, "--lang", lang]) == 0
    shown = capsys.readouterr().out
    assert {"en": "Lawsuit recorded", "zh": "涉诉"}[lang] in shown


def test_thresholds_change_with_a_reason(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, "alerts", "record", *DAY, *store)["records"]
    assert len(lines) == sum(len(one.offered) for one in load().values())
    why = ["--by", "Kim", "--reason", "why", *store]
    assert told(capsys, "alerts", "threshold", "lawsuit", "2", *why) == {"indicator": "lawsuit", "threshold": 2.0}
    assert told(capsys, "alerts", "revert", "lawsuit", *why)["threshold"] == 1.0
    for wrong in (["lawsuit", "7"], ["wealth", "1"]):
        assert main(["alerts", "threshold", *wrong, *why]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_what_people_decided_survives_a_rebuild(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (name,) = [one["id"] for one in told(capsys, "alerts", *DAY, *store)["alerts"] if one["indicator"] == "lawsuit"]
    told(capsys, "alerts", "act", name, "--by", "Kim", "--note", "asked legal", *DAY, *store)
    told(capsys, "alerts", "threshold", "lawsuit", "2", "--by", "Kim", "--reason", "why", *store)
    before = told(capsys, "alerts", *DAY, *store)
    assert main(["rebuild", *store]) == 0
    capsys.readouterr()
    assert told(capsys, "alerts", *DAY, *store) == before
    assert [one["state"] for one in before["alerts"] if one["id"] == name] == ["acted"]
