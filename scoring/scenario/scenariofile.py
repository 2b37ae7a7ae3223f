"""A scenario as readable TOML, and back.

    name = "Shorter terms for risky customers"
    note = "As discussed in November"
    grouping = "rating"               # rating, nature, industry, size, region, owner, parent, customer

    [[change]]
    segment = "risky"                 # a group of the grouping ...
    net_days = 30                     # the fields of Terms; what is not written stays as it is today
    discount_percent = 2
    discount_days = 10

    [[change]]
    segment = "our three"             # ... or customers picked by hand, under a name
    customers = ["C0001", "C0002", "C0003"]
    stop_ship_days = 45

    [shocks]                          # the fields of Shocks
    sales_percent = -5

    [assumptions.pass_through]        # in place of the product's or the ledger's
    low = 0.5
    base = 0.8
    high = 1.0

What is written in percent is a percent: 2 is 2%.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any

from scoring.errors import ScoringError
from scoring.scenario.assumptions import BOUNDS, NAMES, Assumption
from scoring.scenario.fields import SHOCK_RANGES, TERM_RANGES, FieldError, Range, number_error, term_errors
from scoring.scenario.scenario import Change, Scenario
from scoring.scenario.shocks import Shocks
from scoring.scenario.terms import Terms
from scoring.terms import GROUPINGS

PARTS = ("name", "note", "grouping", "change", "shocks", "assumptions")
GROUPED_BY = tuple(name for name in GROUPINGS if name != "currency")
"""What the segments of a scenario can be: customers belong to one group each."""
LEVELS = ("low", "base", "high")
NAME_MAX = 80


def to_toml(scenario: Scenario) -> str:
    """The scenario as text; the same scenario gives the same text.

    >>> print(to_toml(Scenario("Net 30", changes=(Change("risky", Terms(net_days=30)),))), end="")
    name = "Net 30"
    grouping = "rating"
    <BLANKLINE>
    [[change]]
    segment = "risky"
    net_days = 30
    """
    head = {"name": scenario.name} | ({"note": scenario.note} if scenario.note else {})
    lines = _lines({**head, "grouping": scenario.grouping})
    for change in scenario.changes:
        picked = {"customers": list(change.customers)} if change.customers else {}
        told = {name: getattr(change.terms, name) for name in change.terms.changed}
        lines += ["", "[[change]]", *_lines({"segment": change.segment, **picked, **told})]
    if scenario.shocks.changed:
        told = {name: getattr(scenario.shocks, name) for name in scenario.shocks.changed}
        lines += ["", "[shocks]", *_lines(told)]
    for name, assumed in scenario.assumptions.items():
        lines += ["", f"[assumptions.{name}]", *_lines({level: getattr(assumed, level) for level in LEVELS})]
    return "\n".join(lines) + "\n"


def from_toml(text: str, segments: Collection[str] | None = None) -> Scenario:
    """The scenario that a text states; `segments` as in `errors_of`.

    Raises ScoringError "scenario_not_a_file" (no TOML) or "scenario_invalid" (its facts hold the first field's error;
    `errors_of` has all of them).
    """
    raw = parsed(text)
    found = errors_of(raw, segments)
    if found:
        raise ScoringError("scenario_invalid", place=found[0].place, trouble=found[0].code, count=len(found))
    return made(raw)


def parsed(text: str) -> dict[str, Any]:
    """The plain values of a text. Raises ScoringError "scenario_not_a_file"."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise ScoringError("scenario_not_a_file", reason=str(trouble)) from trouble


def errors_of(raw: Mapping[str, Any], segments: Collection[str] | None = None) -> list[FieldError]:
    """Everything that is wrong with plain values, field by field; empty where `made` can make a scenario of them.

    `segments` are the groups there are, None = not known here.

    >>> bad = {"name": "x", "change": [{"segment": "risky", "net_days": -5}]}
    >>> [(error.place, error.code) for error in errors_of(bad)]
    [('change.0.net_days', 'below')]
    """
    found = [FieldError(name, "unknown", {"known": ", ".join(PARTS)}) for name in raw if name not in PARTS]
    found += _head_errors(raw)
    changes = raw.get("change", [])
    if not isinstance(changes, list) or not all(isinstance(change, dict) for change in changes):
        return [*found, FieldError("change", "not_a_table")]
    for position, change in enumerate(changes):
        found += _change_errors(change, f"change.{position}", segments)
    found += _twice(changes)
    found += _table_errors(raw, "shocks", SHOCK_RANGES)
    return found + _assumption_errors(raw.get("assumptions", {}))


