"""When will the money come? Expected receipts of the open invoices of a view by week or day, and a date for each of them.

Only what is owed already: invoices yet to be written are not in it. Over all time the forecast's total is the open amount
less the expected loss (PD x LGD, as the loss view states it): what the delays do not date stays in as `undated`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from scoring.desk.figures.aging import on_account_params
from scoring.desk.risk.forecast_book import DATES, ForecastBook, ForecastReport, Span, rows_of
from scoring.desk.risk.forecast_claims import Moves, as_arrays, moves, open_claims
from scoring.desk.risk.forecast_learning import Learned, learned
from scoring.desk.risk.loss import LossReport, loss_report
from scoring.desk.views import Scope, header_of, scope_of
from scoring.errors import ScoringError
from scoring.metrics.forecast.history import Floats, Ints
from scoring.metrics.forecast.outlook import Outlook, outlook
from scoring.metrics.forecast.sums import sums
from scoring.metrics.risk.loss import amount
from scoring.store import Store
from scoring.terms import View

WEEKS, WEEKS_MAX = 13, 52
KPI_DAYS = 30


def forecast_report(
    store: Store, view: View, weeks: int = WEEKS, known: Learned | None = None, losses: LossReport | None = None
) -> ForecastReport:
    """The receipts expected in the `weeks` (1 to 52) after the view's as-of date, from its open invoices.

    `known` and `losses` are those of the same view, where they are at hand already. Credits on account stand beside,
    nothing is netted. Raises ScoringError "weeks_out_of_range", and as `scope_of` and `loss_report`.
    """
    if not 1 <= weeks <= WEEKS_MAX:
        raise ScoringError("weeks_out_of_range", weeks=weeks, most=WEEKS_MAX)
    scope, knows = scope_of(store, view), known or learned(store, view.as_of)
    loss, moved = losses or loss_report(store, view), moves(store, view.as_of)
    claims = open_claims(store, scope)
    shown = np.array([scope.shown(currency) for currency in claims["currency"].tolist()], dtype=object)
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
    found = outlook(known.fitted, told, days, moved.kept_share).without_loss(loss_share)
    by_week = found.near[:, : weeks * 7].reshape(len(claims), weeks, 7).sum(2)
    whole = by_week.sum(1)
    month = found.near[:, :KPI_DAYS].sum(1)
    table = np.column_stack([by_week, found.near[:, : weeks * 7], whole, month])
    spans = _spans(
        table, owed, told.customer, known, [*_weeks(as_of, weeks), *_days(as_of, weeks), *_ends(as_of, weeks)]
    )
    within, lost, open_ = spans[-2].expected, amount(int(loss_cents.sum())), amount(int(owed.sum()))
    later = amount(int(np.rint(owed @ (found.later + found.near.sum(1) - whole))))
    later = min(later, open_ - lost - within)
    return ForecastBook(
        as_of,
        currency,
        _dated(claims, told.promised_days, told.disputed_days, found, as_of, owed * whole),
        (found.near[:, : weeks * 7] * (owed / 100)[:, None]).astype(np.float32),
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


def _spans(
    chances: Floats, owed: Floats, customer: Ints, known: Learned, days: Sequence[tuple[date, date]]
) -> list[Span]:
    model = known.fitted.model
    found = sums(chances, owed, customer)
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
    start = pd.Timestamp(as_of)
    dated = {name: start + pd.to_timedelta(pd.Series(ahead), unit="D") for name, ahead in days.items()}
    return claims.assign(**dated, disputed=disputed > 0, within=np.rint(within).astype(np.int64))


def _expected_losses(losses: LossReport, currency: str, claims: pd.DataFrame) -> Ints:
    """What each document is expected to lose, in cents: its customer's expected loss by open amount, what rounding leaves
    to the customer's first."""
    if claims.empty:
        return np.zeros(0, np.int64)
    table = losses.books[currency].table.set_index("customer_id")
    shares = table["expected_loss"] / table["exposure"].where(table["exposure"] > 0, 1)
    wanted = (table["open"] * shares).round()
    lost = (claims["open"] * claims["customer_id"].map(shares).fillna(0.0)).round()
    first = ~claims["customer_id"].duplicated().to_numpy()
    rest = claims["customer_id"].map(wanted).fillna(0) - lost.groupby(claims["customer_id"]).transform("sum")
    found: Ints = np.rint(lost.to_numpy() + np.where(first, rest.to_numpy(), 0)).astype(np.int64)
    return found


def _on_account(store: Store, scope: Scope, currency: str) -> Decimal:
    kept = scope.items_where if scope.view.currency else {**scope.items_where, "currency": currency}
    found = store.total("on_account_items", on_account_params(scope), ["reporting_amount"], where=kept)
    return Decimal(found["reporting_amount"])
