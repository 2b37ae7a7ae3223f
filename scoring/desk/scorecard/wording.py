"""Names, bins, findings and alarms of a scorecard in the reader's language, for screen, print and command line."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.scorecard.card import Bin
from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.scorecard.validation.intervals import Measured
from scoring.scorecard.validation.monitor import Alarm
from scoring.scorecard.validation.result import Fact, Finding
from scoring.text import knows, numbers, say


def characteristic_label(name: str, lang: str) -> str:
    """The name of a characteristic; one of somebody's own file is called as there.

    >>> characteristic_label("my_column", "en")
    'my_column'
    """
    key = f"characteristic.{name}.name"
    return say(key, lang) if knows(key) else name


def bin_label(characteristic: str, part: Bin, lang: str) -> str:
    """What a bin holds, in words; shares in percent.

    >>> bin_label("late_paid_share_12m", Bin("interval", 0.1, 0.25), "en"), bin_label("age", Bin("missing"), "en")
    ('over 10% to 25%', 'missing')
    """
    if part.kind == "interval":
        lower, upper = (_edge(characteristic, edge) for edge in (part.lower, part.upper))
        if not lower and not upper:
            return say("attribute.any", lang)
        return say(
            f"attribute.{'to' if not lower else 'over' if not upper else 'between'}", lang, lower=lower, upper=upper
        )
    if part.kind == "special":
        return say("attribute.special", lang, value=part.values[0])
    if part.kind == "categories":
        return say("attribute.joined_by", lang).join(_category(characteristic, value, lang) for value in part.values)
    return say(f"attribute.{part.kind}", lang)


def finding_sentence(finding: Finding, lang: str) -> str:
    """A finding of a validation in words."""
    return say(f"validation.finding.{finding.code}", lang, **_written(finding.facts, lang))


def alarm_sentence(alarm: Alarm, lang: str) -> str:
    """An alarm of the monitoring in words, with the month-end it is about."""
    return say(f"monitor.alarm.{alarm.code}", lang, day=alarm.day, **_written(alarm.facts, lang))


def measured_text(figure: Measured, lang: str, places: int = 3) -> str:
    """A figure with its 95% interval, which is left out where there is none.

    >>> measured_text(Measured(0.81234, 0.7, 0.9), "en"), measured_text(Measured(0.8), "en")
    ('0.812 (0.700–0.900)', '0.800')
    """
    value = numbers.decimal(figure.value, lang, places)
    if figure.low is None or figure.high is None:
        return value
    return f"{value} ({numbers.decimal(figure.low, lang, places)}–{numbers.decimal(figure.high, lang, places)})"


def _edge(characteristic: str, edge: float | None) -> str:
    """An edge to six figures, as exact as an analyst needs it."""
    if edge is None:
        return ""
    known = CHARACTERISTICS.get(characteristic)
    return f"{100 * edge:,.6g}%" if known and known.unit == "share" else f"{edge:,.6g}"


def _category(characteristic: str, value: str, lang: str) -> str:
    key = f"nature.{value}"
    return say(key, lang) if characteristic == "nature" and knows(key) else value


def _written(facts: Iterable[tuple[str, Fact]], lang: str) -> dict[str, object]:
    return {name: _fact(name, value, lang) for name, value in facts}


def _fact(name: str, value: Fact, lang: str) -> object:
    if name == "characteristic":
        return characteristic_label(str(value), lang)
    if not isinstance(value, float):
        return value
    if name in ("expected_pd", "bad_rate", "share"):
        return numbers.percent(value, lang)
    return numbers.decimal(value, lang, {"points": 1, "expected_bads": 1, "psi": 2, "csi": 2}.get(name, 3))
