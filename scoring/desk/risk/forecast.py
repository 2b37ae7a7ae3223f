"""When will the money come? Expected receipts of the open invoices of a view by week or day, and a date for each of them.

Only what is owed already: invoices yet to be written are not in it. Over all time the forecast's total is the open amount
less the expected loss (PD x LGD, as the loss view states it): what the delays do not date stays in as `undated`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.desk.figures.aging import on_account_params
from scoring.desk.risk.forecast_book import DATES, ForecastBook, ForecastReport, Span, rows_of
from scoring.desk.risk.forecast_claims import Moves, as_arrays, moves, open_claims
from scoring.desk.risk.forecast_learning import Learned, learned
from scoring.desk.risk.loss import LossReport, loss_report
from scoring.desk.views import Scope, header_of, scope_of
from scoring.errors import ScoringError
from scoring.metrics.forecast.history import Floats, Ints
from scoring.metrics.forecast.outlook import Outlook, outlook
from scoring.metrics.forecast.sums import Sums, by_customer, sums
from scoring.metrics.risk.loss import amount
from scoring.store import Store
from scoring.terms import View

WEEKS, WEEKS_MAX = 13, 52
KPI_DAYS = 30
PART_CLAIMS, THREADS_MAX = 512, 4
"""Claims summed up at a time: what is computed of them stays in the processor's cache."""


def forecast_report(
    store: Store, view: View, weeks: int = WEEKS, known: Learned | None = None, losses: LossReport | None = None
) -> ForecastReport:
    """The receipts expected in the `weeks` (1 to 52) after the view's as-of date, from its open invoices.

    `known` and `losses` are those of the same view, where they are at hand already. Credits on account stand beside,
    nothing is netted. Raises ScoringError "weeks_out_of_range", and as `scope_of` and `loss_report`.
    """
    if not 1 <= weeks <= WEEKS_MAX:
        raise ScoringError("weeks_out_of_range", weeks=weeks, most=WEEKS_MAX)
    scope = scope_of(store, view)
    with ThreadPoolExecutor(max_workers=2) as beside:
        moving, owed = beside.submit(moves, store, view.as_of), beside.submit(open_claims, store, scope)
        knows, loss = known or learned(store, view.as_of), losses or loss_report(store, view)
        moved, claims = moving.result(), owed.result()
    shown = claims["currency"].map({currency: scope.shown(currency) for currency in claims["currency"].unique()})
    books = {}
    for currency in scope.reportings:
        mine = claims[shown == currency].reset_index(drop=True)
        share = _expected_losses(loss, currency, mine)
        books[currency] = _book(currency, mine, share, weeks, knows, moved, _on_account(store, scope, currency))
    return ForecastReport(header_of(store, view), weeks, knows.learning, moved, books)


def cash_expected(store: Store, view: View) -> dict[str, Span]:
    """Receipts expected within 30 days of open invoices, with their band, by currency shown. Raises as `forecast_report`."""
    return {currency: book.month for currency, book in forecast_report(store, view).books.items()}


def dated_invoices(store: Store, view: View, known: Learned) -> list[dict[str, Any]]:
    """The open invoices of a view, oldest first: the columns of `open_claims`, expected_date, earliest, latest and promised
    (None = no date), disputed. Raises ScoringError as `scope_of`."""
    claims = open_claims(store, scope_of(store, view))
    moved = moves(store, view.as_of)
    told = as_arrays(claims, moved, known.as_of, known.customers)
    found = outlook(known.fitted, told, 1, moved.kept_share)
    frame = _dated(claims, told.promised_days, told.disputed_days, found, view.as_of, np.zeros(len(claims)))
    return rows_of(frame)


def _book(
    currency: str, claims: pd.DataFrame, loss_cents: Ints, weeks: int, known: Learned, moved: Moves, credit: Decimal
) -> ForecastBook:
    as_of, days = known.as_of, max(weeks * 7, KPI_DAYS)
    told = as_arrays(claims, moved, known.as_of, known.customers)
    owed = claims["open"].to_numpy(dtype=np.float64)
    loss_share = np.clip(loss_cents / np.maximum(owed, 1.0), 0.0, 1.0)
    found = outlook(known.fitted, told, days, moved.kept_share)
    ahead = _ahead(found, owed, loss_share, told.customer, weeks)
    spans = _spans(ahead.sums, known, [*_weeks(as_of, weeks), *_days(as_of, weeks), *_ends(as_of, weeks)])
    within, lost, open_ = spans[-2].expected, amount(int(loss_cents.sum())), amount(int(owed.sum()))
    later = min(amount(int(np.rint(owed @ ahead.later))), open_ - lost - within)
    return ForecastBook(
        as_of,
        currency,
        _dated(claims, told.promised_days, told.disputed_days, found, as_of, owed * ahead.within),
        ahead.by_day,
        tuple(spans[:weeks]),
        tuple(spans[weeks:-2]),
        spans[-2],
        spans[-1],
        open_,
        later,
        open_ - lost - within - later,
        lost,
        credit,
    )


