"""What-if on the command line, over the ledger of test_cli: ACME owes 600.00 55 days late, Bolt 250.00 not yet due."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.cli.app import commands, main
from scoring.cli.whatif import limits_of
from scoring.errors import ScoringError
from scoring.text import LANGUAGES
from tests.test_cli import DAY, files, filled, store  # noqa: F401

LATER = """name = "Later"
grouping = "nature"
[[change]]
segment = "commercial"
net_days = 60
"""
INSURED = LATER.replace("Later", "Stopped").replace("net_days = 60", "stop_ship_days = 30")


@pytest.fixture
def scenario(tmp_path: Path) -> str:
    (tmp_path / "later.toml").write_text(LATER, encoding="utf-8")
    return str(tmp_path / "later.toml")


def test_a_scenario_runs_and_says_what_it_comes_to(
    filled: list[str],  # noqa: F811
    scenario: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for lang in LANGUAGES:
        assert main(["whatif", "run", scenario, *filled, "--as-of", DAY, "--lang", lang]) == 0
        assert "ACME" in capsys.readouterr().out
    assert main(["whatif", "run", scenario, *filled, "--as-of", DAY, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["path_today"][0]["receivables"] == "850.00"
    assert Decimal(told["released"]) < 0
    for lang in LANGUAGES:
        words: str = commands(lang).commands["whatif"].commands["run"].help
        assert [key for key in told if key not in words] == []


def test_scenarios_stand_side_by_side(
    filled: list[str],  # noqa: F811
    scenario: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "other.toml").write_text(INSURED, encoding="utf-8")
    both = [scenario, str(tmp_path / "other.toml")]
    assert main(["whatif", "compare", *both, *filled, "--as-of", DAY]) == 0
    out = capsys.readouterr().out
    assert "Later" in out
    assert "Stopped" in out
    assert main(["whatif", "compare", *([scenario] * 5), *filled]) == 2
    assert "One to 4 scenarios" in capsys.readouterr().err


def test_the_best_terms_of_a_grid(
    filled: list[str],  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "grid.toml").write_text("[[terms]]\nnet_days = 14\n[[terms]]\ndeposit_percent = 30\n", encoding="utf-8")
    grid = ["--grid", str(tmp_path / "grid.toml"), "--by", "nature", "--as-of", DAY]
    assert main(["whatif", "best", "--goal", "dso", *grid, *filled, "--json"]) == 0
    told: Any = json.loads(capsys.readouterr().out)
    assert told["terms"]["commercial"] in ({"net_days": 14}, {"deposit_percent": 30.0})
    assert told["best"]["dso"] < told["today"]["dso"]
    assert main(["whatif", "best", "--limits", "dso=0.1", *grid, *filled]) == 1
    assert "DSO of at most 0.1 days cannot be kept" in capsys.readouterr().out
    (tmp_path / "grid.toml").write_text("[[terms]]\nnet_days = 900\n", encoding="utf-8")
    assert main(["whatif", "best", *grid, *filled]) == 2
    assert "terms.0.net_days: 900 is too much: 365 is the most." in capsys.readouterr().err


def test_every_wrong_field_is_told(
    filled: list[str],  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(LATER.replace("60", "-5") + "discount_percent = 120\ndiscount_days = 2\n", encoding="utf-8")
    assert main(["whatif", "run", str(bad), *filled]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in lines][:2] == ["change.0.net_days", "change.0.discount_percent"]
    bad.write_text(LATER.replace('"commercial"', '"nobody"'), encoding="utf-8")
    assert main(["whatif", "run", str(bad), *filled]) == 2
    assert "Segments there are: commercial" in capsys.readouterr().err
    assert main(["whatif", "run", "nowhere.toml", *filled]) == 2
    assert "neither a kept one nor a file" in capsys.readouterr().err


def test_a_scenario_is_kept_listed_shown_and_run_by_name(
    filled: list[str],  # noqa: F811
    scenario: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["whatif", "list", *filled]) == 0
    assert "No scenario is kept yet" in capsys.readouterr().out
    assert main(["whatif", "save", scenario, "--author", "Kim", *filled]) == 0
    assert main(["whatif", "list", *filled]) == 0
    assert "Kim" in capsys.readouterr().out
    assert main(["whatif", "show", "Later", *filled]) == 0
    assert "net_days = 60" in capsys.readouterr().out
    assert main(["whatif", "run", "Later", *filled, "--as-of", DAY]) == 0


@pytest.mark.parametrize(
    "text", ["dso", "dso=x", "dso=-1", "speed=3", "dso=3,dso=4", "segments_changed=1.5", "dso=inf"]
)
def test_limits_that_are_none(text: str) -> None:
    with pytest.raises(ScoringError, match="limit_unreadable"):
        limits_of(text)
