"""training on the command line: how people get on, in words and as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from scoring.cli.app import main
from scoring.desk.training.answers import note_answer
from scoring.store import Store
from scoring.strategy.training.terms import Answer


@pytest.fixture
def store(tmp_path: Path) -> list[str]:
    """Kim: one of two right. Lee: one of one."""
    opened = Store.open(tmp_path / "store.duckdb")
    for person, number, correct in (("Kim", 1, True), ("Kim", 2, False), ("Lee", 1, True)):
        note_answer(opened, Answer(person, date(2026, 3, 2), 1, number, 10, "i", "classify.rating", "prime", correct))
    opened.close()
    return ["--store", str(tmp_path / "store.duckdb")]


def test_progress_by_person(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["training", *store, "--json"]) == 0
    kim, lee = json.loads(capsys.readouterr().out)
    assert (kim["person"], kim["answers"], kim["right"], kim["topics"][0]["weight"]) == ("Kim", 2, 1, 0.5)
    assert kim["weeks"] == [{"week": "2026-03-02", "answers": 2, "right": 1}]
    assert (lee["person"], lee["right"]) == ("Lee", 1)


@pytest.mark.parametrize(("lang", "told"), [("en", "50.0%"), ("zh", "分类：评级")])
def test_in_words(store: list[str], capsys: pytest.CaptureFixture[str], lang: str, told: str) -> None:
    assert main(["training", *store, "--lang", lang]) == 0
    assert told in capsys.readouterr().out
    assert main(["training", *store, "--person", "Ann", "--lang", lang]) == 0
    assert "Ann" in capsys.readouterr().out
