"""Who changes class between two cards, as tables in the reader's language: the swap set, and everybody by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.desk.risk.tables import Field, ReportTable, tables_csv, tables_xlsx
from scoring.desk.scorecard.cutoffs import SideBySide
from scoring.desk.scorecard.scores_wording import rating_label
from scoring.desk.views import header_of
from scoring.scorecard.use.classes import SHOWN
from scoring.store import Store
from scoring.terms import View
from scoring.text import say

MONEY = ("exposure", "expected_loss")


def swap_table(found: SideBySide, lang: str) -> ReportTable:
    """Customers and amounts by class before and after, those that stay among them, in the order good to bad."""
    order = {rating: place for place, rating in enumerate(SHOWN)}
    cells = sorted(found.cells, key=lambda cell: (order[cell.before], order[cell.after]))
    rows = tuple(
        {
            "before": rating_label(cell.before, lang),
            "after": rating_label(cell.after, lang),
            "customers": cell.customers,
        }
        | {name: getattr(cell, name) for name in MONEY}
        for cell in cells
    )
    fields = (
        *_classes(lang),
        Field("customers", "count", say("scorecard.define.customers", lang)),
        *_money(lang),
    )
    sums = {name: sum(getattr(cell, name) for cell in cells) for name in ("customers", *MONEY)}
    total = {"before": say("common.total", lang), **sums}
    return ReportTable("swap_set", say("scorecard.versions.swap_set", lang), fields, rows, total)


def changes_table(found: SideBySide, lang: str) -> ReportTable:
    """Everybody who changes class, by name, most exposed first."""
    rows = tuple(_change(vars(change), lang) for change in found.changes)
    fields = (
        Field("name", "text", say("columns.customer_name", lang)),
        Field("customer_id", "text", say("scores.column.customer_id", lang)),
        *_classes(lang),
        Field("score_before", "count", say("scorecard.score_before", lang)),
        Field("score_after", "count", say("scorecard.score_after", lang)),
        *_money(lang),
    )
    total = {"name": say("common.total", lang)} | {name: sum(row[name] for row in rows) for name in MONEY}
    title = say("scorecard.cutoffs.moved", lang, customers=len(rows))
    return ReportTable("changes", title, fields, rows, total)


def swap_csv(store: Store, view: View, found: SideBySide, lang: str) -> bytes:
    """Both tables in one file, the report's header above."""
    return tables_csv(header_of(store, view), [swap_table(found, lang), changes_table(found, lang)], lang)


def swap_xlsx(store: Store, view: View, found: SideBySide, lang: str) -> bytes:
    """The same on one sheet of an Excel file."""
    both = [swap_table(found, lang), changes_table(found, lang)]
    return tables_xlsx(header_of(store, view), both, "swap_set", lang)


def _change(change: Mapping[str, Any], lang: str) -> dict[str, Any]:
    return {**change} | {name: rating_label(change[name], lang) for name in ("before", "after")}


def _classes(lang: str) -> tuple[Field, Field]:
    return Field("before", "text", say("scorecard.before", lang)), Field("after", "text", say("scorecard.after", lang))


def _money(lang: str) -> tuple[Field, Field]:
    words = [say(f"scorecard.cutoffs.{name}", lang) for name in MONEY]
    return Field("exposure", "money", words[0]), Field("expected_loss", "money", words[1])
