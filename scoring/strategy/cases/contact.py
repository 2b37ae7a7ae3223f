"""When and how often an individual may be called: quiet hours and limits as facts of law, checked before a contact is kept.

A warning with its source, never advice: somebody may go beyond it with a reason that is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from scoring.errors import ScoringError

COUNTED = "phone"
"""The channel that the limits count."""


@dataclass(frozen=True)
class Limit:
    """At most `calls` within `days` days, the last one counted."""

    calls: int
    days: int


@dataclass(frozen=True)
class ContactRules:
    """What one jurisdiction says of contacts with individuals: allowed from `opens` to before `closes` by these channels;
    `benchmark` = also taken where the law of a place is not known."""

    jurisdiction: str
    opens: time
    closes: time
    channels: tuple[str, ...]
    limits: tuple[Limit, ...]
    benchmark: bool
    checked: date
    verified: bool
    source: Mapping[str, str]


def read_contact(jurisdiction: str, entry: Mapping[str, Any]) -> ContactRules:
    """The rules from an entry of the law's TOML. Raises KeyError, TypeError or ValueError for one that is not whole."""
    limits = tuple(Limit(int(one["calls"]), int(one["days"])) for one in entry["limits"])
    if entry["opens"] >= entry["closes"] or any(one.calls < 1 or one.days < 1 for one in limits):
        raise ValueError(f"{entry['opens']}-{entry['closes']}")
    return ContactRules(
        jurisdiction=jurisdiction,
        opens=entry["opens"],
        closes=entry["closes"],
        channels=tuple(entry["channels"]),
        limits=limits,
        benchmark=bool(entry.get("benchmark", False)),
        checked=entry["checked"],
        verified=bool(entry["verified"]),
        source=dict(entry["source"]),
    )


def check_contact(rules: ContactRules, channel: str, on: date, at: time | None, calls: Iterable[date]) -> None:
    """Whether an individual may be contacted by a channel on a day at a time (None = not known: hours are not judged);
    `calls` = the days of the other calls, made and planned.

    Raises ScoringError "contact_quiet" (at, opens, closes, jurisdiction) or "contact_limit" (limit, days, day,
    jurisdiction).
    """
    if channel in rules.channels and at is not None and not rules.opens <= at < rules.closes:
        raise ScoringError(
            "contact_quiet",
            at=f"{at:%H:%M}",
            opens=f"{rules.opens:%H:%M}",
            closes=f"{rules.closes:%H:%M}",
            jurisdiction=rules.jurisdiction,
        )
    reached = limit_reached(rules, channel, on, calls)
    if reached is not None:
        raise ScoringError(
            "contact_limit", limit=reached.calls, days=reached.days, day=on.isoformat(), jurisdiction=rules.jurisdiction
        )


def limit_reached(rules: ContactRules, channel: str, on: date, calls: Iterable[date]) -> Limit | None:
    """The limit that one more contact on a day would break; None where there is room.

    >>> rules = ContactRules("CN", time(8), time(22), ("phone",), (Limit(3, 1),), True, date(2026, 11, 1), False, {})
    >>> [limit_reached(rules, "phone", date(2026, 3, 2), [date(2026, 3, 2)] * made) for made in (2, 3)]
    [None, Limit(calls=3, days=1)]
    """
    if channel != COUNTED:
        return None
    days = list(calls)
    for limit in rules.limits:
        first = on - timedelta(days=limit.days - 1)
        if sum(first <= day <= on for day in days) >= limit.calls:
            return limit
    return None
