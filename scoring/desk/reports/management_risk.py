"""The part of the management report that looks ahead: expected loss by rating, the cash of the coming weeks, warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from scoring.desk.reports.document_parts import Bars, Grid, Part, Sentence, Stack
from scoring.desk.risk.forecast_book import ForecastBook
from scoring.desk.risk.loss import LossBook
from scoring.desk.risk.wording import segment_label
from scoring.desk.warnings.alerts import alerts
from scoring.desk.warnings.wording import evidence_text
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.warnings.indicators import SEVERITIES
from scoring.strategy.warnings.life import Alert
from scoring.terms import View
from scoring.text import numbers, say

ALERTS = 6
CALM = "#4575B4"
BY = "rating"


def loss_parts(book: LossBook, lang: str) -> Iterator[Part]:
    """What is expected to be lost within a year, by rating, and how few customers make up half of it."""
    currency = book.currency
    few = book.fewest_for_half
    if few is None:
        return
    facts = {"amount": f"{currency} {numbers.money(book.total.expected_loss, lang)}", "customers": few[0]}
    yield Sentence(say("report.loss", lang, share=numbers.percent(few[1], lang), **facts))
    yield _losses(book, lang)


def cash_parts(book: ForecastBook, lang: str) -> Iterator[Part]:
    """The receipts expected by week, with the band of all of them."""
    if not book.open:
        return
    span = book.horizon
    facts = {name: numbers.money(getattr(span, name), lang) for name in ("expected", "low", "high")}
    yield Sentence(say("report.cash", lang, weeks=len(book.weeks), currency=book.currency, last=span.last, **facts))
    yield _weeks(book, lang)


def warning_parts(store: Store, view: View, lang: str) -> Iterator[Part]:
    """How many alerts are open and the worst of them; nothing where the ledger cannot be looked through on the day."""
    try:
        found = [alert for alert in alerts(store, view.as_of) if alert.is_open]
    except ScoringError:
        return
    counts = Counter(alert.severity for alert in found)
    told = {name: counts[name] for name in SEVERITIES}
    yield Sentence(say("warnings.counted", lang, alerts=len(found), as_of=view.as_of, **told))
    if found:
        yield _alerts(store, found[:ALERTS], lang)


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


def _alerts(store: Store, found: list[Alert], lang: str) -> Grid:
    names = {row["customer_id"]: str(row["name"]) for row in store.rows("customer")}
    headings = ("grouping.customer", "report.warning", "report.evidence", "report.since")
    rows = tuple(
        (
            names.get(alert.customer_id, alert.customer_id),
            say(f"warning.{alert.indicator}", lang),
            evidence_text(alert, lang),
            numbers.day(alert.raised_on, lang),
        )
        for alert in found
    )
    return Grid(tuple(say(heading, lang) for heading in headings), rows, texts=3)
