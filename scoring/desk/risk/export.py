"""Expected loss by segment as a file to take along: CSV and Excel, the report's header on top, the total below."""

from __future__ import annotations

import io
from decimal import Decimal

from scoring.desk.reports.export import csv_bytes
from scoring.desk.reports.workbook import sheets
from scoring.desk.risk.loss import LossReport
from scoring.desk.risk.wording import segment_label
from scoring.metrics.risk.loss import Contribution
from scoring.text import say

FIGURES = ("exposure", "covered", "pd", "lgd", "expected_loss")
SHARES = ("pd", "lgd", "share")
PLACES = 6


def loss_csv(report: LossReport, grouping: str, lang: str) -> bytes:
    """One row per segment and currency, a total row per currency; shares as fractions (0.25 is 25%)."""
    return csv_bytes(report.header, _headings(grouping, lang), _rows(report, grouping, lang), lang)


def loss_xlsx(report: LossReport, grouping: str, lang: str) -> bytes:
    """The same in one sheet, shares as percentages."""
    out, headings = io.BytesIO(), _headings(grouping, lang)
    first = len(headings) - 1 - len(FIGURES)
    shares = {len(headings) - 1, *(first + place for place, name in enumerate(FIGURES) if name in SHARES)}
    with sheets(out, ("loss",), lang) as pages:
        sheet = pages["loss"]
        row = sheet.start(report.header)
        sheet.table(row, headings, [])
        for cells in _rows(report, grouping, lang):
            row += 1
            for column, value in enumerate(cells):
                sheet.cell(row, column, value, "percent" if column in shares else None)
    return out.getvalue()


def _headings(grouping: str, lang: str) -> list[str]:
    names = ("currency", "customers", "open_amount")
    return [
        say(f"grouping.{grouping}", lang),
        say("export.key", lang),
        *(say(f"columns.{name}", lang) for name in names),
        *(say(f"portfolio.loss.{name}", lang) for name in FIGURES),
        say("columns.share", lang),
    ]


def _rows(report: LossReport, grouping: str, lang: str) -> list[list[object]]:
    rows = []
    for currency, book in report.books.items():
        for one in book.by(grouping):
            label = segment_label(grouping, one.group, book.names.get(one.group, one.group), lang)
            rows.append([label, one.group, currency, *_cells(one)])
        rows.append([say("common.total", lang), None, currency, *_cells(book.total)])
    return rows


def _cells(one: Contribution) -> list[object]:
    figures = [_share(getattr(one, name)) if name in SHARES else getattr(one, name) for name in FIGURES]
    return [one.customers, one.open, *figures, _share(one.share)]


def _share(value: float | None) -> Decimal | None:
    return None if value is None else round(Decimal(str(value)), PLACES)
