"""Numbers and dates as readers of the language write them (Babel's CLDR data, never the browser's guess)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_compact_decimal, format_decimal, format_percent

LOCALES = {"en": "en_US", "zh": "zh_Hans_CN"}
UNITS = {"1": Decimal(1), "k": Decimal(1_000), "wan": Decimal(10_000), "m": Decimal(1_000_000), "yi": Decimal(10**8)}
"""Units a whole report may be shown in: 元, 千元, 万元, million, 亿元."""
SHORT_FROM = {"en": 1_000, "zh": 10_000}
"""From where on a language has a short form of an amount."""


def money(value: Decimal | float, lang: str, unit: str = "1") -> str:
    """An amount with two decimals and grouping, divided by `unit` (a key of UNITS); a true zero is a dash.

    >>> money(Decimal("-1234567.891"), "en"), money(Decimal("1234567.89"), "zh", "wan"), money(Decimal(0), "en")
    ('-1,234,567.89', '123.46', '–')
    """
    if not value:
        return "–"
    scaled = (Decimal(str(value)) / UNITS[unit]).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(format_decimal(scaled, "#,##0.00", locale=LOCALES[lang]))


def compact(value: Decimal | float, lang: str) -> str:
    """An amount short: 1.2M in English, 123.5万 in Chinese; what has no short form with two decimals at most.

    >>> compact(Decimal("1234567"), "en"), compact(Decimal("1234567"), "zh"), compact(Decimal(4500) / 7, "zh")
    ('1.2M', '123.5万', '642.86')
    """
    amount = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if abs(amount) < SHORT_FROM[lang]:
        return str(format_decimal(amount, "#,##0.##", locale=LOCALES[lang]))
    return str(format_compact_decimal(Decimal(str(value)), locale=LOCALES[lang], fraction_digits=1))


def percent(share: Decimal | float, lang: str) -> str:
    """A share (0.123) as a percentage with one decimal.

    >>> percent(0.1234, "en")
    '12.3%'
    """
    return str(format_percent(Decimal(str(share)), "0.0%", locale=LOCALES[lang]))


def decimal(value: Decimal | float, lang: str, places: int = 1) -> str:
    """A plain number with a fixed number of places.

    >>> decimal(73.714, "en", 2)
    '73.71'
    """
    return str(format_decimal(Decimal(str(value)), "#,##0." + "0" * places, locale=LOCALES[lang]))


def whole(value: int, lang: str) -> str:
    """A count with grouping.

    >>> whole(30371, "zh")
    '30,371'
    """
    return str(format_decimal(value, "#,##0", locale=LOCALES[lang]))


def day(value: date, lang: str) -> str:
    """A date, ISO in both languages (ux.md rule 4).

    >>> day(date(2026, 11, 22), "en")
    '2026-11-22'
    """
    return value.isoformat()


def written(value: object, lang: str) -> str:
    """Any fact as it stands in a sentence; text stays as it is, a moment loses its seconds."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return day(value, lang)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return whole(value, lang)
    if isinstance(value, Decimal):
        return money(value, lang)
    return str(value)
