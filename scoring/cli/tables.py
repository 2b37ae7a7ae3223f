"""Reports as tables for a terminal. Every table of amounts ends in its total."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from scoring.cli.output import table
from scoring.desk.wording import bucket_label, figure_text, group_label, header_lines
from scoring.terms import ReportHeader
from scoring.text import say

if TYPE_CHECKING:
    from scoring.desk.figures.aging import AgingReport
    from scoring.desk.figures.documents import DocumentPage
    from scoring.desk.figures.figures import FigureLine
    from scoring.desk.reports.statement import Account
    from scoring.metrics.aging import AgingRow
    from scoring.metrics.dso_bridge import DsoChange

OPEN_DOCUMENTS = ("document_no", "issue_date", "due_date", "days_past_due", "currency", "amount", "open_amount")
OF_THE_PORTFOLIO = (
    "customers",
    "customers_over_limit",
    "top_1_share",
    "top_5_share",
    "top_10_share",
    "top_20_share",
    "herfindahl",
)
"""Figures that say nothing about one customer."""
WHO = ("nature", "industry", "region", "size", "owner", "parent_id", "terms_days", "since", "external_rating")


def header_text(header: ReportHeader, lang: str) -> str:
    """What every report states before its first figure."""
    return "\n".join(f"{label}: {text}" for label, text in header_lines(header, lang))


def aging_tables(report: AgingReport, lang: str) -> str:
    """One table per currency shown: groups by buckets, worst first."""
    return "\n\n".join(_aging_table(report, currency, lang) for currency in report.totals)


def figures_table(currency: str, lines: Iterable[FigureLine], lang: str) -> str:
    """Figures of one currency: now, before and the change."""
    headings = [currency, *(say(f"cli.column.{name}", lang) for name in ("now", "before", "change"))]
    rows = []
    for line in lines:
        values = (line.figure.value, line.before, line.change)
        name = say(f"figure.{line.figure.name}.name", lang)
        rows.append([name, *(figure_text(value, line.figure.unit, lang) for value in values)])
    return table(headings, rows, lang, right=(1, 2, 3))


def dso_table(change: DsoChange, lang: str) -> str:
    """The parts of the change of DSO, in days, and their sum."""
    rows = [
        [say(f"dso_part.{name}.name", lang), figure_text(days, "days", lang)] for name, days in change.parts.items()
    ]
    headings = [say("cli.column.dso_change", lang), say("cli.column.days", lang)]
    return table(
        headings, rows, lang, [say("common.total", lang), figure_text(change.change, "days", lang)], right=(1,)
    )


def who_table(master: dict[str, Any], lang: str) -> str:
    """What the customer list says of a customer, as far as it says anything."""
    known = [(name, group_label(name, str(master[name]), str(master[name]), lang)) for name in WHO if master[name]]
    rows = [[say(f"columns.{name}", lang), value] for name, value in known]
    return table([f"{master['customer_id']} {master['name']}", ""], rows, lang)


def documents_table(page: DocumentPage, lang: str) -> str:
    """Open documents and, by currency, what all of them come to, those not listed included."""
    listed = [[row[name] for name in OPEN_DOCUMENTS] for row in page.rows]
    lines = [table([say(f"columns.{name}", lang) for name in OPEN_DOCUMENTS], listed, lang)]
    rows = [[currency, total] for currency, total in page.totals.items()]
    lines.append(table([say("common.total", lang), say("columns.open_amount", lang)], rows, lang))
    return "\n\n".join(lines)


def account_table(account: Account, lang: str) -> str:
    """The movements of one currency between its opening and its closing balance."""
    headings = [say(f"statement.{name}", lang) for name in ("date", "kind", "document")]
    headings += [f"{say('columns.amount', lang)} ({account.currency})", say("statement.balance", lang)]
    opening = [None, say("statement.opening", lang), None, None, account.opening]
    moved = [
        [line.day, say(f"export.kind.{line.kind}", lang), line.document_no, line.amount, line.balance]
        for line in account.movements
    ]
    closing = [None, say("statement.closing", lang), None, None, account.closing]
    return table(headings, [opening, *moved], lang, closing)


def _aging_table(report: AgingReport, currency: str, lang: str) -> str:
    by, basis = report.grouping, report.header.basis
    headings = [
        f"{say(f'grouping.{by}', lang)} ({currency})",
        *(bucket_label(key, basis, lang) for key in report.keys),
        *(say(f"columns.{name}", lang) for name in ("open_amount", "on_account", "net", "documents")),
    ]
    rows = [row for row in report.rows if row.currency == currency]
    lines = [[_numbered(by, row, group_label(by, row.key, row.name, lang)), *_amounts(row)] for row in rows]
    return table(headings, lines, lang, [say("common.total", lang), *_amounts(report.totals[currency])])


def _amounts(row: AgingRow) -> list[object]:
    return [*row.buckets.values(), row.open, row.on_account, row.net, row.documents]


def _numbered(grouping: str, row: AgingRow, label: str) -> str:
    """A customer with its number, by which the other commands know it."""
    return f"{row.key} {label}" if grouping in ("customer", "parent") and label != row.key else label
