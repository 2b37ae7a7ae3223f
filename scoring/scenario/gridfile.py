"""The terms that may be tried for each segment, as readable TOML.

    [[terms]]                         # for every segment: the fields of Terms; what is not written stays as it is today
    net_days = 30
    discount_percent = 2
    discount_days = 10

    [[terms]]
    segment = "risky"                 # for this segment alone
    deposit_percent = 20

To leave everything as it is today is always tried.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from scoring.scenario.fields import FieldError, term_errors
from scoring.scenario.options import Grid
from scoring.scenario.scenariofile import terms_of


def grid_errors(raw: Mapping[str, Any], segments: Collection[str]) -> list[FieldError]:
    """Everything that is wrong with plain values; empty where `grid_of` can make a grid of them.

    >>> [(e.place, e.code) for e in grid_errors({"terms": [{"segment": "gone", "net_days": 30}]}, ["risky"])]
    [('terms.0.segment', 'empty_segment')]
    """
    found = [FieldError(name, "unknown", {"known": "terms"}) for name in raw if name != "terms"]
    tables = raw.get("terms", [])
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        return [*found, FieldError("terms", "not_a_table")]
    for position, table in enumerate(tables):
        place, segment = f"terms.{position}", table.get("segment")
        if "segment" in table and segment not in segments:
            found.append(FieldError(f"{place}.segment", "empty_segment", {"segment": str(segment)}))
        found += term_errors({name: value for name, value in table.items() if name != "segment"}, place)
    return found


def grid_of(raw: Mapping[str, Any], segments: Collection[str]) -> Grid:
    """The grid of plain values that have no errors.

    >>> grid = grid_of({"terms": [{"net_days": 30}, {"segment": "risky", "net_days": 14}]}, ["prime", "risky"])
    >>> {segment: [terms.net_days for terms in allowed] for segment, allowed in grid.items()}
    {'prime': [30], 'risky': [30, 14]}
    """
    return {
        segment: tuple(terms_of(table) for table in raw["terms"] if table.get("segment", segment) == segment)
        for segment in segments
    }
