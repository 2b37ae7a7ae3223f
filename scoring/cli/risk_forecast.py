"""The command about receipts to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scoring.cli.options import AsJson, AsOf, Currency, Lang, StorePath, choice, opened
from scoring.cli.output import show, show_json, table
from scoring.cli.tables import header_text
from scoring.terms import View
from scoring.text import say

if TYPE_CHECKING:
    from scoring.desk.risk.forecast_book import Step

STEPS = ("week", "day")
Weeks = Annotated[int, typer.Option("--weeks", help="cli.option.weeks", metavar="N")]
By = Annotated[str, typer.Option("--by", help="cli.option.step", metavar="|".join(STEPS), parser=choice("--by", STEPS))]
SPAN = ("first", "last", "expected", "low", "high")


def forecast(
    store: StorePath = None,
    as_of: AsOf = None,
    weeks: Weeks = 13,
    by: By = "week",
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Receipts expected of the open invoices by week or day, the date of each invoice, and the forecast's record."""
    from scoring.desk.parameters import default_as_of
    from scoring.desk.risk.forecast import forecast_report
    from scoring.desk.risk.forecast_wording import record_sentences, scope_sentences

    with opened(store) as ledger:
        view = View(as_of or default_as_of(ledger), currency=currency)
        report = forecast_report(ledger, view, weeks)
    step: Step = "day" if by == "day" else "week"
    if as_json:
        show_json(report.as_json(step))
        return 0
    show(header_text(report.header, lang))
    for code, book in report.books.items():
        headings = [code, *(say(f"forecast.{name}", lang) for name in SPAN[1:])]
        rows = [[getattr(span, name) for name in SPAN] for span in book.spans(step)]
        ends = book.horizon
        total = [say("common.total", lang), "", ends.expected, ends.low, ends.high]
        show("\n" + (table(headings, rows, lang, total) if book.is_dated else code))
        for sentence in scope_sentences(book, lang):
            show(sentence)
    show("\n" + say("forecast.record_heading", lang))
    for sentence in record_sentences(report.learning, lang):
        show(f"- {sentence}")
    return 0
