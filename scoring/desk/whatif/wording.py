"""Scenarios in words: terms, assumptions with where they come from, limits, prices, and what is wrong with a field."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scoring.desk.whatif.facts import OTHERS, Starting
from scoring.desk.whatif.outcome import Outcome
from scoring.desk.wording import group_label
from scoring.scenario.assumptions import Assumption
from scoring.scenario.fields import FieldError
from scoring.scenario.optimise import Goal, ShadowPrice, Shortfall
from scoring.scenario.options import Limits
from scoring.scenario.terms import Terms, discount_rate, discount_rate_effective
from scoring.text import knows, numbers, say

UNITS = {"dso": "days", "sales_at_risk": "percent", "segments_changed": "count"}
"""Units of limits; the others are money."""


def segment_label(start: Starting, key: str, lang: str) -> str:
    """A segment as the reader knows it: a group of the grouping, a list by its name, or all others."""
    if key == OTHERS:
        return say("scenario.segment.others", lang)
    if key in dict(start.lists):
        return key
    named = key
    if start.grouping in ("customer", "parent"):
        accounts = start.facts.segment(key).accounts
        named = dict(zip(accounts.customer_id, accounts.name, strict=True)).get(key, key)
    return group_label(start.grouping, key, named, lang)


def label(kind: str, name: str, lang: str) -> str:
    """The name of a "term", "shock", "assumption", "line" of value or "figure"; figures of a book by their own names.

    >>> label("term", "net_days", "en"), label("figure", "dso_simple", "en") != ""
    ('Net days', True)
    """
    key = f"scenario.{kind}.{name}.name"
    return say(key, lang) if knows(key) else say(f"{kind}.{name}.name", lang)


def help_of(kind: str, name: str, lang: str) -> str:
    """What the "?" beside it says: meaning and formula."""
    key = f"scenario.{kind}.{name}.help"
    return say(key, lang) if knows(key) else say(f"{kind}.{name}.help", lang)


def lever_label(lever: str, lang: str) -> str:
    """A lever of a bridge.

    >>> lever_label("stop_ship", "en")
    'Stop-ship'
    """
    return say(f"scenario.lever.{lever}", lang)


def moves_text(moves: tuple[str, ...], lang: str) -> str:
    """What moves for or against a customer.

    >>> moves_text(("days", "limit"), "en")
    'payment days, limit'
    """
    return ", ".join(say(f"scenario.move.{move}", lang) for move in moves)


def swap_text(found: Outcome, lang: str) -> str:
    """Whose orders new limits hold instead of whose; "" where no limit changes."""
    if not any(effect.limit_before != effect.limit_after for effect in found.customers):
        return ""
    swap = found.swap
    counts = {"held": swap.held, "freed": swap.freed, "still": swap.still}
    over = {"held_over": swap.held_over, "freed_over": swap.freed_over, "still_over": swap.still_over}
    told = {name: measure_text("receivables", amount, lang) for name, amount in over.items()}
    return say("scenario.swap", lang, **counts, **told)


def terms_text(terms: Terms, lang: str) -> str:
    """Changed terms in one line.

    >>> terms_text(Terms(net_days=30, discount_percent=2.0, discount_days=10, stop_ship_days=45), "en")
    'net 30 days; 2% within 10 days; stop-ship after 45 days'
    """
    parts = [*_due(terms, lang), *_offers(terms, lang), *_guards(terms, lang), *_others(terms, lang)]
    return "; ".join(parts) or say("scenario.told.none", lang)


def discount_price_text(terms: Terms, gap: float, lang: str) -> str:
    """What it costs customers not to take the discount of `terms`, where claims fall due after `gap` days; "" without one.

    >>> discount_price_text(Terms(discount_percent=2.0, discount_days=10), 30, "en")
    'Not taking 2% within 10 days costs 37.2% a year (44.6% compounded), with terms of 30 days.'
    """
    percent, days = terms.discount_percent, terms.discount_days
    if not percent or days is None:
        return ""
    simple, effective = discount_rate(percent, days, gap), discount_rate_effective(percent, days, gap)
    if simple is None or effective is None:
        return say("scenario.discount_free", lang, percent=_plain(percent), days=days, gap=round(gap))
    rates = {"simple": numbers.percent(simple, lang), "effective": numbers.percent(effective, lang)}
    return say("scenario.discount_price", lang, percent=_plain(percent), days=days, gap=round(gap), **rates)


def evidence_text(assumed: Assumption, lang: str) -> str:
    """Where an assumption comes from."""
    facts = {name: numbers.percent(float(value), lang) if name == "share" else value
             for name, value in assumed.facts.items()}  # fmt: skip
    return say(f"scenario.evidence.{assumed.evidence}", lang, **facts)


def field_text(error: FieldError, lang: str) -> str:
    """What is wrong with a field; to stand beside it."""
    facts: dict[str, Any] = dict(error.facts)
    if "other" in facts:
        facts["other"] = label("term", str(facts["other"]), lang)
    facts = {name: _plain(value) for name, value in facts.items()}
    return say(f"scenario.field.{error.code}", lang, **facts)


def measure_text(name: str, value: float, lang: str) -> str:
    """What a limit is compared with, as it is read.

    >>> measure_text("dso", 45.0, "en"), measure_text("sales_at_risk", 0.05, "en"), measure_text("receivables", 1e3, "en")
    ('45.0', '5.0%', '1,000.00')
    """
    unit = UNITS.get(name, "money")
    if unit == "percent":
        return numbers.percent(value, lang)
    if unit == "count":
        return numbers.whole(round(value), lang)
    return numbers.decimal(value, lang, 1) if unit == "days" else numbers.money(Decimal(str(round(value, 2))), lang)


def limits_text(limits: Limits, lang: str) -> str:
    """All limits in one line, "" where there are none."""
    given: Mapping[str, float] = limits.given
    return ", ".join(_limit(name, value, lang) for name, value in given.items())


def shortfall_text(shortfall: Shortfall, lang: str) -> str:
    """Which limit cannot be kept, and by how much."""
    return say(
        "scenario.shortfall.alone" if shortfall.alone else "scenario.shortfall.together",
        lang,
        limit=_limit(shortfall.name, shortfall.limit, lang),
        possible=measure_text(shortfall.name, shortfall.possible, lang),
        missing=measure_text(shortfall.name, shortfall.possible - shortfall.limit, lang),
    )


def price_text(price: ShadowPrice, goal: Goal, lang: str) -> str:
    """What a little more of a limit is worth."""
    gain = (
        numbers.money(Decimal(str(round(price.gain, 2))), lang)
        if goal == "value"
        else numbers.decimal(price.gain, lang, 1)
    )
    step = measure_text(price.name, price.step, lang)
    sentence = f"scenario.price.{goal}.{price.name}"
    return say(sentence, lang, gain=gain) if price.name in UNITS else say(sentence, lang, gain=gain, step=step)


def _limit(name: str, value: float, lang: str) -> str:
    return say(f"scenario.limit.{name}", lang, value=measure_text(name, value, lang))


def _due(terms: Terms, lang: str) -> list[str]:
    if not terms.due_changes:
        return []
    days = terms.net_days or 0
    if terms.due_rule == "day_of_month":
        return [say("scenario.told.day_of_month", lang, day=terms.due_day, days=days)]
    return [
        say("scenario.told.end_of_month" if terms.due_rule == "end_of_month" else "scenario.told.net", lang, days=days)
    ]


def _offers(terms: Terms, lang: str) -> list[str]:
    parts = []
    if terms.discount_percent is not None:
        percent = _plain(terms.discount_percent)
        parts.append(
            say("scenario.told.discount", lang, percent=percent, days=terms.discount_days)
            if terms.discount_percent
            else say("scenario.told.no_discount", lang)
        )
    if terms.late_interest_percent is not None:
        parts.append(say("scenario.told.late_interest", lang, percent=_plain(terms.late_interest_percent)))
    if terms.instalments is not None and terms.instalments > 1:
        parts.append(say("scenario.told.instalments", lang, parts=terms.instalments, days=terms.instalment_days))
    return parts


def _guards(terms: Terms, lang: str) -> list[str]:
    parts = []
    if terms.limit_amount is not None:
        parts.append(
            say("scenario.told.limit_amount", lang, amount=numbers.money(Decimal(str(terms.limit_amount)), lang))
        )
    if terms.limit_months is not None:
        parts.append(say("scenario.told.limit_months", lang, months=_plain(terms.limit_months)))
    if terms.stop_ship_days is not None:
        parts.append(say("scenario.told.stop_ship", lang, days=terms.stop_ship_days))
    if terms.deposit_percent is not None:
        parts.append(say("scenario.told.deposit", lang, percent=_plain(terms.deposit_percent)))
    return parts


def _others(terms: Terms, lang: str) -> list[str]:
    parts = []
    if terms.insurance_cover_percent is not None:
        told = {"cover": _plain(terms.insurance_cover_percent), "premium": _plain(terms.insurance_premium_percent or 0)}
        parts.append(say("scenario.told.insurance", lang, **told))
    if terms.factoring_advance_percent is not None:
        told = {"advance": _plain(terms.factoring_advance_percent), "fee": _plain(terms.factoring_fee_percent or 0)}
        sold = say("scenario.told.factoring", lang, **told)
        parts.append(f"{sold}, {say('scenario.told.recourse', lang)}" if terms.factoring_recourse else sold)
    return parts


def _plain(value: object) -> object:
    """A number without places it does not need.

    >>> _plain(2.0), _plain(2.5), _plain("x")
    ('2', '2.5', 'x')
    """
    return f"{value:g}" if isinstance(value, float | int) and not isinstance(value, bool) else value
