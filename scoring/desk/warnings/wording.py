"""Early warnings in words: values with their units, thresholds, evidence."""

from __future__ import annotations

from decimal import Decimal

from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.strategy.warnings.indicators import UNITS, Indicator
from scoring.strategy.warnings.life import Alert
from scoring.strategy.warnings.record import Record
from scoring.text import numbers, say


def value_text(value: float | None, unit: str, lang: str) -> str:
    """A value in its unit; nothing for a missing one.

    >>> value_text(0.951, "share", "en"), value_text(12.0, "days", "zh"), value_text(None, "count", "en")
    ('95.1%', '12 天', '')
    """
    if value is None:
        return ""
    if unit == "share":
        return numbers.percent(value, lang)
    if unit == "money":
        return numbers.money(Decimal(str(value)), lang)
    if unit in ("count", "months"):
        return numbers.whole(round(value), lang)
    return (
        say("warnings.days", lang, days=numbers.whole(round(value), lang))
        if unit == "days"
        else numbers.decimal(value, lang, 2)
    )


def limit_text(indicator: Indicator, threshold: float, lang: str) -> str:
    """From where on it warns: "≥ 90.0%"."""
    return f"{'≥' if indicator.direction == 1 else '≤'} {value_text(threshold, indicator.unit, lang)}"


def name_of_fact(name: str, lang: str) -> str:
    """A characteristic or fact by its name in words."""
    return say(f"characteristic.{name}.name" if name in CHARACTERISTICS else f"fact.{name}", lang)


def evidence_text(alert: Alert, lang: str) -> str:
    """What stood behind an alert when it was raised, in one line; what is not known is left out."""
    told = []
    for name, months, value in alert.evidence:
        if value is not None:
            label = name_of_fact(name, lang)
            label = say("warnings.before", lang, name=label, months=months) if months else label
            told.append(f"{label}: {value_text(value, UNITS[name], lang)}")
    return " · ".join(told)


def record_text(record: Record, lang: str) -> str:
    """The record of an indicator in one sentence."""
    if not record.months:
        return say("warnings.record_none", lang)
    if not record.alerts:
        return say("warnings.record_never", lang, months=record.months)
    days = record.lead_days
    key = "warnings.record" if days is not None else "warnings.record_false"
    return say(
        key,
        lang,
        alerts=record.alerts,
        months=record.months,
        monthly=numbers.decimal(record.alerts_a_month or 0, lang),
        followed=record.followed,
        share=numbers.percent(record.followed_share or 0, lang),
        days=numbers.whole(round(days or 0), lang),
        false=record.false_alarms,
    )
