"""Stress cases as readable TOML, and back.

[[case]]
name = "A recession, and the largest customer fails"
pd_multiple = 3                   # what is not written changes nothing
delay_days = 30
industries = ["Construction"]
top = 1
currency_percent = { EUR = -10, "*" = -5 }   # "*" = every currency but that of the report
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from scoring.errors import ScoringError
from scoring.scenario.stress import Case

NUMBERS = {"pd_multiple": float, "delay_days": int, "top": int}


def to_toml(cases: Iterable[Case]) -> str:
    """Cases as text that reads back to the same cases.

    >>> print(to_toml([Case("Worse", pd_multiple=2.0, currency_percent={"EUR": -10.0})]), end="")
    [[case]]
    name = "Worse"
    pd_multiple = 2.0
    currency_percent = { "EUR" = -10.0 }
    """
    return "\n".join(_table(case) for case in cases)


def from_toml(text: str) -> tuple[Case, ...]:
    """The cases of a text. Raises ScoringError "stress_not_a_file", "stress_field_unknown", "stress_value_unreadable",
    or as `Case` does."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise ScoringError("stress_not_a_file", reason=str(trouble)) from None
    tables = raw.get("case")
    if set(raw) != {"case"} or not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise ScoringError("stress_not_a_file", reason=", ".join(raw) or "-")
    return tuple(_case(one) for one in tables)


def _case(raw: Mapping[str, Any]) -> Case:
    known = set(Case.__dataclass_fields__)
    for name in raw:
        if name not in known:
            raise ScoringError("stress_field_unknown", field=name, known=", ".join(sorted(known)))
    values = {name: _value(name, value) for name, value in raw.items()}
    return Case(**{"name": "", **values})


def _value(name: str, value: object) -> Any:
    kind = NUMBERS.get(name)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind is not None and number and kind(value) == value:
        return kind(value)
    if name == "name" and isinstance(value, str):
        return value.strip()
    if name == "industries" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if name == "currency_percent" and isinstance(value, dict) and all(_number(one) for one in value.values()):
        return {currency.upper(): float(move) for currency, move in value.items()}
    raise ScoringError("stress_value_unreadable", field=name, found=str(value))


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _table(case: Case) -> str:
    lines = ["[[case]]", f"name = {_text(case.name)}"]
    plain = Case("-")
    lines += [f"{name} = {getattr(case, name)}" for name in NUMBERS if getattr(case, name) != getattr(plain, name)]
    if case.industries:
        lines.append(f"industries = [{', '.join(map(_text, case.industries))}]")
    if case.currency_percent:
        moves = ", ".join(f"{_text(one)} = {float(move)}" for one, move in case.currency_percent.items())
        lines.append(f"currency_percent = {{ {moves} }}")
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
