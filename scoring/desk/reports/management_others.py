"""The lines of the management report about currencies that are not converted: its pages speak of one alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.desk.figures.overview import Overview
from scoring.desk.reports.document_parts import Grid, Heading, Part, Sentence
from scoring.desk.risk.forecast_book import ForecastReport
from scoring.desk.risk.portfolio import PortfolioReport
from scoring.desk.wording import figure_text, together
from scoring.text import numbers, say

LINES = 8
FIGURES = ("receivables", "overdue", "overdue_ratio", "dso_simple")


def parts(
    found: Overview, risk: PortfolioReport, cash: ForecastReport, currencies: Sequence[str], leading: str, lang: str
) -> Iterator[Part]:
    """A line for each of `currencies`, at most LINES, the rest counted; nothing where everything is converted."""
    if not currencies:
        return
    yield Heading(say("report.title_others", lang))
    left = len(currencies) - LINES
    told = [say("report.others", lang, currency=leading)]
    told += [say("report.others_left", lang, currencies=left)] if left > 0 else []
    yield Sentence(together(told, lang))
    headings = [say("columns.currency", lang), *(say(f"figure.{name}.name", lang) for name in FIGURES)]
    headings += [say("portfolio.loss.expected_loss", lang), say("report.expected_in", lang, weeks=cash.weeks)]
    yield Grid(tuple(headings), tuple(_line(found, risk, cash, one, lang) for one in currencies[:LINES]))


def _line(found: Overview, risk: PortfolioReport, cash: ForecastReport, currency: str, lang: str) -> tuple[str, ...]:
    lines = [found.figures.line(currency, name).figure for name in FIGURES]
    lost, expected = risk.lines[currency].book.total.expected_loss, cash.books[currency].horizon.expected
    told = [figure_text(line.value, line.unit, lang) for line in lines]
    return currency, *told, numbers.money(lost, lang), numbers.money(expected, lang)
