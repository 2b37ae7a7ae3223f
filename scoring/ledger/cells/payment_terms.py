"""Payment terms as written -> days from the issue date to the due date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scoring.ledger.headings.vocabulary import folded

NET = re.compile(r"(?:\bnet|\bnetto|\bnt|净)\s*-?\s*(\d{1,3})\b")
DAYS_NET = re.compile(r"(\d{1,3})\s*(?:days?|tage|jours?|dias|dagen|天|日)?\s*(?:net\b|netto\b)")
DAYS = re.compile(r"(\d{1,3})\s*(?:-\s*)?(?:d\b|days?|tagen?|jours?|dias|dagen|天|日)")
MONTHS = re.compile(r"(\d{1,2})\s*(?:months?|monate?n?|mois|meses|maanden|个月|月)")
CHINESE_DIGITS = str.maketrans("一二两三四五六七八九", "1223456789")
AT_ONCE = re.compile(
    r"on receipt|upon receipt|immediate|\bcod\b|cash on delivery|\bcia\b|prepa|in advance|sofort|a reception|comptant|"
    r"contado|contant|货到付款|现结|现款|现金|款到发货|预付|先款后货|立即"
)
END_OF_MONTH = re.compile(r"\beom\b|end of (the )?month|monatsende|fin de mois|fin de mes|einde maand|月结|月底|\bprox")
LONGEST_DAYS = 730


@dataclass(frozen=True, slots=True)
class Terms:
    """Days from issue to due. `month_end` says that the terms run from the month's end, which adds up to 30 days."""

    days: int
    month_end: bool = False


def read_terms(text: str) -> Terms | None:
    """Terms of payment in days; None = not readable. The days without discount count (2/10 net 30 -> 30).

    >>> [read_terms(t).days for t in ("Net 30", "2/10 net 30", "月结60天", "NET60", "45", "Due on receipt", "3个月")]
    [30, 30, 60, 60, 45, 0, 90]
    >>> read_terms("30 days EOM"), read_terms("as agreed")
    (Terms(days=30, month_end=True), None)
    """
    plain = folded(text)
    month_end = END_OF_MONTH.search(plain) is not None
    days = _days(plain)
    if days is None and AT_ONCE.search(plain):
        days = 0
    if days is None or days > LONGEST_DAYS:
        return None
    return Terms(days, month_end)


def _days(plain: str) -> int | None:
    if number := re.fullmatch(r"(\d{1,3})(?:\.0+)?", plain):
        return int(number[1])
    if net := NET.search(plain) or DAYS_NET.search(plain):
        return int(net[1])
    if days := DAYS.findall(plain):
        return int(max(days, key=int))
    if month := MONTHS.search(plain.translate(CHINESE_DIGITS)):
        return int(month[1]) * 30
    return _bare_number(plain)


def _bare_number(plain: str) -> int | None:
    """A single number beside words that name terms of payment ("EOM 30", "账期60")."""
    numbers = re.findall(r"\d+", plain)
    named = END_OF_MONTH.search(plain) or re.search(r"账期|信用期|terms|ziel", plain)
    return int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) <= 3 and named else None
