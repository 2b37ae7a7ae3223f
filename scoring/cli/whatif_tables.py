"""What a scenario comes to, as text for a terminal and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from scoring.cli.output import table
from scoring.cli.tables import header_text
from scoring.desk.whatif import wording
from scoring.desk.whatif.best import BestReport
from scoring.desk.whatif.compared import Compared
from scoring.desk.whatif.facts import Starting
from scoring.desk.whatif.outcome import Outcome, Pair, SegmentOutcome
from scoring.desk.wording import figure_text
from scoring.scenario.compare import Bridge
from scoring.scenario.ranges import Band, Ranges
from scoring.scenario.terms import terms_days
from scoring.text import numbers, say

NAMED = 10
"""Customers listed."""
YEAR = 12


def ranges_json(found: Ranges) -> dict[str, Any]:
    """Plain values: for receivables_today, receivables, released (by month) and value: base, low, high, lowest, highest;
    bars (tornado)."""
    bands = {name: getattr(found, name) for name in ("receivables_today", "receivables", "released", "value")}
    told = {name: {part: values.tolist() for part, values in vars(band).items()} for name, band in bands.items()}
    return told | {"bars": [asdict(bar) for bar in found.bars]}


def outcome_text(found: Outcome, sure: Ranges, lang: str) -> str:
    """A scenario against today: terms, figures with their ranges, value line by line, segments, customers, assumptions."""
    start = found.starting
    parts = [header_text(start.header, lang), *_left_out(start, lang), _changes(found, lang), _figures(found, lang)]
    parts.append(_headline(found, sure, lang))
    parts.append(_bridge(found.value, "line", say("cli.whatif.value", lang), lang))
    if found.receivables.steps:
        parts.append(_bridge(found.receivables, "lever", say("cli.whatif.receivables", lang), lang))
    parts += [_segments(found, lang), *_customers(found, lang), _assumptions(found, lang)]
    return "\n\n".join(parts)


def compared_text(found: Compared, lang: str) -> str:
    """Figures of all scenarios, a column each, with the change against today."""
    first = found.outcomes[0]
    headings = [first.starting.facts.currency, say("cli.whatif.today", lang)]
    for one in found.outcomes:
        headings += [one.scenario.name, say("cli.column.change", lang)]
    rows = [[wording.label("figure", name, lang), *_across(pairs, lang)] for name, pairs in found.rows.items()]
    lines = [header_text(first.starting.header, lang), *(_changes(one, lang) for one in found.outcomes)]
    lines.append(table(headings, rows, lang, right=tuple(range(1, len(headings)))))
    if len({(one.starting.grouping, one.starting.lists) for one in found.outcomes}) > 1:
        lines.append(say("cli.whatif.other_groups", lang))
    return "\n\n".join(lines)


def best_text(start: Starting, found: BestReport, lang: str) -> str:
    """The best terms by segment beside today's, prices of the limits that bind, and the frontier; or why there are none."""
    best = found.answer.best
    if best is None:
        return "\n".join(wording.shortfall_text(one, lang) for one in found.answer.shortfalls)
    terms = [
        [wording.segment_label(start, option.segment, lang), wording.terms_text(option.terms, lang)]
        for option in best.options
    ]
    asked = wording.limits_text(found.limits, lang)
    parts = [say("cli.whatif.within", lang, limits=asked)] if asked else []
    parts.append(table([say("cli.whatif.segment", lang), say("cli.whatif.terms", lang)], terms, lang))
    told = found.as_json()
    rows = [
        [
            wording.label("figure", name, lang),
            *(wording.measure_text(name, told[side][name], lang) for side in ("today", "best")),
        ]
        for name in ("value_added", "dso", "receivables", "expected_loss", "sales_at_risk", "segments_changed", "sales")
    ]
    headings = [start.facts.currency, say("cli.whatif.today", lang), say("cli.whatif.best", lang)]
    parts.append(table(headings, rows, lang, right=(1, 2)))
    parts += [wording.price_text(price, found.goal, lang) for price in found.answer.prices]
    line = [
        [wording.measure_text("dso", p.measure("dso"), lang), _money(p.steady.year.added, lang)] for p in found.frontier
    ]
    names = [wording.label("figure", name, lang) for name in ("dso", "value_added")]
    return "\n\n".join([*parts, table(names, line, lang, right=(0, 1))])


def _left_out(start: Starting, lang: str) -> list[str]:
    return [say("cli.whatif.left_out", lang, currencies=", ".join(start.left_out))] if start.left_out else []


def _changes(found: Outcome, lang: str) -> str:
    rows = [
        [wording.segment_label(found.starting, change.segment, lang), wording.terms_text(change.terms, lang)]
        for change in found.scenario.changes
    ]
    rows += [
        [wording.label("shock", name, lang), f"{getattr(found.scenario.shocks, name):g}"]
        for name in found.scenario.shocks.changed
    ]
    prices = [wording.discount_price_text(part.terms, _gap(found, part), lang) for part in found.segments]
    told = table([found.scenario.name, say("cli.whatif.terms", lang)], rows, lang)
    return "\n".join([told, *dict.fromkeys(filter(None, prices))])


def _gap(found: Outcome, part: SegmentOutcome) -> float:
    """Days from issue to due date under the scenario, as a mean."""
    mean = terms_days(part.terms, found.starting.facts.as_of)
    return part.today_days if mean is None else mean


