"""What collecting brought as tables in the reader's language, the same for screen, terminal, CSV and Excel."""

from __future__ import annotations

from typing import Any

from scoring.desk.effect.report import EffectReport
from scoring.desk.risk.tables import Field, ReportTable, tables_csv, tables_xlsx
from scoring.desk.wording import group_label
from scoring.strategy.effect.recovered import Recovered
from scoring.text import numbers, say

KINDS: dict[str, Any] = {
    "customers": "count", "overdue_at_start": "money", "received": "money", "recovery_rate": "percent",
    "written_off": "money", "bad_debt_rate": "percent", "overdue_at_end": "money", "days_overdue": "count",
    "satisfaction": "text", "answers": "count",
}  # fmt: skip
"""Columns in order, and what they are."""
STOCKS = ("customers", "overdue_at_start", "overdue_at_end")
EXPLAINED = ("recovery_rate", "bad_debt_rate", "days_overdue", "satisfaction")


def label_of(report: EffectReport, key: str, lang: str) -> str:
    """What a group is called: a level by its name, a month as 2025-11, the others as in the aging."""
    if report.by == "strategy":
        return report.names[key][lang] if key in report.names else say("effect.no_strategy", lang)
    if report.by == "month":
        return key[:7]
    if report.by == "severity":
        return say(f"bucket.{key}" if key else "effect.no_strategy", lang)
    return group_label(report.by, key, key, lang)


def recovered_table(report: EffectReport, currency: str, lang: str) -> ReportTable:
    """The groups of one currency with their total; what is overdue at one day and the next is not added up over months."""
    rows = tuple({"group": label_of(report, line.key, lang), "key": line.key} | cells_of(line.figures, lang)
                 for line in report.lines[currency])  # fmt: skip
    total = {"group": say("common.total", lang)} | cells_of(report.totals[currency], lang)
    if report.by == "month":
        total |= dict.fromkeys(STOCKS)
    facts = {"since": report.since, "as_of": report.header.as_of, "currency": currency}
    fields = (Field("group", "text", say(f"effect.by.{report.by}", lang)), *figure_fields(lang))
    return ReportTable("effect", say("effect.table", lang, **facts), fields, rows, total)


def figure_fields(lang: str) -> tuple[Field, ...]:
    """The columns of the figures, with what the rates mean."""
    told = {name: say(f"effect.help.{name}", lang) for name in EXPLAINED}
    return tuple(
        Field(name, kind, say(f"effect.column.{name}", lang), told.get(name, "")) for name, kind in KINDS.items()
    )


def cells_of(figures: Recovered, lang: str) -> dict[str, Any]:
    """Values of the columns; whole days, the mean answer as it is read."""
    cells = {name: getattr(figures, name) for name in KINDS}
    mean, days = figures.satisfaction, figures.days_overdue
    cells["days_overdue"] = None if days is None else round(days)
    return cells | {"satisfaction": None if mean is None else numbers.decimal(mean, lang)}


def effect_csv(report: EffectReport, lang: str) -> bytes:
    """The groups of every currency shown, the report's header above; shares as fractions."""
    return tables_csv(report.header, [recovered_table(report, code, lang) for code in report.lines], lang)


def effect_xlsx(report: EffectReport, lang: str) -> bytes:
    """The same on one sheet."""
    found = [recovered_table(report, code, lang) for code in report.lines]
    return tables_xlsx(report.header, found, "effect", lang)
