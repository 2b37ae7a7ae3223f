"""Frozen dataclasses as plain values (dictionaries, lists, numbers, text) and back: what a card's file is made of."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from scoring.errors import ScoringError

Made = TypeVar("Made")


def plain(value: Any) -> Any:
    """A dataclass as a dictionary in the order of its fields, without fields that have their default; tuples as lists.

    >>> from scoring.scorecard.card import Grade
    >>> plain(Grade("A", "prime", 640))
    {'name': 'A', 'rating': 'prime', 'from_score': 640}
    """
    if dataclasses.is_dataclass(value):
        kept = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if not _is_default(f, value)}
        return {name: plain(part) for name, part in kept.items()}
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value


def made(kind: type[Made], value: object, where: str) -> Made:
    """The dataclass `kind` from a plain value; `where` names the place in a complaint.

    Raises ScoringError "card_field_unreadable" (a value of the wrong type), "card_field_unknown", "card_field_missing".

    >>> from scoring.scorecard.card import Grade
    >>> made(Grade, {"name": "A", "rating": "prime", "from_score": None}, "grades")
    Grade(name='A', rating='prime', from_score=None)
    """
    if not isinstance(value, Mapping):
        raise ScoringError("card_field_unreadable", where=where, found=_short(value))
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for name in value:
        if name not in fields:
            raise ScoringError("card_field_unknown", where=where, name=str(name))
    for name, field in fields.items():
        if name not in value and field.default is dataclasses.MISSING:
            raise ScoringError("card_field_missing", where=where, name=name)
    hints = get_type_hints(kind)
    return kind(**{name: _as(hints[name], part, f"{where}.{name}") for name, part in value.items()})


def _is_default(field: dataclasses.Field[Any], owner: object) -> bool:
    return field.default is not dataclasses.MISSING and getattr(owner, field.name) == field.default


def _as(hint: Any, value: object, where: str) -> Any:
    """`value` as the type `hint` asks for: a dataclass, a tuple, a literal, a union of simple types, or a simple type."""
    origin, parts = get_origin(hint), get_args(hint)
    if dataclasses.is_dataclass(hint):
        return made(hint, value, where)  # type: ignore[arg-type]
    if origin is tuple and isinstance(value, Sequence) and not isinstance(value, str):
        inner = parts[:1] * len(value) if parts[-1] is Ellipsis else parts
        if len(inner) == len(value):
            return tuple(
                _as(kind, part, f"{where}[{i}]") for i, (kind, part) in enumerate(zip(inner, value, strict=True))
            )
    if origin in (Union, UnionType):
        return _one_of(parts, value, where)
    if (origin is Literal and value in parts) or _is(hint, value):
        return float(value) if hint is float else value  # type: ignore[arg-type]
    raise ScoringError("card_field_unreadable", where=where, found=_short(value))


def _one_of(kinds: tuple[Any, ...], value: object, where: str) -> Any:
    """A number keeps the type it was written with where a union allows both."""
    exact = [kind for kind in kinds if type(value) is kind]
    if value is None and NoneType in kinds:
        return None
    fitting = exact or [kind for kind in kinds if kind is not NoneType and (_is(kind, value) or not _simple(kind))]
    if not fitting:
        raise ScoringError("card_field_unreadable", where=where, found=_short(value))
    return _as(fitting[0], value, where)


def _is(kind: Any, value: object) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return kind in (int, str, bool) and type(value) is kind


def _simple(kind: Any) -> bool:
    return isinstance(kind, type) and not dataclasses.is_dataclass(kind)


def _short(value: object) -> str:
    return repr(value)[:60]