class _Ahead(NamedTuple):
    """What claims bring: sums by week, day, all weeks and KPI_DAYS; of each its amount by day, and the shares of it within
    the weeks and after them."""

    sums: Sums
    by_day: NDArray[np.float32]
    within: Floats
    later: Floats


def _ahead(found: Outlook, owed: Floats, loss_share: Floats, customer: Ints, weeks: int) -> _Ahead:
    """Part by part, so that what is computed of each claim and day is never held for all of them."""
    count, days = len(owed), weeks * 7
    kept = found.kept(loss_share)
    by_day, within, near = np.empty((count, days), np.float32), np.empty(count), np.empty(count)
    total = sums(np.zeros((0, weeks + days + 2)), np.zeros(0), np.zeros(0, np.int64))

    def summed(part: Ints) -> Sums:
        chances = found.near[part] * kept[part, None]
        by_week = chances[:, :days].reshape(len(part), weeks, 7).sum(2)
        within[part], near[part] = by_week.sum(1), chances.sum(1)
        by_day[part] = chances[:, :days] * (owed[part, None] / 100)
        table = np.column_stack([by_week, chances[:, :days], within[part], chances[:, :KPI_DAYS].sum(1)])
        return sums(table, owed[part], customer[part])

    with ThreadPoolExecutor(max_workers=min(THREADS_MAX, os.cpu_count() or 1)) as threads:
        for one in threads.map(summed, by_customer(customer, PART_CLAIMS)):
            total += one
    return _Ahead(total, by_day, within, found.later * kept + near - within)


def _spans(found: Sums, known: Learned, days: Sequence[tuple[date, date]]) -> list[Span]:
    model = known.fitted.model
    low, high = found.band(model.together, model.spread)
    values = zip(days, found.expected, low, high, strict=True)
    return [Span(*ends, *(amount(int(np.rint(x))) for x in figures)) for ends, *figures in values]


def _weeks(as_of: date, weeks: int) -> list[tuple[date, date]]:
    starts = (as_of + timedelta(days=1 + 7 * week) for week in range(weeks))
    return [(start, start + timedelta(days=6)) for start in starts]


def _days(as_of: date, weeks: int) -> list[tuple[date, date]]:
    return [(as_of + timedelta(days=ahead),) * 2 for ahead in range(1, weeks * 7 + 1)]


def _ends(as_of: date, weeks: int) -> list[tuple[date, date]]:
    return [(as_of + timedelta(days=1), as_of + timedelta(days=days)) for days in (weeks * 7, KPI_DAYS)]


def _dated(
    claims: pd.DataFrame, promised: Floats, disputed: Ints, found: Outlook, as_of: date, within: Floats
) -> pd.DataFrame:
    """The documents with their dates."""
    days = {name: getattr(found.dates, name) for name in DATES} | {"promised": promised}
    start = np.datetime64(as_of, "s")
    dated = {name: start + _seconds(ahead) for name, ahead in days.items()}
    return claims.assign(**dated, disputed=disputed > 0, within=np.rint(within).astype(np.int64))


def _seconds(days: Floats) -> NDArray[np.timedelta64]:
    """Whole days as durations; no day stays none."""
    known = ~np.isnan(days)
    found = np.full(len(days), np.timedelta64("NaT", "s"))
    found[known] = days[known].astype(np.int64) * np.timedelta64(86_400, "s")
    return found


def _expected_losses(losses: LossReport, currency: str, claims: pd.DataFrame) -> Ints:
    """What each document is expected to lose, in cents: its customer's expected loss by open amount, what rounding leaves
    to the customer's first."""
    if claims.empty:
        return np.zeros(0, np.int64)
    table = losses.books[currency].table.set_index("customer_id")
    owner, customers = pd.factorize(claims["customer_id"])
    known = table[["open", "exposure", "expected_loss"]].reindex(customers).to_numpy(dtype=np.float64)
    open_, exposure, loss = np.nan_to_num(known.T)
    shares = loss / np.where(exposure > 0, exposure, 1.0)
    found = np.rint(claims["open"].to_numpy() * shares[owner])
    rest = np.rint(open_ * shares) - np.bincount(owner, found, len(customers))
    found[np.unique(owner, return_index=True)[1]] += rest
    whole: Ints = np.rint(found).astype(np.int64)
    return whole


def _on_account(store: Store, scope: Scope, currency: str) -> Decimal:
    kept = scope.items_where if scope.view.currency else {**scope.items_where, "currency": currency}
    found = store.total("on_account_items", on_account_params(scope), ["reporting_amount"], where=kept)
    return Decimal(found["reporting_amount"])
