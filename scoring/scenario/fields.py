"""Which values a scenario's fields can take, and which of them contradict each other. Each finding names its field."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scoring.errors import Fact
from scoring.scenario.terms import DUE_RULES, Terms


@dataclass(frozen=True)
class FieldError:
    """Trouble with one field. `place` is where it stands ("change.0.net_days"), `code` names the sentence
    (`scenario.field.<code>` in the words), `facts` fill it."""

    place: str
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Range:
    """A number between two ends, both possible; `whole` = no fractions; `above` = the low end itself is not possible."""

    low: float
    high: float
    whole: bool = False
    above: bool = False


TERM_RANGES: dict[str, Range] = {
    "net_days": Range(0, 365, whole=True),
    "due_day": Range(1, 31, whole=True),
    "discount_percent": Range(0, 50),
    "discount_days": Range(0, 180, whole=True),
    "late_interest_percent": Range(0, 100),
    "limit_amount": Range(0, 1e15),
    "limit_months": Range(0, 60),
    "stop_ship_days": Range(0, 365, whole=True),
    "deposit_percent": Range(0, 100),
    "instalments": Range(1, 24, whole=True),
    "instalment_days": Range(1, 92, whole=True),
    "insurance_premium_percent": Range(0, 20),
    "insurance_cover_percent": Range(0, 100),
    "insurance_own_percent": Range(0, 100),
    "factoring_advance_percent": Range(0, 100),
    "factoring_fee_percent": Range(0, 20),
}
SHOCK_RANGES: dict[str, Range] = {
    "sales_percent": Range(-100, 500),
    "delay_days": Range(-90, 365, whole=True),
    "pd_multiple": Range(0, 100),
    "interest_points": Range(-50, 100),
}
TOGETHER = (
    ("discount_percent", "discount_days"),
    ("instalments", "instalment_days"),
    ("insurance_premium_percent", "insurance_cover_percent"),
    ("factoring_advance_percent", "factoring_fee_percent"),
)
"""Fields of which neither says anything without the other."""
ONLY_WITH = {"insurance_own_percent": "insurance_cover_percent", "factoring_recourse": "factoring_advance_percent"}


def term_errors(raw: Mapping[str, Any], place: str) -> Iterator[FieldError]:
    """What is wrong with the terms of one change; nothing where they can be had.

    >>> [(e.place, e.code) for e in term_errors({"discount_percent": 120, "discount_days": 10}, "change.0")]
    [('change.0.discount_percent', 'above')]
    """
    for name, value in raw.items():
        yield from _term_error(name, value, f"{place}.{name}")
    yield from _missing_partners(raw, place)
    yield from _contradictions(raw, place)


def number_error(value: object, allowed: Range, place: str) -> Iterator[FieldError]:
    """What is wrong with a number: none at all, not whole, or outside what is allowed."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        yield FieldError(place, "not_a_number", {"found": str(value)})
    elif allowed.whole and value != int(value):
        yield FieldError(place, "not_whole", {"found": value})
    elif value < allowed.low or (allowed.above and value == allowed.low):
        yield FieldError(place, "below", {"found": value, "low": allowed.low})
    elif value > allowed.high:
        yield FieldError(place, "above", {"found": value, "high": allowed.high})


def _term_error(name: str, value: object, place: str) -> Iterator[FieldError]:
    if name in TERM_RANGES:
        yield from number_error(value, TERM_RANGES[name], place)
    elif name == "due_rule":
        if value not in DUE_RULES:
            yield FieldError(place, "not_one_of", {"found": str(value), "known": ", ".join(DUE_RULES)})
    elif name == "factoring_recourse":
        if not isinstance(value, bool):
            yield FieldError(place, "not_yes_or_no", {"found": str(value)})
    else:
        yield FieldError(place, "unknown", {"known": ", ".join(Terms.__dataclass_fields__)})


def _missing_partners(raw: Mapping[str, Any], place: str) -> Iterator[FieldError]:
    for one, other in TOGETHER:
        if one in raw and other not in raw and not (one == "instalments" and raw[one] == 1):
            yield FieldError(f"{place}.{other}", "needed", {"other": one})
        if other in raw and one not in raw:
            yield FieldError(f"{place}.{one}", "needed", {"other": other})
    for one, other in ONLY_WITH.items():
        if one in raw and other not in raw:
            yield FieldError(f"{place}.{other}", "needed", {"other": one})


def _contradictions(raw: Mapping[str, Any], place: str) -> Iterator[FieldError]:
    if "limit_amount" in raw and "limit_months" in raw:
        yield FieldError(f"{place}.limit_months", "contradicts", {"other": "limit_amount"})
    if raw.get("due_rule") == "day_of_month" and "due_day" not in raw:
        yield FieldError(f"{place}.due_day", "needed", {"other": "due_rule"})
    if "due_day" in raw and raw.get("due_rule") != "day_of_month":
        yield FieldError(f"{place}.due_day", "contradicts", {"other": "due_rule"})
    days, net = raw.get("discount_days"), raw.get("net_days")
    plain = raw.get("due_rule", "net") == "net"
    if plain and isinstance(days, int) and isinstance(net, int) and raw.get("discount_percent") and days >= net:
        yield FieldError(f"{place}.discount_days", "discount_after_due", {"found": days, "net_days": net})