def _figures(found: Outcome, lang: str) -> str:
    headings = [found.starting.facts.currency, say("cli.whatif.today", lang), say("cli.whatif.scenario", lang)]
    rows = [[wording.label("figure", pair.name, lang), *_pair(pair, lang)] for pair in found.figures]
    return table([*headings, say("cli.column.change", lang)], rows, lang, right=(1, 2, 3))


def _headline(found: Outcome, sure: Ranges, lang: str) -> str:
    added = numbers.money(found.value.after - found.value.before, lang)
    lines = [
        say(
            "cli.whatif.released", lang, amount=numbers.money(found.released, lang), **_ends(sure.released, YEAR, lang)
        ),
        say(
            "cli.whatif.value_change",
            lang,
            amount=added,
            **_ends(sure.value, 0, lang),
        ),
        say("cli.whatif.npv", lang, amount=numbers.money(found.npv, lang)),
    ]
    if found.break_even is not None:
        lines.append(say("cli.whatif.break_even", lang, share=numbers.percent(found.break_even, lang)))
    hangs = ", ".join(wording.label("assumption", bar.name, lang) for bar in sure.bars[:3])
    return "\n".join([*lines, say("cli.whatif.hangs_on", lang, names=hangs)] if hangs else lines)


def _ends(band: Band, point: int, lang: str) -> dict[str, str]:
    return {name: _money(float(getattr(band, name)[point]), lang) for name in ("lowest", "highest")}


def _bridge(bridge: Bridge, kind: str, title: str, lang: str) -> str:
    names = {
        "line": lambda name: wording.label("line", name, lang),
        "lever": lambda name: wording.lever_label(name, lang),
    }
    steps = [[names[kind](step.name), step.amount] for step in bridge.steps if step.amount]
    rows = [[say("cli.whatif.today", lang), bridge.before], *steps]
    return table([title, say("columns.amount", lang)], rows, lang, [say("cli.whatif.scenario", lang), bridge.after])


def _segments(found: Outcome, lang: str) -> str:
    names = ("released", "npv")
    shown = ("receivables", "dso_simple", "value_added")
    headings = [say("cli.whatif.segment", lang), say("columns.customers", lang)]
    headings += [wording.label("figure", name, lang) for name in (*shown, *names)]
    rows = []
    for part in found.segments:
        pairs = {pair.name: pair for pair in part.figures}
        moved = [figure_text(pairs[name].change, pairs[name].unit, lang) for name in shown]
        named = wording.segment_label(found.starting, part.key, lang)
        rows.append([named, part.customers, *moved, part.released, part.npv])
    whole = {pair.name: pair for pair in found.figures}
    total: list[object] = [say("common.total", lang), sum(part.customers for part in found.segments)]
    total += [figure_text(whole[name].change, whole[name].unit, lang) for name in shown]
    title = say("cli.whatif.change_by_segment", lang)
    return title + "\n" + table(headings, rows, lang, [*total, found.released, found.npv], right=(2, 3, 4))


def _customers(found: Outcome, lang: str) -> list[str]:
    if not found.customers:
        return []
    stopped = [effect for effect in found.customers if effect.stopped]
    over = [effect for effect in found.customers if effect.over_limit is not None]
    counts = {
        "customers": len(found.customers),
        "gain": sum(bool(effect.gains) for effect in found.customers),
        "lose": sum(bool(effect.loses) for effect in found.customers),
        "stopped": len(stopped),
        "over": len(over),
    }
    headings = [
        say(f"cli.whatif.column.{name}", lang) for name in ("customer", "gains", "loses", "stopped", "over_limit")
    ]
    rows = [
        [
            f"{effect.customer_id} {effect.name}",
            wording.moves_text(effect.gains, lang),
            wording.moves_text(effect.loses, lang),
            say("common.yes", lang) if effect.stopped else "",
            None if effect.over_limit is None else Decimal(str(round(effect.over_limit, 2))),
        ]
        for effect in (*stopped, *(e for e in found.customers if not e.stopped))[:NAMED]
    ]
    swap = wording.swap_text(found, lang)
    lines = [say("cli.whatif.customers", lang, **counts), *([swap] if swap else []), table(headings, rows, lang)]
    return ["\n".join(lines)]


def _assumptions(found: Outcome, lang: str) -> str:
    assumed = found.scenario.assumed(found.starting.assumptions)
    rows = [
        [
            wording.label("assumption", name, lang),
            *(f"{value:.3g}" for value in (a.low, a.base, a.high)),
            wording.evidence_text(a, lang),
        ]
        for name, a in ((name, assumed.of(name)) for name in vars(assumed))
    ]
    headings = [
        say("cli.whatif.assumption", lang),
        *(say(f"cli.whatif.column.{name}", lang) for name in ("low", "base", "high", "evidence")),
    ]
    return table(headings, rows, lang, right=(1, 2, 3))


def _pair(pair: Pair, lang: str) -> list[str]:
    return [figure_text(value, pair.unit, lang) for value in (pair.today, pair.scenario, pair.change)]


def _across(pairs: Sequence[Pair], lang: str) -> list[str]:
    told = [figure_text(pairs[0].today, pairs[0].unit, lang)]
    return told + [figure_text(value, pair.unit, lang) for pair in pairs for value in (pair.scenario, pair.change)]


def _money(amount: float, lang: str) -> str:
    return numbers.money(Decimal(str(round(amount, 2))), lang)
