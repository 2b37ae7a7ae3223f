"""Expressions of early warnings: what they compute, what a missing value does, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.errors import ScoringError
from scoring.strategy.warnings.expression import Column, computed, parse

NAMES = {"late": "number", "sales": "number", "nature": "word"}
NOW = {
    "late": np.array([10.0, np.nan, 40.0]),
    "sales": np.array([100.0, 0.0, np.nan]),
    "nature": np.array(["government", None, "commercial"], dtype=object),
}
BEFORE = {"late": np.array([5.0, 1.0, np.nan]), "sales": np.array([50.0, 0.0, 10.0])}


def told(text: str) -> list[float | None]:
    def ask(name: str, months: int) -> Column:
        return BEFORE[name] if months else NOW[name]

    found = computed(parse(text, NAMES), ask, 3)
    return [None if np.isnan(value) else float(value) for value in found]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("late", [10, None, 40]),
        ("2 * late - 1", [19, None, 79]),
        ("late / sales", [0.1, None, None]),
        ("sales / earlier(sales, 3)", [2, None, None]),  # 0 / 0 is nothing, not an error
        ("change(late, 1)", [5, None, None]),
        ("larger(late, 20)", [20, None, 40]),
        ("or_else(earlier(late, 1), 0)", [5, 1, 0]),
        ("-late", [-10, None, -40]),
        ("late > 5", [1, None, 1]),
        ("late > 20 and sales > 200", [0, 0, None]),  # one part that fails decides, whatever is missing
        ("late > 20 or sales > 50", [1, None, 1]),
        ("not late > 20", [1, None, 0]),
        ("nature == 'government'", [1, None, 0]),
        ("nature != 'government' or late > 5", [1, None, 1]),
    ],
)
def test_values_and_what_is_missing(text: str, values: list[float | None]) -> None:
    assert told(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "late.real",
        "late[0]",
        "(lambda: late)()",
        "[late for late in sales]",
        "open('x')",
        "larger(late, sales, 3)",
        "larger(late, b=3)",
        "late ** 9 ** 9",
        "late if sales else 0",
        "late := 3",
        "wealth > 1",
        "nature > 'a'",
        "nature + 1",
        "late and sales",
        "(late > 1) + 1",
        "1 < late < 2",
        "earlier(late, 0)",
        "earlier(late, 99)",
        "earlier(late, True)",
        "earlier(late + 1, 3)",
        "earlier(nature, 3)",
        "late == True",
        "late == None",
        "late > 1e400",
        "f'{late}'",
        "late; sales",
        "",
        "late >",
        "late + " * 200 + "1",
        "not " * 90 + "late > 1",
        "(" * 300 + "late" + ")" * 300,
    ],
)
def test_what_may_not_stand_there_is_refused(text: str) -> None:
    with pytest.raises(ScoringError) as stop:
        parse(text, NAMES)
    assert stop.value.code == "expression_refused"


def test_names_asked_for_are_told() -> None:
    asked = parse("change(late, 3) > or_else(earlier(sales, 6), sales)", NAMES)
    assert (asked.kind, asked.uses) == ("truth", (("late", 0), ("late", 3), ("sales", 0), ("sales", 6)))
