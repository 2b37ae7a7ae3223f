"""The strategy as plain values and as a table of its segments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from scoring.cli.output import table
from scoring.desk.strategy.debtors import StrategyReport
from scoring.desk.strategy.standings import Cell, Standing
from scoring.desk.worklist.advice import Tried
from scoring.desk.worklist.segments import Segment, SegmentReport
from scoring.strategy.playbook.choose import asked_of
from scoring.text import numbers, say

Advised = Mapping[Cell, tuple[Tried, ...]]


def strategy_json(
    report: StrategyReport, segments: Mapping[str, SegmentReport], tried: Mapping[str, Advised]
) -> dict[str, Any]:
    """as_of, and by currency the cells of the grid with what their scenarios come to, and every customer with its rule."""
    return {
        "as_of": report.header.as_of,
        "currencies": {
            code: {
                "horizon_days": segments[code].horizon_days,
                "grid": [
                    cell | {"scenarios": [one.as_json() for one in tried[code].get(segment.cell, ())]}
                    for segment, cell in zip(segments[code].segments, segments[code].as_json(), strict=True)
                ],
                "customers": [_standing_json(one) for one in standings],
            }
            for code, standings in report.standings.items()
        },
    }


def segments_table(found: SegmentReport, lang: str) -> str:
    """The segments of one currency with their total."""
    names = ("strategy.column.cell", "strategy.column.customers", "segments.column.asked", "segments.column.without")
    more = ("segments.column.expected", "segments.column.paid", "strategy.column.level")
    rows = [_row(found, segment, lang) for segment in found.segments]
    sums = (sum(getattr(one, name) for one in found.segments) for name in ("asked", "without", "expected"))
    customers = sum(one.total.customers for one in found.segments)
    headings = [say(name, lang) for name in (*names, *more)]
    return table(headings, rows, lang, [found.currency, customers, *sums, "", ""], right=(5,))


def _row(found: SegmentReport, segment: Segment, lang: str) -> list[Any]:
    from scoring.desk.worklist.advice import cell_name

    peers = segment.peers
    paid = numbers.percent(peers.paid_share, lang) if peers and peers.enough else say("segments.few", lang)
    levels = ", ".join(found.report.playbook.levels[level].name[lang] for level in segment.total.levels)
    money = (segment.asked, segment.without, segment.expected)
    return [cell_name(segment.cell, lang), segment.total.customers, *money, paid, levels]


def _standing_json(one: Standing) -> dict[str, Any]:
    return {
        "customer": one.customer_id,
        "name": one.name,
        **one.cell._asdict(),
        "open": one.open,
        "overdue": one.overdue,
        "disputed": one.disputed,
        "oldest_days": one.oldest_days,
        "rule": one.rule.id,
        "conditions": asked_of(one.rule, one.debtor),
        "reason": asdict(one.why),
        "persistence": asdict(one.lasting) if one.lasting else None,
        "rule_if_recorded": one.held.id if one.held else None,
        "level": one.level.id,
        "due_day": one.due.day if one.due else None,
        "channel": one.due.channel if one.due else None,
        "next_day": one.later.day if one.later else None,
    }
