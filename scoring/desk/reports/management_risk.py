"""The part of the management report that looks ahead: expected loss by rating, the cash of the coming weeks, warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from scoring.desk.figures.customer_list import CustomerLine, customer_lines
from scoring.desk.reports.document_parts import Bars, Grid, Part, Sentence, Stack
from scoring.desk.risk.forecast_book import ForecastBook
from scoring.desk.risk.loss import LossBook
from scoring.desk.risk.portfolio import PortfolioLine
from scoring.desk.risk.wording import segment_label
from scoring.desk.warnings.alerts import alerts
from scoring.desk.warnings.wording import value_text
from scoring.desk.wording import together
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.warnings.indicators import SEVERITIES, load
from scoring.strategy.warnings.life import Alert, by_exposure
from scoring.terms import View
from scoring.text import numbers, say

ALERTS = 6
CALM = "#4575B4"
BY = "rating"


def loss_parts(line: PortfolioLine, lang: str) -> Iterator[Part]:
    """What is expected to be lost within a year by rating, what a bad year loses, what can be borne, what overdue costs."""
    few, total = line.book.fewest_for_half, line.book.total
    if few is None:
        yield Sentence(say("report.loss_nothing", lang))
        return
    amount = f"{line.book.currency} {numbers.money(total.expected_loss, lang)}"
    facts = {"amount": amount, "customers": few[0], "share": numbers.percent(few[1], lang)}
    told = [say("report.loss_one" if few[0] == 1 else "report.loss", lang, **facts)]
    yield Sentence(together([*told, *_bad_years(line, lang)], lang))
    yield _losses(line.book, lang)
    yield Sentence(together([*_bearable(line, lang), *_cost(line, lang)], lang))


def cash_parts(book: ForecastBook, lang: str) -> Iterator[Part]:
    """The receipts expected by week, with the band of all of them."""
    if not book.open:
        yield Sentence(say("forecast.nothing_owed", lang))
        return
    span = book.horizon
    if not book.is_dated:
        yield Sentence(say("report.cash_none", lang, weeks=len(book.weeks), last=span.last))
        return
    facts = {name: numbers.money(getattr(span, name), lang) for name in ("expected", "low", "high")}
    yield Sentence(say("report.cash", lang, weeks=len(book.weeks), currency=book.currency, last=span.last, **facts))
    yield _weeks(book, lang)


def warning_parts(store: Store, view: View, lang: str) -> Iterator[Part]:
    """How many alerts are open and the worst of them, as the Overview lists them; nothing where the ledger cannot be looked
    through on the day."""
    try:
        found = [alert for alert in alerts(store, view.as_of) if alert.is_open]
    except ScoringError:
        return
    lines = {line.customer_id: line for line in customer_lines(store, view)}
    mine = [alert for alert in found if alert.customer_id in lines or not view.filters]
    counts = Counter(alert.severity for alert in mine)
    told = {name: counts[name] for name in SEVERITIES}
    yield Sentence(say("warnings.counted", lang, alerts=len(mine), as_of=view.as_of, **told))
    if mine:
        owed = {customer: line.open for customer, line in lines.items()}
        yield _alerts(by_exposure(mine, owed)[:ALERTS], lines, lang)


def _bad_years(line: PortfolioLine, lang: str) -> list[str]:
    found = line.distribution
    if found is None:
        return []
    amounts = {"bad": found.bad_year.loss, "worst": found.worst_year.loss}
    facts = {name: numbers.compact(amount, lang) for name, amount in amounts.items()}
    return [_closed(say("portfolio.distribution.title", lang, currency=line.book.currency, **facts), lang)]


def _bearable(line: PortfolioLine, lang: str) -> list[str]:
    """The largest balance the means carry, where they are stated."""
    found, standing = line.capacity.capacity, line.capacity.standing
    if found is None or found.largest_balance is None:
        return []
    room = found.largest_balance - standing.balance
    amounts = {"largest": found.largest_balance, "today": standing.balance, "room": abs(room)}
    facts = {name: numbers.compact(amount, lang) for name, amount in amounts.items()}
    key = "title" if room >= 0 else "title_over"
    return [_closed(say(f"portfolio.capacity.{key}", lang, currency=line.book.currency, **facts), lang)]


def _cost(line: PortfolioLine, lang: str) -> list[str]:
    """What overdue costs with the loss expected of it, and the new sales that earn it back."""
    cost = line.capacity.cost
    facts = {"total": numbers.compact(cost.total, lang), "currency": line.book.currency}
    if cost.new_sales is None:
        return [_closed(say("portfolio.capacity.cost_no_margin", lang, **facts), lang)]
    sales = numbers.compact(cost.new_sales, lang)
    return [_closed(say("portfolio.capacity.cost", lang, sales=sales, **facts), lang)]


def _closed(words: str, lang: str) -> str:
    """The title of a chart as a sentence."""
    return say("report.sentence", lang, words=words)


def _losses(book: LossBook, lang: str) -> Grid:
    headings = tuple(
        say(key, lang)
        for key in ("grouping.rating", "columns.customers", "portfolio.loss.exposure", "portfolio.loss.pd")
    )
    rows = [
        (
            segment_label(BY, one.group, one.group, lang),
            numbers.whole(one.customers, lang),
            numbers.money(one.exposure, lang),
            "" if one.pd is None else numbers.percent(one.pd, lang),
            numbers.money(one.expected_loss, lang),
        )
        for one in book.by(BY)
    ]
    total = book.total
    last = (
        say("export.total", lang),
        numbers.whole(total.customers, lang),
        numbers.money(total.exposure, lang),
        "" if total.pd is None else numbers.percent(total.pd, lang),
        numbers.money(total.expected_loss, lang),
    )
    return Grid((*headings, say("portfolio.loss.expected_loss", lang)), tuple(rows), total=last)


def _weeks(book: ForecastBook, lang: str) -> Bars:
    spans = book.weeks
    heights = tuple(float(max(span.expected, Decimal(0))) for span in spans)
    texts = tuple(numbers.money(span.expected, lang) for span in spans)
    labels = tuple(f"{numbers.day(span.first, lang)} – {numbers.day(span.last, lang)}" for span in spans)
    return Bars(labels, (Stack(say("report.expected", lang), CALM, heights, texts),))


def _alerts(found: Sequence[Alert], lines: Mapping[str, CustomerLine], lang: str) -> Grid:
    headings = ("grouping.customer", "report.warning", "warnings.severity_heading", "report.since", "report.value")
    rows = tuple(_alert(alert, lines.get(alert.customer_id), lang) for alert in found)
    return Grid((*(say(heading, lang) for heading in headings), say("export.open", lang)), rows, texts=4)


def _alert(alert: Alert, line: CustomerLine | None, lang: str) -> tuple[str, ...]:
    return (
        line.name if line else alert.customer_id,
        say(f"warning.{alert.indicator}", lang),
        say(f"warnings.severity.{alert.severity}", lang),
        numbers.day(alert.raised_on, lang),
        value_text(alert.value, load()[alert.indicator].unit, lang),
        numbers.money(line.open if line else Decimal(0), lang),
    )
