"""The hours of a working day that collecting gets, by role, from their TOML."""

from __future__ import annotations

import tomllib
from typing import Any, get_args

from scoring.errors import ScoringError
from scoring.strategy.playbook.terms import Owner

MOST = {"people": 1000, "hours": 24, "visits": 1000}
"""What a role may have at most, from 0."""


def check_capacity(text: str) -> None:
    """Whether hours can be planned by: each role that owns steps has people, hours and visits within their bounds.

    Raises ScoringError "capacity_invalid" (role, hours, people).

    >>> check_capacity("[clerk]\\npeople = 3\\nhours = 30\\nvisits = 0")
    Traceback (most recent call last):
        ...
    scoring.errors.ScoringError: capacity_invalid: role=clerk, hours=30, people=3
    """
    table = tomllib.loads(text)
    for role in (*get_args(Owner), *table):
        entry = table.get(role)
        told: dict[str, Any] = entry if isinstance(entry, dict) else {}
        if role not in get_args(Owner) or not all(_within(told.get(name), most) for name, most in MOST.items()):
            raise ScoringError(
                "capacity_invalid", role=role, hours=str(told.get("hours", "–")), people=str(told.get("people", "–"))
            )


def _within(value: object, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most
