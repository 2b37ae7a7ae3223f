"""The commands about what may be lost, as a scheduler would call them; the ledger is that of test_cli."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from scoring.cli.app import main
from tests.test_cli import DAY, complaint, files, filled, store, told

__all__ = ["files", "filled", "store"]
AT = ["--as-of", DAY]


def test_losses_by_segment_add_up(filled: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """ACME owes 600.00, 55 days late; Bolt 250.00, not yet due."""
    for by in ("customer", "rating", "severity"):
        found = told(capsys, "loss", *AT, "--by", by, *filled)
        one = found["currencies"]["USD"]
        assert one["total"]["open"] == "850.00"
        parts = [Decimal(part["expected_loss"]) for part in one["contributions"]]
        assert sum(parts) == Decimal(one["total"]["expected_loss"]) > 0
    assert main(["loss", *AT, *filled, "--lang", "zh"]) == 0
    assert "预期损失" in capsys.readouterr().out


def test_the_headlines_of_the_portfolio(filled: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    one = told(capsys, "portfolio", *AT, *filled)["currencies"]["USD"]
    assert (one["headlines"]["receivables"], one["headlines"]["overdue_share"]) == ("850.00", 0.705882)
    assert one["capacity"] is None
    assert one["distribution"]["bad_year"]["loss"] <= one["distribution"]["worst_year"]["loss"]
    assert main(["portfolio", *AT, *filled]) == 0
    assert "Loss of a bad year" in capsys.readouterr().out


def test_stress_side_by_side_from_options_and_from_a_file(
    filled: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "cases.toml"
    file.write_text('[[case]]\nname = "One fails"\ntop = 1\n', encoding="utf-8")
    arguments = ["--file", str(file), "--pd-multiple", "2", "--case", "recession"]
    found = told(capsys, "stress", *AT, *arguments, *filled)["currencies"]["USD"]
    assert [one["case"] and one["case"]["name"] for one in found] == [None, "recession", "One fails", "As described"]
    losses = [Decimal(one["expected_loss"]) for one in found]
    assert all(loss > losses[0] for loss in losses[1:])
    assert found[2]["in_default"] == found[0]["in_default"] + 1
    assert len(told(capsys, "stress", *AT, *filled)["currencies"]["USD"]) == 6
    assert main(["stress", *AT, *filled, "--lang", "zh"]) == 0
    assert "经济衰退" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("stress", "--case", "nothing like it"), "downturn"),
        (("stress", "--pd-multiple", "-1"), "pd_multiple"),
        (("stress", "--move", "EUR"), "EUR=-10"),
        (("stress", "--industry", "Nowhere"), "Nowhere"),
        (("stress", "--move", "XXX=5"), "USD"),
        (("loss", "--by", "colour"), "severity"),
        (("loss", "--currency", "JPY"), "USD"),
        (("stress", "--file", "/nowhere/cases.toml"), "/nowhere/cases.toml"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    filled: list[str], capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], found: str
) -> None:
    command, *rest = arguments
    assert found in complaint(capsys, command, *rest, *filled)
