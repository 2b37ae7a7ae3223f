"""What credit limit and terms the shipped rule proposes, by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scoring.scorecard.use.limits_rule import propose, read_rule
from scoring.settings import PROJECT

TEXT = (PROJECT / "data/scorecards/limits.toml").read_text(encoding="utf-8")
RULE = read_rule(TEXT)
SALES = Decimal(10_000)


@pytest.mark.parametrize(
    ("rating", "habit_days", "terms", "expected"),
    [
        ("prime", 0.0, None, (45, "22000")),  # 10,000 x 45/30 x 1.5 x 1.0 = 22,500
        ("prime", 0.0, 60, (60, "30000")),  # today's terms stay: 10,000 x 60/30 x 1.5
        ("prime", 0.0, 120, (90, "45000")),  # at most 90 days
        ("prime", 5.0, 60, (60, "30000")),  # day 5 is on time
        ("prime", 5.1, 60, (60, "27000")),  # x 0.9
        ("ordinary", 31.0, 60, (30, "7700")),  # a month late: 30 days at most; 10,000 x 1.1 x 0.7
        ("risky", None, 60, (30, "4500")),  # nothing paid yet: 10,000 x 30/30 x 0.5 x 0.9
        ("not_rated", None, None, (30, "6300")),
        ("in_default", 0.0, 60, (0, "0")),
    ],
)
def test_limit_and_terms(rating: str, habit_days: float | None, terms: int | None, expected: tuple[int, str]) -> None:
    found = propose(RULE, rating, SALES, habit_days, terms)
    assert (found.terms_days, str(found.limit)) == expected


def test_the_arithmetic_is_told() -> None:
    found = propose(RULE, "ordinary", SALES, 12.0, 45)
    assert (found.monthly_sales, found.terms_days, found.rating_factor, found.habit, found.habit_factor) == (
        SALES, 45, Decimal("1.1"), "somewhat_late", Decimal("0.9"),
    )  # fmt: skip
    assert found.limit == Decimal(14_000)  # 10,000 x 45/30 x 1.1 x 0.9 = 14,850


def test_without_sales_there_is_no_limit_to_propose() -> None:
    assert propose(RULE, "prime", None, None, None).limit is None


@pytest.mark.parametrize(
    "broken",
    ["rating =", TEXT.replace("[rating.risky]", "[rating.bad]"), TEXT.replace("upper_days = 30", "upper_days = 3"),
     TEXT.replace("significant_digits", "digits"), TEXT.replace("upper_days = 5 ", "below = 5 ")],
)  # fmt: skip
def test_a_broken_rule_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"lacks|rise|TOML|Invalid|value"):
        read_rule(broken)
