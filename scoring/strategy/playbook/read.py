"""The playbook from its TOML, checked as a whole: a playbook that was read answers for every debtor."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import product
from typing import Any, get_args

from scoring.errors import ScoringError
from scoring.strategy.playbook import terms
from scoring.strategy.playbook.choose import rule_for
from scoring.strategy.playbook.terms import SEVERITIES, Debtor, Excuse, Level, Playbook, Rule, Step, Told
from scoring.terms import Nature

LANGUAGES = ("en", "zh")
RATINGS = ("prime", "ordinary", "risky", "in_default", "not_rated")
CONDITIONS = ("nature", "severity", "rating", "size", "reason", "persistence")
ALLOWED: dict[str, tuple[str, ...]] = {
    "nature": tuple(Nature),
    "severity": SEVERITIES,
    "rating": RATINGS,
    "reason": terms.REASONS,
    "persistence": terms.PERSISTENCES,
}
"""What a rule may ask for; sizes are the customer list's own words."""


def read_playbook(levels: str, rules: str, excuses: str) -> Playbook:
    """A playbook from the texts of its three files.

    Raises ScoringError "playbook_not_toml" (file, reason), "playbook_entry" (file, entry, field, found) or
    "playbook_gap" (nature, severity, rating) where no rule fits some debtor.
    """
    found = Playbook(
        {name: _level(name, entry) for name, entry in _entries("levels", levels)},
        tuple(_rule(entry) for entry in _rules(rules)),
        {name: _excuse(name, entry) for name, entry in _entries("excuses", excuses)},
    )
    _check_links(found)
    for nature, severity, rating in product(Nature, SEVERITIES, RATINGS):
        if rule_for(found, Debtor(nature, severity, rating)) is None:
            raise ScoringError("playbook_gap", nature=str(nature), severity=severity, rating=rating)
    return found


def _toml(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise ScoringError("playbook_not_toml", file=file, reason=str(trouble)) from trouble


def _rules(text: str) -> list[Mapping[str, Any]]:
    """The rules of the file, in order; none where it names none."""
    found = _toml("rules", text).get("rule", [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise _wrong(("rules", ""), "rule", found)
    return found


def _entries(file: str, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The entries of a file, each a table of its own."""
    for name, entry in _toml(file, text).items():
        if not isinstance(entry, dict):
            raise _wrong((file, name), name, entry)
        yield name, entry


def _level(name: str, entry: Mapping[str, Any]) -> Level:
    place = ("levels", name)
    steps = tuple(_step(place, step) for step in _taken(place, entry, "step", list))
    days = [step.day for step in steps]
    if not days or days != sorted(set(days)):
        raise _wrong(place, "step.day", days)
    ways_out = _taken(place, entry, "exit", dict)
    return Level(
        id=name,
        name=_told(place, entry, "name"),
        posture=_told(place, entry, "posture"),
        steps=steps,
        pressure=tuple(_all_of(place, "pressure", _taken(place, entry, "pressure", list), get_args(terms.Pressure))),
        incentive=tuple(
            _all_of(place, "incentive", _taken(place, entry, "incentive", list), get_args(terms.Incentive))
        ),
        credit=_one_of(place, entry, "credit", get_args(terms.Credit)),
        paid=_taken(place, ways_out, "paid", str),
        other=_taken(place, ways_out, "else", str),
    )


def _step(place: tuple[str, str], entry: Mapping[str, Any]) -> Step:
    if not isinstance(entry, dict):
        raise _wrong(place, "step", entry)
    return Step(
        day=_taken(place, entry, "day", int),
        channel=_one_of(place, entry, "channel", get_args(terms.Channel)),
        tone=_one_of(place, entry, "tone", get_args(terms.Tone)),
        owner=_one_of(place, entry, "owner", get_args(terms.Owner)),
        document=_one_of(place, entry, "document", get_args(terms.Document)),
        told={lang: _taken(place, entry, lang, str) for lang in LANGUAGES},
    )


def _rule(entry: Mapping[str, Any]) -> Rule:
    place = ("rules", str(entry.get("id", "")))
    unknown = set(entry) - {field.name for field in fields(Rule)}
    if unknown:
        raise _wrong(place, ", ".join(sorted(unknown)), "")
    conditions = {name: tuple(_taken(place, entry, name, list)) for name in CONDITIONS if name in entry}
    for name, values in conditions.items():
        _all_of(place, name, values, ALLOWED.get(name, values))
    return Rule(
        id=_taken(place, entry, "id", str),
        level=_taken(place, entry, "level", str),
        disputed=bool(entry.get("disputed", False)),
        **conditions,
    )


def _excuse(name: str, entry: Mapping[str, Any]) -> Excuse:
    place = ("excuses", name)
    told = {key: _told(place, entry, key) for key in ("says", "may_mean", "ask", "say", "offer", "escalate")}
    return Excuse(id=name, reason=_one_of(place, entry, "reason", terms.REASONS), **told)


def _check_links(playbook: Playbook) -> None:
    """Every level that is named must be there, no rule twice."""
    named = [("rules", rule.id, "level", rule.level) for rule in playbook.rules]
    named += [("levels", level.id, "exit", goal) for level in playbook.levels.values() for goal in _exits(level)]
    for file, entry, field, level in named:
        if level not in playbook.levels:
            raise _wrong((file, entry), field, level)
    ids = [rule.id for rule in playbook.rules]
    for twice in {rule for rule in ids if ids.count(rule) > 1}:
        raise _wrong(("rules", twice), "id", twice)


def _exits(level: Level) -> Iterator[str]:
    yield level.paid
    yield level.other


def _told(place: tuple[str, str], entry: Mapping[str, Any], key: str) -> Told:
    both = _taken(place, entry, key, dict)
    return {lang: _taken(place, both, lang, str) for lang in LANGUAGES}


def _one_of(place: tuple[str, str], entry: Mapping[str, Any], key: str, allowed: tuple[Any, ...]) -> Any:
    value = entry.get(key)
    if value not in allowed:
        raise _wrong(place, key, value)
    return value


def _all_of(place: tuple[str, str], key: str, values: Any, allowed: tuple[Any, ...]) -> Any:
    for value in values:
        if value not in allowed:
            raise _wrong(place, key, value)
    return values


def _taken(place: tuple[str, str], entry: Mapping[str, Any], key: str, kind: type) -> Any:
    value = entry.get(key)
    if not isinstance(value, kind) or (kind is str and not str(value).strip()):
        raise _wrong(place, key, value)
    return value


def _wrong(place: tuple[str, str], field: str, found: object) -> ScoringError:
    return ScoringError("playbook_entry", file=place[0], entry=place[1], field=field, found=str(found))
