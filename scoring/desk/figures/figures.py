"""All portfolio figures of a view, against an earlier date and over the last twelve months, and why DSO changed."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.figures.books import customer_books, full_books, key_books, standings
from scoring.desk.views import Scope, groups_of, header_of, scope_of
from scoring.errors import ScoringError
from scoring.metrics.book import Book
from scoring.metrics.dso_bridge import DsoChange, Segment, dso_change_of
from scoring.metrics.portfolio import KEY_FIGURES, figures_of
from scoring.metrics.registry import METRICS
from scoring.store import Store, reporting_params
from scoring.terms import GROUPINGS, Figure, ReportHeader, View

SERIES_MONTHS = 12
CHANGE_FIGURES = ("receivables", "overdue", "dso_simple", "credit_sales", "top_5_share", "customers_over_limit")
PLACES = {"money": 2, "days": 2, "percent": 6, "ratio": 6, "count": 0}
NOTHING = (Decimal(0), Decimal(0))
Point = tuple[date, Decimal | float | None]


@dataclass(frozen=True)
class FigureLine:
    """A figure now and at the earlier date; `series` has its last month-ends and the as-of date, oldest first."""

    figure: Figure
    before: Decimal | float | None
    series: tuple[Point, ...] = ()

    @property
    def change(self) -> Decimal | None:
        """Now - before, or None where one of the two is unknown."""
        now, before = self.figure.value, self.before
        return None if now is None or before is None else _decimal(now) - _decimal(before)

    @property
    def verdict(self) -> str:
        """ "good", "bad" or "neutral": whether the change goes the way that is better for this figure."""
        change = self.change
        if not change or not self.figure.better:
            return "neutral"
        return "good" if change * self.figure.better > 0 else "bad"


@dataclass(frozen=True)
class FiguresReport:
    """The portfolio figures by currency shown, each compared with the same figure at the end of `compared_to`."""

    header: ReportHeader
    period_days: int
    compared_to: date
    lines: dict[str, tuple[FigureLine, ...]]

    def line(self, currency: str, name: str) -> FigureLine:
        """One figure of one currency. Raises KeyError for an unknown one."""
        return {line.figure.name: line for line in self.lines[currency]}[name]

    def as_json(self) -> dict[str, Any]:
        """Plain values: decimals as strings (money and days 2 places, shares 6: 0.25 is 25%), null = not computable.

        Keys: as_of, compared_to, period_days and currencies (by currency and figure: value, unit, better, before,
        change, series as [date, value] pairs).
        """
        return {
            "as_of": self.header.as_of.isoformat(),
            "compared_to": self.compared_to.isoformat(),
            "period_days": self.period_days,
            "currencies": {c: {x.figure.name: _line_json(x) for x in lines} for c, lines in self.lines.items()},
        }


def key_figures(store: Store, view: View, compare_to: date | None = None) -> FiguresReport:
    """The figures of KEY_FIGURES with their lines over time: what a first look needs, in one pass over the invoices.

    Window, comparison and errors as in `figures_report`; a figure has the same value in both.
    """
    earlier, past = compare_to or month_before(view.as_of), month_ends(view.as_of, SERIES_MONTHS)
    books = key_books(store, scope_of(store, view), [*past, earlier])
    lines = {
        currency: _lines(of_day[view.as_of], of_day[earlier], [of_day[day] for day in past], KEY_FIGURES)
        for currency, of_day in books.items()
    }
    return FiguresReport(header_of(store, view), view.period_days, earlier, lines)


def figures_report(store: Store, view: View, compare_to: date | None = None, *, series: bool = True) -> FiguresReport:
    """All figures of `view` for the window of `view.period_days` that ends on its as-of date.

    Compared with `compare_to`, by default one month before. Earlier amounts are converted at the as-of date's rates.
    The figures of KEY_FIGURES have lines over time, unless `series` is False. Raises ScoringError as `scope_of`.
    """
    scope, earlier = scope_of(store, view), compare_to or month_before(view.as_of)
    past = key_books(store, scope, month_ends(view.as_of, SERIES_MONTHS)) if series else {}
    lines = {
        currency: _lines(of_day[view.as_of], of_day[earlier], list(past.get(currency, {}).values()))
        for currency, of_day in full_books(store, scope, [view.as_of, earlier]).items()
    }
    return FiguresReport(header_of(store, view), view.period_days, earlier, lines)


def changed_figures(store: Store, view: View, compare_to: date | None = None) -> FiguresReport:
    """The figures of CHANGE_FIGURES, of which sentences about changes are made, without lines over time: they need no
    payments. Comparison and errors as in `figures_report`; a figure has the same value in both."""
    scope, earlier = scope_of(store, view), compare_to or month_before(view.as_of)
    books = customer_books(store, scope, [view.as_of, earlier])
    lines = {
        currency: _lines(of_day[view.as_of], of_day[earlier], [], CHANGE_FIGURES) for currency, of_day in books.items()
    }
    return FiguresReport(header_of(store, view), view.period_days, earlier, lines)


def dso_change(store: Store, view: View, earlier: date, segment: str = "nature") -> dict[str, DsoChange | None]:
    """Change of DSO (simple) from `earlier` to the as-of date by currency shown, split into volume, mix, terms and
    delinquency over the customers' `segment` (a grouping; "customer" = every customer a segment).

    None where one of the two periods has no sales. Raises ScoringError as `scope_of`.
    """
    scope = scope_of(store, view)
    days = [earlier, view.as_of]
    if segment not in GROUPINGS or segment == "currency":
        raise ScoringError("grouping_unknown", grouping=segment, known=", ".join(GROUPINGS))
    names = groups_of(store, view.as_of, segment)
    return {currency: _split(store, scope, currency, days, names) for currency in scope.reportings}


def month_before(day: date) -> date:
    """The same day one month before; from a month's last day, the last day of the month before.

    >>> month_before(date(2024, 3, 31)), month_before(date(2024, 2, 29)), month_before(date(2024, 3, 30))
    (datetime.date(2024, 2, 29), datetime.date(2024, 1, 31), datetime.date(2024, 2, 29))
    """
    last = day.replace(day=1) - timedelta(days=1)
    at_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return last if at_end else last.replace(day=min(day.day, last.day))


def month_ends(day: date, count: int) -> list[date]:
    """`day` and the month-ends before it, `count` in all, oldest first.

    >>> month_ends(date(2024, 3, 15), 3)
    [datetime.date(2024, 1, 31), datetime.date(2024, 2, 29), datetime.date(2024, 3, 15)]
    """
    ends = [day]
    while len(ends) < count:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return ends[::-1]


def written(value: Decimal | float | None, unit: str) -> str | int | None:
    """A figure's value as JSON and exports carry it: a decimal string, a whole number for counts, None if unknown."""
    if value is None or unit == "count":
        return None if value is None else int(value)
    return str(_decimal(value).quantize(Decimal(1).scaleb(-PLACES[unit]), ROUND_HALF_UP))