def made(raw: Mapping[str, Any]) -> Scenario:
    """The scenario of plain values that have no errors."""
    own = {
        name: Assumption(float(spec["low"]), float(spec["base"]), float(spec["high"]), "own")
        for name, spec in raw.get("assumptions", {}).items()
    }
    return Scenario(
        name=raw["name"].strip(),
        note=raw.get("note", ""),
        grouping=raw.get("grouping", "rating"),
        changes=tuple(
            Change(change["segment"], terms_of(change), tuple(change.get("customers", ())))
            for change in raw.get("change", [])
        ),
        shocks=Shocks(**{name: _number(value, SHOCK_RANGES[name]) for name, value in raw.get("shocks", {}).items()}),
        assumptions=own,
    )


def terms_of(raw: Mapping[str, Any]) -> Terms:
    """The terms among plain values that have no errors; other fields are left alone."""
    told = {field.name: raw[field.name] for field in fields(Terms) if field.name in raw}
    return Terms(**{name: _number(v, TERM_RANGES[name]) if name in TERM_RANGES else v for name, v in told.items()})


def _number(value: float, allowed: Range) -> Any:
    return int(value) if allowed.whole else float(value)


def _head_errors(raw: Mapping[str, Any]) -> Iterator[FieldError]:
    name = raw.get("name")
    if not isinstance(name, str) or not name.strip():
        yield FieldError("name", "missing")
    elif len(name) > NAME_MAX:
        yield FieldError("name", "too_long", {"most": NAME_MAX})
    if not isinstance(raw.get("note", ""), str):
        yield FieldError("note", "not_a_text")
    if raw.get("grouping", "rating") not in GROUPED_BY:
        yield FieldError("grouping", "not_one_of", {"found": str(raw["grouping"]), "known": ", ".join(GROUPED_BY)})


def _change_errors(raw: Mapping[str, Any], place: str, segments: Collection[str] | None) -> Iterator[FieldError]:
    segment, picked = raw.get("segment"), raw.get("customers")
    if not isinstance(segment, str):
        yield FieldError(f"{place}.segment", "missing")
    elif picked is None and segments is not None and segment not in segments:
        yield FieldError(f"{place}.segment", "empty_segment", {"segment": segment})
    if picked is not None and not (isinstance(picked, list) and picked and all(isinstance(c, str) for c in picked)):
        yield FieldError(f"{place}.customers", "no_customers")
    terms = {name: value for name, value in raw.items() if name not in ("segment", "customers")}
    if not terms:
        yield FieldError(place, "nothing_changes")
    yield from term_errors(terms, place)


def _twice(changes: list[dict[str, Any]]) -> Iterator[FieldError]:
    """Segments, or customers picked by hand, that stand in two changes."""
    seen: set[object] = set()
    for position, change in enumerate(changes):
        if change.get("segment") in seen:
            yield FieldError(f"change.{position}.segment", "twice", {"found": str(change.get("segment"))})
        seen.add(change.get("segment"))
    picked: set[str] = set()
    for position, change in enumerate(changes):
        own = change.get("customers")
        mine = {c for c in own if isinstance(c, str)} if isinstance(own, list) else set()
        if picked & mine:
            yield FieldError(f"change.{position}.customers", "twice", {"found": ", ".join(sorted(picked & mine))})
        picked |= mine


def _table_errors(raw: Mapping[str, Any], part: str, ranges: Mapping[str, Range]) -> Iterator[FieldError]:
    given = raw.get(part, {})
    if not isinstance(given, dict):
        yield FieldError(part, "not_a_table")
        return
    for name, value in given.items():
        if name in ranges:
            yield from number_error(value, ranges[name], f"{part}.{name}")
        else:
            yield FieldError(f"{part}.{name}", "unknown", {"known": ", ".join(ranges)})


def _assumption_errors(given: object) -> list[FieldError]:
    if not isinstance(given, dict):
        return [FieldError("assumptions", "not_a_table")]
    return [error for name, spec in given.items() for error in _one_assumption(name, spec, f"assumptions.{name}")]


def _one_assumption(name: str, spec: object, place: str) -> Iterator[FieldError]:
    if name not in NAMES:
        yield FieldError(place, "unknown", {"known": ", ".join(NAMES)})
    elif not isinstance(spec, dict) or set(spec) != set(LEVELS):
        yield FieldError(place, "not_three_levels")
    else:
        wrong = [e for level in LEVELS for e in number_error(spec[level], Range(*BOUNDS[name]), f"{place}.{level}")]
        yield from wrong
        if not wrong and not spec["low"] <= spec["base"] <= spec["high"]:
            yield FieldError(f"{place}.base", "not_in_order", {"low": spec["low"], "high": spec["high"]})


def _lines(values: Mapping[str, Any]) -> list[str]:
    return [f"{name} = {_written(value)}" for name, value in values.items()]


def _written(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
