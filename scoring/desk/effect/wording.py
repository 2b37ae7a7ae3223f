"""What actions brought, in words and as a table: the same for screen, terminal and exports."""

from __future__ import annotations

from typing import Any

from scoring.desk.effect.measured import Record
from scoring.desk.risk.tables import Field, ReportTable
from scoring.desk.strategy.playbook import playbook_of
from scoring.store import Store
from scoring.strategy.effect.estimate import Effect
from scoring.strategy.effect.members import Interval
from scoring.text import numbers, say

HUNDRED = 100
FIELDS: tuple[tuple[str, Any], ...] = (
    ("cases", "count"), ("customers", "count"), ("documents", "count"), ("paid", "percent"),
    ("paid_controls", "percent"), ("points", "text"), ("hazard_ratio", "text"), ("verdict", "text"),
)  # fmt: skip
EXPLAINED = ("cases", "documents", "paid", "paid_controls", "points", "hazard_ratio")


def names_of(store: Store, record: Record, lang: str) -> dict[str, str]:
    """What the codes of a record are called: channels in words, levels by their names."""
    if record.kind == "level":
        levels = playbook_of(store).levels
        return {one.code: levels[one.code].name[lang] if one.code in levels else one.code for one in record.effects}
    return {one.code: say(f"effect.channel.{one.code}", lang) for one in record.effects}


def answer(record: Record, names: dict[str, str], lang: str) -> str:
    """The finding in one sentence: the effect that rests on most cases; else that there are not enough, or none at all."""
    enough = [one for one in record.effects if one.enough and one.points is not None and one.code not in record.tried]
    if not record.activities:
        return say("effect.acted_none", lang)
    if not enough:
        most = max((one.cases for one in record.effects), default=0)
        return say("effect.acted_few", lang, cases=most, needed=record.rules.cases_min)
    best = max(enough, key=lambda one: (one.works, one.cases))
    assert best.points is not None
    value, low, high = (round(HUNDRED * end) for end in (best.points.value, best.points.low, best.points.high))
    facts = {"name": names[best.code], "days": record.horizon_days, "cases": best.cases, "low": low, "high": high}
    if best.works:
        return say("effect.acted_more", lang, points=value, **facts)
    if best.harms:
        return say("effect.acted_less", lang, points=-value, **facts | {"low": -high, "high": -low})
    return say("effect.acted_same", lang, **facts)


def verdicts(record: Record, lang: str) -> str:
    """How many channels or levels bring more, make no difference that can be shown, or have too few cases."""
    codes = [_verdict(one, record) for one in record.effects]
    facts = {"works": codes.count("works"), "few": codes.count("few"), "all": len(codes)}
    return say("effect.verdicts", lang, unclear=codes.count("unclear") + codes.count("harms"), **facts)


def record_table(record: Record, names: dict[str, str], lang: str) -> ReportTable:
    """A line for every channel or level, with its interval, and whether that is enough; cases in total."""
    rows = tuple({"action": names[one.code], "key": one.code} | _cells(one, record, lang) for one in record.effects)
    told = {name: say(f"effect.help.{name}", lang, days=record.horizon_days) for name in EXPLAINED}
    fields = (
        Field("action", "text", say(f"effect.kind.{record.kind}", lang)),
        *(Field(name, kind, say(f"effect.column.{name}", lang), told.get(name, "")) for name, kind in FIELDS),
    )
    total = {"action": say("common.total", lang)}
    total |= {name: sum(getattr(one, name) for one in record.effects) for name in ("cases", "documents")}
    return ReportTable(
        "effect_actions", say("effect.actions_table", lang, days=record.horizon_days), fields, rows, total
    )


def record_json(record: Record) -> dict[str, Any]:
    """Plain values: shares as 0.25, intervals as {value, low, high}, null = not measurable."""
    kept = ("code", "cases", "customers", "documents", "unmatched", "paid", "paid_controls", "enough")
    return {
        "as_of": record.as_of.isoformat(),
        "kind": record.kind,
        "horizon_days": record.horizon_days,
        "activities": record.activities,
        "tried": list(record.tried),
        "needed": {name: getattr(record.rules, name) for name in ("cases_min", "customers_min", "payments_min")},
        "effects": [
            {name: getattr(one, name) for name in kept}
            | {name: None if (end := getattr(one, name)) is None else vars(end) for name in ("points", "hazard_ratio")}
            for one in record.effects
        ],
    }


def _cells(one: Effect, record: Record, lang: str) -> dict[str, Any]:
    cells: dict[str, Any] = {name: getattr(one, name) for name, _ in FIELDS[:5]}
    cells["points"] = None if one.points is None else span(one.points, lang, HUNDRED, 0)
    cells["hazard_ratio"] = None if one.hazard_ratio is None else span(one.hazard_ratio, lang, 1, 2)
    return cells | {"verdict": say(f"effect.verdict.{_verdict(one, record)}", lang, needed=record.rules.cases_min)}


def _verdict(one: Effect, record: Record) -> str:
    if one.code in record.tried:
        return "tried"
    if not one.enough:
        return "few"
    return "harms" if one.harms else "works" if one.works else "unclear"


def span(interval: Interval, lang: str, times: float, places: int) -> str:
    """An estimate with the ends of its interval.

    >>> span(Interval(0.12, 0.04, 0.2), "en", 100, 0)
    '12 (4 to 20)'
    """
    value, low, high = (
        numbers.decimal(times * end, lang, places) if places else numbers.whole(round(times * end), lang)
        for end in (interval.value, interval.low, interval.high)
    )
    return say("effect.span", lang, value=value, low=low, high=high)
