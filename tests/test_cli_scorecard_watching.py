"""The commands that answer for a scorecard: monitor and scorecard document."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.cli.app import main
from scoring.desk.intake.generate import generate
from scoring.desk.intake.importing import import_files
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.ledger.reading import ImportOptions
from scoring.scorecard.card import Target
from scoring.store import Store


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A made-up ledger of 500 invoices; version 1 is the expert's card for 15 days past due within three months."""
    folder = tmp_path_factory.mktemp("watching")
    store = Store.open(folder / "store.duckdb")
    store.set_setting("currency", "USD")
    assert not import_files(store, generate(500, folder), ImportOptions()).failures
    card = scorecard_versions.expert(store).card
    card = replace(card, name="Mild", provenance=replace(card.provenance, target=Target(15, 3)))
    scorecard_versions.save(store, card, "Kim", "A milder definition")
    store.close()
    return str(folder / "store.duckdb")


def test_monitor_as_json_and_in_words(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["monitor", "--store", ledger, "--as-of", "2026-09-30", "--version", "1", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["as_of"], len(told["months"])) == (1, "2026-09-30", 12)
    assert code == int(any(alarm["severity"] == "act" for alarm in told["alarms"]))
    assert main(["monitor", "--store", ledger, "--as-of", "2026-09-30", "--version", "1", "--lang", "zh"]) == code
    words = capsys.readouterr().out
    assert all(month["day"] in words for month in told["months"])
    assert "预期坏客户" in words
    assert len([line for line in words.splitlines() if line.startswith(("处理：", "关注："))]) == len(told["alarms"])


def test_before_the_ledger_there_is_one_sentence(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["monitor", "--store", ledger, "--as-of", "2023-12-01"]) == 2
    assert capsys.readouterr().err.startswith("There is nothing to watch on 2023-12-01")


def test_the_model_document_is_written(ledger: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "model.md"
    asked = [
        "scorecard",
        "document",
        "--store",
        ledger,
        "--out",
        str(file),
        "--version",
        "1",
        "--format",
        "md",
        "--json",
    ]
    assert main(asked) == 0
    assert json.loads(capsys.readouterr().out) == {"out": str(file), "version": 1, "format": "md"}
    text = file.read_text(encoding="utf-8")
    assert text.startswith('# Scorecard "Mild": model document\n')
    assert "A milder definition" in text
    assert "15 or more days past due" in text
    assert main(["scorecard", "document", "--store", ledger, "--out", str(file), "--format", "pdf"]) == 2
