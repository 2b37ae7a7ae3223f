"""What a forecast is worth and how it was made, in the reader's words."""

from __future__ import annotations

from scoring.desk.risk.forecast_book import ForecastBook
from scoring.desk.risk.forecast_learning import Learning
from scoring.metrics.forecast.backtest import WINDOW_DAYS
from scoring.text import numbers, say


def record_sentences(known: Learning, lang: str) -> list[str]:
    """The record of the forecast on the ledger's own past, and what of its past was taken."""
    kept = known.record
    if kept is None:
        return [say("forecast.record_none", lang)]
    cuts = ", ".join(numbers.day(cut, lang) for cut in known.cuts)
    error, naive = (numbers.decimal(days, lang) for days in (kept.error_days, kept.naive_error_days))
    share = numbers.percent(kept.coverage, lang)
    facts = {"claims": kept.claims, "waiting": kept.waiting, "window": WINDOW_DAYS}
    return [
        say("forecast.record_error", lang, cuts=cuts, error=error, naive=naive),
        say("forecast.record_coverage", lang, coverage=share, **facts),
        say("forecast.record_weeks", lang, weeks=kept.weeks, covered=numbers.percent(kept.weeks_covered, lang)),
        *model_sentences(known, lang),
    ]


def model_sentences(known: Learning, lang: str) -> list[str]:
    """Which habits of the calendar are used, and how old claims count."""
    model = known.model
    rhythm = model.rhythms[-1] if model.rhythms else "plain"
    if model.half_life_days is None:
        return [say(f"forecast.model_{rhythm}", lang), say("forecast.model_alike", lang)]
    return [say(f"forecast.model_{rhythm}", lang), say("forecast.model_recent", lang, days=model.half_life_days)]


def scope_sentences(book: ForecastBook, lang: str) -> list[str]:
    """What the forecast adds up to, and what stands beside it."""
    if not book.open:
        return [say("forecast.nothing_owed", lang)]
    span = book.horizon
    if not book.is_dated:
        amounts = {"open": book.open, "loss": book.expected_loss, "rest": book.total}
        words = say("forecast.scope_none", lang, as_of=book.as_of, last=span.last, currency=book.currency, **amounts)
        return [words, *_on_account(book, lang)]
    facts = {"expected": span.expected, "low": span.low, "high": span.high, "last": span.last, "later": book.later}
    facts |= {"loss": book.expected_loss, "open": book.open, "currency": book.currency}
    told = [say("forecast.scope", lang, as_of=book.as_of, **facts)]
    if book.undated > 0:
        told.append(say("forecast.scope_undated", lang, amount=book.undated, currency=book.currency))
    return [*told, *_on_account(book, lang)]


def _on_account(book: ForecastBook, lang: str) -> list[str]:
    if not book.on_account:
        return []
    return [say("forecast.on_account", lang, amount=book.on_account, currency=book.currency)]
