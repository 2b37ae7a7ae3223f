"""The management report: two printed pages in either language, as HTML, PDF and Excel of the same figures.

The first page says where receivables stand and what changed, the second what is coming: who owes most, what may be lost,
when the money comes, warnings. Where a rate is missing, both speak of the leading currency; every other has its line.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from scoring.desk.figures.figures import dso_change
from scoring.desk.figures.overview import Overview, overview
from scoring.desk.parameters import currency_of
from scoring.desk.reports import management_others as others
from scoring.desk.reports import management_risk as risk
from scoring.desk.reports import management_today as today
from scoring.desk.reports.document_parts import Heading, PageEnd, Pairs, Part, Sentence, as_html
from scoring.desk.reports.pdf import as_pdf
from scoring.desk.reports.workbook import REPORT, fill, sheets, ties_lines
from scoring.desk.reports.workbook_ahead import AHEAD, SUMMARY, fill_ahead, fill_summary
from scoring.desk.risk.forecast import forecast_report
from scoring.desk.risk.forecast_book import ForecastReport
from scoring.desk.risk.portfolio import PortfolioReport, portfolio_report
from scoring.desk.views import header_of
from scoring.desk.wording import header_lines
from scoring.store import Store
from scoring.terms import View
from scoring.text import say

FORMS = ("pdf", "html", "xlsx")


def management_report(store: Store, view: View, lang: str, form: str) -> bytes:
    """The report in one of FORMS; Excel holds its tables in full. Raises ScoringError as the function of each form."""
    if form == "xlsx":
        return _workbook(store, view, lang)
    return management_pdf(store, view, lang) if form == "pdf" else management_html(store, view, lang).encode()


def management_html(store: Store, view: View, lang: str) -> str:
    """The report of a view by customer as one HTML file for A4. Raises ScoringError as `scope_of`."""
    return as_html(say("export.report_title", lang), management_parts(store, view, lang), lang)


def management_pdf(store: Store, view: View, lang: str) -> bytes:
    """The same report as PDF, two pages. Raises ScoringError as `scope_of`, and "pdf_failed"."""
    return as_pdf(say("export.report_title", lang), management_parts(store, view, lang), lang)


def management_parts(store: Store, view: View, lang: str) -> tuple[Part, ...]:
    """What the report says, whoever prints it. Raises ScoringError as `scope_of`."""
    told = told_of(store, replace(view, grouping="customer"))
    return (*_first_page(store, told, lang), PageEnd(), *_second_page(store, told, lang))


@dataclass(frozen=True)
class Told:
    """Everything the report speaks of; `leading` is the currency that its pages speak of."""

    view: View
    found: Overview
    risk: PortfolioReport
    cash: ForecastReport
    leading: str

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The currencies that are not converted and stand in a line each, the one with the most debtors first."""
        rest = [currency for currency in self.found.figures.lines if currency != self.leading]
        return tuple(sorted(rest, key=lambda currency: (-self.found.aging.customers[currency], currency)))


def told_of(store: Store, view: View) -> Told:
    """The reports behind the report of a view by customer. Raises ScoringError as `scope_of`."""
    found, risks = overview(store, view), portfolio_report(store, view)
    cash = forecast_report(store, view, losses=risks.of_loss)
    return Told(view, found, risks, cash, leading_currency(found, currency_of(store)))


def leading_currency(found: Overview, home: str) -> str:
    """The workspace's currency where something is owed in it, else the one with the most debtors: amounts of different
    currencies do not compare."""
    debtors = found.aging.customers
    if debtors.get(home):
        return home
    return max(sorted(found.figures.lines), key=lambda currency: debtors[currency])


def _first_page(store: Store, told: Told, lang: str) -> Iterator[Part]:
    figures, currency = told.found.figures, told.leading
    period = say("export.period_days", lang, period_days=figures.period_days, as_of=figures.header.as_of)
    header = header_of(store, replace(told.view, grouping="rating"))
    yield Pairs((*header_lines(header, lang), (say("export.period", lang), period)))
    why = dso_change(store, told.view, figures.compared_to)[currency]
    yield from today.parts(told.found, why, currency, lang)


def _second_page(store: Store, told: Told, lang: str) -> Iterator[Part]:
    currency = told.leading
    yield from today.exposure_parts(told.found, currency, lang)
    yield from _under("loss", currency, risk.loss_parts(told.risk.lines[currency], lang), lang)
    yield from _under("cash", currency, risk.cash_parts(told.cash.books[currency], lang), lang)
    warned = tuple(risk.warning_parts(store, told.view, lang))
    yield from (Heading(say("report.title_warnings", lang)), *warned) if warned else ()
    yield from others.parts(told.found, told.risk, told.cash, told.others, currency, lang)
    yield from (Sentence(text, note=True) for text in ties_lines(told.found.aging, lang))


def _under(section: str, currency: str, parts: Iterator[Part], lang: str) -> Iterator[Part]:
    title = say(f"report.title_{section}", lang)
    yield Heading(say("export.in_currency", lang, title=title, currency=currency))
    yield from parts


def _workbook(store: Store, view: View, lang: str) -> bytes:
    out = io.BytesIO()
    with sheets(out, (SUMMARY, *REPORT, *AHEAD), lang) as pages:
        fill_summary(pages[SUMMARY], header_of(store, view), management_parts(store, view, lang))
        fill(pages, store, view)
        fill_ahead(pages, store, view)
    return out.getvalue()
