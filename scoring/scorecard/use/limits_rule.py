"""The rule that proposes a credit limit and payment terms. The rule is data (data/scorecards/limits.toml); here it is
read and applied, and every proposal carries the arithmetic it came from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from scoring.scorecard.use.classes import SHOWN

DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Allowance:
    """What a rating or a habit allows. `upper_days` is the inclusive bound of a habit (None = open-ended, or a rating)."""

    key: str
    factor: Decimal
    longest_terms_days: int
    usual_terms_days: int = 0
    upper_days: int | None = None


@dataclass(frozen=True)
class LimitRule:
    """The whole rule. `ratings` has one entry for every rating a customer can have, `habits` rise and end open."""

    significant_digits: int
    ratings: dict[str, Allowance]
    habits: tuple[Allowance, ...]
    habit_unknown: Allowance


@dataclass(frozen=True)
class Proposal:
    """Terms in days and limit in the currency of the sales, None where no sales are known; with what they came from."""

    limit: Decimal | None
    terms_days: int
    rating: str
    habit: str
    monthly_sales: Decimal | None
    rating_factor: Decimal
    habit_factor: Decimal


def read_rule(text: str) -> LimitRule:
    """The rule from its TOML.

    Raises ValueError for text that is no TOML, a rating without entry, or habits whose bounds do not rise to an open end.
    """
    raw = tomllib.loads(text)
    try:
        ratings = {key: _allowance(key, raw["rating"][key]) for key in SHOWN}
        habits = tuple(_allowance(spec["key"], spec) for spec in raw["habit"])
        unknown = _allowance("unknown", raw["habit_unknown"])
        digits = int(raw["significant_digits"])
    except KeyError as missing:
        raise ValueError(f"the limit rule lacks {missing}") from missing
    bounds = [habit.upper_days for habit in habits[:-1]]
    closed = [bound for bound in bounds if bound is not None]
    if not habits or habits[-1].upper_days is not None or closed != sorted(set(closed)) or len(closed) != len(bounds):
        raise ValueError("the bounds of the habits must rise and only the last may be open")
    return LimitRule(digits, ratings, habits, unknown)


def propose(
    rule: LimitRule, rating: str, monthly_sales: Decimal | None, days_beyond_terms: float | None, terms_days: int | None
) -> Proposal:
    """What the rule proposes for a customer; `days_beyond_terms` None = nothing paid yet, `terms_days` None = no terms yet.

    limit = monthly sales x terms / 30 x factor of the rating x factor of the habit, rounded down to significant digits.

    >>> from scoring.settings import PROJECT
    >>> rule = read_rule((PROJECT / "data/scorecards/limits.toml").read_text(encoding="utf-8"))
    >>> found = propose(rule, "ordinary", Decimal(12_345), 12.0, None)
    >>> found.terms_days, found.limit  # 12,345 x 30 / 30 x 1.1 x 0.9 = 12,221.55
    (30, Decimal('12000'))
    """
    allowed, habit = rule.ratings[rating], _habit(rule, days_beyond_terms)
    wanted = allowed.usual_terms_days if terms_days is None else terms_days
    terms = min(wanted, allowed.longest_terms_days, habit.longest_terms_days)
    limit = None
    if monthly_sales is not None:
        exact = monthly_sales * terms / DAYS_A_MONTH * allowed.factor * habit.factor
        limit = _rounded(exact, rule.significant_digits)
    return Proposal(limit, terms, rating, habit.key, monthly_sales, allowed.factor, habit.factor)


def _habit(rule: LimitRule, days: float | None) -> Allowance:
    if days is None:
        return rule.habit_unknown
    return next(habit for habit in rule.habits if habit.upper_days is None or days <= habit.upper_days)


def _rounded(amount: Decimal, digits: int) -> Decimal:
    """`amount` rounded down to `digits` significant digits, never to less than whole units.

    >>> _rounded(Decimal("27345.60"), 2), _rounded(Decimal("7.9"), 2), _rounded(Decimal(0), 2)
    (Decimal('27000'), Decimal('7'), Decimal('0'))
    """
    step = Decimal(1).scaleb(max(amount.adjusted() + 1 - digits, 0)) if amount else Decimal(1)
    return (amount / step).quantize(Decimal(1), ROUND_DOWN) * step.quantize(Decimal(1))


def _allowance(key: str, spec: Mapping[str, Any]) -> Allowance:
    return Allowance(
        key=key,
        factor=Decimal(str(spec["factor"])),
        longest_terms_days=int(spec["longest_terms_days"]),
        usual_terms_days=int(spec.get("usual_terms_days", 0)),
        upper_days=spec.get("upper_days"),
    )
