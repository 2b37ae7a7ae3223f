"""Labels and values of reports in the reader's language, shared by print, Excel and command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any

from scoring.desk.workspaces import DEMOS, OWN
from scoring.terms import Basis, ReportHeader
from scoring.text import knows, numbers, say

IN_WORDS = ("nature", "rating")
"""Groupings whose groups are codes that have words; the others are called as the ledger writes them."""


def issue_sentence(issue: Mapping[str, Any], lang: str) -> str:
    """The sentence of an issue given as plain values (code, row, column, value, facts); amounts become figures.

    >>> issue_sentence({"code": "currency_assumed", "facts": {"currency": "USD"}}, "en").split(":")[0]
    'The file states no currency and the workspace had none'
    """
    place = {name: issue.get(name) or "" for name in ("row", "column", "value")}
    told = {"currency": "", **issue["facts"]}
    facts = {name: Decimal(value) if name == "amount" else value for name, value in told.items()}
    return say(f"issue.{issue['code']}", lang, **{**place, **facts})


def together(sentences: Sequence[str], lang: str) -> str:
    """Sentences as one paragraph: Chinese ones follow each other without a space.

    >>> together(["A.", "B."], "en"), together(["A。", "B。"], "zh"), together([], "en")
    ('A. B.', 'A。B。', '')
    """
    return reduce(lambda first, second: say("report.two", lang, first=first, second=second), sentences or [""])


def bucket_label(key: str, basis: Basis, lang: str) -> str:
    """A bucket's name; by issue date the first bucket of a due-date scheme holds what was issued that day.

    >>> bucket_label("not_due", "due", "en"), bucket_label("not_due", "issue", "en")
    ('Not due', '0 days')
    """
    return say("bucket.no_days" if (key, basis) == ("not_due", "issue") else f"bucket.{key}", lang)


def group_label(grouping: str, key: str, name: str, lang: str) -> str:
    """The name of a group of an aging table; natures and ratings are translated, an empty key is "not given".

    >>> group_label("nature", "government", "government", "en"), group_label("region", "", "", "en")
    ('Government and public bodies', 'Not given')
    """
    if not key:
        return say("grouping.none", lang)
    return say(f"{grouping}.{key}", lang) if grouping in IN_WORDS and knows(f"{grouping}.{key}") else name


def figure_text(value: Decimal | float | None, unit: str, lang: str) -> str:
    """A figure's value as it is read: money and days with two and one decimals, shares in percent, "n/a" if unknown.

    >>> figure_text(Decimal("0.256"), "percent", "en"), figure_text(None, "days", "en")
    ('25.6%', 'n/a')
    """
    if value is None:
        return say("figure_none", lang)
    if unit == "percent":
        return numbers.percent(value, lang)
    if unit == "money":
        return numbers.money(value, lang)
    if unit == "count":
        return numbers.whole(int(value), lang)
    return numbers.decimal(value, lang, 1 if unit == "days" else 3)


def workspace_label(name: str, lang: str) -> str:
    """A workspace as the reader knows it: the user's own and the demos in words, any other by the name it was given.

    >>> workspace_label("own", "en"), workspace_label("Branch South", "en")
    ('My own ledger', 'Branch South')
    """
    return say(f"app.workspace_{name}", lang) if name in (OWN, *DEMOS) else name


def entity_label(header: ReportHeader, lang: str) -> str:
    """Whose report it is: the company as the user named it, else the workspace as the reader knows it."""
    return header.entity or workspace_label(OWN, lang)


def header_lines(header: ReportHeader, lang: str) -> list[tuple[str, str]]:
    """What every report states before its first figure (domain.md), as label and text, in a fixed order."""
    rates = ", ".join(f"{currency} {day.isoformat()}" for currency, day in sorted(header.rate_dates.items()))
    kept = ", ".join(_kept(name, value, lang) for name, value in header.filters.items())
    return [
        (say("export.entity", lang), entity_label(header, lang)),
        (say("export.as_of", lang), numbers.day(header.as_of, lang)),
        (say("export.basis", lang), say(f"basis.{header.basis}", lang)),
        (say("export.scheme", lang), f"{say(f'scheme.{header.scheme}', lang)} ({say('export.boundary', lang)})"),
        (say("export.currency", lang), header.currency),
        (say("export.rates", lang), rates or say("export.not_converted", lang)),
        (say("export.unit", lang), say("export.unit_whole", lang)),
        (say("export.credits", lang), say("export.credits_beside", lang)),
        (say("export.filters", lang), kept or say("export.no_filters", lang)),
        (say("export.loaded", lang), header.data_loaded_at or say("export.nothing_loaded", lang)),
        (say("export.model", lang), header.model_version or say("export.no_model", lang)),
    ]


def kept_lines(where: Mapping[str, object] | None, search: str | None, lang: str) -> list[tuple[str, str]]:
    """What a list of documents is kept to beside its report's filters, as label and text; nothing where all are listed.

    >>> kept_lines({"customer": "C1", "bucket": ["1-30", "31-60"]}, "oak", "en")
    [('Documents', 'Customer = C1, Bucket = 1–30 / 31–60, text found = oak')]
    """
    kept = [_kept(name, value, lang) for name, value in (where or {}).items()]
    kept += [f"{say('export.search', lang)} = {search}"] if search else []
    return [(say("export.kept", lang), ", ".join(kept))] if kept else []


def _kept(name: str, value: object, lang: str) -> str:
    """One condition in words: a value, any of several, or the ends of a range of whole numbers."""
    label = say(f"grouping.{name}" if knows(f"grouping.{name}") else f"columns.{name}", lang)
    values = value if isinstance(value, list) else [value]
    if all(isinstance(one, int) for one in values) and len(values) > 1:
        return f"{label} = {min(values)} … {max(values)}"
    if name == "bucket":
        return f"{label} = {' / '.join(say(f'bucket.{one}', lang) for one in values)}"
    return f"{label} = {' / '.join(group_label(name, str(one or ''), str(one), lang) for one in values)}"
