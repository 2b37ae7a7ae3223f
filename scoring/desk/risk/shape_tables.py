"""Shape and movement as tables in words, the same for screen, terminal, CSV and Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.desk.figures.migration import Migration
from scoring.desk.figures.overview import sentence
from scoring.desk.risk.collection import MARKS, Collection, CollectionCurve
from scoring.desk.risk.overdue_bridge import PARTS, OverdueBridge
from scoring.desk.risk.rating_migration import RatingMigration
from scoring.desk.risk.shape import SEVERITIES, Shape, shape
from scoring.desk.risk.tables import Field, ReportTable, summed, tables_csv, tables_xlsx
from scoring.desk.views import header_of
from scoring.metrics.concentration import TOPS, Concentration
from scoring.metrics.risk.loss import Contribution
from scoring.scorecard.use.classes import SHOWN
from scoring.store import Store
from scoring.terms import View
from scoring.text import numbers, say

Cells = Mapping[tuple[str, str], Contribution]


def shape_tables(found: Shape, lang: str) -> list[ReportTable]:
    """Concentration, ratings by severity, the overdue bridge, both migrations, collection, what changed."""
    return [
        concentration_table(found.concentration, lang),
        heat_table(found.heat, lang),
        bridge_table(found.overdue, lang),
        buckets_table(found.buckets, lang),
        ratings_table(found.ratings, lang),
        collection_table(found.collection, lang),
        _changes(found, lang),
    ]


def shape_csv(store: Store, view: View, since: date | None, lang: str) -> bytes:
    """Everything about shape and movement in one table file. Raises ScoringError as `shape`."""
    return tables_csv(header_of(store, view), shape_tables(shape(store, view, since), lang), lang)


def shape_xlsx(store: Store, view: View, since: date | None, lang: str) -> bytes:
    """The same on one sheet of an Excel file. Raises ScoringError as `shape`."""
    return tables_xlsx(header_of(store, view), shape_tables(shape(store, view, since), lang), "shape", lang)


def concentration_table(found: Mapping[str, Concentration], lang: str) -> ReportTable:
    """Shares of the largest, by customer and by group of companies; number and Herfindahl index in the headings."""
    fields = [Field("largest", "text", say("portfolio.shape.of", lang))]
    for by, one in found.items():
        index = "–" if one.herfindahl is None else numbers.decimal(one.herfindahl, lang, 4)
        facts = {"by": say(f"grouping.{by}", lang), "debtors": one.debtors, "index": index}
        fields.append(Field(by, "percent", say("portfolio.shape.column.concentration", lang, **facts)))
    rows = [
        {"largest": say("portfolio.shape.largest", lang, count=count)}
        | {by: one.top[count] for by, one in found.items()}
        for count in TOPS
    ]
    return ReportTable("concentration", say("portfolio.shape.part_concentration", lang), tuple(fields), tuple(rows))


def heat_table(cells: Cells, lang: str) -> ReportTable:
    """Open amounts by rating and worst bucket of arrears, with customers and expected loss."""
    zero = Decimal("0.00")
    rows = []
    for rating in (each for each in SHOWN if any(each == place[0] for place in cells)):
        mine = {severity: cell for (own, severity), cell in cells.items() if own == rating}
        rows.append(
            {"key": rating, "rating": say(f"rating.{rating}", lang)}
            | {severity: mine[severity].open if severity in mine else zero for severity in SEVERITIES}
            | {"open": sum((cell.open for cell in mine.values()), zero)}
            | {"customers": sum(cell.customers for cell in mine.values())}
            | {"expected_loss": sum((cell.expected_loss for cell in mine.values()), zero)}
        )
    fields = (
        Field("rating", "text", say("columns.rating", lang)),
        *(Field(severity, "money", say(f"bucket.{severity}", lang)) for severity in SEVERITIES),
        Field("open", "money", say("columns.open_amount", lang)),
        Field("customers", "count", say("columns.customers", lang)),
        Field("expected_loss", "money", say("portfolio.loss.expected_loss", lang)),
    )
    total = summed(rows, (*SEVERITIES, "open", "expected_loss"), "rating", lang)
    total["customers"] = sum(row["customers"] for row in rows)
    return ReportTable("heat", say("portfolio.shape.part_heat", lang), fields, tuple(rows), total)


def bridge_table(found: OverdueBridge, lang: str) -> ReportTable:
    """Overdue before, what moved it with its sign, overdue now."""
    signs = {part: 1 if part == "come" else -1 for part in PARTS}
    rows = [{"part": say("portfolio.shape.bridge.opening", lang), "amount": found.opening}]
    rows += [
        {"part": say(f"portfolio.shape.bridge.{part}", lang), "amount": sign * getattr(found, part)}
        for part, sign in signs.items()
    ]
    total = {"part": say("portfolio.shape.bridge.closing", lang), "amount": found.closing}
    fields = (
        Field("part", "text", say("portfolio.shape.column.overdue", lang)),
        Field("amount", "money", say("columns.amount", lang)),
    )
    title = say("portfolio.shape.column.bridge", lang, since=found.since, day=found.as_of)
    return ReportTable("bridge", title, fields, tuple(rows), total)


def buckets_table(found: Migration, lang: str) -> ReportTable:
    """Of the claims of a bucket then: the share in each bucket now, or paid. Rows sum to 100%."""
    labels = {state: say(f"bucket.{state}", lang) for state in found.states}
    rows = [
        {"from": labels[key], **{state: found.shares[key].get(state, Decimal(0)) for state in found.states}}
        for key in found.keys
        if key in found.shares
    ]
    title = say("portfolio.shape.column.claims", lang, since=found.from_date, day=found.to_date)
    return _matrix("buckets", title, found.states, labels, rows, lang)


def ratings_table(found: RatingMigration, lang: str) -> ReportTable:
    """Of the customers of a rating then: the share in each rating now. Rows sum to 100%."""
    labels = {state: say(f"rating.{state}", lang) for state in found.states}
    shares = found.shares()
    rows = [
        {"from": labels[key], **{state: shares[key].get(state, Decimal(0)) for state in found.states}}
        for key in found.states
        if key in shares
    ]
    title = say("portfolio.shape.column.ratings", lang, since=found.since, day=found.as_of)
    return _matrix("ratings", title, found.states, labels, rows, lang)


def collection_table(found: Collection, lang: str) -> ReportTable:
    """The share unpaid at 0, 30, 60 and 90 days since due by billing month, the latest first."""
    fields = (
        Field("month", "text", say("portfolio.shape.month", lang)),
        Field("amount", "money", say("portfolio.shape.billed", lang)),
        *(Field(f"at_{day}", "percent", say("portfolio.shape.unpaid_at", lang, day=day)) for day in MARKS),
    )
    rows = [_month(f"{month:%Y-%m}", one, month.isoformat()) for month, one in reversed(found.months.items())]
    if found.before is not None:
        rows.append(_month(say("portfolio.shape.before", lang), found.before, ""))
    return ReportTable("collection", say("portfolio.shape.part_collection", lang), fields, tuple(rows))


def _month(label: str, one: CollectionCurve, key: str) -> dict[str, Any]:
    return {"key": key, "month": label, "amount": one.amount, **{f"at_{day}": one.unpaid(day) for day in MARKS}}


def _matrix(
    name: str, title: str, states: Sequence[str], labels: Mapping[str, str], rows: list[dict[str, Any]], lang: str
) -> ReportTable:
    first = Field("from", "text", say("portfolio.shape.column.from", lang))
    return ReportTable(name, title, (first, *(Field(state, "percent", labels[state]) for state in states)), tuple(rows))


def _changes(found: Shape, lang: str) -> ReportTable:
    rows = tuple({"told": sentence(change, lang)} for change in found.changes)
    title = say("portfolio.shape.column.changes", lang, since=found.since)
    return ReportTable("changes", title, (Field("told", "text", say("portfolio.shape.column.told", lang)),), rows)
