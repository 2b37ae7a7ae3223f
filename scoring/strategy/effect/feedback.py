"""What was learned, as a change of one entry of the playbook's files; all other lines stay as people wrote them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Literal

from scoring.errors import ScoringError

Kind = Literal["rule_level", "hazard_ratio"]
FILES: dict[Kind, str] = {"rule_level": "rules", "hazard_ratio": "effects"}
"""Kind of change -> the file it is made in: which level a rule gives; how many times as fast a channel is assumed to bring
money in."""


def entry_of(kind: Kind, text: str, entry: str) -> str | None:
    """What an entry is in a file's text; None where it has none.

    >>> entry_of("hazard_ratio", "[channel.phone]\\nhazard_ratio = 1.45", "phone")
    '1.45'
    """
    raw = tomllib.loads(text)
    if kind == "rule_level":
        found = next((rule.get("level") for rule in raw.get("rule", []) if rule.get("id") == entry), None)
    else:
        found = raw.get("channel", {}).get(entry, {}).get("hazard_ratio")
    return None if found is None else str(found)


def changed(kind: Kind, text: str, entry: str, was: str, becomes: str, beside: Mapping[str, str] | None = None) -> str:
    """The text with one entry changed, and lines of its table set `beside` it (values as TOML writes them).

    Raises ScoringError "proposal_overtaken" (entry, was, found) where it no longer is what it was when the change was
    proposed, and "proposal_unwritable" (entry) where the file is written so that one line cannot change it.

    >>> print(changed("hazard_ratio", "[channel.phone]\\nhazard_ratio = 1.45  # believed", "phone", "1.45", "1.8"))
    [channel.phone]
    hazard_ratio = 1.8  # believed
    >>> learned = {"learned_until": "2026-10-31", "learned_cases": "40"}
    >>> print(changed("hazard_ratio", "[channel.visit]\\nhazard_ratio = 1.5\\nminutes = 9", "visit", "1.5", "1.9", learned))
    [channel.visit]
    hazard_ratio = 1.9
    learned_until = 2026-10-31
    learned_cases = 40
    minutes = 9
    """
    found = entry_of(kind, text, entry)
    if found != was:
        raise ScoringError("proposal_overtaken", entry=entry, was=was, found=found or "")
    name, value = ("level", f'"{becomes}"') if kind == "rule_level" else ("hazard_ratio", becomes)
    parts = re.split(r"(?m)^(?=[ \t]*\[)", text)
    for place, part in enumerate(parts):
        if _is_of(kind, part, entry):
            parts[place] = _beside(_set(part, name, value), name, beside or {})
    result = "".join(parts)
    if entry_of(kind, result, entry) != becomes:  # written in a way that one line cannot change
        raise ScoringError("proposal_unwritable", entry=entry)
    return result


def _set(part: str, name: str, value: str) -> str:
    """A table with one value changed; as it was where it has no such line."""
    return re.sub(rf'(?m)^(\s*{name}\s*=\s*)("[^"]*"|[^\s#]+)', lambda m: m.group(1) + value, part, count=1)


def _beside(part: str, name: str, lines: Mapping[str, str]) -> str:
    """A table with other lines set: changed where they stand, else put below the line `name`, in their order."""
    for other, value in reversed(list(lines.items())):
        if re.search(rf"(?m)^\s*{other}\s*=", part):
            part = _set(part, other, value)
        else:
            part = re.sub(rf"(?m)^(\s*{name}\s*=.*)$", rf"\g<1>\n{other} = {value}", part, count=1)
    return part


def _is_of(kind: Kind, part: str, entry: str) -> bool:
    """Whether a table of the text is that of the entry."""
    if kind == "hazard_ratio":
        return re.match(rf'\s*\[\s*channel\s*\.\s*"?{re.escape(entry)}"?\s*\]', part) is not None
    return re.search(rf'(?m)^\s*id\s*=\s*"{re.escape(entry)}"', part) is not None