def _lines(now: Book, before: Book, past: Sequence[Book], names: Sequence[str] | None = None) -> tuple[FigureLine, ...]:
    """The named figures of `now`, by default all; those of KEY_FIGURES with their values in the books of `past`."""
    series = {name: tuple((book.as_of, METRICS[name].of(book)) for book in past) for name in KEY_FIGURES}
    pairs = zip(figures_of(now, names), figures_of(before, names), strict=True)
    return tuple(FigureLine(figure, earlier.value, series.get(figure.name, ())) for figure, earlier in pairs)


def _split(store: Store, scope: Scope, currency: str, days: Sequence[date], names: dict[str, str]) -> DsoChange | None:
    params = {"ends": list(days), "period_days": scope.view.period_days}
    params |= reporting_params(scope.reportings[currency])
    by, amounts = ["day", "customer_id"], ["sales", "sales_terms_days"]
    sold = _by_segment(store.sums("sold_within", params, by, amounts, where=scope.customers_where), amounts, names)
    standing = standings(store, scope, days)
    if scope.by_currency:
        standing = standing.filter(pc.equal(standing["currency"], currency))
    owed = _by_segment(standing, ["reporting_amount", "overdue"], names)
    segments = [
        {
            name: Segment(*sold.get((day, name), NOTHING), *owed.get((day, name), NOTHING))
            for name in {segment for moment, segment in (*sold, *owed) if moment == day}
        }
        for day in days
    ]
    return dso_change_of(segments[0], segments[1], scope.view.period_days)


def _by_segment(
    found: pa.Table, amounts: Sequence[str], names: dict[str, str]
) -> dict[tuple[date, str], tuple[Decimal, ...]]:
    """Sums of `amounts` by day and by the segment that `names` gives each customer."""
    places = pc.index_in(found["customer_id"], value_set=pa.array(list(names), pa.string()))
    segment = pa.array(list(names.values()), pa.string()).take(places.combine_chunks())
    summed = (
        found.append_column("segment", segment).group_by(["day", "segment"]).aggregate([(n, "sum") for n in amounts])
    )
    columns = (summed[name].to_pylist() for name in ("day", "segment", *(f"{name}_sum" for name in amounts)))
    return {(day, name): tuple(sums) for day, name, *sums in zip(*columns, strict=True)}


def _line_json(line: FigureLine) -> dict[str, Any]:
    unit = line.figure.unit
    return {
        "value": written(line.figure.value, unit),
        "unit": unit,
        "better": line.figure.better,
        "before": written(line.before, unit),
        "change": written(line.change, unit),
        "series": [[day.isoformat(), written(value, unit)] for day, value in line.series],
    }


def _decimal(value: Decimal | float) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
