"""A forecast as it is shown: sums by week and day with their bands, and the open invoices with their dates."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.desk.risk.forecast_claims import Moves
from scoring.desk.risk.forecast_learning import Learning
from scoring.metrics.risk.loss import amount
from scoring.terms import ReportHeader

Step = Literal["week", "day"]
DATES = ("expected", "earliest", "latest")
COUNTED = ("open", "due_day")
"""What the claims are counted by beside what is shown of them: cents, and days since 1970-01-01."""


@dataclass(frozen=True)
class Span:
    """Receipts expected from the first to the last day, both inclusive; P10 to P90."""

    first: date
    last: date
    expected: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class ForecastBook:
    """The forecast in one currency shown.

    `documents`: the columns of `open_claims` and expected, earliest, latest (dates; NaT = not dated), promised (date),
    disputed (whether a dispute is open), within (of its amount expected in the weeks, cents). `by_day` has a row per
    document and a column per day from the one after `as_of`: its amount expected then.
    open = horizon.expected + later + undated + expected_loss, to the cent.
    """

    as_of: date
    currency: str
    documents: pd.DataFrame
    by_day: NDArray[np.float32]
    weeks: tuple[Span, ...]
    days: tuple[Span, ...]
    horizon: Span
    month: Span
    open: Decimal
    later: Decimal
    undated: Decimal
    expected_loss: Decimal
    on_account: Decimal

    @property
    def total(self) -> Decimal:
        """Everything the forecast expects, whenever it comes: open amount less expected loss."""
        return self.horizon.expected + self.later + self.undated

    @property
    def is_dated(self) -> bool:
        """Whether anything is expected in the weeks: a ledger that shows no payment with a date teaches none."""
        return bool(self.horizon.expected)

    def spans(self, by: Step) -> tuple[Span, ...]:
        """The weeks or the days."""
        return self.weeks if by == "week" else self.days


@dataclass(frozen=True)
class ForecastReport:
    """When the money of a view is expected, by currency shown."""

    header: ReportHeader
    weeks: int
    learning: Learning
    moves: Moves
    books: dict[str, ForecastBook]

    def as_json(self, by: Step = "week") -> dict[str, Any]:
        """Plain values, amounts as decimal strings. Keys: as_of, weeks, by, model, promises_kept_share, currencies (by
        currency: open, expected, low, high, later, undated, expected_loss, total, on_account, next_30_days, spans,
        documents)."""
        return {
            "as_of": self.header.as_of.isoformat(),
            "weeks": self.weeks,
            "by": by,
            "model": self.learning.as_json(),
            "promises_kept_share": round(self.moves.kept_share, 4),
            "currencies": {currency: _book_json(book, by) for currency, book in self.books.items()},
        }


def _book_json(book: ForecastBook, by: Step) -> dict[str, Any]:
    return {
        "open": str(book.open),
        "expected": str(book.horizon.expected),
        "low": str(book.horizon.low),
        "high": str(book.horizon.high),
        "later": str(book.later),
        "undated": str(book.undated),
        "expected_loss": str(book.expected_loss),
        "total": str(book.total),
        "on_account": str(book.on_account),
        "next_30_days": _plain(book.month),
        "spans": [_plain(span) for span in book.spans(by)],
        "documents": [_document_json(row) for row in document_rows(book)],
    }


def document_rows(book: ForecastBook, span: Span | None = None) -> list[dict[str, Any]]:
    """All of `listed` as rows."""
    return rows_of(listed(book, span))


def listed(book: ForecastBook, span: Span | None = None) -> pd.DataFrame:
    """The open invoices, the soonest expected first; with `span` those expected in it, the largest first, `within` speaking
    of it alone (exact cents)."""
    frame = book.documents
    if span is None:
        return frame.sort_values(["expected", "document_key"])
    first, last = ((day - book.as_of).days for day in (span.first, span.last))
    then = np.rint(book.by_day[:, first - 1 : last].sum(1, dtype=np.float64) * 100).astype(np.int64)
    expected: pd.DataFrame = frame.assign(within=then)[then > 0]
    return expected.sort_values(["within", "document_key"], ascending=[False, True])


def rows_of(documents: pd.DataFrame) -> list[dict[str, Any]]:
    """Documents of a forecast as rows with expected_date, earliest, latest and promised (None = no date) and within, what of
    each is expected in the weeks."""
    days = {name: [None if pd.isna(day) else day.date() for day in documents[name]] for name in (*DATES, "promised")}
    dated = {
        "expected_date": days.pop("expected"),
        **days,
        "within": [amount(cents_) for cents_ in documents["within"]],
    }
    kept = documents.drop(columns=[*DATES, "promised", "within", *COUNTED]).to_dict("list")
    columns = {str(name): values for name, values in kept.items()} | dated
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _document_json(row: dict[str, Any]) -> dict[str, Any]:
    wanted = ("document_no", "customer_id", "due_date", "currency", "open_amount", "reporting_amount", "disputed")
    return {name: row[name] for name in (*wanted, "expected_date", "earliest", "latest", "promised", "within")}


def _plain(span: Span) -> dict[str, str]:
    return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in asdict(span).items()}
