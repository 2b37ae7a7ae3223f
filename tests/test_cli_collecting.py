"""strategy, worklist and letters on the command line, on a made-up ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.cli.app import main
from scoring.desk.intake.generate import generate
from scoring.desk.intake.importing import import_files
from scoring.ledger.reading import ImportOptions
from scoring.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("collecting")
    opened = Store.open(folder / "store.duckdb")
    opened.set_setting("currency", "USD")
    assert not import_files(opened, generate(800, folder), ImportOptions()).failures
    opened.close()
    return ["--store", str(folder / "store.duckdb")]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_grid_and_the_customers_tell_the_same(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = told(capsys, "strategy", *store)["currencies"].values()
    assert sum(cell["customers"] for cell in found["grid"]) == len(found["customers"])
    assert {one["level"] for one in found["customers"]} == {name for cell in found["grid"] for name in cell["levels"]}


def test_more_hours_never_bring_less(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    little, much = (told(capsys, "worklist", *store, "--hours", hours, "--people", "1") for hours in ("0.5", "8"))
    assert little["value"] <= much["value"]
    assert sorted(item["customer"] for item in little["items"]) == sorted(item["customer"] for item in much["items"])
    ranks = [item["rank"] for item in much["items"] if item["rank"] is not None]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_for_people(store: list[str], lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("strategy", "worklist"):
        assert main([command, *store, "--lang", lang]) == 0
    assert capsys.readouterr().out.count("\n") > 10


def test_letters_are_written_for_a_segment(
    store: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "letters"
    wanted = (
        "letters",
        *store,
        "--out",
        str(out),
        "--format",
        "docx",
        "--segment",
        "nature=commercial",
        "--lang",
        "zh",
    )
    found = told(capsys, *wanted)
    assert sorted(one["file"] for one in found) == sorted(path.name for path in out.iterdir())


@pytest.mark.parametrize(
    "wrong", [("--segment", "nature"), ("--segment", "mood=bad"), ("--format", "doc"), ("--as-of", "31.12.2025")]
)
def test_misuse_is_one_sentence(
    store: list[str], wrong: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["letters", *store, "--out", str(tmp_path / "none"), *wrong]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_effect_by_month_and_strategy(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "effect", *store, "--by", "month")
    (currency,) = found["currencies"].values()
    assert len(currency["groups"]) == 12
    assert currency["groups"][0]["overdue_at_end"] == currency["groups"][1]["overdue_at_start"]
    assert found["by_channel"]["activities"] == found["by_level"]["activities"] > 0
    assert not any(one["enough"] for one in found["by_channel"]["effects"])  # 98 activities are no record
    assert found["experiments"] == []
    for lang in ("en", "zh"):
        assert main(["effect", *store, "--lang", lang]) == 0
    assert capsys.readouterr().out.count("\n") > 20
    assert main(["effect", *store, "--from", "2099-01-01"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
