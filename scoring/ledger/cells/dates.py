"""One date cell -> every day it could mean. Which one it does mean is decided for the whole column (date_columns.py)."""

from __future__ import annotations

import re
from datetime import date, timedelta

from scoring.ledger.headings.vocabulary import folded, is_blank, words

ORDERS = ("dmy", "mdy", "ymd")
"""Day-month-year orders that can only be told apart by the whole column."""

YEARS = range(1950, 2101)
SERIALS = range(18264, 73416)
"""Excel serials (1900 system) of 1950-01-01 to 2100-12-31."""

TIME = r"(?i)(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s*(?:[AP]M)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)$"
"""The time of day behind a date, up to nine fractional digits, which says nothing about the day."""

DESTROYED = re.compile(r"^\d{1,3}:\d{2}(:\d{2})?([.,]\d+)?$")
NUMERIC = re.compile(r"^(\d{1,4})\s?([/.\-])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\.0+)?$")
SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
CHINESE = re.compile(r"^(\d{2}|\d{4})年(\d{1,2})月(\d{1,2})[日号]?$")
DAY_MONTH = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th|\.|º)?[\s\-/.]*(?:de |of )?([^\W\d_]{3,10})\.?[\s\-/.,]*(?:de )?(\d{4}|'?\d{2})$"
)
MONTH_DAY = re.compile(r"^([^\W\d_]{3,10})\.?[\s\-/.]*(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]+(\d{4}|'?\d{2})$")
YEAR_MONTH = re.compile(r"^(\d{4})[\s\-/.]*([^\W\d_]{3,10})\.?[\s\-/.]*(\d{1,2})$")
WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+|\s*(?:星期|周)[一二三四五六日天]$")

_MONTHS = (
    "jan january januar janvier januari enero janv ene jaenner janner",
    "feb february februar fevrier februari febrero fevr febr",
    "mar march marz maerz mars maart marzo mrz mrt",
    "apr april avril abril avr abr",
    "may mai mei mayo",
    "jun june juni juin junio",
    "jul july juli juillet julio juil",
    "aug august aout augustus agosto ago",
    "sep september septembre septiembre sept",
    "oct october oktober octobre octubre okt",
    "nov november novembre noviembre",
    "dec december dezember decembre diciembre dez dic",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def is_no_date(text: str) -> bool:
    """Whether a date cell says "none (yet)": blank words, 0, 未付 ...

    >>> is_no_date("0"), is_no_date("未付"), is_no_date("NaN"), is_no_date("2020")
    (True, True, True, False)
    """
    return is_blank(text) or folded(text) in words("no_date")


def is_destroyed(text: str) -> bool:
    """Whether a spreadsheet kept only the minutes of a moment.

    >>> is_destroyed("00:00.0"), is_destroyed("2020-01-01")
    (True, False)
    """
    return DESTROYED.match(text.strip()) is not None


def is_date_shaped(text: str) -> bool:
    """Whether a text has the form of a date, possible or not.

    >>> is_date_shaped("31/02/2025"), is_date_shaped("soon")
    (True, False)
    """
    plain = _plain(text)
    return any(p.match(plain) for p in (NUMERIC, COMPACT, CHINESE, DAY_MONTH, MONTH_DAY, YEAR_MONTH))


def readings(text: str) -> dict[str, date]:
    """Every day a cell could mean, by the order it would be read in; empty = none at all.

    Orders: "iso" (year first, dashes), "ymd", "dmy", "mdy", "compact" (20200113), "serial1900" and "serial1904"
    (Excel), "text" (named month or 年月日). Two-digit years are 1970-2069. Dotted dates are never month first.

    >>> readings("03/04/2012")
    {'dmy': datetime.date(2012, 4, 3), 'mdy': datetime.date(2012, 3, 4)}
    >>> readings("26-Apr-11"), readings("20190316.0"), readings("31/02/2025")
    ({'text': datetime.date(2011, 4, 26)}, {'compact': datetime.date(2019, 3, 16)}, {})
    """
    plain = _plain(text)
    for pattern, read in ((NUMERIC, _numeric), (COMPACT, _compact), (SERIAL, _serial), (CHINESE, _chinese)):
        if found := pattern.match(plain):
            return read(found)
    return _named(plain)


def short_day(text: str, year_start: date) -> date | None:
    """A day and month without year (DATEV's Belegdatum, "503" = 5 March), in the year that begins on `year_start`.

    >>> short_day("0503", date(2024, 1, 1)), short_day("3102", date(2024, 1, 1))
    (datetime.date(2024, 3, 5), None)
    """
    if not re.fullmatch(r"\d{3,4}", text.strip()):
        return None
    day, month = int(text.strip()[:-2]), int(text.strip()[-2:])
    found = _day(year_start.year, month, day)
    return _day(year_start.year + 1, month, day) if found and found < year_start else found


def short_date(text: str) -> date | None:
    """Day, month and two-digit year in six digits (DATEV's due date).

    >>> short_date("050324")
    datetime.date(2024, 3, 5)
    """
    found = re.fullmatch(r"(\d{2})(\d{2})(\d{2})", text.strip())
    return _day(_year(found[3]), int(found[2]), int(found[1])) if found else None


def _plain(text: str) -> str:
    return WEEKDAY.sub("", re.sub(TIME, "", folded(text)).strip()).strip()


def _numeric(found: re.Match[str]) -> dict[str, date]:
    first, sign, second, third = found[1], found[2], found[3], found[4]
    if len(first) == 4:
        name = "iso" if sign == "-" else "ymd"
        return _kept({name: _day(int(first), int(second), int(third))}) if len(third) <= 2 else {}
    if len(first) == 3 or len(third) not in (2, 4):
        return _kept({"ymd": _day(_year(first), int(second), int(third))}) if len(first) == 2 else {}
    candidates = {"dmy": _day(_year(third), int(second), int(first))}
    if sign != ".":
        candidates["mdy"] = _day(_year(third), int(first), int(second))
    if len(first) == 2 and len(third) == 2:
        candidates["ymd"] = _day(_year(first), int(second), int(third))
    return _kept(candidates)


def _compact(found: re.Match[str]) -> dict[str, date]:
    return _kept({"compact": _day(int(found[1]), int(found[2]), int(found[3]))})


def _serial(found: re.Match[str]) -> dict[str, date]:
    serial = int(found[1])
    if serial not in SERIALS:
        return {}
    since_1900 = date(1899, 12, 30) + timedelta(days=serial)
    return {"serial1900": since_1900, "serial1904": since_1900 + timedelta(days=1462)}


def _chinese(found: re.Match[str]) -> dict[str, date]:
    return _kept({"text": _day(_year(found[1]), int(found[2]), int(found[3]))})


def _named(plain: str) -> dict[str, date]:
    for pattern, day_at, month_at, year_at in ((DAY_MONTH, 1, 2, 3), (MONTH_DAY, 2, 1, 3), (YEAR_MONTH, 3, 2, 1)):
        found = pattern.match(plain)
        month = MONTHS.get(found[month_at]) if found else None
        if found and month:
            return _kept({"text": _day(_year(found[year_at].lstrip("'")), month, int(found[day_at]))})
    return {}


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 70 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:  # the calendar has no such day
        return None


def _kept(candidates: dict[str, date | None]) -> dict[str, date]:
    return {order: day for order, day in candidates.items() if day is not None}
