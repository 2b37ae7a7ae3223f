"""The provision on the command line: figures in JSON, tables in both languages, decisions, mistakes in one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.cli.app import main
from scoring.store import Store
from tests.desk.test_provision import fill

WORDS = """1年以内 3年以上 小计 减：坏账准备 合计 期末余额 上年年末余额 按单项计提坏账准备 按组合计提坏账准备
账面余额 预期信用损失率 账面价值 期初余额 本期计提 收回或转回 核销 其他 前五名欠款方"""


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    path = tmp_path_factory.mktemp("cli") / "ledger.duckdb"
    opened = Store.open(path)
    fill(opened)
    opened.close()
    return ["--store", str(path)]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_allowance_in_json(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "provision", "--as-of", "2024-12-31", *store)["currencies"]["EUR"]
    assert (found["balance"], found["allowance"], found["method"]) == ("1100.00", "500.00", "history")
    assert [line["roll_rate"] for line in found["matrix"]][:2] == ["0.800000", "0.750000"]
    assert found["tables"]["by_age"]["total"] == ["600.00", "0.00"]
    total = found["tables"]["roll_forward"][-1]
    assert (total["opening"], total["charged"], total["closing"]) == ("100.00", "400.00", "500.00")


def test_an_annual_report_in_chinese(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["provision", "--as-of", "2024-12-31", "--form", "statutory", "--lang", "zh", *store]) == 0
    text = capsys.readouterr().out
    for words in WORDS.split():
        assert words in text


def test_decisions_are_made_and_ended(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    day = ["--from", "2024-12-31", *store]
    assert told(capsys, "assess", "E", "--percent", "25", "--by", "Kim", "--reason", "Suit", *day)["share"] == "0.25"
    assert told(capsys, "look-ahead", "1.2", "--by", "Kim", "--reason", "Outlook", *day)["factor"] == "1.2"
    found = told(capsys, "provision", "--as-of", "2024-12-31", *store)["currencies"]["EUR"]
    assert [one["allowance"] for one in found["individual"]] == ["250.00"]
    assert found["factor"] == {"value": "1.2000", "reason": "Outlook", "by": "Kim"}
    assert told(capsys, "assess", "E", "--end", "--by", "Kim", *day)["ended_on"] == "2024-12-31"
    assert main(["provision", "--as-of", "2024-12-31", *store]) == 0
    assert "Outlook" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "expected"), [
    (["assess", "E", "--percent", "many", "--by", "Kim"], "many is not a number"),
    (["assess", "E", "--percent", "120", "--reason", "x", "--by", "Kim"], "between 0 and 1"),
    (["assess", "E", "--by", "Kim"], "A reason is needed"),
    (["look-ahead", "0", "--by", "Kim", "--reason", "x"], "above 0"),
    (["provision", "--as-of", "2024-12-31", "--since", "2025-01-01"], "must lie before"),
    (["provision", "--by", "customer"], "--by"),
])  # fmt: skip
def test_a_mistake_is_one_sentence(
    store: list[str], capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    assert main([*arguments, *store]) == 2
    sentence = capsys.readouterr().err
    assert sentence.count("\n") == 1
    assert expected in sentence


def test_the_portfolio_tells_its_shape(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "portfolio", "--as-of", "2024-12-31", "--since", "2024-06-30", *store)["currencies"]["EUR"][
        "shape"
    ]
    assert (found["since"], found["overdue"]["closing"]) == ("2024-06-30", "100.00")
    assert found["concentration"]["customer"]["debtors"] == 2
    assert found["migration"] == {"over_90": {"over_90": "1.000000"}}
    assert main(["portfolio", "--as-of", "2024-12-31", "--lang", "zh", *store]) == 0
    assert "回款进度" in capsys.readouterr().out
